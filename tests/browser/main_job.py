"""The steps of the main job: keyboard at the desk, touch on the floor."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from powderapp.base.events import Event
from powderapp.batches.models import Batch, BatchUse
from powderapp.jobs.models import Job, Line
from powderapp.parts.models import Move, Pile
from powderapp.stock.models import Box
from tests.browser.people import Desk, Tablet

GATE, PICKET, BRACKET = 1, 2, 3
OFFICE, PREP, SPRAYER, QUALITY = "Jonas Feld", "Pavel Sand", "Ines Roth", "Lena Moor"
PRIMER_BOX, BLUE_BOX = 47, 26
PRIMER_IN, PRIMER_OUT = "12.90", "11.70"  # 1.20 kg used
BLUE_IN, BLUE_OUT = "21.00", "18.60"  # 2.40 kg used
AGAIN_IN, AGAIN_OUT = "18.60", "18.55"  # 50 g used


@dataclass
class MainJob:
    """One job and the two who carry it through."""

    desk: Desk
    tablet: Tablet
    number: int = 0
    before_g: dict[int, int] = field(default_factory=dict)

    def label(self, line: int, rework: str = "") -> str:
        return f"{self.number}-{line}{rework}"

    @property
    def floor(self) -> Page:
        return self.tablet.page

    def check_in(self) -> None:
        """Three lines typed at the counter; the parts come later."""
        self.before_g = {number: self._net_g(number) for number in (PRIMER_BOX, BLUE_BOX)}
        self.desk.signed_in(OFFICE)
        self.desk.open("/board")
        self.desk.press("n")
        self.desk.page.wait_for_url("**/jobs/new")
        expect(self.desk.page.locator("#customer")).to_be_focused()
        self.desk.types(["Harbor Docks"])
        self.desk.fills("Due", "+5")
        self.desk.page.get_by_label("All parts are here").focus()
        self.desk.press("Space")
        self.desk.page.get_by_label("Qty", exact=True).first.focus()
        self.desk.types(["4", "Gate leaf", "Blast", "A1788", "A1309", "", "1.5", "Steel", "420"])
        self.desk.types(["26", "Picket", "Blast", "A1309", "", "", "0.2", "Steel", "312"])
        self.desk.types(["8", "Bracket", "Blast", "", "", "", "", "Steel", "80"])
        self.desk.press("Control+Enter")
        self.desk.page.wait_for_url(re.compile(r"/jobs/\d+$"))
        self.number = int(self.desk.page.url.rsplit("/", 1)[1])

    def arrive_in_two_trips(self) -> None:
        """First the gates and 20 pickets, then 6 pickets and the brackets."""
        self._arrive({"Gate leaf": "4", "Picket": "20", "Bracket": ""})
        self._arrive({"Picket": "6", "Bracket": "8"})

    def _arrive(self, counts: dict[str, str]) -> None:
        self.desk.open(f"/jobs/{self.number}/arrive")
        for what, qty in counts.items():
            self.desk.fills(what, qty)
            if not qty:
                self.desk.press("Backspace")
        self.desk.press("Control+Enter")
        self.desk.page.wait_for_url(f"**/jobs/{self.number}*")

    def prepare(self) -> None:
        """Blast all three lines and hang them on rack R3; the brackets go to the check."""
        self.tablet.signed_in(PREP)
        self.tablet.open(f"/floor/prep?code={self.number}")
        for line, parts in ((GATE, 4), (PICKET, 26), (BRACKET, 8)):
            self.tablet.lifts_the_finger()
            card = self.tablet.card(self.label(line))
            card.get_by_role("button", name="Blast").tap()
            expect(card).to_contain_text(f"{parts} of {parts}")
            card.get_by_label("Rack").select_option(label="R3")
            self.tablet.lifts_the_finger()
            card.locator(".send-on").get_by_role("button").tap()
            expect(self.floor.get_by_text(self.label(line), exact=True)).to_have_count(0)

    def _start(self, ticked: list[str], box: int, gross: str, colour: str) -> None:
        self.tablet.signed_in(SPRAYER)
        self.tablet.open("/floor")
        self.tablet.tap("Booth 2")
        self.floor.wait_for_url("**/floor/queue")
        group = self.floor.get_by_role("form", name=colour)
        if not group.locator(".pick").first.is_visible():
            group.locator("label.fold").tap()
            expect(group.locator(".pick").first).to_be_visible()
        for tick in group.locator(".pick").all():
            mine = any(label in tick.inner_text() for label in ticked)
            if tick.get_by_role("checkbox").is_checked() != mine:
                tick.locator("label").first.tap()
            expect(tick.get_by_role("checkbox")).to_be_checked(checked=mine)
        group.locator("button.start").tap()
        self.floor.wait_for_url("**/floor/queue/start**")
        self.floor.get_by_role("radio", name=f"B{box:04d}").check(force=True)
        self.tablet.keys(gross)
        self.tablet.tap("Start spraying")
        self.floor.wait_for_url(re.compile(r"/floor/batches/\d+$"))

    def _done(self, label: str) -> None:
        card = self.floor.locator("article.task").filter(has_text=label)
        card.get_by_role("button", name="Done", exact=True).tap()
        expect(card.get_by_role("button", name="Done", exact=True)).to_have_count(0)

    def _weigh_out(self, gross: str) -> None:
        self.tablet.tap("Finish, weigh back")
        self.floor.wait_for_url("**/weigh")
        self.tablet.keys(gross)
        self.tablet.tap("Finish batch")
        expect(self.floor.get_by_text("Finished").first).to_be_visible()

    def prime_the_gates(self) -> None:
        """Batch one: 1.20 kg of zinc primer on four gates."""
        self._start([self.label(GATE)], PRIMER_BOX, PRIMER_IN, "Zinc rich primer")
        self._done(self.label(GATE))
        self._weigh_out(PRIMER_OUT)

    def _load(self, labels: list[str]) -> None:
        self.tablet.open("/floor/ovens/2")
        ticked = self.floor.locator(".bake").filter(has=self.floor.locator("input[type=checkbox]:checked"))
        for left in reversed(range(ticked.count())):
            ticked.first.locator("label.pick").tap()
            self._sees_chosen(left)
        for chosen, label in enumerate(labels, 1):
            self.tablet.card(label).locator("label.pick").tap()
            expect(self.tablet.card(label).get_by_role("checkbox")).to_be_checked()
            self._sees_chosen(chosen)

    def _sees_chosen(self, lines: int) -> None:
        """The shop has heard of the tick and answered what follows from it."""
        expect(self.floor.locator("h2.count")).to_contain_text(re.compile(rf"^{lines} of "))

    def _cure(self, minutes: str | None = None) -> None:
        expect(self.floor.locator("#window-words")).to_contain_text("200 °C")
        if minutes:
            self.floor.get_by_label("Minutes").fill(minutes)
        self.tablet.tap("Start cure")
        self.floor.wait_for_url("**/floor/loads/*")
        self.tablet.tap("At temperature")
        expect(self.floor.get_by_role("button", name="At temperature")).to_have_count(0)
        self.tablet.lifts_the_finger()
        self.tablet.tap("Take out")
        self.tablet.lifts_the_finger()
        self.tablet.tap("Take out now")
        expect(self.floor.get_by_role("link", name="Load Large oven again")).to_be_visible()

    def cure_the_primer(self) -> None:
        """The gates come back to the booth for their second coat."""
        self._load([self.label(GATE)])
        self._cure()
        expect(self.floor.locator(".went").first).to_contain_text("To spray")

    def spray_gates_and_pickets_blue(self) -> None:
        """Batch two: 20 pickets counted first, then all; 2.40 kg over both lines."""
        self._start([self.label(GATE), self.label(PICKET)], BLUE_BOX, BLUE_IN, "Gentian blue")
        card = self.floor.locator("article.task").filter(has_text=self.label(PICKET))
        card.get_by_text("Part done").tap()
        card.get_by_label("Done in all").fill("20")
        card.get_by_role("button", name="Count").tap()
        expect(card).to_contain_text("20 done, 6 left")
        self._done(self.label(PICKET))
        self._done(self.label(GATE))
        self._weigh_out(BLUE_OUT)

    def cure_refused_with_low_bake_then_mixed(self) -> None:
        """With the low-bake shelf of job 1043 it is refused; with the white railings of 1038 it goes in."""
        self._load([self.label(GATE), self.label(PICKET), "1043-1"])
        self.tablet.tap("Start cure")
        expect(self.floor.get_by_text("share no cure").first).to_be_visible()
        self._load([self.label(GATE), self.label(PICKET), "1038-1"])
        self._cure(minutes="15")

    def check_and_fail_one(self) -> None:
        """Gates and brackets pass; of 26 pickets one is thin and is done again."""
        self.tablet.signed_in(QUALITY)
        for line, parts in ((GATE, 4), (BRACKET, 8)):
            self._open_check(self.label(line))
            self._looks_right()
            self.tablet.tap(f"Pass all {parts}")
            self.floor.wait_for_url("**/floor/check")
        self._open_check(self.label(PICKET))
        self.floor.get_by_label("Film readings").fill("72 68 75 71 52")
        self.floor.get_by_role("textbox", name="Pass", exact=True).fill("25")
        self.floor.get_by_role("textbox", name="Rework", exact=True).fill("1")
        self.floor.get_by_label("Why", exact=True).select_option(label="Thin")
        self.floor.get_by_label("Us", exact=True).check(force=True)
        self.tablet.tap("Record counts")
        self.tablet.sees(self.label(PICKET, "R1"))

    def _looks_right(self) -> None:
        self.floor.get_by_label("Looks right from 1 m").check(force=True)

    def _open_check(self, label: str) -> None:
        self.tablet.open("/floor/check")
        self.tablet.card(label).get_by_role("link", name="Check").tap()
        self.floor.wait_for_url("**/floor/check/*")

    def _hand_over(self, counts: dict[str, str]) -> None:
        self.desk.open(f"/jobs/{self.number}/pickup")
        for label, qty in counts.items():
            self.desk.fills(f"of {label} leave", qty)
        self.desk.fills("To whom", "Driver of Harbor Docks")
        self.desk.press("Control+Enter")

    def hand_over_a_part(self) -> None:
        """The gates and 20 pickets leave first."""
        self._hand_over({self.label(GATE): "4", self.label(PICKET): "20", self.label(BRACKET): "0"})
        self.desk.sees("24 parts collected by Driver of Harbor Docks")

    def do_the_one_again(self) -> None:
        """The rework has its own batch, load and check."""
        redo = self.label(PICKET, "R1")
        self._start([redo], BLUE_BOX, AGAIN_IN, "Gentian blue")
        self._done(redo)
        self._weigh_out(AGAIN_OUT)
        self._load([redo])
        self._cure()
        self.tablet.signed_in(QUALITY)
        self._open_check(redo)
        self._looks_right()
        self.tablet.tap("Pass all 1")
        self.floor.wait_for_url("**/floor/check")

    def hand_over_the_rest(self) -> None:
        """What is ready is offered: 5 pickets, 8 brackets and the one done again."""
        self._hand_over({})
        self.desk.sees("14 parts collected by Driver of Harbor Docks")
        self.desk.open(f"/jobs/{self.number}")

    def _net_g(self, number: int) -> int:
        self.desk.site.db.rollback()
        return self.desk.site.db.scalars(select(Box.net_g).where(Box.number == number)).one()

    def compare_with_numbers_worked_out_by_hand(self) -> None:
        """Grams: 11 864 - 1 200 and 20 000 - 2 400 - 50. Parts: 4 + 26 + 8 came and 38 left."""
        db = self.desk.site.db
        db.rollback()
        assert self._net_g(PRIMER_BOX) == self.before_g[PRIMER_BOX] - 1_200
        assert self._net_g(BLUE_BOX) == self.before_g[BLUE_BOX] - 2_450
        job = db.scalars(select(Job).where(Job.number == self.number)).one()
        piles = select(Line.number, Line.rework_number, Pile.stage, Pile.qty).join(Pile, Pile.line_id == Line.id)
        standing = db.execute(piles.where(Line.job_id == job.id, Pile.qty > 0).order_by(Line.position)).all()
        assert [tuple(row) for row in standing] == [
            (1, None, "collected", 4),
            (2, None, "collected", 25),
            (2, 1, "collected", 1),
            (3, None, "collected", 8),
        ]
        assert job.closed_at is not None
        arrived = select(func.sum(Move.qty)).join(Pile, Pile.id == Move.to_pile_id).join(Line, Line.id == Pile.line_id)
        assert db.scalars(arrived.where(Line.job_id == job.id, Move.from_pile_id.is_(None))).one() == 38
        self._compare_shares(db)
        self._compare_events(db, job)

    def _compare_shares(self, db: Session) -> None:
        """Blue: 4 x 1.5 m2 and 26 x 0.2 m2 at 70 um share 2 400 g as 6.0 to 5.2: 1 286 and 1 114."""
        latest = db.scalars(select(Batch.id).order_by(Batch.id.desc()).limit(3)).all()
        given = select(BatchUse.grams).where(BatchUse.task_id.is_not(None)).order_by(BatchUse.grams)
        shares = [list(db.scalars(given.where(BatchUse.batch_id == batch))) for batch in latest]
        assert shares == [[50], [1_114, 1_286], [1_200]]

    def _compare_events(self, db: Session, job: Job) -> None:
        counted = select(Event.verb, func.count()).where(Event.job_id == job.id).group_by(Event.verb)
        events = dict(db.execute(counted).all())
        wanted = {"job.checked_in": 1, "parts.arrived": 2, "prep.done": 3, "check.done": 4, "job.picked_up": 2}
        assert {verb: events.get(verb) for verb in wanted} == wanted
        assert db.scalars(select(func.count()).where(Event.job_id == job.id, Event.person_id.is_(None))).one() == 0
