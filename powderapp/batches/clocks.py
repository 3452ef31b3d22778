"""Clocks: who works at a batch since when. One running clock per person; a batch without one is paused."""

from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.db import lock
from powderapp.base.errors import DomainError
from powderapp.base.events import record_event
from powderapp.batches import queries
from powderapp.batches.models import Batch, Clock
from powderapp.people.models import Person


def start(db: Session, batch: Batch, *, by: Actor) -> Clock:
    """Start this person's clock at the batch; a clock that runs elsewhere stops at the same moment."""
    by.demand(Permission.BATCH_SPRAY)
    lock(db, Batch, [batch.id])  # before the person: whoever finishes it stops the clocks of all
    lock(db, Person, [by.person_id])
    running = queries.clock_of(db, by.person_id)
    if running is not None and running.batch_id == batch.id:
        return running
    if batch.finished_at is not None:
        raise DomainError(f"Batch {batch.code} is finished.")
    if running is not None:
        running.stopped_at = max(by.now, running.started_at)
        db.flush()
    clock = Clock(person_id=by.person_id, batch_id=batch.id, started_at=by.now)
    db.add(clock)
    db.flush()
    record_event(db, "clock.started", clock, by, after={"batch": batch.code})
    return clock


def pause(db: Session, batch: Batch, *, by: Actor) -> None:
    """Stop every clock of the batch: nobody sprays now."""
    by.demand(Permission.BATCH_SPRAY)
    lock(db, Batch, [batch.id])
    if batch.finished_at is not None:
        raise DomainError(f"Batch {batch.code} is finished.")
    stop_all(db, batch, by=by)
    record_event(db, "batch.paused", batch, by)


def stop_all(db: Session, batch: Batch, *, by: Actor) -> None:
    """Stop the clocks that run at the batch; the caller writes the event."""
    for clock in queries.running_clocks(db, batch.id):
        clock.stopped_at = max(by.now, clock.started_at)
    db.flush()
