"""A new shop, as its owner meets it: set up, one tablet added, three people who choose their own secrets.

At a person's pace the steps take as long as they take somebody who has done such things before, but not these: the
operators of the keystroke-level model (Card, Moran, Newell 1980), in seconds.
"""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from powderapp.config import Settings
from powderapp.founding import set_up_code

PASSWORD = "seven green gates"
OWNER = {"Shop name": "North Gate Coating", "Your name": "Olga Lind", "Password": PASSWORD, "PIN": "730518"}


@dataclass(frozen=True)
class Pace:
    """Seconds for a key, for pointing at something and pressing it, for a thought before each step, for a walk."""

    key: float = 0.0
    point: float = 0.0
    think: float = 0.0
    walk: float = 0.0


AT_ONCE, BY_HAND = Pace(), Pace(key=0.28, point=1.3, think=1.35, walk=10.0)


class Somebody:
    """Somebody at a browser; every field that is filled and everything that is pressed is a step."""

    def __init__(self, page: Page, url: str, pace: Pace = AT_ONCE) -> None:
        self.page, self.url, self.pace, self.steps = page, url, pace, 0

    def opens(self, path: str) -> None:
        """An address is typed."""
        self._step(self.pace.key * len(self.url + path))
        self.page.goto(self.url + path)

    def fills(self, label: str, text: str, form: str = "") -> None:
        """A field; form: which one, where a page has several."""
        self._step(self.pace.point + self.pace.key * len(text))
        where = self.page.get_by_role("form", name=form) if form else self.page
        where.get_by_label(label, exact=True).fill(text)

    def ticks(self, label: str, form: str) -> None:
        """A box."""
        self._step(self.pace.point)
        self.page.get_by_role("form", name=form).get_by_label(label).check()

    def presses(self, name: str) -> None:
        """A button or link."""
        self._step(self.pace.point)
        self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first.click()

    def taps(self, key: Locator) -> None:
        """A key of a keypad; a known number needs no thought at each."""
        self.steps += 1
        self.page.wait_for_timeout(1000 * self.pace.key)
        key.tap()

    def carries_the_code(self) -> str:
        """What stands there large is read and carried to the other screen."""
        self.page.wait_for_timeout(1000 * (self.pace.think + self.pace.walk))
        return self.page.locator(".one-time").inner_text()

    def _step(self, takes_s: float) -> None:
        self.steps += 1
        self.page.wait_for_timeout(1000 * (self.pace.think + takes_s))


def from_nothing(desk: Somebody, tablet: Somebody, settings: Settings) -> None:
    """All of it; at the end Ines is signed in at the tablet."""
    sets_up(desk, settings)
    adds_the_tablet(desk, tablet)
    adds(desk, tablet, "Ines Roth", "Sprayer", "263914")
    adds(desk, tablet, "Pavel Sand", "Prep", "904127")
    signs_in(tablet, "Ines Roth", "263914")


def sets_up(desk: Somebody, settings: Settings) -> None:
    desk.opens("/")
    desk.presses("Set up my shop")
    desk.fills("Set-up code", set_up_code.set_up_code(settings))
    for label, text in OWNER.items():
        desk.fills(label, text)
    desk.presses("Open the shop")
    expect(desk.page.get_by_role("navigation", name="Main")).to_be_visible()


def adds_the_tablet(desk: Somebody, tablet: Somebody) -> None:
    desk.presses("Settings")
    desk.presses("Devices")
    desk.fills("Name", "Booth 1 tablet", "Add a tablet or wall screen")
    desk.presses("Add and show its code")
    tablet.opens("/")
    tablet.presses("Add this tablet")
    tablet.fills("Code", desk.carries_the_code())
    tablet.presses("Go on")
    expect(tablet.page.get_by_text("Booth 1 tablet is added to the shop.")).to_be_visible()
    desk.presses("Was it used?")
    expect(desk.page.get_by_text("Added: Booth 1 tablet belongs to the shop.")).to_be_visible()


def adds(desk: Somebody, tablet: Somebody, name: str, role: str, pin: str) -> None:
    desk.presses("People")
    desk.fills("Name", name, "Somebody new")
    desk.ticks(role, "Somebody new")
    desk.presses("Add and show the code")
    tablet.presses("I have a code")
    tablet.fills("Code", desk.carries_the_code())
    tablet.presses("Go on")
    expect(tablet.page.get_by_role("heading", name=f"{name}, choose your PIN")).to_be_visible()
    tablet.fills("PIN", pin)
    tablet.fills("The PIN again", pin)
    tablet.presses("Keep and sign in")
    expect(tablet.page.get_by_role("link", name=f"{name} Switch")).to_be_visible()
    tablet.presses("Switch")


def signs_in(tablet: Somebody, name: str, pin: str) -> None:
    tablet.presses(name)
    for digit in pin:
        tablet.taps(tablet.page.locator(".keypad").get_by_role("button", name=digit, exact=True))
    tablet.presses("Sign in")
    expect(tablet.page.get_by_role("link", name=f"{name} Switch")).to_be_visible()
