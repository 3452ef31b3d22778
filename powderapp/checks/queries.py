"""Reads of checks and of the coats a rework repeats."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from powderapp.base.errors import NotFoundError
from powderapp.checks.models import Check, Rework
from powderapp.checks.rules import ReworkKind
from powderapp.jobs.models import Coat, Job, Line
from powderapp.parts.models import Pile
from powderapp.parts.rules import Stage
from powderapp.shop.models import PrepStep

MOST = 200
"""Rows of the list on the floor."""


def to_check(db: Session) -> Sequence[Pile]:
    """Piles that wait for their check with line, job, customer, coats and rack: late ones first."""
    query = (
        select(Pile)
        .join(Line, Line.id == Pile.line_id)
        .join(Job, Job.id == Line.job_id)
        .where(Pile.stage == Stage.CHECKING, Pile.qty > 0)
        .order_by(Job.due_on.asc().nulls_last(), Job.number, Line.position, Pile.id)
    )
    return db.scalars(query.options(*_SHOWN).limit(MOST)).all()


def pile_to_check(db: Session, pile_id: int) -> Pile:
    """The pile with line, job, customer, coats and rack, wherever it stands; NotFoundError when there is none."""
    pile = db.scalars(select(Pile).where(Pile.id == pile_id).options(*_SHOWN)).one_or_none()
    if pile is None:
        raise NotFoundError("These parts are not here any more.")
    return pile


_LINE = joinedload(Pile.line)
_SHOWN = (
    _LINE.joinedload(Line.job).joinedload(Job.customer),
    _LINE.selectinload(Line.coats).joinedload(Coat.powder),
    joinedload(Pile.rack),
)


def checks_of_line(db: Session, line_id: int, most: int = 5) -> Sequence[Check]:
    """The last checks of a line, newest first, with readings."""
    query = select(Check).where(Check.line_id == line_id).order_by(Check.id.desc()).limit(most)
    return db.scalars(query.options(selectinload(Check.readings))).all()


def child_of(db: Session, check_id: int) -> Line | None:
    """The line a check sent parts to for rework."""
    query = select(Line).join(Rework, Rework.child_line_id == Line.id).where(Rework.check_id == check_id)
    return db.scalars(query).one_or_none()


def open_coats(db: Session, line_id: int) -> list[Coat]:
    """The coats of a line as they are now, first to last."""
    query = select(Coat).where(Coat.line_id == line_id, Coat.closed_at.is_(None)).order_by(Coat.number)
    return list(db.scalars(query))


def coats_below(db: Session, line: Line) -> list[Coat]:
    """Coats that are on the parts already because a recoat went over them: of the parent, and of its own parent."""
    found: list[Coat] = []
    while line.parent_line_id is not None:
        kind = db.scalars(select(Rework.kind).where(Rework.child_line_id == line.id)).one_or_none()
        if kind is not ReworkKind.RECOAT:
            break
        parent = select(Line).where(Line.id == line.parent_line_id)
        line = db.scalars(parent.options(selectinload(Line.coats).joinedload(Coat.powder))).one()
        found += line.coats
    return found


def finish_of(db: Session, line: Line) -> list[Coat]:
    """The whole finish that parts of a line are to have: the root's coats, the last ones as its reworks have them."""
    family = select(Line).where(Line.job_id == line.job_id, Line.number == line.number)
    by_id = {each.id: each for each in db.scalars(family)}
    way = [line]
    while way[0].parent_line_id is not None:
        way.insert(0, by_id[way[0].parent_line_id])
    coats: list[Coat] = []
    for each in way:
        own = open_coats(db, each.id)
        coats = [*coats[: len(coats) - len(own)], *own]
    return coats


def oven_step_among(db: Session, step_ids: Collection[int]) -> bool:
    """Whether one of these prep steps is done in the oven."""
    query = select(PrepStep.id).where(PrepStep.id.in_(step_ids), PrepStep.in_oven).limit(1)
    return db.scalars(query).first() is not None


def checks_of_job(db: Session, job_id: int) -> Sequence[Check]:
    """Checks of a job's lines, newest first, with readings."""
    query = select(Check).join(Line, Line.id == Check.line_id).where(Line.job_id == job_id)
    return db.scalars(query.order_by(Check.id.desc()).options(selectinload(Check.readings))).all()
