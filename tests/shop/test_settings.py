"""What the owner decides about the shop."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from powderapp.base.access import Role
from powderapp.base.events import Event
from powderapp.shop.models import Booth, Oven, PrepStep, Rack, Reason, Shop

SHOP = {
    "name": "North Gate",
    "unit_system": "us",
    "timezone": "America/Chicago",
    "currency": "USD",
    "tax_percent": "7,25",
    "prices_on_floor": "y",
    "pin_digits": "4",
    "idle_minutes": "5",
}


def test_the_owner_changes_the_shop_and_the_log_knows_how_it_was(desk, db, swapped_ids):
    answer = desk.htmx_post("/settings", version="1", **SHOP)
    assert swapped_ids(answer) == ["shop", "toasts"]
    shop, event = db.get(Shop, 1), db.scalars(select(Event).where(Event.verb == "shop.changed")).one()
    assert (shop.name, shop.unit_system, shop.tax_percent, shop.prices_on_floor) == ("North Gate", "us", 7.25, True)
    assert (event.before["pin_digits"], event.after["pin_digits"], shop.idle_minutes) == (6, 4, 5)
    assert (event.before["timezone"], event.after["timezone"]) == ("Europe/Berlin", "America/Chicago")


def test_who_saves_the_shop_second_sees_both(desk, db):
    desk.post("/settings", version="1", **SHOP)
    answer = desk.htmx_post("/settings", version="1", **(SHOP | {"name": "South Gate"}))
    assert answer.status_code == 409
    assert "Now: North Gate. Save again to keep yours." in answer.text


def test_the_office_reads_the_settings_and_changes_nothing(sign_in):
    office = sign_in("Ann", Role.OFFICE)
    assert office.get("/settings").status_code == 200
    assert office.post("/settings", version="1", **SHOP).status_code == 403
    assert office.post("/settings/booths/add", name="Booth 1").status_code == 403


@pytest.mark.parametrize(
    ("url", "kind", "fields", "kept"),
    [
        ("booths", Booth, {"name": "Booth 1"}, {"name": "Booth 1"}),
        (
            "ovens",
            Oven,
            {"name": "Big", "lowest_c": "80", "usual_c": "400F", "highest_c": "450 F"},
            {"usual_c": Decimal("204.4"), "highest_c": Decimal("232.2")},
        ),
        ("racks", Rack, {"name": "Rack 3", "code": "r3"}, {"code": "R3"}),
        (
            "steps",
            PrepStep,
            {"name": "Outgas", "in_oven": "y", "oven_c": "210", "oven_minutes": "1:10"},
            {"oven_minutes": 70},
        ),
        ("reasons", Reason, {"name": "Powder late", "kind": "hold"}, {"kind": "hold"}),
    ],
)
def test_every_list_takes_a_row(desk, db, url, kind, fields, kept):
    assert desk.post(f"/settings/{url}/add", **fields).status_code == 303
    row = db.scalars(select(kind)).one()
    assert {name: getattr(row, name) for name in kept} == kept
    assert row.name in desk.get(f"/settings/{url}").text


@pytest.mark.parametrize(
    ("url", "fields", "sentence"),
    [
        ("booths", {"name": ""}, "Please enter a name."),
        ("ovens", {"name": "Big", "lowest_c": "200", "usual_c": "100", "highest_c": "240"}, "lies between the lowest"),
        (
            "ovens",
            {"name": "Big", "lowest_c": "80", "usual_c": "200", "highest_c": "2000"},
            "Highest must be at most 600 °C.",
        ),
        ("steps", {"name": "Outgas", "in_oven": "y"}, "An oven step needs its temperature and its minutes."),
        ("reasons", {"name": "Late", "kind": "mood"}, "Choose from the list."),
    ],
)
def test_a_row_that_cannot_be_is_refused_at_its_field(desk, url, fields, sentence):
    answer = desk.htmx_post(f"/settings/{url}/add", **fields)
    assert (answer.status_code, sentence in answer.text) == (422, True)


def test_one_name_stands_once_in_a_list(desk):
    desk.post("/settings/racks/add", name="Rack 3", code="R3")
    same_name = desk.htmx_post("/settings/racks/add", name="RACK 3", code="R4")
    same_code = desk.htmx_post("/settings/racks/add", name="Rack 4", code="r3")
    assert "That name is in the list already." in same_name.text
    assert "That code is on the label of another rack." in same_code.text


def test_a_row_is_renamed_from_the_version_that_was_seen(desk, db):
    db.add(Booth(id=7, name="Left"))
    assert desk.post("/settings/booths/7/edit", name="Right", version="1").status_code == 303
    stale = desk.htmx_post("/settings/booths/7/edit", name="Middle", version="1")
    assert (stale.status_code, db.get(Booth, 7).name) == (409, "Right")


def test_a_retired_row_waits_below_and_comes_back(desk, db, swapped_ids):
    db.add(Booth(id=7, name="Left"))
    assert swapped_ids(desk.htmx_post("/settings/booths/7/retire")) == ["rows", "toasts"]
    assert "No longer offered" in desk.get("/settings/booths").text
    desk.post("/settings/booths/7/bring-back")
    assert db.get(Booth, 7).retired_at is None


def test_a_row_cannot_come_back_under_a_name_that_was_given_away(desk, db):
    db.add(Booth(id=7, name="Left"))
    desk.post("/settings/booths/7/retire")
    desk.post("/settings/booths/add", name="left")
    answer = desk.post("/settings/booths/7/bring-back")
    assert (answer.status_code, "That name is in the list already." in answer.text) == (422, True)


@pytest.mark.parametrize("url", ["/settings/booths/99/edit", "/settings/booths/99/retire"])
def test_what_is_not_in_the_list_is_not_found(desk, url):
    assert desk.post(url, name="X", version="1").status_code == 404


def test_a_list_asks_few_questions(desk, db, query_ceiling):
    db.add_all([Booth(name=f"Booth {n}") for n in range(30)])
    db.commit()
    with query_ceiling(6):
        desk.http.get("/settings/booths")
