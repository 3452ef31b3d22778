"""What a batch's page shows: its clock, its tasks with what can be undone, its boxes, and the lists of batches."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from powderapp.base.events import Event
from powderapp.batches.models import Batch, BatchBox, BatchUse, Clock, Task
from powderapp.batches.queries import is_unsettled
from powderapp.batches.rules import worked
from powderapp.parts.models import Move, Pile
from powderapp.people.models import Person
from powderapp.powders.models import PowderCure
from powderapp.shop.models import Rack


@dataclass(frozen=True)
class Worker:
    """A person whose clock runs at a batch now."""

    person_id: int
    name: str


@dataclass(frozen=True)
class BatchClock:
    """How long a batch was worked on. counts_from: when it would have begun without pauses; None while it is paused."""

    seconds: int
    counts_from: datetime | None
    workers: tuple[Worker, ...]


def clock_of_batch(db: Session, batch: Batch, now: datetime) -> BatchClock:
    """The batch's clock at `now`: pauses do not count, two people at once count once."""
    query = select(Clock.started_at, Clock.stopped_at, Person.id, Person.name).where(Clock.batch_id == batch.id)
    rows = db.execute(query.join(Person, Person.id == Clock.person_id).order_by(Clock.id)).all()
    spent = worked(((row.started_at, row.stopped_at) for row in rows), now)
    workers = tuple(Worker(row.id, row.name) for row in rows if row.stopped_at is None)
    return BatchClock(int(spent.total_seconds()), now - spent if workers else None, workers)


def undoable(db: Session, task_ids: Collection[int]) -> dict[int, int]:
    """The last count of each task that can still be taken back: task id -> event id."""
    back = aliased(Move)
    query = (
        select(Event.subject_id, func.max(Event.id))
        .join(Move, Move.event_id == Event.id)
        .where(Event.subject == Task.__tablename__, Event.subject_id.in_(task_ids), Event.verb == "task.done")
        .where(~select(back.id).where(back.reverses_id == Move.id).exists())
    )
    return {row[0]: row[1] for row in db.execute(query.group_by(Event.subject_id))}


def racks_of(db: Session, task_ids: Collection[int]) -> dict[int, list[str]]:
    """Where the parts of each task hang, by task id."""
    query = select(Pile.task_id, Rack.code).join(Rack, Rack.id == Pile.rack_id).where(Pile.task_id.in_(task_ids))
    found: dict[int, list[str]] = {}
    for task_id, code in db.execute(query.distinct().order_by(Rack.code)):
        found.setdefault(task_id or 0, []).append(code)
    return found


def cure_of(db: Session, powder_id: int) -> PowderCure | None:
    """The cure to name with a powder: the quickest of its schedule."""
    query = select(PowderCure).where(PowderCure.powder_id == powder_id).order_by(PowderCure.min_minutes).limit(1)
    return db.scalars(query).one_or_none()


def running(db: Session) -> Sequence[Batch]:
    """Batches that run now, with booth, powder, tasks and boxes, the oldest first."""
    return _listed(db, Batch.finished_at.is_(None), limit=50)


def finished(db: Session, before_id: int | None = None, *, limit: int = 20) -> Sequence[Batch]:
    """Finished batches, the newest first, from `before_id` on."""
    older = Batch.id < before_id if before_id else Batch.id > 0
    return _listed(db, Batch.finished_at.is_not(None) & older, limit=limit, newest_first=True)


def unweighed(db: Session, *, limit: int = 200) -> Sequence[Batch]:
    """Finished batches with a box that is not weighed yet: what must be weighed before the day is closed."""
    return _listed(db, Batch.finished_at.is_not(None) & Batch.id.in_(_unsettled()), limit=limit)


def unsettled_places(db: Session, batch_ids: Collection[int]) -> Sequence[BatchBox]:
    """The boxes these batches wait for."""
    query = select(BatchBox).where(BatchBox.batch_id.in_(batch_ids), is_unsettled()).order_by(BatchBox.id)
    return db.scalars(query.options(joinedload(BatchBox.box))).all()


def uses_by_task(db: Session, batch_id: int) -> dict[int | None, BatchUse]:
    """What each task took, by task id; None: purge and test spray."""
    return {use.task_id: use for use in db.scalars(select(BatchUse).where(BatchUse.batch_id == batch_id))}


def _unsettled() -> Select[int]:
    return select(BatchBox.batch_id).where(is_unsettled())


def _listed(db: Session, which: ColumnElement[bool], *, limit: int, newest_first: bool = False) -> Sequence[Batch]:
    order = Batch.id.desc() if newest_first else Batch.id
    query = select(Batch).where(which).order_by(order).limit(limit)
    options = (joinedload(Batch.booth), joinedload(Batch.powder), selectinload(Batch.tasks))
    return db.scalars(query.options(*options, selectinload(Batch.boxes).joinedload(BatchBox.box))).all()
