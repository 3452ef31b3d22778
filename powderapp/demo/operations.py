"""Begin a demo shop once, say how far its build is, leave it."""

from datetime import datetime

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.errors import DomainError
from powderapp.base.events import record_event
from powderapp.demo import queries
from powderapp.demo.crew import Crew, hire
from powderapp.demo.days import Fortnight
from powderapp.demo.models import DemoBuild
from powderapp.demo.rules import SHOP_NAME, ZONE
from powderapp.people.operations import system_actor
from powderapp.people.queries import anybody
from powderapp.shop.models import Shop
from powderapp.shop.queries import shop as shop_row

_ONE_AT_A_TIME = text("select pg_try_advisory_xact_lock(hashtextextended('powderapp founding', 0))")
_LEAVE = text("select leave_demo()")
FOUNDED_BEFORE_MINUTES = 120


def begin(db: Session, pepper: str, steps: int, *, now: datetime) -> Crew | None:
    """An empty shop becomes a demo with its people; None when somebody else begins it or has begun it.

    A build that was cut off is thrown away and begun again. DomainError: there is a shop of somebody's own.
    """
    if not db.scalar(_ONE_AT_A_TIME):
        return None
    found = queries.build(db)
    if found is not None and not queries.is_cut_off(found, now):
        return None
    if found is not None:
        _empty(db)
    elif anybody(db) or shop_row(db) is not None:
        raise DomainError("There is a shop here already: a demo can only begin in an empty one.")
    founded_at = Fortnight(now, ZONE).moment(0, -FOUNDED_BEFORE_MINUTES)
    by = system_actor(db, founded_at)
    shop = Shop(id=1, name=SHOP_NAME, timezone=ZONE, is_demo=True, pin_digits=4, founded_at=founded_at)
    db.add_all([shop, DemoBuild(id=1, started_at=now, seen_at=now, steps=steps, doing="Opening the shop")])
    db.flush()
    record_event(db, "demo.begun", shop, by, after={"name": shop.name})
    return hire(db, pepper, by=by)


def announce(db: Session, started_at: datetime, doing: str, *, now: datetime) -> None:
    """What the build begun at `started_at` does next; DomainError when it was left or begun anew meanwhile."""
    _tell(db, started_at, {"doing": doing, "seen_at": now})


def go_on(db: Session, started_at: datetime, *, now: datetime) -> None:
    """One more step is done. DomainError as for `announce`."""
    _tell(db, started_at, {"steps_done": DemoBuild.steps_done + 1, "seen_at": now})


def finish(db: Session, started_at: datetime, *, now: datetime) -> None:
    """The demo is built. DomainError as for `announce`."""
    _tell(db, started_at, {"steps_done": DemoBuild.steps, "doing": "Ready", "seen_at": now, "finished_at": now})


def give_up(db: Session, started_at: datetime, *, now: datetime) -> None:
    """The build went wrong: it can be begun again."""
    _tell(db, started_at, {"failed": True, "seen_at": now})


def leave(db: Session, *, by: Actor) -> None:
    """Empty the demo shop: everything in it is gone and everybody signed out. DomainError: it is no demo."""
    by.demand(Permission.DEMO_LEAVE)
    found = shop_row(db)
    if found is None or not found.is_demo:
        raise DomainError("This is not a demo shop: nothing in it is thrown away.")
    _empty(db)


def _tell(db: Session, started_at: datetime, values: dict[str, object]) -> None:
    shop_row(db)  # read first, as every request does: who leaves locks it first, and so waits for the end of a step
    mine = update(DemoBuild).where(DemoBuild.started_at == started_at, DemoBuild.finished_at.is_(None))
    if db.scalar(mine.values(values).returning(DemoBuild.id)) is None:
        raise DomainError("This demo was left, or begun anew.")


def _empty(db: Session) -> None:
    db.execute(_LEAVE)
    db.expunge_all()
