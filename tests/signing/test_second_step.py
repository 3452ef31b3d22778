"""The second step: off until a code of the phone was right, asked after the password, and never twice with one code."""

import hashlib
import re

import pyotp
import pytest
from sqlalchemy import select

from powderapp.base import clock
from powderapp.base.events import Event
from powderapp.people.models import RecoveryCode
from powderapp.signing import second_steps
from powderapp.signing.rules import step_of, totp_secret
from tests.signing.conftest import PASSWORD, PIN, person, signed_in, tablet
from tests.support.client import Client

CODE = re.compile(r"<code>([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})</code>")


@pytest.fixture
def desk(committed_app, real):
    """Olga at her desk."""
    return signed_in(committed_app, real, "Olga")


@pytest.fixture
def new_desk(committed_app, real):
    return Client(committed_app, real)


def phone(db, settings, steps=0):
    """What Olga's phone shows, so many half minutes from now."""
    secret = totp_secret(person(db, "Olga").totp_nonce, settings.pin_pepper)
    return pyotp.TOTP(secret).generate_otp(int(clock.now().timestamp()) // 30 + steps)


def turn_on(desk, settings):
    desk.post("/me/second/begin", now=PASSWORD)
    answer = desk.post("/me/second/on", code=phone(desk.db, settings))
    assert answer.status_code == 200, answer.text
    return CODE.findall(answer.text)


def by_password(browser, **fields):
    return browser.post("/signin/password", name="Olga", password=PASSWORD, **fields)


def test_it_begins_with_the_password_and_shows_a_picture_that_scripts_and_styles_have_no_part_in(desk, settings):
    assert desk.post("/me/second/begin", now="wrong").status_code == 422
    assert desk.post("/me/second/begin", now=PASSWORD).location == "/me/second"
    page = desk.get("/me/second").text
    secret = totp_secret(person(desk.db, "Olga").totp_nonce, settings.pin_pepper)
    assert secret in page.replace(" ", "")
    assert re.search(r'<svg class="qr"[^>]*>.*<path class="qr-squares" d="M0 0h1v1h-1z', page)
    assert "style=" not in page


def test_a_wrong_code_turns_nothing_on(desk, new_desk):
    desk.post("/me/second/begin", now=PASSWORD)
    assert desk.post("/me/second/on", code="000000").status_code == 422
    assert by_password(new_desk).location == "/board"


def test_after_the_password_the_phone_is_asked(desk, new_desk, settings, moved):
    turn_on(desk, settings)
    moved(minutes=1)
    assert by_password(new_desk, next="/me?a=1").location == "/signin/second"
    assert new_desk.get("/me").status_code == 303
    assert "Olga" in new_desk.get("/signin/second").text
    assert new_desk.post("/signin/second", code="000000").status_code == 422
    answer = new_desk.post("/signin/second", code=phone(desk.db, settings))
    assert (answer.status_code, answer.location) == (303, "/me?a=1")
    assert new_desk.get("/me").status_code == 200


def test_a_code_works_once(desk, new_desk, committed_app, settings, moved):
    turn_on(desk, settings)
    moved(minutes=1)
    code, other = phone(desk.db, settings), Client(committed_app, desk.db)
    for browser in (new_desk, other):
        by_password(browser)
    assert new_desk.post("/signin/second", code=code).status_code == 303
    assert other.post("/signin/second", code=code).status_code == 422


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 303), (1, 303), (2, 422)])
def test_the_phones_clock_may_be_half_a_minute_off(desk, new_desk, settings, moved, steps, status):
    turn_on(desk, settings)
    moved(minutes=10)
    by_password(new_desk)
    assert new_desk.post("/signin/second", code=phone(desk.db, settings, steps)).status_code == status


def test_after_five_minutes_the_password_is_asked_again(desk, new_desk, settings, moved):
    turn_on(desk, settings)
    by_password(new_desk)
    moved(minutes=5, seconds=2)
    assert new_desk.post("/signin/second", code=phone(desk.db, settings)).location == "/signin"


def test_without_the_password_nobody_is_asked(new_desk):
    assert new_desk.get("/signin/second").location == "/signin"
    assert new_desk.post("/signin/second", code="123456").location == "/signin"


def test_five_wrong_codes_in_a_quarter_of_an_hour_are_the_end(desk, new_desk, settings, moved):
    turn_on(desk, settings)
    moved(minutes=1)
    by_password(new_desk)
    assert [new_desk.post("/signin/second", code="000000").status_code for _ in range(5)] == [422] * 5
    answer = new_desk.post("/signin/second", code=phone(desk.db, settings))
    assert (answer.status_code, "Wait 15 minutes." in answer.text) == (429, True)


def test_ten_recovery_codes_are_shown_once_and_work_once_each(desk, new_desk, committed_app, settings):
    codes, db = turn_on(desk, settings), desk.db
    assert len(set(codes)) == 10
    kept = set(db.scalars(select(RecoveryCode.code_hash)))
    assert kept == {hashlib.sha256(code.replace("-", "").encode()).digest() for code in codes}
    by_password(new_desk)
    assert new_desk.post("/signin/second", code=codes[3].lower().replace("-", " ")).status_code == 303
    other = Client(committed_app, db)
    by_password(other)
    assert other.post("/signin/second", code=codes[3]).status_code == 422
    assert other.post("/signin/second", code=codes[4]).status_code == 303
    assert "8 of your recovery codes are not used yet" in other.get("/me/second").text
    assert not any(code in other.get(path).text for code in codes for path in ("/me", "/me/second"))


def test_new_codes_and_turning_it_off_need_the_password(desk, new_desk, settings):
    old = turn_on(desk, settings)
    for path in ("/me/second/codes", "/me/second/off"):
        assert desk.post(path, now="wrong").status_code == 422
    new = CODE.findall(desk.post("/me/second/codes", now=PASSWORD).text)
    assert len(set(new) - set(old)) == 10
    by_password(new_desk)
    assert new_desk.post("/signin/second", code=old[0]).status_code == 422
    assert desk.post("/me/second/off", now=PASSWORD).location == "/me"
    assert by_password(new_desk).location == "/board"
    verbs = set(desk.db.scalars(select(Event.verb)))
    assert {
        "person.second_step_begun",
        "person.second_step_on",
        "person.recovery_codes_made",
        "person.second_step_off",
    } <= verbs


def test_the_pin_on_a_tablet_asks_for_no_phone(desk, committed_app, settings):
    turn_on(desk, settings)
    at_tablet = tablet(committed_app, desk.db)
    assert at_tablet.post(f"/signin/{person(desk.db, 'Olga').id}", pin=PIN).status_code == 303
    assert at_tablet.get("/me").status_code == 200


def test_two_at_once_with_one_code_are_one(desk, committed_app, settings, moved, hands):
    turn_on(desk, settings)
    moved(minutes=1)
    olga, code, now = person(desk.db, "Olga").id, phone(desk.db, settings), clock.now()
    assert sorted(
        hands.at_once(4, lambda db, i: second_steps.use_code(db, olga, code, settings.pin_pepper, now))
    ) == [False, False, False, True]  # fmt: skip


def test_no_table_holds_what_the_phone_knows(desk, settings):
    turn_on(desk, settings)
    olga = person(desk.db, "Olga")
    secret = totp_secret(olga.totp_nonce, settings.pin_pepper)
    assert secret != totp_secret(olga.totp_nonce, "another pepper")
    assert step_of(secret, "", clock.now(), None) is None
