"""Reads of jobs, their lines and holds."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from powderapp.base.errors import NotFoundError
from powderapp.jobs.models import Coat, Hold, Job, Line, LineStep


def job_by_number(db: Session, number: int) -> Job:
    """The job with its customer, lines, coats, powders and steps; NotFoundError when there is none."""
    lines = selectinload(Job.lines)
    query = select(Job).where(Job.number == number).execution_options(populate_existing=True).options(
        joinedload(Job.customer),
        lines.selectinload(Line.coats).joinedload(Coat.powder),
        lines.selectinload(Line.steps).joinedload(LineStep.prep_step),
    )  # fmt: skip
    job = db.scalars(query).one_or_none()
    if job is None:
        raise NotFoundError(f"There is no job {number}.")
    return job


def line_of(job: Job, line_id: int) -> Line:
    """One line of a loaded job; NotFoundError when it belongs to another."""
    for line in job.lines:
        if line.id == line_id:
            return line
    raise NotFoundError("This line is not part of the job.")


def open_holds(db: Session, job_ids: Collection[int]) -> Sequence[Hold]:
    """What is held of these jobs now, oldest first."""
    query = select(Hold).where(Hold.job_id.in_(job_ids), Hold.released_at.is_(None))
    return db.scalars(query.order_by(Hold.id)).all()


def rework_number_after(db: Session, line: Line) -> int:
    """The next rework number under this line's root: reworks of reworks are numbered under the root too."""
    query = select(Line.rework_number).where(Line.job_id == line.job_id, Line.number == line.number)
    return 1 + max((number for number in db.scalars(query) if number is not None), default=0)
