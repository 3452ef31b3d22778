"""The board in a fixed number of statements, however many jobs are open."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, String, column, func, select, true, values
from sqlalchemy.orm import Session

from powderapp.base.events import Event
from powderapp.board.cards import card_query, cards_of, causes
from powderapp.board.handed import Trip, trips
from powderapp.board.lists import Listed, Wanted, asked, jobs_page, of_view
from powderapp.board.rules import Card, View, order
from powderapp.board.timeline import Entry, Reader, timeline
from powderapp.board.used import BoxUsed, PowderUse, boxes_used, powder_use
from powderapp.jobs.models import Job, Line
from powderapp.jobs.queries import is_open
from powderapp.parts.models import Pile
from powderapp.parts.rules import WORK, Stage

__all__ = [
    "Board",
    "BoxUsed",
    "Entry",
    "Listed",
    "PowderUse",
    "Reader",
    "Trip",
    "Wanted",
    "asked",
    "board",
    "boxes_used",
    "causes",
    "jobs_page",
    "powder_use",
    "pulse",
    "timeline",
    "trips",
]
AT_MOST = 12
_PULSE = 50


@dataclass(frozen=True)
class Board:
    """cards: by stage, the first ones due; counts: cards by stage in this view; jobs: open jobs by view."""

    cards: Mapping[Stage, list[Card]]
    counts: Mapping[Stage, int]
    jobs: Mapping[View, int]


@dataclass(frozen=True)
class _Redone:
    """A job with reworks that stand here: its cards are in other columns than `stage`, where the database counts it."""

    job_id: int
    stage: Stage
    cards: list[Card]


def pulse(db: Session) -> str:
    """Changes with every event. The sum notices one that was begun before the newest and committed after it."""
    newest = select(Event.id).order_by(Event.id.desc()).limit(_PULSE).subquery()
    last, total = db.execute(select(func.max(newest.c.id), func.sum(newest.c.id))).one()
    return f"{last or 0}-{total or 0}"


def board(db: Session, view: View, today: date, *, at_most: int = AT_MOST) -> Board:
    """All stages of a view with at most `at_most` cards each: three statements."""
    by_view = _counts(db, today)
    redone = _redone(db, of_view(view, today))
    counts = by_view[view].copy()
    for job in redone:
        counts.subtract([job.stage])
        counts.update(card.stage for card in job.cards)
    cards = [card for job in redone for card in job.cards]
    cards += _first(db, of_view(view, today), [job.job_id for job in redone], at_most)
    jobs = {each: by_view[each].total() for each in View}
    return Board(_by_stage(cards, at_most), counts, jobs)


def _by_stage(cards: Collection[Card], at_most: int) -> dict[Stage, list[Card]]:
    return {stage: order([card for card in cards if card.stage is stage])[:at_most] for stage in WORK}


def _counts(db: Session, today: date) -> dict[View, Counter[Stage]]:
    """Open jobs by view and stage, from the partial index of open work."""
    query = select(Job.stage, *(func.count().filter(of_view(view, today)) for view in View))
    rows = db.execute(query.where(is_open()).group_by(Job.stage)).all()
    return {view: Counter({Stage(row[0]): row[place] for row in rows}) for place, view in enumerate(View, start=1)}


def _redone(db: Session, in_view: ColumnElement[bool]) -> list[_Redone]:
    standing = select(Line.job_id).join(Pile, Pile.line_id == Line.id)
    standing = standing.where(Line.parent_line_id.is_not(None), Pile.qty > 0, Pile.stage.in_(WORK))
    rows = db.execute(card_query().where(is_open(), in_view, Job.id.in_(standing)))
    return [_Redone(row.id, Stage(row.stage), cards_of(row)) for row in rows]


def _first(db: Session, in_view: ColumnElement[bool], but: Collection[int], at_most: int) -> list[Card]:
    """The first jobs due in each stage, read in the order of the index, without those that were redone."""
    rows = db.execute(card_query().where(Job.id.in_(_first_ids(in_view, but, at_most))))
    return [card for row in rows for card in cards_of(row)]


def _first_ids(in_view: ColumnElement[bool], but: Collection[int], at_most: int) -> Select[int]:
    stages = values(column("stage", String), name="stages").data([(stage.value,) for stage in WORK])
    first = select(Job.id).where(is_open(), Job.stage == stages.c.stage, in_view, Job.id.not_in(but))
    each = first.order_by(Job.due_on, Job.id).limit(at_most).lateral("each")
    return select(each.c.id).select_from(stages.join(each, true()))
