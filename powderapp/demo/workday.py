"""One working day of the demo: what is done, by whom, in the order of the clock."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush

from sqlalchemy import select
from sqlalchemy.orm import Session

from powderapp.base.access import Actor
from powderapp.demo.crew import Crew
from powderapp.demo.days import TODAY, Fortnight
from powderapp.demo.story import Goal, Order
from powderapp.jobs.models import Job, Line
from powderapp.parts.models import Pile
from powderapp.parts.queries import standing
from powderapp.parts.rules import Stage
from powderapp.powders.models import Powder
from powderapp.shop.models import Booth, Oven, PrepStep, Rack

Act = Callable[[int], object]


@dataclass
class Going:
    """An order that was checked in, as the job it became. told, came: its customer was called, or was here."""

    order: Order
    job_id: int
    told: bool = False
    came: bool = False


@dataclass
class Workday:
    """The working day `index`; acts are put on its clock with `at` and done by `run`. Minutes count from opening."""

    db: Session
    index: int
    fortnight: Fortnight
    crew: Crew
    going: list[Going]
    _acts: list[tuple[int, int, Act]] = field(default_factory=list)
    _put: int = 0

    @property
    def is_today(self) -> bool:
        """Whether the fortnight ends with it."""
        return self.index == TODAY

    @property
    def late(self) -> int:
        """No two days begin at the same minute."""
        return self.index * 7 % 19

    def at(self, minute: int, act: Act) -> None:
        """Do `act` at `minute`; it may put more acts on the clock."""
        self._put += 1
        heappush(self._acts, (minute, self._put, act))

    def run(self) -> None:
        """All acts, earliest first."""
        while self._acts:
            minute, _, act = heappop(self._acts)
            act(minute)

    def by(self, who: str, minute: int) -> Actor:
        """One of the crew at a minute of this day."""
        return self.crew.at(who, self.fortnight.moment(self.index, minute))

    def piles(self, *stages: Stage) -> Iterator[tuple[Going, Line, Pile]]:
        """What stands in one of these stages now, with the order it belongs to, in the order of check-in."""
        by_job = {going.job_id: going for going in self.going}
        lines = {line.id: line for line in self.db.scalars(select(Line).where(Line.job_id.in_(by_job)))}
        for pile in standing(self.db, lines):
            if pile.stage in stages:
                line = lines[pile.line_id]
                yield by_job[line.job_id], line, pile

    def may_go_on(self, going: Going, line: Line, beyond: Goal) -> bool:
        """Whether the story takes this line further than `beyond`; a rework waits unless it is to be done again."""
        return going.order.goal > beyond and (line.parent_line_id is None or going.order.again)

    def job(self, going: Going) -> Job:
        """The job of an order."""
        return self.db.get_one(Job, going.job_id)

    @cached_property
    def racks(self) -> dict[str, Rack]:
        """Racks and shelves by code."""
        return {rack.code: rack for rack in self.db.scalars(select(Rack))}

    @cached_property
    def steps(self) -> dict[str, PrepStep]:
        """Prep steps by name."""
        return {step.name: step for step in self.db.scalars(select(PrepStep))}

    @cached_property
    def booths(self) -> list[Booth]:
        """Both booths."""
        return list(self.db.scalars(select(Booth).order_by(Booth.id)))

    @cached_property
    def ovens(self) -> dict[str, Oven]:
        """Ovens by name."""
        return {oven.name: oven for oven in self.db.scalars(select(Oven))}

    @cached_property
    def powders(self) -> list[Powder]:
        """The catalogue."""
        return list(self.db.scalars(select(Powder)))

    def of_line(self, line: Line, stage: Stage) -> list[Pile]:
        """The piles of one line in one stage."""
        return [pile for pile in standing(self.db, [line.id]) if pile.stage is stage]
