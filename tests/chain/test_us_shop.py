"""One journey in US units: whatever is typed in lb, °F, mil and ft² stands there again as it was typed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from powderapp.base.clock import now
from powderapp.base.units import UnitSystem
from powderapp.jobs.models import Line
from powderapp.ovens.models import Load
from powderapp.parts.models import Pile
from powderapp.powders.models import Powder
from powderapp.shop.models import Oven, Shop
from powderapp.stock.models import Box

SHEET = {"maker": "Maker B", "code": "U400", "name": "Signal red", "finish": "gloss", "cure": "10 min 400F"}
SHEET |= {"film_low_um": "2.5", "film_high_um": "3.5", "utilisation": "55"}
DUE = str(now().date() + timedelta(days=100))
ORDER = {"customer": "Harbor Rail & Gate", "due_on": DUE, "priority": "standard", "arrived": "y"}
ROW = {"lines-0-qty": "4", "lines-0-what": "Gate leaf", "lines-0-coat1": "U400", "lines-0-area_mm2": "18.5"}
PLAIN = {"rules": "simple", "rework_kind": "recoat", "looks_right": "y"}


@pytest.fixture
def us(desk, works):
    """The office of a shop that reads US units, with an oven from 150 to 450 °F, usually at 400."""
    works.db.get_one(Shop, 1).unit_system = UnitSystem.US
    works.db.commit()
    limits = {"name": "Oven 1", "lowest_c": "150", "usual_c": "400", "highest_c": "450", "version": "1"}
    assert desk.post(f"/settings/ovens/{works.oven.id}/edit", **limits).status_code == 303
    return desk


@pytest.fixture
def powder(us, db):
    assert us.post("/powders/new", **SHEET).status_code == 303
    return db.scalars(select(Powder).where(Powder.code == "U400")).one()


@pytest.fixture
def box(us, db, powder):
    """A box of 44 lb that weighs 1.18 lb empty."""
    assert us.post(f"/powders/{powder.id}/receive", boxes="1", gross="45.18", tare="1.18").status_code == 303
    return db.scalars(select(Box).where(Box.powder_id == powder.id)).one()


@pytest.fixture
def pile(us, db, powder):
    """Four gate leaves in front of the booth; where they stand at the moment."""
    assert us.post("/jobs/new", **ORDER, **ROW).status_code == 303
    return lambda: db.scalars(select(Pile).where(Pile.qty > 0)).one()


@pytest.fixture
def sprayed(us, works, powder, box, pile):
    """Sprayed and weighed back: the box went in with 45.18 lb and came back with 42.07."""
    start = {"powder": powder.id, "booth": works.booth.id, "box": box.id, "gross": "45.18"}
    batch = us.post("/floor/queue/start", pile=pile().id, qty="4", **start).location
    us.post(f"{batch}/tasks/{pile().task_id}/done", out_qty="4")
    us.post(f"{batch}/weigh", place=_place(us, batch), gross="42.07")
    return batch


def _place(client, batch):
    return client.get(f"{batch}/weigh").text.split('name="place" value="')[1].split('"')[0]


@pytest.fixture
def load(us, works, sprayed, pile):
    sent = {"asked": "1", "pile": pile().id, "set_point": "400", "minutes": "10"}
    return us.post(f"/floor/ovens/{works.oven.id}/load", **sent).location


def test_the_limits_of_an_oven_come_back_in_whole_fahrenheit(us, works):
    text = us.get("/settings/ovens").text
    assert all(f'value="{degrees} °F"' in text for degrees in (150, 400, 450))
    assert works.db.get_one(Oven, works.oven.id).usual_c == Decimal("204.4")


def test_a_data_sheet_comes_back_in_mil_and_fahrenheit(us, powder):
    assert 'value="400 °F"' in us.get(f"/powders/{powder.id}").text
    sheet = us.get(f"/powders/{powder.id}/edit").text
    assert 'value="2.5 mil"' in sheet
    assert 'value="3.5 mil"' in sheet


def test_a_box_comes_back_in_pounds(us, box):
    text = us.get(f"/boxes/{box.number}").text
    assert "44.00 lb" in text
    assert 'value="1.18 lb"' in text


def test_an_area_comes_back_in_square_feet(us, db, pile):
    line = db.get_one(Line, pile().line_id)
    assert 'value="18.5 ft²"' in us.get(f"/jobs/1001/lines/{line.id}").text


def test_a_batch_says_what_the_scale_said(us, box, sprayed):
    assert "3.11 lb" in us.get(sprayed).text
    ledger = us.get(f"/boxes/{box.number}").text
    assert "42.07 lb" in ledger
    assert "40.89 lb" in ledger


def test_the_oven_is_offered_at_its_usual_400(us, works, sprayed):
    text = us.get(f"/floor/ovens/{works.oven.id}").text
    assert "150 °F to 450 °F" in text
    assert 'value="400 °F"' in text
    assert "10 to 20 min at 400 °F suit" in text


def test_a_load_at_400_stays_a_load_at_400(us, db, load):
    assert db.scalars(select(Load)).one().set_point_c == Decimal("204.4")
    assert "400 °F" in us.get(load).text
    assert "10 min at 400 °F" in us.get("/jobs/1001").text


def test_film_is_checked_in_mil(us, db, load, pile):
    us.post(f"{load}/take-out", sure="y")
    page = us.get(f"/floor/check/{pile().id}").text
    assert "Wanted 2.5 to 3.5 mil" in page
    assert "400 °F" in page
    us.post(f"/floor/check/{pile().id}", pass_all="4", readings="2.6 3.1 3.4", **PLAIN)
    assert "2.6 mil, 3.1 mil, 3.4 mil" in us.get("/jobs/1001").text


def test_a_set_point_beyond_the_oven_is_answered_in_fahrenheit(us, works, sprayed, pile):
    sent = {"asked": "1", "pile": pile().id, "set_point": "460", "minutes": "10"}
    answer = us.htmx_post(f"/floor/ovens/{works.oven.id}/load", **sent)
    assert (answer.status_code, "Oven 1 goes from 150 °F to 450 °F." in answer.text) == (422, True)
