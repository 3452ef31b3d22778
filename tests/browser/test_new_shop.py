"""A new shop, as its owner meets it: from nothing to three people and one tablet, in few steps."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from powderapp.config import Settings
from powderapp.devices.models import Device
from powderapp.people.models import Person, SignIn, Way
from powderapp.signing import set_up_code
from tests.support.browser import PATIENCE_MS, Site

pytestmark = pytest.mark.browser
MOST_STEPS = 50
PASSWORD = "seven green gates"
OWNER = {"Shop name": "North Gate Coating", "Your name": "Olga Lind", "Password": PASSWORD, "PIN": "730518"}


class Counting:
    """Somebody at a browser; every field that is filled and everything that is pressed is a step."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url, self.steps = page, url, 0

    def opens(self, path: str) -> None:
        """An address is typed."""
        self.steps += 1
        self.page.goto(self.url + path)

    def fills(self, label: str, text: str, form: str = "") -> None:
        """A field; form: which one, where a page has several."""
        self.steps += 1
        where = self.page.get_by_role("form", name=form) if form else self.page
        where.get_by_label(label, exact=True).fill(text)

    def ticks(self, label: str, form: str) -> None:
        """A box."""
        self.steps += 1
        self.page.get_by_role("form", name=form).get_by_label(label).check()

    def presses(self, name: str) -> None:
        """A button or link."""
        self.steps += 1
        self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first.click()

    def reads_the_code(self) -> str:
        """What stands there large."""
        return self.page.locator(".one-time").inner_text()


@pytest.fixture
def desk(browser: Browser, empty_site: Site) -> Iterator[Counting]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    yield Counting(context.new_page(), empty_site.url)
    context.close()


@pytest.fixture
def tablet(browser: Browser, empty_site: Site) -> Iterator[Counting]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, has_touch=True)
    context.set_default_timeout(PATIENCE_MS)
    yield Counting(context.new_page(), empty_site.url)
    context.close()


def sets_up(desk: Counting, settings: Settings) -> None:
    desk.opens("/")
    desk.presses("Set up my shop")
    desk.fills("Set-up code", set_up_code.set_up_code(settings))
    for label, text in OWNER.items():
        desk.fills(label, text)
    desk.presses("Open the shop")
    expect(desk.page.get_by_role("navigation", name="Main")).to_be_visible()


def adds_the_tablet(desk: Counting, tablet: Counting) -> None:
    desk.presses("Settings")
    desk.presses("Devices")
    desk.fills("Name", "Booth 1 tablet", "Add a tablet or wall screen")
    desk.presses("Add and show its code")
    tablet.opens("/")
    tablet.presses("Add this tablet")
    tablet.fills("Code", desk.reads_the_code())
    tablet.presses("Go on")
    expect(tablet.page.get_by_text("Booth 1 tablet is added to the shop.")).to_be_visible()
    desk.presses("Was it used?")
    expect(desk.page.get_by_text("Added: Booth 1 tablet belongs to the shop.")).to_be_visible()


def adds(desk: Counting, tablet: Counting, name: str, role: str, pin: str) -> None:
    desk.presses("People")
    desk.fills("Name", name, "Somebody new")
    desk.ticks(role, "Somebody new")
    desk.presses("Add and show the code")
    tablet.presses("I have a code")
    tablet.fills("Code", desk.reads_the_code())
    tablet.presses("Go on")
    expect(tablet.page.get_by_role("heading", name=f"{name}, choose your PIN")).to_be_visible()
    tablet.fills("PIN", pin)
    tablet.fills("The PIN again", pin)
    tablet.presses("Keep and sign in")
    expect(tablet.page.get_by_role("link", name=f"{name} Switch")).to_be_visible()
    tablet.presses("Switch")


def signs_in(tablet: Counting, name: str, pin: str) -> None:
    tablet.presses(name)
    for digit in pin:
        tablet.page.locator(".keypad").get_by_role("button", name=digit, exact=True).tap()
        tablet.steps += 1
    tablet.presses("Sign in")
    expect(tablet.page.get_by_role("link", name=f"{name} Switch")).to_be_visible()


def test_from_nothing_to_three_people_and_a_tablet(
    desk: Counting, tablet: Counting, empty_site: Site, settings: Settings
) -> None:
    sets_up(desk, settings)
    adds_the_tablet(desk, tablet)
    adds(desk, tablet, "Ines Roth", "Sprayer", "263914")
    adds(desk, tablet, "Pavel Sand", "Prep", "904127")
    signs_in(tablet, "Ines Roth", "263914")
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
