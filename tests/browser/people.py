"""How people use the shop in a journey: by keys at the desk, by taps on the floor."""

from collections.abc import Iterable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from powderapp.people.models import Person
from tests.support.browser import Site


@dataclass
class Somebody:
    """A person at a browser."""

    page: Page
    site: Site

    def signed_in(self, name: str) -> None:
        """`name` of the demo shop stands here now."""
        person = self.site.db.scalars(select(Person).where(Person.name == name)).one()
        self.site.db.commit()
        self.site.sign_in(self.page, person)

    def open(self, path: str) -> None:
        """Go to a page."""
        self.page.goto(self.site.url + path)

    def sees(self, text: str) -> None:
        """The words are somewhere on the page."""
        expect(self.page.get_by_text(text).first).to_be_visible()


TYPING_MS = 40  # a scanner is faster, and is told apart by that
FINGER_MS = 650  # a second tap at the same place within 600 ms is not meant


class Desk(Somebody):
    """Only a keyboard: no mouse is ever used."""

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def types(self, cells: Iterable[str]) -> None:
        """Fill cells from the focused one on, with Tab between; a typed choice is taken by Tab too."""
        for text in cells:
            if text:
                self.page.keyboard.type(text, delay=TYPING_MS)
                self._waits_for_choices()
            self.page.keyboard.press("Tab")

    def _waits_for_choices(self) -> None:
        focused = self.page.locator("*:focus")
        if focused.get_attribute("data-combobox"):
            listed = self.page.locator(f"#{focused.get_attribute('aria-controls')} [role=option]")
            expect(listed.first).to_be_visible()

    def fills(self, label: str, text: str) -> None:
        """Put the focus on a field, as Tab would, and type over what is there."""
        field = self.page.get_by_role("textbox", name=label)
        field.focus()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text, delay=TYPING_MS)


class Tablet(Somebody):
    """Only fingers."""

    def tap(self, name: str, within: Locator | None = None) -> None:
        """Tap a button or link by what it says."""
        where: Page | Locator = within or self.page
        where.get_by_role("button", name=name).or_(where.get_by_role("link", name=name)).first.tap()

    def lifts_the_finger(self) -> None:
        """Long enough that the next tap at this place is meant."""
        self.page.wait_for_timeout(FINGER_MS)

    def card(self, label: str) -> Locator:
        """The card of a line, by its printed number."""
        return self.page.locator("article, .pick, .bake, tr").filter(has_text=label).first

    def keys(self, number: str) -> None:
        """Type on the keypad of the page."""
        for digit in number:
            self.page.locator(".keypad").get_by_role("button", name=digit, exact=True).tap()
