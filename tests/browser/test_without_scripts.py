"""A browser that runs no scripts: slower to use, and every main action works all the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect
from sqlalchemy import select

from powderapp.jobs.models import Job, Line
from powderapp.parts.models import Pile
from powderapp.pickups.models import Pickup
from powderapp.stock.models import Box
from tests.browser.people import Somebody
from tests.support.browser import PATIENCE_MS, Site

pytestmark = pytest.mark.browser
OWNER, BLUE_BOX, BLUE = "Marta Quell", 26, "Gentian blue"
GATE, PICKET = 1, 2


@dataclass
class Plain(Somebody):
    """One person at one browser without scripts; every press loads a page."""

    number: int = 0

    def press(self, name: str, within: Locator | None = None) -> None:
        where, said = within or self.page.locator("body"), re.compile(rf"^{name}( Ctrl.*)?$")
        self.leads_on(where.get_by_role("button", name=said).or_(where.get_by_role("link", name=said)).first)

    def leads_on(self, control: Locator) -> None:
        """Press it, and wait for the page it loads: it may look like the one that is left."""
        with self.page.expect_navigation():
            control.click()

    def card(self, line: int) -> Locator:
        """The card, row or tick of a line."""
        return self.page.locator("article, .pick, .bake").filter(has_text=f"{self.number}-{line}").first

    def check_in(self) -> None:
        """Two lines of typed codes; the parts come later."""
        self.open("/jobs/new")
        self.page.locator("#customer").fill("Harbor Docks")
        self.page.get_by_label("All parts are here").uncheck()
        for row, cells in enumerate((("4", "Gate leaf"), ("6", "Picket"))):
            words = dict(zip(("qty", "what"), cells, strict=True)) | {"prep": "Blast", "coat1": "A1309"}
            for name, typed in words.items():
                self.page.locator(f"#lines-{row}-{name}").fill(typed)
        self.press("Check in")
        self.page.wait_for_url(re.compile(r"/jobs/\d+$"))
        self.number = int(self.page.url.rsplit("/", 1)[1])

    def arrive(self) -> None:
        """All of them, as offered."""
        self.open(f"/jobs/{self.number}/arrive")
        self.press("They are here")
        self.page.wait_for_url(f"**/jobs/{self.number}")

    def prepare(self) -> None:
        """The gates in one go; of the pickets first four, then all; both onto rack R3."""
        self.open(f"/floor/prep?code={self.number}")
        self.leads_on(self.card(GATE).get_by_role("button", name="Blast"))
        self.card(PICKET).locator("summary").click()
        self.card(PICKET).get_by_label("Blast, done in all").fill("4")
        self.press("Count", self.card(PICKET))
        expect(self.card(PICKET)).to_contain_text("4 of 6")
        self.leads_on(self.card(PICKET).get_by_role("button", name="Blast"))
        for line in (GATE, PICKET):
            self.card(line).get_by_label("Rack").select_option(label="R3")
            self.press("Hung, to spray", self.card(line))

    def spray(self) -> None:
        """2.40 kg out of one box over both lines."""
        self.open("/floor")
        self.press("Booth 2")
        group = self.page.get_by_role("form", name=BLUE)
        if not group.locator(".picks").is_visible():
            group.locator("label.fold").click()
            expect(group.locator(".picks")).to_be_visible()
        for tick in group.locator(".pick").all():
            mine = f"{self.number}-" in tick.inner_text()
            tick.get_by_role("checkbox").set_checked(mine)
        self.leads_on(group.locator("button.start"))
        self.page.get_by_role("radio", name=f"B{BLUE_BOX:04d}").check()
        self.page.locator("#gross").fill("21.00")
        self.press("Start spraying")
        self.page.wait_for_url(re.compile(r"/floor/batches/\d+$"))
        for line in (GATE, PICKET):
            self.press("Done", self.card(line))
        self.press("Finish, weigh back")
        self.page.locator("#gross").fill("18.60")
        self.press("Finish batch")
        self.sees("Finished")

    def cure(self) -> None:
        """Only these two go in; they come out early, which is asked about."""
        self.open("/floor/ovens/2")
        for tick in self.page.locator(".bake").all():
            box = tick.get_by_role("checkbox")
            if box.is_enabled():
                box.set_checked(f"{self.number}-" in tick.inner_text())
        self.page.get_by_label("Set point").fill("200")
        self.page.get_by_label("Minutes").fill("15")
        self.press("Start cure")
        self.page.wait_for_url("**/floor/loads/*")
        self.press("At temperature")
        self.press("Take out")
        self.press("Take out now")
        expect(self.page.get_by_role("link", name="Load Large oven again")).to_be_visible()

    def check(self) -> None:
        """The gates pass; one picket is thin and is done again."""
        self._open_check(GATE)
        self.page.get_by_label("Looks right from 1 m").check()
        self.leads_on(self.page.locator("#pass-all"))
        self.page.wait_for_url("**/floor/check")
        self._open_check(PICKET)
        for count, parts in (("Pass", "5"), ("Rework", "1")):
            self.page.get_by_role("textbox", name=count, exact=True).fill(parts)
        self.page.get_by_label("Why", exact=True).select_option(label="Thin")
        self.press("Record counts")
        self.page.wait_for_url("**/floor/check")

    def _open_check(self, line: int) -> None:
        self.open("/floor/check")
        self.press("Check", self.card(line))

    def hand_over(self) -> None:
        """What is ready leaves, as offered."""
        self.open(f"/jobs/{self.number}/pickup")
        self.page.get_by_label("To whom").fill("Driver of Harbor Docks")
        self.leads_on(self.page.locator("#pick-up"))
        self.sees("9 parts collected by Driver of Harbor Docks")


@pytest.fixture
def plain(browser: Browser, demo_site: Site, tmp_path: Path) -> Iterator[Plain]:
    """The owner, without scripts. The last thing seen is kept beside the test's files."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    plain = Plain(context.new_page(), demo_site)
    plain.signed_in(OWNER)
    yield plain
    plain.page.screenshot(path=tmp_path / "plain.png")
    context.close()


def net_g(site: Site) -> int:
    site.db.rollback()
    return site.db.scalars(select(Box.net_g).where(Box.number == BLUE_BOX)).one()


def test_a_job_goes_through_the_shop_without_scripts(plain: Plain, demo_site: Site) -> None:
    before_g = net_g(demo_site)
    plain.check_in()
    plain.arrive()
    plain.prepare()
    plain.spray()
    plain.cure()
    plain.check()
    plain.hand_over()

    assert net_g(demo_site) == before_g - 2_400
    db = demo_site.db
    job = db.scalars(select(Job).where(Job.number == plain.number)).one()
    piles = select(Line.number, Line.rework_number, Pile.stage, Pile.qty).join(Pile, Pile.line_id == Line.id)
    standing = db.execute(piles.where(Line.job_id == job.id, Pile.qty > 0).order_by(Line.position)).all()
    assert [tuple(row) for row in standing] == [
        (1, None, "collected", 4),
        (2, None, "collected", 5),
        (2, 1, "to_spray", 1),
    ]
    assert db.scalars(select(Pickup.to_whom).where(Pickup.job_id == job.id)).all() == ["Driver of Harbor Docks"]
