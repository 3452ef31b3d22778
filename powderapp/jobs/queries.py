"""Reads of jobs, their lines and holds."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    String,
    and_,
    cast,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, joinedload, selectinload

from powderapp.base.errors import NotFoundError
from powderapp.jobs.models import Coat, Hold, Job, Line, LineStep
from powderapp.powders.models import Powder
from powderapp.shop.models import Reason, ReasonKind


def is_open() -> ColumnElement[bool]:
    """Work still to do, in the words of the partial index `ix_job_open`."""
    return and_(Job.closed_at.is_(None), Job.state.in_([literal_column("'open'"), literal_column("'cancelled'")]))


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


def is_there(db: Session, number: int) -> bool:
    """Whether a job has this number."""
    return db.scalar(select(Job.id).where(Job.number == number)) is not None


def line_of(job: Job, line_id: int) -> Line:
    """One line of a loaded job; NotFoundError when it belongs to another."""
    for line in job.lines:
        if line.id == line_id:
            return line
    raise NotFoundError("This line is not part of the job.")


def coat_of(job: Job, coat_id: int) -> Coat:
    """One coat of a loaded job as it is now; NotFoundError when it was changed or belongs to another."""
    for line in job.lines:
        for coat in line.coats:
            if coat.id == coat_id:
                return coat
    raise NotFoundError("This coat is not part of the job any more.")


def hold_of(db: Session, job: Job, hold_id: int) -> Hold:
    """A hold of this job, released or not; NotFoundError when it belongs to another."""
    found = db.scalar(select(Hold).where(Hold.id == hold_id, Hold.job_id == job.id))
    if found is None:
        raise NotFoundError("This hold is not part of the job.")
    return found


def reasons(db: Session, kind: ReasonKind) -> Sequence[str]:
    """What is usually said for it, in the order of the shop; other words are fine too."""
    query = select(Reason.name).where(Reason.kind == kind, Reason.retired_at.is_(None))
    return db.scalars(query.order_by(Reason.position, Reason.name)).all()


def is_sprayed(db: Session, coat_id: int) -> bool:
    """Whether parts went into a booth for this coat and were not all sent back."""
    task = table("task", column("coat_id"), column("in_qty"))
    query = select(literal(1)).select_from(task).where(task.c.coat_id == coat_id, task.c.in_qty > 0)
    return db.scalar(query.limit(1)) is not None or _is_on_parts(db, coat_id)


def _is_on_parts(db: Session, coat_id: int) -> bool:
    """Parts may have got it without a batch of ours: found at a count, imported. The database asks the same."""
    pile = table("pile", column("line_id"), column("coat_number"), column("stage"), column("qty"))
    not_yet = pile.c.stage.in_(["received", "prep", "to_spray"])
    on_it = (pile.c.coat_number > Coat.number) | ((pile.c.coat_number == Coat.number) & ~not_yet)
    gone = pile.c.stage.in_(["scrapped", "missing", "returned_uncoated"])
    query = select(literal(1)).select_from(Coat).join(pile, pile.c.line_id == Coat.line_id)
    return db.scalar(query.where(Coat.id == coat_id, pile.c.qty > 0, on_it, ~gone).limit(1)) is not None


def came_qty(db: Session, line: Line) -> int:
    """Parts of a line and its reworks that arrived and were not given back uncoated."""
    pile = table("pile", column("line_id"), column("stage"), column("qty"))
    query = select(func.coalesce(func.sum(pile.c.qty), 0)).select_from(Line).join(pile, pile.c.line_id == Line.id)
    family = (Line.job_id == line.job_id, Line.number == line.number, pile.c.stage != "returned_uncoated")
    return int(db.scalars(query.where(*family)).one())


def held_with(db: Session, held: Hold, line: Line) -> bool:
    """Whether a hold stops this line: a hold on a line stops its reworks too."""
    if held.line_id is None or held.line_id == line.id:
        return held.job_id == line.job_id
    root = db.get_one(Line, held.line_id)
    return root.parent_line_id is None and (root.job_id, root.number) == (line.job_id, line.number)


def open_holds(db: Session, job_ids: Collection[int]) -> Sequence[Hold]:
    """What is held of these jobs now, oldest first."""
    query = select(Hold).where(Hold.job_id.in_(job_ids), Hold.released_at.is_(None))
    return db.scalars(query.order_by(Hold.id)).all()


def rework_number_after(db: Session, line: Line) -> int:
    """The next rework number under this line's root: reworks of reworks are numbered under the root too."""
    query = select(Line.rework_number).where(Line.job_id == line.job_id, Line.number == line.number)
    return 1 + max((number for number in db.scalars(query) if number is not None), default=0)


def open_by_customer(db: Session, customer_ids: Collection[int]) -> dict[int, int]:
    """How many open jobs each of these customers has."""
    query = select(Job.customer_id, func.count()).where(is_open(), Job.customer_id.in_(customer_ids))
    return {customer_id: count for customer_id, count in db.execute(query.group_by(Job.customer_id)) if customer_id}


def open_jobs_of(db: Session, customer_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """A customer's open jobs, the one that is due first in front: number, what, stage, due, PO, priority, held."""
    held = select(Hold.id).where(Hold.job_id == Job.id, Hold.released_at.is_(None)).exists()
    query = select(*_JOB_ROW, held.label("is_held")).where(is_open(), Job.customer_id == customer_id)
    return db.execute(query.order_by(Job.due_on.nulls_last(), Job.id).limit(100)).all()


def closed_jobs_of(db: Session, customer_id: int, most: int = 10) -> Sequence[Row[*tuple[Any, ...]]]:
    """The last jobs of a customer that are closed, newest first."""
    query = select(*_JOB_ROW, Job.closed_at).where(Job.customer_id == customer_id, Job.closed_at.is_not(None))
    return db.execute(query.where(Job.number.is_not(None)).order_by(Job.number.desc()).limit(most)).all()


def usual_powders_of(db: Session, customer_id: int, most: int = 4) -> Sequence[Powder]:
    """What this customer's last 50 jobs were coated with and is still offered, the most usual first."""
    theirs = select(Job.id).where(Job.customer_id == customer_id, Job.number.is_not(None))
    last = theirs.order_by(Job.number.desc()).limit(50).subquery()
    lines = select(Line.id).where(Line.job_id.in_(select(last.c.id)))
    count = select(Coat.powder_id, func.count().label("times")).where(Coat.line_id.in_(lines), Coat.closed_at.is_(None))
    times = count.group_by(Coat.powder_id).subquery()
    query = select(Powder).join(times, times.c.powder_id == Powder.id).where(Powder.retired_at.is_(None))
    return db.scalars(query.order_by(times.c.times.desc(), Powder.id).limit(most)).all()


def _what() -> ScalarSelect[str]:
    """`26 Picket, 4 Gate leaf`: the ordered lines of a job in one text."""
    words = cast(Line.ordered_qty, String) + " " + Line.what
    listed = func.string_agg(words, aggregate_order_by(literal(", "), Line.position))
    return select(listed).where(Line.job_id == Job.id, Line.parent_line_id.is_(None)).scalar_subquery()


_JOB_ROW = (Job.number, Job.stage, Job.due_on, Job.po, Job.priority, _what().label("what"))
