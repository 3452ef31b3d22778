"""Where somebody is signed in, how long it lasts, and what ends it."""

from datetime import timedelta

import pytest
from flask import g
from sqlalchemy import select

from powderapp.base import clock
from powderapp.base.access import Actor, Permission, Role
from powderapp.base.errors import ForbiddenError, SupervisorNeededError
from powderapp.base.events import Event
from powderapp.devices.models import Device
from powderapp.people import operations as people
from powderapp.people.hashing import hash_pin
from powderapp.people.models import SignIn
from powderapp.people.rules import Way
from powderapp.signing.lifetimes import idle_after, is_over
from powderapp.signing.refusals import note_access
from tests.signing.conftest import PASSWORD, PIN, signed_in, tablet
from tests.support import factories
from tests.support.client import Client

NEW = "eleven quiet harbours"


def by_password(client, **fields):
    return client.post("/signin/password", **({"name": "olga", "password": PASSWORD} | fields))


@pytest.fixture
def desk(app, db, olga):
    """The owner, signed in at a browser of her own."""
    client = Client(app, db)
    by_password(client)
    return client


def another(desk):
    """The same person at another browser."""
    client = Client(desk.app, desk.db)
    by_password(client)
    return client


def is_in(client):
    return client.get("/me").status_code == 200


@pytest.mark.parametrize(
    ("way", "roles", "minutes"),
    [
        (Way.PIN, [Role.SPRAYER], 3),
        (Way.PIN, [Role.OWNER], 3),
        (Way.PASSWORD, [Role.OFFICE], 60),
        (Way.PASSWORD, [Role.OWNER, Role.OFFICE], 30),
        (Way.PASSWORD, [], 60),
    ],
)
def test_how_long_a_desk_or_tablet_may_stand_idle(way, roles, minutes):
    assert idle_after(way, roles, 3) == timedelta(minutes=minutes)


@pytest.mark.parametrize(("way", "hours"), [(Way.PIN, 10), (Way.PASSWORD, 12)])
def test_the_longest_day_is_over_however_busy_it_was(way, hours):
    begun, longest = factories.LONG_AGO, timedelta(hours=hours)
    assert not is_over(way, begun, begun + longest)
    assert is_over(way, begun, begun + longest + timedelta(seconds=1))


def test_a_tablet_left_alone_asks_who_is_there(app, db, olga, moved):
    at_tablet = tablet(app, db)
    at_tablet.post(f"/signin/{olga.id}", pin=PIN)
    moved(minutes=2)
    assert is_in(at_tablet)
    moved(minutes=3, seconds=25)
    assert not is_in(at_tablet)


def test_an_owner_stays_at_the_desk_half_an_hour_and_the_office_twice_as_long(desk, sign_in, moved):
    ann = sign_in("Ann", Role.OFFICE)
    moved(minutes=31)
    assert (is_in(desk), is_in(ann)) == (False, True)


def test_twelve_busy_hours_are_enough(committed_app, real, moved):
    olga = signed_in(committed_app, real, "Olga")
    for _ in range(25):
        assert is_in(olga)
        moved(minutes=29)
    assert not is_in(olga)


def test_the_sixth_place_ends_the_first_which_is_told_why_once(desk, moved):
    others = []
    for _ in range(5):
        moved(minutes=1)
        others.append(another(desk))
    assert all(is_in(client) for client in others)
    answer = desk.get("/me")
    assert answer.location == "/signin?next=/me"
    why = "You were signed out here: nobody is signed in at more than 5 places."
    assert why in desk.get("/signin").text
    assert why not in desk.get("/signin").text


@pytest.mark.parametrize("token", ["", "unknown", "x" * 4000, "\u00e4;drop"])
def test_a_session_cookie_of_nobodys_is_nobody_and_is_cleared(anonymous, token):
    anonymous.http.set_cookie("session", token)
    answer = anonymous.get("/me")
    assert answer.location == "/signin?next=/me"
    assert "session=;" in " ".join(answer.headers.getlist("Set-Cookie"))
    assert anonymous.http.get_cookie("session") is None


def test_a_broken_form_cookie_is_replaced(anonymous, olga):
    anonymous.http.set_cookie("form", "broken.by.somebody")
    anonymous._token = None
    assert by_password(anonymous).status_code == 303


def test_signing_in_over_a_foreign_cookie_keeps_the_new_one(anonymous, olga):
    anonymous.http.set_cookie("session", "planted-by-somebody-else")
    by_password(anonymous)
    assert anonymous.http.get_cookie("session").value != "planted-by-somebody-else"
    assert is_in(anonymous)


def test_who_signs_in_in_one_tab_is_not_signed_out_by_the_answer_to_another(desk):
    old = desk.http.get_cookie("session").value
    by_password(desk)
    other_tab = desk.app.test_client()
    other_tab.set_cookie("session", old)
    answer = other_tab.get("/me")
    assert answer.status_code == 303
    assert not any(cookie.startswith("session=") for cookie in answer.headers.getlist("Set-Cookie"))


def test_two_tabs_are_one_session(desk):
    token = desk.http.get_cookie("session").value
    second = desk.app.test_client()
    second.set_cookie("session", token)
    assert second.get("/me").status_code == 200
    desk.post("/signout")
    assert second.get("/me").status_code == 303


def test_one_sees_where_one_is_signed_in_and_ends_it_there(desk, db):
    other = another(desk)
    there = db.scalar(select(Device).order_by(Device.id.desc()))
    page = desk.get("/me").text
    assert f"Sign out at {there.name}" in page
    assert page.count("Sign out there") == 1
    session = db.scalars(select(SignIn).where(SignIn.device_id == there.id)).one()
    assert desk.post(f"/me/sessions/{session.id}/end").location == "/me"
    assert (is_in(desk), is_in(other)) == (True, False)
    assert "You signed out here from another device." in other.get("/signin").text


def test_nobody_ends_the_session_of_somebody_else(desk, sign_in, db):
    piet = sign_in("Piet", Role.PREP)
    session = db.scalars(select(SignIn).where(SignIn.person_id == piet.person.id)).one()
    there, nowhere = (desk.post(f"/me/sessions/{number}/end") for number in (session.id, 987654))
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert is_in(piet)


def test_everywhere_else_is_everywhere_but_here(desk):
    others = [another(desk), another(desk)]
    desk.post("/me/sessions/end")
    assert (is_in(desk), [is_in(client) for client in others]) == (True, [False, False])


def test_the_owner_signs_anybody_out_everywhere(sign_in, by, db):
    piet = sign_in("Piet", Role.PREP)
    people.end_sessions(db, piet.person.id, by=by)
    assert not is_in(piet)
    assert "The owner signed you out here." in piet.get("/signin").text
    event = db.scalars(select(Event).where(Event.verb == "person.signed_out_everywhere")).one()
    assert (event.subject_id, event.person_id) == (piet.person.id, by.person_id)
    prep = Actor(piet.person.id, by.device_id, "Piet", frozenset({Role.PREP}), by.now)
    with pytest.raises(ForbiddenError):
        people.end_sessions(db, by.person_id, by=prep)


def test_another_role_counts_from_the_next_tap(sign_in, by, db):
    ann = sign_in("Ann", Role.OFFICE)
    assert ann.get("/customers").status_code == 200
    people.edit_person(db, ann.person.id, "Ann", [Role.PREP], 1, by=by)
    assert ann.get("/customers").status_code == 403


def test_a_device_that_is_revoked_is_out_at_the_next_tap(desk, db):
    device = db.scalar(select(Device).order_by(Device.id.desc()))
    device.revoked_at = clock.now()
    assert not is_in(desk)


def test_a_new_password_ends_all_other_places_and_needs_the_old_one(desk, db):
    other = another(desk)
    refused = desk.post("/me/password", now="wrong", password=NEW)
    assert (refused.status_code, "This is not it." in refused.text) == (422, True)
    assert desk.post("/me/password", now=PASSWORD, password=NEW).location == "/me"
    assert (is_in(desk), is_in(other)) == (True, False)
    assert by_password(other).status_code == 422
    assert by_password(other, password=NEW).status_code == 303


@pytest.mark.parametrize("easy", ["North Gate Coating 1", "Password123!", "olga@northgate.example"])
def test_a_new_password_is_not_easy_to_guess(desk, olga, easy):
    olga.email = "olga@northgate.example"
    answer = desk.post("/me/password", now=PASSWORD, password=easy)
    assert (answer.status_code, "Too easy to guess" in answer.text) == (422, True)
    assert easy not in answer.text


@pytest.mark.parametrize("now", [PIN, PASSWORD])
def test_a_new_pin_needs_the_old_one_or_the_password(app, desk, olga, db, now):
    assert desk.post("/me/pin", now="999999", pin="730915").status_code == 422
    assert desk.post("/me/pin", now=now, pin="730915").location == "/me"
    at_tablet = tablet(app, db)
    assert at_tablet.post(f"/signin/{olga.id}", pin=PIN).status_code == 422
    assert at_tablet.post(f"/signin/{olga.id}", pin="730915").status_code == 303


def test_a_new_pin_is_as_long_as_the_role_needs(desk, sign_in, settings, shop):
    shop.pin_digits = 4
    sam = sign_in("Sam", Role.SPRAYER)
    sam.person.pin_hash = hash_pin("8361", settings.pin_pepper)
    assert sam.post("/me/pin", now="8361", pin="9274").location == "/me"
    assert "6 digits." in desk.post("/me/pin", now=PASSWORD, pin="9274").text


def test_the_page_asks_few_questions_of_the_database(desk, query_ceiling):
    another(desk)
    desk.get("/me")
    with query_ceiling(8):
        desk.get("/me")


def test_what_somebody_may_not_do_is_written_down_once_a_minute(committed_app, committed_db, moved):
    factories.make_shop(committed_db)
    piet = Client(committed_app, committed_db).as_person(factories.person(committed_db, "Piet", Role.PREP))
    for _ in range(3):
        assert piet.get("/customers").status_code == 403
    assert piet.post("/settings/people/add", name="Pal").status_code == 403
    moved(minutes=1)
    piet.get("/customers")
    events = committed_db.scalars(select(Event).where(Event.verb == "access.refused").order_by(Event.id)).all()
    assert {(event.subject, event.subject_id, event.person_id) for event in events} == {
        ("person", piet.person.id, piet.person.id)
    }
    see, edit = (Permission.CUSTOMER_SEE, "customers.index"), (Permission.PEOPLE_EDIT, "people.add")
    assert [(event.after["permission"], event.after["endpoint"]) for event in events] == [see, edit, see]


def test_a_supervisor_who_is_asked_for_is_no_refusal(app, by, db):
    with app.test_request_context("/board"):
        g.actor, g.now = by, by.now
        note_access(SupervisorNeededError("A supervisor stands beside this.", Permission.PARTS_CORRECT))
        assert db.scalars(select(Event).where(Event.verb == "access.refused")).all() == []
        note_access(ForbiddenError("Not you.", Permission.PARTS_CORRECT))
    assert db.scalars(select(Event.device_id).where(Event.verb == "access.refused")).all() == [by.device_id]
