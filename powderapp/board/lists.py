"""Jobs as a list: newest first, page by page, found by number or by words of the customer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, select, true, union
from sqlalchemy.orm import Session

from powderapp.base.finding import begin_with, words
from powderapp.board.cards import card_query, root_card
from powderapp.board.rules import Card, View
from powderapp.customers.models import FOUND_BY, Customer
from powderapp.jobs.models import Hold, Job
from powderapp.jobs.queries import is_open
from powderapp.jobs.rules import JobState
from powderapp.parts.rules import WORK, Stage

PAGE = 50
MOST_CUSTOMERS = 1000


@dataclass(frozen=True)
class Listed:
    """One row: the whole job as a card, and in a word where it stands."""

    card: Card
    where: str
    is_open: bool


@dataclass(frozen=True)
class Wanted:
    """What the list is asked for; after: the number above the page."""

    typed: str = ""
    after: int | None = None
    stage: Stage | None = None
    view: View = View.ALL

    @property
    def number(self) -> int | None:
        """The job number that was typed."""
        text = self.typed.strip().upper().removeprefix("J")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def asked(args: Mapping[str, str]) -> Wanted:
    """What a list is asked for by its address; what cannot be is left out."""
    after, stage, view = args.get("after", ""), args.get("stage"), args.get("view")
    return Wanted(
        typed=args.get("q", "").strip()[:120],
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 10 else None,
        stage=Stage(stage) if stage in WORK else None,
        view=View(view) if view in list(View) else View.ALL,
    )


def of_view(view: View, today: date) -> ColumnElement[bool]:
    """Jobs of this view; goes with `is_open()`."""
    if view is View.HELD:
        return Job.id.in_(select(Hold.job_id).where(Hold.released_at.is_(None)))
    if view is View.ALL:
        return true()
    return Job.due_on == today if view is View.TODAY else and_(Job.due_on < today, Job.stage != Stage.READY.value)


def jobs_page(db: Session, wanted: Wanted, today: date) -> tuple[list[Listed], int | None]:
    """A page of jobs, and the number the next page is asked for with (None: this was the last)."""
    query = select(Job.id).where(Job.number.is_not(None))
    if wanted.after is not None:
        query = query.where(Job.number < wanted.after)
    if wanted.stage is not None or wanted.view is not View.ALL:
        in_stage = Job.stage == wanted.stage.value if wanted.stage else true()
        query = query.where(is_open(), in_stage, of_view(wanted.view, today))
    ids = _found(query, wanted) if words(wanted.typed) else query.order_by(Job.number.desc()).limit(PAGE + 1)
    rows = db.execute(card_query().where(Job.id.in_(ids)).order_by(Job.number.desc()).limit(PAGE + 1)).all()
    shown = sorted(rows[:PAGE], key=lambda row: row.number != wanted.number)
    return [_listed(row) for row in shown], rows[PAGE - 1].number if len(rows) > PAGE else None


def _found(query: Select[int], wanted: Wanted) -> Any:
    """By number, by customer and by walk-in, each in the order of its own index."""
    typed = words(wanted.typed)
    known = select(Customer.id).where(begin_with(FOUND_BY, typed)).limit(MOST_CUSTOMERS)
    walk_in = and_(*(Job.walk_in_name.icontains(word, autoescape=True) for word in typed))
    ways: list[ColumnElement[bool]] = [Job.customer_id.in_(known), walk_in]
    if wanted.number is not None and wanted.after is None:
        ways.append(Job.number == wanted.number)
    each = (query.where(way).order_by(Job.number.desc()).limit(PAGE + 1).subquery() for way in ways)
    return union(*(select(found.c.id) for found in each))


def _listed(row: Row[Any]) -> Listed:
    stage = Stage(row.stage)
    where = "Quote" if row.state is JobState.QUOTE else "Closed" if row.closed_at else stage.label
    return Listed(root_card(row), where, row.closed_at is None)
