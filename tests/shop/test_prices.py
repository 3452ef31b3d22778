"""Prices stay off the floor, unless the owner says otherwise."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from powderapp.base.access import Role
from powderapp.base.clock import now
from powderapp.powders.models import Powder
from powderapp.shop.rules import sees_prices
from tests.support import factories


@pytest.fixture
def office_at_a_tablet(sign_in, db):
    """Ann of the office, who stepped over to the booth."""
    ann = sign_in("Ann", Role.OFFICE)
    ann.http.set_cookie("session", factories.signed_in(db, ann.person, now(), factories.tablet(db)))
    return ann


@pytest.fixture
def job(works):
    job = works.job(works.line(10, "Picket", works.black))
    job.lines[0].price = Decimal("412.50")
    works.black.price_per_kg = Decimal("11.43")
    return job


def pages(job, works):
    return (
        f"/jobs/{job.number}",
        f"/jobs/{job.number}/lines/{job.lines[0].id}",
        f"/powders/{works.black.id}",
        f"/powders/{works.black.id}/edit",
    )


def shown(client, job, works):
    return [any(price in client.get(page).text for price in ("412.5", "11.43")) for page in pages(job, works)]


@pytest.mark.parametrize(
    ("may_see", "on_floor", "prices_on_floor", "sees"),
    [(True, False, False, True), (True, True, False, False), (True, True, True, True), (False, False, False, False)],
)
def test_one_rule_decides(may_see, on_floor, prices_on_floor, sees):
    assert sees_prices(may_see=may_see, on_floor=on_floor, prices_on_floor=prices_on_floor) is sees


def test_at_a_desk_the_office_sees_prices(sign_in, job, works):
    assert all(shown(sign_in("Ann", Role.OFFICE), job, works))


def test_at_a_tablet_not_even_the_office_sees_them(office_at_a_tablet, job, works):
    assert not any(shown(office_at_a_tablet, job, works))
    assert "Price" not in office_at_a_tablet.get("/jobs/new").text


def test_where_the_owner_says_so_everybody_does(office_at_a_tablet, floor, shop, job, works):
    shop.prices_on_floor = True
    assert all(shown(office_at_a_tablet, job, works))
    assert shown(floor, job, works)[0]


def test_an_edit_at_a_tablet_leaves_the_price_alone(office_at_a_tablet, db, job, works):
    line, powder = job.lines[0], works.black
    fields = {"ordered_qty": "12", "what": "Picket", "version": str(line.version)}
    assert office_at_a_tablet.post(f"/jobs/{job.number}/lines/{line.id}/edit", **fields).status_code == 303
    sheet = {"name": "Jet black", "maker": "Maker A", "code": "X1", "finish": "matt", "utilisation": "55"}
    sheet |= {"film_low_um": "60", "film_high_um": "80", "version": str(powder.version)}
    assert office_at_a_tablet.post(f"/powders/{powder.id}/edit", **sheet).status_code == 303
    assert (line.ordered_qty, line.price) == (12, Decimal("412.50"))
    assert db.scalar(select(Powder.price_per_kg).where(Powder.id == powder.id)) == Decimal("11.43")
