"""Spraying: start a batch, add parts, count what is done, send back what was not sprayed."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.db import lock
from powderapp.base.errors import DomainError
from powderapp.base.events import Event, record_event
from powderapp.batches import clocks, queries, sharing, weighing
from powderapp.batches.models import Batch, Task
from powderapp.batches.weighing import BoxIn
from powderapp.jobs.models import Coat
from powderapp.jobs.operations import refuse_held
from powderapp.parts import operations as parts_operations
from powderapp.parts.handing_back import uncoated
from powderapp.parts.models import MoveCause, Pile
from powderapp.parts.moving import lock_jobs, lock_piles, move, pile_at, refuse_cancelled, refuse_unless
from powderapp.parts.operations import UNDO
from powderapp.parts.queries import moves_of_event
from powderapp.parts.rules import Stage
from powderapp.parts.telling import event_per_job
from powderapp.parts.ways import Standing
from powderapp.powders.models import Powder
from powderapp.shop.models import Booth
from powderapp.shop.numbers import next_number


def start(
    db: Session, booth: Booth, powder: Powder, parts: Mapping[int, int], boxes: Sequence[BoxIn], *, by: Actor
) -> Batch:
    """Start one powder at one booth. `parts`: pile id -> parts; `boxes`: weighed in gross, or not weighed.

    DomainError: booth busy, a part that wants another powder, a held job, a box of another powder or in use.
    """
    by.demand(Permission.BATCH_SPRAY)
    lock(db, Booth, [booth.id])
    running = queries.open_batch_at(db, booth.id)
    if running is not None:
        raise DomainError(f"{booth.name} is busy with batch {running.code}.")
    piles = _locked_parts(db, parts)
    sharing.lock_scales(db, [], [box.box_id for box in boxes])
    batch = Batch(number=next_number(db, "batch"), booth_id=booth.id, powder_id=powder.id, started_at=by.now)
    db.add(batch)
    db.flush()
    codes = {str(box.box_id): box.gross_g for box in boxes}
    facts = {"booth": booth.name, "powder_id": powder.id, "gross_in_g": codes}
    events = event_per_job(db, "batch.started", batch, parts, piles, by=by, facts=facts)
    _take_in(db, batch, powder, piles, parts, events)
    for box in boxes:
        weighing.weigh_in(db, batch, box, by=by)
    batch.weighed = bool(boxes) and all(box.gross_g is not None for box in boxes)
    clocks.start(db, batch, by=by)
    return batch


def add_parts(db: Session, batch: Batch, powder: Powder, parts: Mapping[int, int], *, by: Actor) -> None:
    """More parts that want the same powder join a running batch."""
    by.demand(Permission.BATCH_SPRAY)
    piles = _locked_parts(db, parts)
    refuse_finished(db, batch)
    events = event_per_job(db, "batch.joined", batch, parts, piles, by=by, inverse=UNDO)
    _take_in(db, batch, powder, piles, parts, events)
    weighing.refuse_foreign(db, batch, queries.boxes_in(db, batch.id))


def count_done(db: Session, task: Task, out_qty: int, *, by: Actor) -> Event | None:
    """Say how many parts of a task are sprayed by now (an absolute count); the difference goes to the oven's queue.

    None when they were counted already. DomainError: fewer than are done, or more than are in the batch.
    """
    by.demand(Permission.BATCH_SPRAY)
    line_id = db.scalars(select(Coat.line_id).where(Coat.id == task.coat_id)).one()
    line = lock_jobs(db, [line_id])[line_id]
    db.refresh(task)
    if out_qty < task.out_qty:
        raise DomainError(f"{task.out_qty} parts are done already; undo the last tap instead.")
    if out_qty > task.in_qty:
        raise DomainError(f"Only {task.in_qty} parts are in this batch.")
    if out_qty == task.out_qty:
        return None
    event = record_event(
        db,
        "task.done",
        task,
        by,
        job_id=line.job_id,
        before={"out_qty": task.out_qty},
        after={"out_qty": out_qty, "in_qty": task.in_qty},
        inverse=UNDO,
    )
    _out_of_booth(db, task, out_qty - task.out_qty, Stage.TO_CURE, MoveCause.SPRAYED, event)
    return event


def undo_done(db: Session, batch: Batch, event: Event, *, by: Actor) -> None:
    """Take back one count of a running batch: its parts are in the booth again; DomainError once they went on."""
    by.demand(Permission.BATCH_SPRAY)
    moves = moves_of_event(db, event.id)
    lock_piles(db, [pile_id for entry in moves for pile_id in (entry.from_pile_id, entry.to_pile_id) if pile_id])
    refuse_finished(db, batch)
    parts_operations.undo(db, event, by=by)


def send_back(db: Session, task: Task, qty: int, *, by: Actor) -> None:
    """Parts that were not sprayed go back to the queue: a return move, nothing is undone. Cancelled ones are ready."""
    by.demand(Permission.BATCH_SPRAY)
    line_id = db.scalars(select(Coat.line_id).where(Coat.id == task.coat_id)).one()
    line = lock_jobs(db, [line_id])[line_id]
    event = record_event(db, "task.not_sprayed", task, by, job_id=line.job_id, after={"qty": qty})
    to = Stage.TO_SPRAY if line.cancelled_at is None else Stage.READY
    _out_of_booth(db, task, qty, to, MoveCause.NOT_SPRAYED, event)


def refuse_finished(db: Session, batch: Batch) -> None:
    """Lock the batch; DomainError when it is finished."""
    lock(db, Batch, [batch.id])
    if batch.finished_at is not None:
        raise DomainError(f"Batch {batch.code} is finished.")


def _locked_parts(db: Session, parts: Mapping[int, int]) -> dict[int, Pile]:
    if not parts:
        raise DomainError("Choose the parts for this batch.")
    piles = lock_piles(db, parts)
    if len(piles) < len(parts):
        raise DomainError("Some of these parts are not here any more.")
    refuse_held(db, [pile.line for pile in piles.values()])
    return piles


def _take_in(
    db: Session,
    batch: Batch,
    powder: Powder,
    piles: Mapping[int, Pile],
    parts: Mapping[int, int],
    events: Mapping[int, Event],
) -> None:
    for pile_id, qty in parts.items():
        pile = piles[pile_id]
        refuse_unless(pile, Stage.TO_SPRAY)
        refuse_cancelled(pile.line)
        task = _task_for(db, batch, powder, pile)
        place = Standing(Stage.SPRAYING, pile.coat_number)
        booth_pile = pile_at(db, pile.line_id, place, rack_id=pile.rack_id, task_id=task.id)
        move(db, pile, booth_pile, qty, MoveCause.INTO_BATCH, events[pile.line.job_id])


def _task_for(db: Session, batch: Batch, powder: Powder, pile: Pile) -> Task:
    label = pile.line.label(pile.line.job.number or 0)
    query = select(Coat).where(Coat.line_id == pile.line_id, Coat.number == pile.coat_number, Coat.closed_at.is_(None))
    coat = db.scalars(query).one_or_none()
    if coat is None:
        raise DomainError(f"Line {label} has no coat {pile.coat_number} to be sprayed.")
    if coat.powder_id is None:
        raise DomainError(f"The powder of line {label} is still to be matched.")
    if coat.powder_id != powder.id:
        wanted = db.get_one(Powder, coat.powder_id)
        raise DomainError(f"Line {label} wants {wanted.name} {wanted.code}, not {powder.name} {powder.code}.")
    key = {"batch_id": batch.id, "coat_id": coat.id, "powder_id": powder.id}
    db.execute(insert(Task).values(key).on_conflict_do_nothing())
    return db.scalars(select(Task).where(Task.batch_id == batch.id, Task.coat_id == coat.id)).one()


def _out_of_booth(db: Session, task: Task, qty: int, to: Stage, cause: MoveCause, event: Event) -> None:
    piles = queries.spraying_piles(db, task.id)
    if qty > sum(pile.qty for pile in piles):
        raise DomainError(f"Only {sum(pile.qty for pile in piles)} parts of it are still in the booth.")
    for pile in piles:
        part = min(qty, pile.qty)
        if part:
            place = uncoated(pile.coat_number) if to is Stage.READY else Standing(to, pile.coat_number)
            target = pile_at(db, pile.line_id, place, rack_id=pile.rack_id)
            move(db, pile, target, part, cause, event)
            qty -= part
    db.refresh(task)
