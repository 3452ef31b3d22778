"""How much work waits at each station."""

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from powderapp.base.errors import NotFoundError
from powderapp.batches.models import Task
from powderapp.devices.models import Device
from powderapp.jobs.models import Line
from powderapp.parts.models import Pile
from powderapp.parts.rules import Stage
from powderapp.shop.models import Booth, Oven

TABS = {
    Stage.RECEIVED: "prep",
    Stage.PREP: "prep",
    Stage.TO_SPRAY: "queue",
    Stage.SPRAYING: "batch",
    Stage.TO_CURE: "oven",
    Stage.CURING: "oven",
    Stage.CHECKING: "check",
    Stage.READY: "ready",
}


def waiting(db: Session) -> dict[str, int]:
    """What waits, by the tab that shows it: batches that run, jobs that are ready, else lines."""
    counted = case(
        (Pile.stage == Stage.READY, func.count(Line.job_id.distinct())),
        (Pile.stage == Stage.SPRAYING, func.count(Task.batch_id.distinct())),
        else_=func.count(Pile.line_id.distinct()),
    )
    query = select(Pile.stage, counted).join(Line, Line.id == Pile.line_id).outerjoin(Task, Task.id == Pile.task_id)
    found = dict.fromkeys(TABS.values(), 0)
    for stage, number in db.execute(query.where(Pile.qty > 0, Pile.stage.in_(TABS)).group_by(Pile.stage)):
        found[TABS[stage]] += number
    return found


def station_name(db: Session, device: Device) -> str | None:
    """The booth or oven a device stands at; None when at neither."""
    kind, which = (Booth, device.booth_id) if device.booth_id else (Oven, device.oven_id)
    return db.scalars(select(kind.name).where(kind.id == which)).one_or_none() if which else None


def booth_or_oven(db: Session, kind: type[Booth] | type[Oven], which: int) -> Booth | Oven:
    """One that is in use; NotFoundError."""
    found: Booth | Oven | None = db.get(Booth, which) if kind is Booth else db.get(Oven, which)
    if found is None or found.retired_at is not None:
        raise NotFoundError("This station is not used any more.")
    return found
