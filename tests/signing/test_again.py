"""Away for too long: the page stays, the same person comes back, and what was sent is sent again, once."""

import html
import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update
from wtforms.fields.core import UnboundField

from powderapp.base.access import Role
from powderapp.base.clock import now
from powderapp.base.events import Event
from powderapp.batches.models import Clock
from powderapp.enrolment import forms as enrolment
from powderapp.people.hashing import hash_password, hash_pin
from powderapp.people.models import SignIn
from powderapp.people.rules import Way
from powderapp.shop.models import Booth
from powderapp.signing import again_forms, forms
from powderapp.signing.asking import _may_be_kept
from powderapp.web.forms import Form, SecretField
from tests.support import factories
from tests.support.canaries import CANARIES, assert_harmless
from tests.support.tablets import Tablet

PIN, PASSWORD = "246813", "seven green gates"


@pytest.fixture
def sam(db, shop, settings):
    return factories.person(db, "Sam", Role.SPRAYER, pin_hash=hash_pin(PIN, settings.pin_pepper))


@pytest.fixture
def tablet(app, db, sam):
    return Tablet(app, db).stand(sam)


@pytest.fixture
def desk(sign_in, db):
    olga = factories.person(db, "Olga", Role.OWNER, Role.OFFICE, password_hash=hash_password(PASSWORD))
    return sign_in(olga.name)


def _away(db, **time):
    db.execute(update(SignIn).values(last_seen_at=now() - timedelta(**time)))


def _ended(db):
    return db.scalar(select(func.count()).where(SignIn.ended_at.is_not(None)))


def test_who_was_away_is_asked_on_top_of_the_page_and_nothing_of_it_is_swapped(tablet, swapped_ids):
    tablet.wait(minutes=4)
    answer = tablet.htmx_post("/floor/station", kind="prep")
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (401, "signin-needed")
    asked = tablet.htmx_get("/signin/again")
    assert swapped_ids(asked) == ["again"]
    assert "Sam" in asked.text
    assert "PIN" in asked.text


def test_the_pin_makes_a_new_session_and_tells_the_page_its_new_token(tablet, db, sam):
    old, token = tablet.http.get_cookie("session").value, tablet.token
    tablet.wait(minutes=4)
    answer = tablet.htmx_post("/signin/again", secret=PIN)
    assert answer.status_code == 204
    told = json.loads(answer.headers["HX-Trigger"])["signed-in"]["csrf"]
    assert told not in {token, ""}
    assert tablet.http.get_cookie("session").value != old
    tablet._token = told
    assert tablet.htmx_post("/floor/station", kind="prep").status_code == 204
    session = db.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).one()
    assert (session.person_id, session.way, session.device_id) == (sam.id, Way.PIN, tablet.device.id)


def test_the_same_request_with_the_same_key_is_done_once(tablet, db, works):
    key, fields = str(uuid4()), {"kind": "booth", "which": works.booth.id}
    tablet.wait(minutes=4)
    assert tablet.htmx_post("/floor/station", key=key, **fields).status_code == 401
    tablet._token = json.loads(tablet.htmx_post("/signin/again", secret=PIN).headers["HX-Trigger"])["signed-in"]["csrf"]
    for _ in range(2):
        assert tablet.htmx_post("/floor/station", key=key, **fields).status_code == 204
    assert db.scalar(select(func.count()).where(Event.verb == "device.station_chosen")) == 1


@pytest.mark.parametrize(("typed", "sentence"), [("999999", "Wrong PIN."), ("", "Please enter a PIN.")])
def test_a_wrong_pin_stays_in_the_dialog_and_opens_nothing(tablet, swapped_ids, typed, sentence):
    tablet.wait(minutes=4)
    answer = tablet.htmx_post("/signin/again", secret=typed)
    assert (answer.status_code, swapped_ids(answer)) == (422, ["again"])
    assert sentence in answer.text
    assert tablet.htmx_post("/floor/station", kind="prep").status_code == 401


def test_who_was_here_for_ten_hours_is_asked_too(tablet):
    tablet.wait(hours=11)
    assert "Sam" in tablet.htmx_get("/signin/again").text
    assert tablet.htmx_post("/signin/again", secret=PIN).status_code == 204


def test_after_done_nobody_is_asked_and_a_link_leads_to_the_tiles(tablet):
    tablet.post("/signout")
    asked = tablet.htmx_get("/signin/again")
    assert "Sam" not in asked.text
    assert 'href="/signin' in asked.text
    assert tablet.get("/signin/again").location == "/signin"
    assert tablet.htmx_post("/signin/again", secret=PIN).headers["HX-Redirect"] == "/signin"


def test_at_a_desk_it_is_the_password(desk, db):
    _away(db, minutes=31)
    assert 'autocomplete="current-password"' in desk.htmx_get("/signin/again").text
    assert desk.htmx_post("/signin/again", secret="nonsense").status_code == 422
    assert desk.htmx_post("/signin/again", secret=PASSWORD).status_code == 204


def test_a_password_alone_prolongs_no_day_that_began_with_a_second_step(desk, db):
    began, olga = now() - timedelta(hours=11), desk.person
    olga.totp_nonce, olga.totp_on_at = b"x" * 32, began
    db.execute(update(SignIn).values(began_at=began, last_seen_at=now() - timedelta(minutes=31)))
    assert desk.htmx_post("/signin/again", secret=PASSWORD).status_code == 204
    assert db.scalars(select(SignIn.began_at).where(SignIn.ended_at.is_(None))).one() == began
    db.execute(update(SignIn).values(began_at=now() - timedelta(hours=13)))
    assert desk.htmx_post("/signin/again", secret=PASSWORD).headers["HX-Redirect"] == "/signin"
    assert "Olga" not in desk.htmx_get("/signin/again").text


def test_a_page_leads_through_the_door_and_back(tablet, anonymous):
    tablet.wait(minutes=4)
    assert tablet.get("/floor/queue?metal=steel").location == "/signin/again?next=/floor/queue%3Fmetal%3Dsteel"
    assert 'value="/floor/queue"' in tablet.get("/signin/again", next="/floor/queue").text
    assert tablet.post("/signin/again", secret=PIN, next="/floor/queue").location == "/floor/queue"
    assert anonymous.get("/floor/queue").location == "/signin?next=/floor/queue"


def test_the_dialog_leads_somebody_else_to_the_same_page(tablet):
    tablet.wait(minutes=4)
    below = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Current-URL": "http://localhost/floor/queue"}
    assert 'href="/signin?next=/floor/queue"' in tablet.get("/signin/again", headers=below).text


def _hidden(text):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', text)
    return {name: html.unescape(value) for name, value in found}


def test_without_scripts_what_was_typed_comes_back_to_be_sent_again(desk, db):
    key, name = str(uuid4()), 'Booth "1" & ä  two blanks'
    _away(db, minutes=31)
    refused = desk.post("/settings/booths/add", key=key, name=name)
    assert refused.status_code == 401
    waiting = _hidden(refused.text)["kept"]
    back = desk.post("/signin/again", secret=PASSWORD, kept=waiting)
    assert back.status_code == 200
    assert "Send it again" in back.text
    fields = _hidden(back.text)
    assert (fields["name"], fields["operation_key"]) == (name, key)
    assert desk.post("/settings/booths/add", key=key, name=fields["name"]).status_code == 303
    assert db.scalars(select(Booth.name)).all() == [name]


@pytest.mark.parametrize("canary", CANARIES)
def test_what_waits_is_text_and_nothing_else(desk, db, canary):
    _away(db, minutes=31)
    refused = desk.post("/settings/booths/add", name=canary)
    assert_harmless(refused.text)
    back = desk.post("/signin/again", secret=PASSWORD, kept=_hidden(refused.text)["kept"])
    assert_harmless(back.text)
    assert _hidden(back.text)["name"] == canary
    assert_harmless(desk.post("/signin/again", secret=PASSWORD, kept=canary, next=canary).text)


def test_a_wrong_password_keeps_what_waits(desk, db):
    _away(db, minutes=31)
    waiting = _hidden(desk.post("/settings/booths/add", name="Booth 1").text)["kept"]
    again = desk.post("/signin/again", secret="nonsense", kept=waiting)
    assert (again.status_code, _hidden(again.text)["kept"]) == (422, waiting)


def test_what_waits_holds_no_secrets_and_leads_nowhere_else(desk, db):
    _away(db, minutes=31)
    refused = desk.post("/settings/booths/add", name="Booth 1", password="open sesame", new_pin="135790")
    assert "open sesame" not in refused.text
    assert "135790" not in refused.text
    away = json.dumps(["https://evil.example/", "x", [["name", "x"]]])
    assert "evil" not in desk.post("/signin/again", secret=PASSWORD, kept=away).text


def test_settings_are_confirmed_after_half_an_hour_and_the_session_stays(desk, db):
    token = desk.http.get_cookie("session").value
    db.execute(update(SignIn).values(confirmed_at=now() - timedelta(minutes=31)))
    answer = desk.htmx_post("/settings/booths/add", name="Booth 1")
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (401, "signin-needed")
    assert "Leave it" in desk.htmx_get("/signin/again").text
    assert desk.htmx_post("/signin/again", secret=PASSWORD).status_code == 204
    assert desk.http.get_cookie("session").value == token
    assert desk.htmx_post("/settings/booths/add", name="Booth 1").status_code == 200
    assert db.scalar(select(func.count()).where(Event.verb == "person.confirmed")) == 1
    assert _ended(db) == 0


def test_a_page_that_refreshes_itself_keeps_nobody_signed_in(committed_app, committed_db):
    factories.make_shop(committed_db)
    tablet = Tablet(committed_app, committed_db).stand(factories.person(committed_db, "Sam", Role.SPRAYER))
    tablet.wait(minutes=2)
    seen = select(SignIn.last_seen_at)
    before = committed_db.scalars(seen).one()
    tablet.get("/me", headers={"X-Poll": "1"})
    assert committed_db.scalars(seen).one() == before
    tablet.get("/me")
    committed_db.rollback()
    assert committed_db.scalars(seen).one() > before


def test_a_badge_counts_as_the_name_tile(tablet, db, sam):
    piet = factories.person(db, "Piet", Role.PREP, pin_hash=sam.pin_hash)
    assert tablet.get(f"/U/{piet.id}", next="/floor/prep").location == f"/signin/{piet.id}?next=/floor/prep"
    assert tablet.get(f"/U/{sam.id}", next="/floor/prep").location == "/floor/prep"


def test_who_is_here_is_marked_among_the_tiles_and_stays_until_another_pin_fits(tablet, db, sam):
    piet = factories.person(db, "Piet", Role.PREP, pin_hash=sam.pin_hash)
    tiles = tablet.get("/signin").text
    assert (tiles.count("is here now"), tiles.count('aria-current="true"')) == (1, 1)
    assert tablet.post(f"/signin/{piet.id}", pin="999999").status_code == 422
    assert "Sam" in tablet.get("/me").text
    assert tablet.post(f"/signin/{piet.id}", pin=PIN).status_code == 303
    assert "Piet" in tablet.get("/me").text


def test_the_floor_says_how_long_it_waits_and_who_is_there(tablet, sam, db):
    page = tablet.get("/floor").text
    assert f'data-idle-seconds="180" data-person="{sam.id}"' in page
    assert "Done" in page
    assert 'href="/signin?next=/floor"' in page
    assert not db.scalars(select(Clock)).all()


def test_no_secret_that_was_typed_comes_back_on_a_page_that_waits(desk, db):
    _away(db, minutes=31)
    for path, fields in (("/me/password", {"password": "new-words-9"}), ("/me/pin", {"pin": "795318"})):
        answer = desk.post(path, now=PASSWORD, **fields)
        assert answer.status_code == 401
        assert not {PASSWORD, *fields.values()} & set(re.findall(r"[\w -]+", html.unescape(answer.text)))


def test_every_field_of_a_secret_is_left_out_of_what_waits():
    def kinds(form):
        return {form, *(each for kind in form.__subclasses__() for each in kinds(kind))}

    assert {enrolment.OpenForm, forms.PinForm, again_forms.AgainForm} <= kinds(Form), (
        "all forms of secrets are there to be asked"
    )
    secret = {name for form in kinds(Form) for name in dir(form) if _is_secret(getattr(form, name))}
    assert {"now", "pin", "password", "secret", "code", "password_again"} <= secret
    assert [name for name in secret if _may_be_kept(name)] == []


def _is_secret(field):
    return isinstance(field, UnboundField) and issubclass(field.field_class, SecretField)
