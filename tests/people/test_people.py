"""The people of the shop, as the owner keeps them."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from powderapp.base.access import Role
from powderapp.base.clock import now
from powderapp.base.events import Event
from powderapp.base.throttle import Throttle
from powderapp.codes.models import OneTimeCode
from powderapp.people.models import Person
from powderapp.people.operations import add_person, give_code, leave_shop
from tests.support import factories, tablets


def test_the_owner_adds_somebody_and_is_shown_their_code(desk, db):
    answer = desk.post("/settings/people/add", name="Piet", email="piet@shop.example", roles=["prep", "sprayer"])
    piet = factories.person(db, "Piet")
    assert (piet.roles, piet.initials, piet.email) == (["sprayer", "prep"], "PI", "piet@shop.example")
    assert (piet.pin_hash, piet.password_hash) == (None, None)
    assert answer.headers["Location"] == f"/settings/people/{piet.id}/code"
    assert "They type the code and choose their own PIN" in desk.get(answer.headers["Location"]).text


def test_nobody_types_the_pin_or_password_of_another(desk):
    for name in ("pin", "password"):
        answer = desk.htmx_post("/settings/people/add", name="Piet", roles=["prep"], **{name: "48162937"})
        assert (answer.status_code, "Unknown field." in answer.text) == (422, True)


def test_two_of_one_name_are_refused_at_the_name(desk):
    answer = desk.htmx_post("/settings/people/add", name="OLGA", roles=["prep"])
    assert answer.status_code == 422
    assert "Somebody of that name works here: add a letter of the surname." in answer.text


@pytest.mark.parametrize(
    "typed", ["a@b@c.example", "piet@shop.example\r\nBcc: x@y.example", "p" * 290 + "@shop.example"]
)
def test_what_is_no_address_is_to_be_checked(desk, db, typed):
    answer = desk.htmx_post("/settings/people/add", name="Piet", email=typed, roles=["prep"])
    assert (answer.status_code, "Check the address." in answer.text) == (422, True)
    assert db.scalar(select(Person).where(Person.name == "Piet")) is None


def test_one_address_belongs_to_one_person(desk):
    desk.post("/settings/people/add", name="Piet", email="desk@shop.example", roles=["prep"])
    answer = desk.htmx_post("/settings/people/add", name="Ann", email="Desk@Shop.example", roles=["prep"])
    assert answer.status_code == 422
    assert "Somebody who works here has this address." in answer.text


def test_a_role_that_is_not_in_the_list_is_refused(desk):
    answer = desk.htmx_post("/settings/people/add", name="Piet", roles=["god"])
    assert (answer.status_code, "Choose from the list." in answer.text) == (422, True)


def test_the_last_owner_stays_one(desk, db):
    olga = desk.person
    for url, fields in (("edit", {"name": "Olga", "roles": ["office"], "version": "1"}), ("leave", {})):
        answer = desk.post(f"/settings/people/{olga.id}/{url}", **fields)
        assert answer.status_code == 409
        assert "The shop needs an owner" in answer.text
    assert db.get(Person, olga.id).roles == ["owner", "office"]


def test_who_becomes_a_supervisor_chooses_a_new_pin(desk, db):
    piet = factories.person(db, "Piet", Role.PREP, pin_hash=b"x" * 48)
    fields = {"name": "Piet", "roles": ["prep", "supervisor"], "version": "1"}
    answer = desk.post(f"/settings/people/{piet.id}/edit", **fields)
    assert answer.headers["Location"] == f"/settings/people/{piet.id}/code"
    assert db.get(Person, piet.id).pin_hash is None


def test_who_had_no_pin_yet_keeps_the_code_they_were_given(desk, db):
    desk.post("/settings/people/add", name="Piet", roles=["prep"])
    piet = factories.person(db, "Piet")
    desk.post(f"/settings/people/{piet.id}/edit", name="Piet", roles=["supervisor"], version="1")
    assert db.scalars(select(func.count()).select_from(OneTimeCode)).one() == 1


def test_somebody_who_comes_with_a_pin_needs_no_code(db, shop, by):
    add_person(db, "Piet", [Role.PREP], pin_hash=b"x" * 48, by=by)
    assert db.scalar(select(OneTimeCode)) is None


def test_somebody_is_signed_out_everywhere_in_one_tap(desk, sign_in, db):
    piet = sign_in("Piet", Role.PREP)
    assert "Signed in at Browser of Piet." in desk.get("/settings/people").text
    assert desk.post(f"/settings/people/{piet.person.id}/sign-out").status_code == 303
    assert piet.get("/me").status_code == 303
    assert db.scalars(select(Event.verb).order_by(Event.id.desc())).first() == "person.signed_out_everywhere"


def test_a_session_by_pin_is_over_two_hours_before_one_by_password(desk, db):
    began, sam = now() - timedelta(hours=11), factories.person(db, "Sam", Role.SPRAYER)
    tablets.by_pin(db, sam, factories.tablet(db, "Booth 2 tablet"), began)
    factories.signed_in(db, sam, began)
    assert "Signed in at Browser of Sam." in desk.get("/settings/people").text


def test_the_page_says_how_each_person_signs_in(desk, db):
    secrets = {"pin_hash": b"x" * 48, "password_hash": "x", "totp_nonce": b"y" * 32, "totp_on_at": now()}
    factories.person(db, "Ann", Role.OFFICE, **secrets)
    factories.person(db, "Piet", Role.PREP)
    page = desk.get("/settings/people").text
    assert "PIN, password, second step" in page
    assert "Has not chosen a PIN yet" in page


def test_a_locked_pin_is_said_and_unlocked_by_a_supervisor_who_sees_the_page(desk, sign_in, db):
    piet, where = factories.person(db, "Piet", Role.PREP, pin_hash=b"x" * 48), factories.tablet(db)
    db.add(Throttle(key=f"pin:{piet.id}:{where.id}", tries=10, since=now()))
    sue = sign_in("Sue", Role.SPRAYER, Role.SUPERVISOR)
    for client in (desk, sue):
        assert "PIN locked at Booth 1 tablet." in client.get("/settings/people").text
    assert "Unlock PIN" not in sign_in("Ann", Role.OFFICE).get("/settings/people").text
    unlocked = sue.post(f"/pins/{piet.id}/unlock?next=/settings/people")
    assert unlocked.headers["Location"] == "/settings/people"
    page = sue.get("/settings/people").text
    assert "Piet may enter the PIN again." in page
    assert "PIN locked" not in page


def test_a_page_of_many_people_asks_no_more_than_one_of_few(desk, db, query_ceiling):
    for number in range(12):
        factories.signed_in(db, factories.person(db, f"Person {number}", Role.PREP), now())
    with query_ceiling(6):
        assert desk.get("/settings/people").status_code == 200


def test_who_saves_second_sees_what_the_first_saved(desk, sign_in):
    piet = sign_in("Piet", Role.PREP).person
    desk.post(f"/settings/people/{piet.id}/edit", name="Pieter", roles=["prep"], version="1")
    answer = desk.htmx_post(f"/settings/people/{piet.id}/edit", name="Pete", roles=["prep"], version="1")
    assert answer.status_code == 409
    assert "Now: Pieter. Save again to keep yours." in answer.text


def test_the_office_sees_people_and_changes_nobody(sign_in):
    office = sign_in("Ann", Role.OFFICE)
    assert "Somebody new" not in office.get("/settings/people").text
    assert office.post("/settings/people/add", name="Piet").status_code == 403
    assert office.get(f"/settings/people/{office.person.id}/code").status_code == 403


def test_a_code_of_who_left_opens_nothing_any_more(desk, db, by):
    other = factories.person(db, "Mira", Role.OWNER)
    given = give_code(db, desk.person.id, by=factories.actor(db, other, by.now))
    leave_shop(db, other.id, by=by)
    db.refresh(given)
    assert given.expires_at <= by.now
