"""Cards from the database: one statement for any number of jobs."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, ScalarSelect, Select, func, select
from sqlalchemy.orm import Session

from powderapp.board.contents import contents, lines_of
from powderapp.board.rules import Card, CardLine, split, surname
from powderapp.checks.models import Check, Rework
from powderapp.customers.models import Customer
from powderapp.jobs.models import Hold, Job, Line
from powderapp.jobs.rules import JobState
from powderapp.pickups.models import Told


def card_query() -> Select[Any]:
    """Everything cards are made of; the caller says of which jobs."""
    job = (Job.id, Job.number, Job.stage, Job.due_on, Job.priority, Job.state, Job.closed_at, Job.walk_in_name)
    extras = (contents().label("lines"), _hold().label("hold"), _causes().label("causes"), _told().label("told"))
    query = select(*job, Customer.name.label("customer"), *extras)
    return query.outerjoin(Customer, Customer.id == Job.customer_id)


def cards_of(row: Row[Any]) -> list[Card]:
    """The cards of one job: its root lines, and each rework that stands here."""
    return [_card(row, lines) for lines in split(lines_of(row.number, row.lines))]


def root_card(row: Row[Any]) -> Card:
    """The whole job as one card, for lists: its root lines, whatever was redone."""
    return _card(row, tuple(line for line in lines_of(row.number, row.lines) if not line.is_rework))


def causes(db: Session, job_id: int) -> dict[int, str]:
    """Why each rework of a job was made, by the id of its line."""
    query = select(Rework.child_line_id, Check.cause).join(Check, Check.id == Rework.check_id)
    query = query.join(Line, Line.id == Check.line_id).where(Line.job_id == job_id)
    return {line_id: cause.replace("-", " ") for line_id, cause in db.execute(query) if cause}


def _hold() -> ScalarSelect[Any]:
    query = select(Hold.reason).where(Hold.job_id == Job.id, Hold.released_at.is_(None))
    return query.order_by(Hold.id).limit(1).correlate(Job).scalar_subquery()


def _causes() -> ScalarSelect[Any]:
    """Why each rework of the job was made, by its line."""
    query = select(func.json_object_agg(Line.id, Check.cause)).select_from(Line)
    query = query.join(Rework, Rework.child_line_id == Line.id).join(Check, Check.id == Rework.check_id)
    return query.where(Line.job_id == Job.id, Line.parent_line_id.is_not(None)).correlate(Job).scalar_subquery()


def _told() -> ScalarSelect[Any]:
    """How the customer was told last, and when."""
    query = select(func.json_build_array(Told.how, Told.told_at)).where(Told.job_id == Job.id)
    return query.order_by(Told.id.desc()).limit(1).correlate(Job).scalar_subquery()


def _card(row: Row[Any], lines: tuple[CardLine, ...]) -> Card:
    is_rework = any(line.is_rework for line in lines)
    how, at = row.told or (None, None)
    return Card(
        number=row.number,
        label=lines[0].label if is_rework else str(row.number),
        name=surname(row.walk_in_name) if row.walk_in_name else row.customer,
        due_on=row.due_on,
        priority=row.priority,
        hold=row.hold,
        lines=tuple(line for line in lines if not line.is_cancelled or line.standing),
        cause=(row.causes or {}).get(str(lines[0].id)) if is_rework else None,
        told_how=how,
        told_at=at and datetime.fromisoformat(at),
        is_cancelled=row.state is JobState.CANCELLED,
    )
