"""The people of the shop, as the owner keeps them."""

from powderapp.base.access import Role
from powderapp.people.hashing import pin_fits
from powderapp.people.models import Person
from tests.support import factories


def test_the_owner_adds_somebody_who_can_sign_in_on_tablets(desk, db, settings, swapped_ids):
    answer = desk.htmx_post("/settings/people/add", name="Piet", roles=["prep", "sprayer"], pin="4711")
    assert swapped_ids(answer) == ["people", "toasts"]
    piet = factories.person(db, "Piet")
    assert (piet.roles, piet.initials) == (["sprayer", "prep"], "PI")
    assert pin_fits(piet.pin_hash, "4711", settings.pin_pepper)


def test_two_of_one_name_are_refused_at_the_name(desk):
    answer = desk.htmx_post("/settings/people/add", name="OLGA", roles=["prep"])
    assert answer.status_code == 422
    assert "Somebody of that name works here: add a letter of the surname." in answer.text


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


def test_a_new_pin_signs_the_person_out_everywhere(desk, sign_in):
    piet = sign_in("Piet", Role.PREP)
    fields = {"name": "Piet", "roles": ["prep"], "version": "1", "pin": "4711"}
    assert desk.post(f"/settings/people/{piet.person.id}/edit", **fields).status_code == 303
    assert piet.get("/me").status_code == 303


def test_who_saves_second_sees_what_the_first_saved(desk, sign_in, db):
    piet = sign_in("Piet", Role.PREP).person
    desk.post(f"/settings/people/{piet.id}/edit", name="Pieter", roles=["prep"], version="1")
    answer = desk.htmx_post(f"/settings/people/{piet.id}/edit", name="Pete", roles=["prep"], version="1")
    assert answer.status_code == 409
    assert "Now: Pieter. Save again to keep yours." in answer.text


def test_the_office_sees_people_and_changes_nobody(sign_in):
    office = sign_in("Ann", Role.OFFICE)
    assert "Somebody new" not in office.get("/settings/people").text
    assert office.post("/settings/people/add", name="Piet").status_code == 403
