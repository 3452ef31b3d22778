"""Reads of checks and of the coats a rework repeats."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from powderapp.checks.models import Check
from powderapp.jobs.models import Coat, Line


def open_coats(db: Session, line_id: int) -> list[Coat]:
    """The coats of a line as they are now, first to last."""
    query = select(Coat).where(Coat.line_id == line_id, Coat.closed_at.is_(None)).order_by(Coat.number)
    return list(db.scalars(query))


def checks_of_job(db: Session, job_id: int) -> Sequence[Check]:
    """Checks of a job's lines, newest first, with readings."""
    query = select(Check).join(Line, Line.id == Check.line_id).where(Line.job_id == job_id)
    return db.scalars(query.order_by(Check.id.desc()).options(selectinload(Check.readings))).all()
