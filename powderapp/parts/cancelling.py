"""Cancelling a line or a job: what is not begun goes back uncoated, what is in a booth or oven is finished first."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.db import lock
from powderapp.base.errors import DomainError
from powderapp.base.events import Event, record_event
from powderapp.jobs.models import Job, Line
from powderapp.jobs.rules import JobState
from powderapp.parts.handing_back import hand_back
from powderapp.parts.moving import lock_jobs


def cancel_line(db: Session, line: Line, *, reason: str, by: Actor) -> None:
    """Cancel one line: its waiting parts are ready to hand back with the coats they have."""
    by.demand(Permission.JOB_CANCEL)
    line = lock_jobs(db, [line.id])[line.id]
    if line.cancelled_at is not None:
        raise DomainError("This line is cancelled already.")
    event = record_event(db, "line.cancelled", line, by, job_id=line.job_id, after={"reason": reason})
    for each in _with_reworks(db, line):
        _cancel(db, each, reason, event)


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


def _with_reworks(db: Session, line: Line) -> list[Line]:
    """The line and its reworks, theirs too, as far as they are not cancelled."""
    family = select(Line).where(Line.job_id == line.job_id, Line.number == line.number).order_by(Line.id)
    found = [line]
    for other in db.scalars(family):
        if other.parent_line_id in {each.id for each in found}:
            found.append(other)
    return [each for each in found if each.cancelled_at is None]


def _cancel(db: Session, line: Line, reason: str, event: Event) -> None:
    line.cancelled_at, line.cancel_reason = event.happened_at, reason
    db.flush()
    hand_back(db, line, event, reason)
