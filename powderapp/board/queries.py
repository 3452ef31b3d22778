"""The board in a fixed number of statements, however many jobs are open."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Select, String, bindparam, cast, func, select, true, union_all
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


def pulse(db: Session) -> str:
    """Changes with every event. The sum notices one that was begun before the newest and committed after it."""
    newest = select(Event.id).order_by(Event.id.desc()).limit(_PULSE).subquery()
    last, total = db.execute(select(func.max(newest.c.id), func.sum(newest.c.id))).one()
    return f"{last or 0}-{total or 0}"


def board(db: Session, view: View, today: date, *, at_most: int = AT_MOST) -> Board:
    """All stages of a view with at most `at_most` cards each: two statements."""
    by_view = _by_view(db, today)
    counts, cards = by_view[view].copy(), list[Card]()
    for row in db.execute(_cards(view), {"today": today, "at_most": at_most}):
        of_job = cards_of(row)
        cards += of_job
        if row.is_redone:  # the database counts it once, in its own stage; its cards may be in others
            counts.subtract([Stage(row.stage)])
            counts.update(card.stage for card in of_job)
    jobs = {each: by_view[each].total() for each in View}
    return Board(_by_stage(cards, at_most), counts, jobs)


def _by_stage(cards: Sequence[Card], at_most: int) -> dict[Stage, list[Card]]:
    found: dict[Stage, list[Card]] = {stage: [] for stage in WORK}
    for card in order(cards):
        found[card.stage].append(card)
    return {stage: of_stage[:at_most] for stage, of_stage in found.items()}


def _by_view(db: Session, today: date) -> dict[View, Counter[Stage]]:
    rows = db.execute(_COUNTS, {"today": today}).all()
    return {view: Counter({Stage(row[0]): row[place] for row in rows}) for place, view in enumerate(View, start=1)}


_COUNTS = (
    select(Job.stage, *(func.count().filter(of_view(view, bindparam("today"))) for view in View))
    .where(is_open())
    .group_by(Job.stage)
)
"""Open jobs by stage in each view, from the partial index of open work."""


@cache
def _cards(view: View) -> Select[Any]:
    """Jobs with reworks that stand here, and of all others the first ones due in each stage; made once for a view."""
    in_view = of_view(view, bindparam("today"))
    standing = select(Line.job_id).join(Pile, Pile.line_id == Line.id)
    standing = standing.where(Line.parent_line_id.is_not(None), Pile.qty > 0, Pile.stage.in_(WORK))
    redone = select(Job.id).where(is_open(), in_view, Job.id.in_(standing)).cte("redone")
    is_redone = Job.id.in_(select(redone.c.id))
    ids = union_all(select(redone.c.id), _first(in_view, is_redone))
    return card_query().add_columns(is_redone.label("is_redone")).where(Job.id.in_(ids))


def _first(in_view: ColumnElement[bool], is_redone: ColumnElement[bool]) -> Select[int]:
    """The first jobs due in each stage, read in the order of the index, without those that were redone."""
    names = cast([stage.value for stage in WORK], ARRAY(String))
    stages = func.unnest(names).table_valued("stage", name="stages").render_derived()
    first = select(Job.id).where(is_open(), Job.stage == stages.c.stage, in_view, ~is_redone)
    each = first.order_by(Job.due_on, Job.id).limit(bindparam("at_most")).lateral("each")
    return select(each.c.id).select_from(stages.join(each, true()))
