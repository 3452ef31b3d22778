"""Reads of checks and of the coats a rework repeats."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload, with_expression

from powderapp.base.errors import NotFoundError
from powderapp.base.events import Event
from powderapp.checks.models import Check, Rework
from powderapp.checks.rules import Redone, ReworkKind, coats_under
from powderapp.jobs.models import Coat, Job, Line
from powderapp.parts.models import Move, Pile
from powderapp.parts.queries import left_prep_qty, standing
from powderapp.parts.rules import Stage, StageKind, coats_on
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
    """The last checks of a line, newest first, with readings and what was put back."""
    query = select(Check).where(Check.line_id == line_id).order_by(Check.id.desc()).limit(most)
    return db.scalars(query.options(*_JUDGED)).all()


def _put_back() -> ScalarSelect[int]:
    back = aliased(Move)
    query = select(func.coalesce(func.sum(back.qty), 0)).join(Move, Move.id == back.reverses_id)
    by_check = (Event.subject == Check.__tablename__, Event.subject_id == Check.id)
    return query.join(Event, Event.id == Move.event_id).where(*by_check).correlate(Check).scalar_subquery()


_JUDGED = (selectinload(Check.readings), with_expression(Check.put_back, _put_back()))


def child_of(db: Session, check_id: int) -> Line | None:
    """The line a check sent parts to for rework."""
    query = select(Line).join(Rework, Rework.child_line_id == Line.id).where(Rework.check_id == check_id)
    return db.scalars(query).one_or_none()


def open_coats(db: Session, line_id: int) -> list[Coat]:
    """The coats of a line as they are now, first to last."""
    query = select(Coat).where(Coat.line_id == line_id, Coat.closed_at.is_(None)).order_by(Coat.number)
    return list(db.scalars(query))


def coats_below(db: Session, line: Line) -> list[Coat]:
    """Coats that parts of a rework had before it and keep: of its parent, and of its own parent."""
    found: list[Coat] = []
    reworks = reworks_of(db, line.job_id) if line.parent_line_id is not None else {}
    while (redone := reworks.get(line.id)) is not None and redone.kind is not ReworkKind.STRIP:
        parent = select(Line).where(Line.id == redone.parent_line_id)
        line = db.scalars(parent.options(selectinload(Line.coats).joinedload(Coat.powder))).one()
        found += [coat for coat in line.coats if coat.number <= redone.coats]
    return found


def reworks_of(db: Session, job_id: int) -> dict[int, Redone]:
    """The reworks of a job by their child line."""
    query = select(Rework.child_line_id, Rework.kind, Pile.line_id, Pile.stage, Pile.coat_number)
    query = query.join(Check, Check.id == Rework.check_id).join(Pile, Pile.id == Check.pile_id)
    rows = db.execute(query.join(Line, Line.id == Rework.child_line_id).where(Line.job_id == job_id)).all()
    return {child: Redone(parent, coats_on(stage, coat), kind) for child, kind, parent, stage, coat in rows}


def coats_kept(db: Session, job: Job) -> dict[int, int | None]:
    """Cured coats that parts of a job's reworks had before and keep, by child line (lines loaded).

    None: nobody knows, they were cancelled before all of them were stripped.
    """
    reworks = reworks_of(db, job.id)
    kept: dict[int, int | None] = {**coats_under(reworks)}
    for line in job.lines:
        redone = reworks.get(line.id)
        if redone is not None and redone.kind is ReworkKind.STRIP and line.cancelled_at and line.steps:
            here = sum(pile.qty for pile in standing(db, [line.id]) if pile.stage.kind is not StageKind.SINK)
            kept[line.id] = 0 if left_prep_qty(db, line.id, 1) >= here else None
    return kept


def coats_handed_back(job: Job, piles: Iterable[Pile], kept: Mapping[int, int | None]) -> dict[int, int | None]:
    """Cured coats on ready parts of cancelled lines, by pile. kept: of `coats_kept`; None: nobody knows."""
    cancelled = {line.id for line in job.lines if line.cancelled_at is not None}
    ready = [pile for pile in piles if pile.stage is Stage.READY and pile.line_id in cancelled]
    known = {pile.id: kept.get(pile.line_id, 0) for pile in ready}
    return {
        p.id: None if known[p.id] is None and not p.coat_number else p.coat_number + (known[p.id] or 0) for p in ready
    }


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
    """Checks of a job's lines, newest first, with readings and what was put back."""
    query = select(Check).join(Line, Line.id == Check.line_id).where(Line.job_id == job_id)
    return db.scalars(query.order_by(Check.id.desc()).options(*_JUDGED)).all()
