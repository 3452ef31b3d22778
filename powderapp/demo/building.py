"""Building a demo shop step by step, each in a transaction of its own, in whatever thread or command asks for it."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from threading import Thread

from sqlalchemy.orm import Session

from powderapp.base import clock
from powderapp.base.db import SessionFactory
from powderapp.base.errors import DomainError
from powderapp.demo import equipment, operations, records, stations
from powderapp.demo.crew import Crew
from powderapp.demo.days import TODAY, Fortnight
from powderapp.demo.rules import ZONE
from powderapp.demo.schedule import plan
from powderapp.demo.workday import Going, Workday

log = logging.getLogger(__name__)
STEPS = TODAY + 3
"""The lists, the old spreadsheets, and eleven working days."""


@dataclass
class Build:
    """One run. started_at: the moment it began, and the end of its fortnight."""

    sessions: SessionFactory
    crew: Crew
    started_at: datetime
    going: list[Going] = field(default_factory=list)

    def run(self, say: Callable[[str], None] = lambda doing: None) -> None:
        """All steps in order. DomainError: the demo was left, or begun anew."""
        fortnight = Fortnight(self.started_at, ZONE)
        opened = fortnight.moment(0, -60)
        self._step("Booths, ovens and racks", lambda db: self._equip(db, opened), say)
        self._step("Customers and powders", lambda db: records.bring(db, by=self.crew.at("office", opened)), say)
        for index in range(TODAY + 1):
            self._step(
                f"Working on {fortnight.day(index):%A} {fortnight.day(index).day} {fortnight.day(index):%B}",
                partial(self._work, fortnight, index),
                say,
            )
        with self.sessions.begin() as db:
            operations.finish(db, self.started_at, now=clock.now())
            stations.seen(db, self.started_at)

    def run_or_tell(self) -> None:
        """`run` for a thread: what goes wrong is logged and told to those who wait."""
        try:
            self.run()
        except DomainError as error:
            log.info("demo: %s", error)
        except Exception:
            log.exception("demo")
            with suppress(DomainError), self.sessions.begin() as db:
                operations.give_up(db, self.started_at, now=clock.now())

    def _step(self, doing: str, act: Callable[[Session], None], say: Callable[[str], None]) -> None:
        say(doing)
        with self.sessions.begin() as db:
            operations.announce(db, self.started_at, doing, now=clock.now())
        with self.sessions.begin() as db:
            # Said first: whoever wants to leave meanwhile waits for the end of the step.
            operations.go_on(db, self.started_at, now=clock.now())
            act(db)

    def _equip(self, db: Session, opened: datetime) -> None:
        by = self.crew.at("owner", opened)
        equipment.set_up(db, by=by)
        stations.set_up(db, by=by)

    def _work(self, fortnight: Fortnight, index: int, db: Session) -> None:
        day = Workday(db, index, fortnight, self.crew, self.going)
        plan(day)
        day.run()


def begin(db: Session, pepper: str, *, now: datetime) -> Crew | None:
    """The shop, its people and the row that tells how far it is; None when it is begun already. DomainError."""
    return operations.begin(db, pepper, STEPS, now=now)


def in_background(build: Build) -> None:
    """Build in a thread of this worker, which ends with it."""
    Thread(target=build.run_or_tell, name="demo", daemon=True).start()
