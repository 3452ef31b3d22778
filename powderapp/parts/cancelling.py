"""Cancelling a line or a job: what is not begun goes back uncoated, what is in a booth or oven is finished first."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.db import lock
from powderapp.base.errors import DomainError
from powderapp.base.events import Event, record_event
from powderapp.jobs.models import Job, Line
from powderapp.jobs.rules import JobState
from powderapp.parts import queries
from powderapp.parts.models import MoveCause
from powderapp.parts.moving import lock_jobs, lock_piles, move, pile_at
from powderapp.parts.rules import Stage
from powderapp.parts.ways import Standing

_NOT_BEGUN = (Stage.RECEIVED, Stage.PREP, Stage.TO_SPRAY)


def cancel_line(db: Session, line: Line, *, reason: str, by: Actor) -> None:
    """Cancel one line: its waiting parts are ready to hand back with the coats they have."""
    by.demand(Permission.JOB_CANCEL)
    line = lock_jobs(db, [line.id])[line.id]
    if line.cancelled_at is not None:
        raise DomainError("This line is cancelled already.")
    event = record_event(db, "line.cancelled", line, by, job_id=line.job_id, after={"reason": reason})
    _cancel(db, line, reason, event)


def cancel_job(db: Session, job: Job, *, reason: str, by: Actor) -> None:
    """Cancel every line of a job and the job itself; it closes when its parts were handed back."""
    by.demand(Permission.JOB_CANCEL)
    (job,) = lock(db, Job, [job.id])
    if job.state is JobState.CANCELLED:
        raise DomainError("This job is cancelled already.")
    event = record_event(db, "job.cancelled", job, by, job_id=job.id, after={"reason": reason})
    for line in db.scalars(select(Line).where(Line.job_id == job.id, Line.cancelled_at.is_(None))).all():
        _cancel(db, line, reason, event)
    job.state = JobState.CANCELLED
    db.flush()


def _cancel(db: Session, line: Line, reason: str, event: Event) -> None:
    line.cancelled_at, line.cancel_reason = event.happened_at, reason
    db.flush()
    waiting = [p for p in queries.standing(db, [line.id]) if p.stage in _NOT_BEGUN and p.load_id is None]
    for pile in lock_piles(db, [p.id for p in waiting]).values():
        target = pile_at(db, line.id, Standing(Stage.READY, max(pile.coat_number - 1, 0)), rack_id=pile.rack_id)
        move(db, pile, target, pile.qty, MoveCause.UNCOATED, event, reason=reason)
