"""A new shop, as its owner meets it: from nothing to three people and one tablet, in few steps."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from powderapp.config import Settings
from powderapp.devices.models import Device
from powderapp.people.models import Person, SignIn
from powderapp.people.rules import Way
from tests.browser.new_shop import Somebody, from_nothing
from tests.support.browser import PATIENCE_MS, Site

pytestmark = pytest.mark.browser
MOST_STEPS = 50


@pytest.fixture
def desk(browser: Browser, empty_site: Site) -> Iterator[Somebody]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    yield Somebody(context.new_page(), empty_site.url)
    context.close()


@pytest.fixture
def tablet(browser: Browser, empty_site: Site) -> Iterator[Somebody]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, has_touch=True)
    context.set_default_timeout(PATIENCE_MS)
    yield Somebody(context.new_page(), empty_site.url)
    context.close()


def test_from_nothing_to_three_people_and_a_tablet(
    desk: Somebody, tablet: Somebody, empty_site: Site, settings: Settings
) -> None:
    from_nothing(desk, tablet, settings)
    db = empty_site.db
    here = db.scalars(select(SignIn).where(SignIn.ended_at.is_(None), SignIn.way == Way.PIN)).one()
    assert (db.get_one(Person, here.person_id).name, db.get_one(Device, here.device_id).name) == (
        "Ines Roth",
        "Booth 1 tablet",
    )
    assert db.scalars(select(Person.name).where(~Person.is_system).order_by(Person.id)).all() == [
        "Olga Lind",
        "Ines Roth",
        "Pavel Sand",
    ]
    assert desk.steps + tablet.steps <= MOST_STEPS
