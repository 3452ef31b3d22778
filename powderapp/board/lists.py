"""Jobs as a list: newest first, page by page, found by number or by words of the customer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, any_, bindparam, func, literal_column, select, true
from sqlalchemy.orm import Session

from powderapp.base.finding import words
from powderapp.board.finding import found_ids, open_ids
from powderapp.board.rules import Colour, View, each_once, surname
from powderapp.customers.models import Customer
from powderapp.jobs.models import Coat, Hold, Job, Line
from powderapp.jobs.queries import is_open
from powderapp.jobs.rules import JobState
from powderapp.parts.models import Pile
from powderapp.parts.rules import WORK, Stage
from powderapp.powders.models import Powder

PAGE = 50


@dataclass(frozen=True)
class Listed:
    """One row: the whole job without its reworks. where: in a word where it stands; words: `26 Picket, 4 Gate leaf`."""

    number: int
    name: str
    words: str
    colours: tuple[Colour, ...]
    where: str
    hold: str | None
    due_on: date | None
    is_open: bool
    is_cancelled: bool


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


def of_view(view: View, today: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Jobs of this view; goes with `is_open()`."""
    if view is View.HELD:
        return Job.id.in_(select(Hold.job_id).where(Hold.released_at.is_(None)))
    if view is View.ALL:
        return true()
    late = (Job.due_on < today) & (Job.stage != Stage.READY.value)
    return Job.due_on == today if view is View.TODAY else late


def jobs_page(db: Session, wanted: Wanted, today: date) -> tuple[list[Listed], int | None]:
    """A page of jobs, and the number the next page is asked for with (None: this was the last).

    One statement; two where something was typed.
    """
    typed = words(wanted.typed)
    asked_for: dict[str, object] = {"after": wanted.after, "stage": wanted.stage and wanted.stage.value, "today": today}
    if typed:
        asked_for["ids"] = _found(db, wanted, typed)
    query = _page(wanted.after is not None, wanted.stage is not None, wanted.view, bool(typed))
    jobs = [list(rows) for _, rows in groupby(db.execute(query, asked_for), key=lambda row: row.number)]
    shown = sorted((_listed(rows) for rows in jobs[:PAGE]), key=lambda job: job.number != wanted.number)
    return shown, jobs[PAGE - 1][0].number if len(jobs) > PAGE else None


def _found(db: Session, wanted: Wanted, typed: Sequence[str]) -> Sequence[int]:
    if wanted.stage is not None or wanted.view is not View.ALL:
        return open_ids(db, typed)
    return found_ids(db, typed, wanted.number, wanted.after, PAGE + 1)


@cache
def _page(after: bool, stage: bool, view: View, found: bool) -> Select[Any]:
    """The rows of a page and the first of the next: one for each coat of each line. Made once for each kind of page."""
    query = _jobs()
    if after:
        query = query.where(Job.number < bindparam("after"))
    if found:
        query = query.where(Job.id == any_(bindparam("ids")))
    if stage or view is not View.ALL:
        in_stage = Job.stage == bindparam("stage") if stage else true()
        query = query.where(is_open(), in_stage, of_view(view, bindparam("today")))
    return _with_lines(query.order_by(Job.number.desc()).limit(_fixed(PAGE + 1)))


def _fixed(number: int) -> ColumnElement[int]:
    """No parameter: with it the statement would be planned anew each time, to see which index and how few rows."""
    return literal_column(str(number))


def _jobs() -> Select[Any]:
    held = (
        select(Hold.reason).where(Hold.job_id == Job.id, Hold.released_at.is_(None)).order_by(Hold.id).limit(_fixed(1))
    )
    job = (Job.id, Job.number, Job.stage, Job.state, Job.due_on, Job.closed_at, Job.walk_in_name)
    query = select(*job, Customer.name.label("customer"), held.scalar_subquery().label("hold"))
    return query.outerjoin(Customer, Customer.id == Job.customer_id).where(Job.number.is_not(None))


def _with_lines(jobs: Select[Any]) -> Select[Any]:
    """Their lines that are no rework, without cancelled ones that left the shop."""
    page = jobs.subquery("page")
    here = select(Pile.id).where(Pile.line_id == Line.id, Pile.qty > _fixed(0), Pile.stage.in_(WORK)).exists()
    shown = (Line.job_id == page.c.id) & Line.parent_line_id.is_(None) & (Line.cancelled_at.is_(None) | here)
    code = func.coalesce(Powder.ral, Powder.name, Coat.wish).label("code")
    columns = (Line.id.label("line_id"), Line.ordered_qty, Line.what, Coat.number.label("coat"), code)
    return (
        select(page, *columns, Powder.rgb, Powder.finish)
        .select_from(page)
        .outerjoin(Line, shown)
        .outerjoin(Coat, (Coat.line_id == Line.id) & Coat.closed_at.is_(None))
        .outerjoin(Powder, Powder.id == Coat.powder_id)
        .order_by(page.c.number.desc(), Line.position, Line.id, Coat.number)
    )


def _listed(rows: Sequence[Row[Any]]) -> Listed:
    job = rows[0]
    lines = {row.line_id: f"{row.ordered_qty} {row.what}" for row in rows if row.line_id}
    quote, closed = job.state is JobState.QUOTE, job.closed_at is not None
    return Listed(
        number=job.number,
        name=surname(job.walk_in_name) if job.walk_in_name else job.customer,
        words=", ".join(lines.values()),
        colours=each_once(Colour(row.code, row.rgb, row.finish, row.coat) for row in rows if row.coat),
        where="Quote" if quote else "Closed" if closed else Stage(job.stage).label,
        hold=job.hold,
        due_on=job.due_on,
        is_open=not closed,
        is_cancelled=job.state is JobState.CANCELLED,
    )
