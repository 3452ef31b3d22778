"""Reads of batches, their tasks and boxes."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from powderapp.base.errors import NotFoundError
from powderapp.base.events import Event
from powderapp.batches.models import Batch, BatchBox, BatchUse, Clock, Task
from powderapp.jobs.models import Coat, Job, Line
from powderapp.parts.models import Pile
from powderapp.stock.models import Box, Movement


def batch_by_number(db: Session, number: int) -> Batch:
    """The batch with booth, powder, tasks (coat, line, job, customer) and boxes; NotFoundError when there is none."""
    line = selectinload(Batch.tasks).joinedload(Task.coat).joinedload(Coat.line)
    query = select(Batch).where(Batch.number == number).execution_options(populate_existing=True).options(
        joinedload(Batch.booth),
        joinedload(Batch.powder),
        line.joinedload(Line.job).joinedload(Job.customer),
        selectinload(Batch.boxes).joinedload(BatchBox.box),
    )  # fmt: skip
    batch = db.scalars(query).one_or_none()
    if batch is None:
        raise NotFoundError(f"There is no batch S{number}.")
    return batch


def open_batch_at(db: Session, booth_id: int) -> Batch | None:
    """The batch that runs at a booth now."""
    return db.scalars(select(Batch).where(Batch.booth_id == booth_id, Batch.finished_at.is_(None))).one_or_none()


def tasks_of(db: Session, batch_id: int) -> Sequence[Task]:
    """Tasks of a batch with coat and line, counts read fresh."""
    query = select(Task).where(Task.batch_id == batch_id).order_by(Task.id)
    db.scalars(query.execution_options(populate_existing=True)).all()
    return db.scalars(query.options(joinedload(Task.coat).joinedload(Coat.line))).all()


def boxes_of(db: Session, batch_id: int) -> Sequence[BatchBox]:
    """Boxes of a batch in the order they came, closed ones too."""
    query = select(BatchBox).where(BatchBox.batch_id == batch_id).order_by(BatchBox.id)
    return db.scalars(query.options(joinedload(BatchBox.box))).all()


def open_box(db: Session, box_id: int) -> BatchBox | None:
    """The batch a box is in now."""
    return db.scalars(select(BatchBox).where(BatchBox.box_id == box_id, BatchBox.closed_at.is_(None))).one_or_none()


def spraying_piles(db: Session, task_id: int) -> Sequence[Pile]:
    """Piles of a task still in the booth."""
    return db.scalars(select(Pile).where(Pile.task_id == task_id, Pile.qty > 0).order_by(Pile.id)).all()


def piles_of(db: Session, batch_id: int) -> Sequence[Pile]:
    """Piles of a batch still in the booth."""
    query = select(Pile).join(Task, Task.id == Pile.task_id).where(Task.batch_id == batch_id, Pile.qty > 0)
    return db.scalars(query.order_by(Pile.id)).all()


def running_clocks(db: Session, batch_id: int) -> Sequence[Clock]:
    """Clocks that run at this batch now: none means paused."""
    return db.scalars(select(Clock).where(Clock.batch_id == batch_id, Clock.stopped_at.is_(None))).all()


def clock_of(db: Session, person_id: int) -> Clock | None:
    """The running clock of a person."""
    return db.scalars(select(Clock).where(Clock.person_id == person_id, Clock.stopped_at.is_(None))).one_or_none()


def used_g(db: Session, batch_id: int) -> int:
    """Grams that left the boxes in this batch, by the ledger."""
    query = select(func.coalesce(-func.sum(Movement.grams), 0)).join(BatchBox, BatchBox.id == Movement.batch_box_id)
    return int(db.scalars(query.where(BatchBox.batch_id == batch_id)).one())


def uses_of(db: Session, batch_id: int) -> Sequence[BatchUse]:
    """How the use of a batch was given to its tasks; task null is purge and test spray."""
    query = select(BatchUse).where(BatchUse.batch_id == batch_id).order_by(BatchUse.id)
    return db.scalars(query.execution_options(populate_existing=True)).all()


def customers_of(db: Session, batch_id: int) -> set[int | None]:
    """Whose parts are in a batch, or were; None: a walk-in's."""
    lines = select(Line.job_id).join(Coat, Coat.line_id == Line.id).join(Task, Task.coat_id == Coat.id)
    query = select(Job.customer_id).where(Job.id.in_(lines.where(Task.batch_id == batch_id, Task.in_qty > 0)))
    return set(db.scalars(query))


def boxes_in(db: Session, batch_id: int) -> Sequence[Box]:
    """The boxes a batch sprays from now."""
    inside = select(BatchBox.box_id).where(BatchBox.batch_id == batch_id, BatchBox.closed_at.is_(None))
    return db.scalars(select(Box).where(Box.id.in_(inside))).all()


def is_unsettled() -> ColumnElement[bool]:
    """A place whose box left its batch without the scale and was not weighed since; a cancelled batch used nothing."""
    posted = select(Movement.id).where(Movement.batch_box_id == BatchBox.id).exists()
    cancelled = select(Batch.id).where(Batch.id == BatchBox.batch_id, Batch.cancelled_at.is_not(None)).exists()
    return BatchBox.closed_at.is_not(None) & BatchBox.gross_out_g.is_(None) & ~posted & ~cancelled


def unsettled_boxes(db: Session, box_id: int) -> Sequence[BatchBox]:
    """Closed places of this box in batches that ran unweighed and were not settled by a weight yet, oldest first."""
    query = select(BatchBox).where(BatchBox.box_id == box_id, is_unsettled())
    return db.scalars(query.order_by(BatchBox.id)).all()


def batch_numbers_of(db: Session, place_ids: Collection[int]) -> dict[int, int]:
    """The batches in which boxes stood, by the id of the place: for the ledger of a box."""
    query = select(BatchBox.id, Batch.number).join(Batch, Batch.id == BatchBox.batch_id)
    return {row.id: row.number for row in db.execute(query.where(BatchBox.id.in_(place_ids)))}


BOX_TAPS = ("batch.box_swapped", "batch.box_added", "batch.box_taken")
"""Taps with boxes of a running batch that can be taken back."""


def box_tap(db: Session, batch: Batch, event_id: int) -> Event:
    """A tap with a box of this batch; NotFoundError when it was something else."""
    event = db.get(Event, event_id)
    if event is None or (event.subject, event.subject_id) != ("batch", batch.id) or event.verb not in BOX_TAPS:
        raise NotFoundError("There is nothing to take back.")
    return event


def last_box_tap(db: Session, batch_id: int) -> Event | None:
    """The last tap with a box of this batch."""
    query = select(Event).where(Event.subject == "batch", Event.subject_id == batch_id, Event.verb.in_(BOX_TAPS))
    return db.scalars(query.order_by(Event.id.desc()).limit(1)).one_or_none()


def box_events_of_tap(db: Session, event: Event, box_ids: Collection[int]) -> Sequence[Event]:
    """What the same tap did to these boxes themselves: weighed, settled."""
    query = select(Event).where(
        Event.subject == "box",
        Event.subject_id.in_(box_ids),
        Event.id > event.id,
        Event.happened_at == event.happened_at,
        Event.person_id == event.person_id,
        Event.device_id == event.device_id,
    )
    return db.scalars(query).all()


def movements_of_events(db: Session, event_ids: Collection[int]) -> Sequence[Movement]:
    """What these events wrote into the ledgers of boxes, the last first."""
    return db.scalars(select(Movement).where(Movement.event_id.in_(event_ids)).order_by(Movement.id.desc())).all()


def was_moved_since(db: Session, box_id: int, movement_id: int, place: BatchBox) -> bool:
    """Whether something went in or out of a box after that entry and after the tap of `place`."""
    since = place.closed_at or place.opened_at
    query = select(Movement.id).where(Movement.box_id == box_id, Movement.id > movement_id, Movement.moved_at > since)
    return db.scalars(query.limit(1)).first() is not None


def taken_back(db: Session, batch_id: int) -> set[int]:
    """Places of boxes in a batch that a slip made and that were taken back: nothing of theirs counts."""
    query = select(Event.after).where(Event.subject == "batch", Event.subject_id == batch_id)
    told = db.scalars(query.where(Event.verb == "batch.box_undone"))
    return {place_id for after in told for place_id in (after or {}).get("places", [])}
