"""Who somebody is: password, PIN, cookies, and the way out."""

import hashlib

import pytest
from sqlalchemy import select

from powderapp.base.access import Role
from powderapp.demo.queries import pins
from powderapp.devices.models import Device
from powderapp.people.models import SignIn
from powderapp.people.operations import leave_shop
from tests.signing.conftest import PASSWORD, PIN
from tests.support import factories


def by_password(client, **fields):
    return client.post("/signin/password", **({"name": "olga", "password": PASSWORD} | fields))


def test_a_password_opens_the_door(anonymous, olga):
    answer = by_password(anonymous)
    assert answer.status_code == 303
    assert "Olga" in anonymous.get("/me").text


@pytest.mark.parametrize("fields", [{"password": "wrong"}, {"name": "nobody"}, {"password": PASSWORD.upper()}])
def test_a_wrong_name_and_a_wrong_password_read_the_same(anonymous, olga, fields):
    answer = by_password(anonymous, **fields)
    assert answer.status_code == 422
    assert "Name and password do not belong together." in answer.text
    assert anonymous.get("/me").status_code == 303


def test_a_device_becomes_known_with_the_first_password(anonymous, olga, db):
    by_password(anonymous)
    cookie = anonymous.http.get_cookie("device").value
    assert db.scalar(select(Device).where(Device.token_hash == hashlib.sha256(cookie.encode()).digest()))


def test_a_pin_does_nothing_where_no_tablet_was_added(anonymous, olga, db):
    assert anonymous.post(f"/signin/{olga.id}", pin=PIN).status_code == 404
    by_password(anonymous)
    anonymous.post("/signout")
    assert "Olga" not in anonymous.get("/signin").text
    assert anonymous.post(f"/signin/{olga.id}", pin=PIN).status_code == 404
    factories.stands_at(anonymous, factories.device(db, "The wall", kind="wall", enrolled_at=factories.LONG_AGO))
    assert anonymous.post(f"/signin/{olga.id}", pin=PIN).status_code == 404


def test_on_a_tablet_of_the_shop_the_pin_is_enough(anonymous, olga, db):
    factories.stands_at(anonymous, factories.tablet(db))
    assert f"/signin/{olga.id}" in anonymous.get("/signin").text
    assert anonymous.post(f"/signin/{olga.id}", pin="9999").status_code == 422
    assert anonymous.post(f"/signin/{olga.id}", pin=PIN).status_code == 303
    assert anonymous.get("/me").status_code == 200


def test_the_email_address_is_as_good_as_the_name(anonymous, olga, db):
    olga.email = "Olga@NorthGate.example"
    assert by_password(anonymous, name="olga@northgate.EXAMPLE").status_code == 303


def test_signing_out_ends_the_session_and_not_only_the_cookie(anonymous, olga):
    by_password(anonymous)
    token = anonymous.http.get_cookie("session").value
    assert anonymous.post("/signout").headers["Clear-Site-Data"] == '"cache"'
    anonymous.http.set_cookie("session", token)
    assert anonymous.get("/me").status_code == 303


def test_every_sign_in_has_a_new_session_and_form_token(anonymous, olga):
    before = anonymous.token
    by_password(anonymous)
    first = anonymous.http.get_cookie("session").value
    assert anonymous.token != before
    by_password(anonymous)
    assert anonymous.http.get_cookie("session").value != first


def test_the_database_does_not_know_the_cookie(anonymous, olga, db):
    by_password(anonymous)
    token = anonymous.http.get_cookie("session").value
    assert db.scalars(select(SignIn.token_hash)).all() == [hashlib.sha256(token.encode()).digest()]


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "javascript:alert(1)", "/\\evil.example", "/nothing-here", ""]
)
def test_after_signing_in_nobody_is_led_away(anonymous, olga, wanted):
    assert by_password(anonymous, next=wanted).headers["Location"] in {"/board", "/settings"}


def test_after_signing_in_one_goes_on_where_one_wanted_to(anonymous, olga):
    assert 'value="/me?a=1"' in anonymous.get("/signin?next=/me?a%3D1").text
    assert by_password(anonymous, next="/me?a=1").headers["Location"] == "/me?a=1"


def test_who_left_is_out_at_the_next_tap(sign_in, by, db):
    piet = sign_in("Piet", Role.PREP)
    assert piet.get("/me").status_code == 200
    leave_shop(db, piet.person.id, by=by)
    assert piet.get("/me").status_code == 303


def test_cookies_are_kept_from_scripts(anonymous, olga):
    cookies = by_password(anonymous).headers.getlist("Set-Cookie")
    assert all("HttpOnly" in cookie and "SameSite" in cookie for cookie in cookies)


def test_the_demo_shop_shows_its_pins_and_no_other_shop_does(anonymous, shop, db):
    shop.is_demo = True
    db.flush()
    name, pin = next(iter(pins().items()))
    factories.person(db, name, Role.SPRAYER, pin_hash=b"x" * 48)
    factories.person(db, "Olga", Role.OWNER, pin_hash=b"y" * 48)
    page = anonymous.get("/signin").text
    assert f"PIN {pin}" in page
    assert (page.count("Olga"), page.count("PIN ")) == (1, 1)
    shop.is_demo = False
    assert f"PIN {pin}" not in anonymous.get("/signin").text
