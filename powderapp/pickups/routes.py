"""What is ready, at the desk and on the floor, and the pickup of one job. No price reaches these pages."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, g, request, url_for
from flask.wrappers import Response

from powderapp.base import clock
from powderapp.base.access import Permission
from powderapp.base.text import counted
from powderapp.checks.queries import coats_handed_back, coats_kept
from powderapp.jobs.models import Hold, Job
from powderapp.jobs.queries import job_by_number, open_holds
from powderapp.jobs.rules import LineKind
from powderapp.parts.models import Pile
from powderapp.parts.queries import event_about, here_qty
from powderapp.parts.rules import Stage
from powderapp.pickups import operations, queries
from powderapp.pickups.forms import PickupForm, ToldForm
from powderapp.pickups.rules import days_standing, stands_long
from powderapp.web.access import requires
from powderapp.web.forms.rows import offer_counts, with_counts
from powderapp.web.fragments import done, invalid, leave, page, say
from powderapp.web.transaction import db

LARGEST = 2**31 - 1
bp = Blueprint("pickups", __name__)


@bp.get("/ready", defaults={"floor": False})
@bp.get("/floor/ready", defaults={"floor": True})
@requires(Permission.FLOOR_SEE)
def ready(floor: bool) -> Response:
    return page("pickups/ready.html", "ready", **_ready_screen(floor))


@bp.post("/jobs/<int:number>/told", defaults={"floor": False})
@bp.post("/floor/ready/<int:number>/told", defaults={"floor": True})
@requires(Permission.PICKUP_DO)
def tell(number: int, floor: bool) -> Response:
    job, form = job_by_number(db, number), ToldForm()
    if not form.validate_on_submit():
        return invalid("pickups/ready.html", "ready", **_ready_screen(floor, form))
    operations.tell(db, job, form.how.data, by=g.actor)
    say(f"{number}: {form.how.data.label.lower()}.")
    to = url_for(".ready", floor=floor, after=_after() or None)
    return done("pickups/ready.html", "ready", to=to, **_ready_screen(floor))


@bp.get("/jobs/<int:number>/pickup", defaults={"floor": False})
@bp.get("/floor/ready/<int:number>", defaults={"floor": True})
@requires(Permission.FLOOR_SEE)
def show(number: int, floor: bool) -> Response:
    return page("pickups/pickup.html", "pickup", **_pickup_screen(job_by_number(db, number), floor))


@bp.post("/jobs/<int:number>/pickup", defaults={"floor": False})
@bp.post("/floor/ready/<int:number>", defaults={"floor": True})
@requires(Permission.PICKUP_DO)
def pick_up(number: int, floor: bool) -> Response:
    job = job_by_number(db, number)
    form = with_counts(PickupForm, [pile.id for pile in _ready_of(job)], request.form, low=0)
    if not form.validate_on_submit():
        return invalid("pickups/pickup.html", "pickup", **_pickup_screen(job, floor, form))
    gone = form.parts()
    entry = operations.pick_up(db, job, gone, to_whom=form.to_whom.data or "", note=form.note.data, by=g.actor)
    undo = url_for("parts.undo", event_id=event_about(db, entry).id)
    say(f"{number}: {counted(sum(gone.values()), 'part')} collected by {form.to_whom.data}.", undo)
    return leave(url_for(".show", number=number, floor=floor))


def _ready_screen(floor: bool, form: ToldForm | None = None) -> dict[str, Any]:
    rows = queries.ready_jobs(db, _after())
    jobs, ids = rows[: queries.PAGE], [row.id for row in rows]
    today = g.today
    days = {job.id: days_standing(clock.day(job.since, g.zone), today) for job in jobs}
    return {
        "floor": floor,
        "layout": _layout(floor),
        "after": _after(),
        "jobs": jobs,
        "next_after": jobs[-1].number if len(rows) > queries.PAGE else None,
        "days": days,
        "long": {job_id for job_id, count in days.items() if stands_long(count)},
        "shelves": queries.shelves(db, ids),
        "told": queries.last_told(db, ids),
        "holds": {hold.job_id: hold.reason for hold in open_holds(db, ids) if hold.line_id is None},
        "ways": (form or ToldForm(formdata=None)).how.choices,
        "may_tell": g.actor.may(Permission.PICKUP_DO),
        "may_call": g.actor.may(Permission.CUSTOMER_SEE) and not floor,
    }


def _pickup_screen(job: Job, floor: bool, form: PickupForm | None = None) -> dict[str, Any]:
    piles, holds = queries.piles_of(db, job.id), open_holds(db, [job.id])
    ready = [pile for pile in piles if pile.stage is Stage.READY]
    form = form or with_counts(PickupForm, [pile.id for pile in ready], None, low=0)
    offer_counts(form, {pile.id: 0 if _held(pile, holds) else pile.qty for pile in ready})
    if form.to_whom.data is None and not form.to_whom.raw_data:
        form.to_whom.data = _contact(job)
    return {
        "floor": floor,
        "layout": _layout(floor),
        "job": job,
        "form": form,
        "ready": ready,
        "held": {pile.id: _held(pile, holds) for pile in ready},
        "coats": coats_handed_back(job, ready, coats_kept(db, job)),
        "not_ready": [pile for pile in piles if pile.stage is not Stage.READY],
        "to_come": _to_come(job),
        "hold": next((hold.reason for hold in holds if hold.line_id is None), None),
        "pickups": queries.pickups_of(db, job.id),
        "may_pick_up": g.actor.may(Permission.PICKUP_DO),
    }


def _after() -> int:
    """The job number the list goes on from."""
    return min(max(request.args.get("after", default=0, type=int), 0), LARGEST)


def _layout(floor: bool) -> str:
    return "layouts/floor.html" if floor else "layouts/desk.html"


def _ready_of(job: Job) -> list[Pile]:
    return [pile for pile in queries.piles_of(db, job.id) if pile.stage is Stage.READY]


def _held(pile: Pile, holds: Sequence[Hold]) -> str | None:
    return next((hold.reason for hold in holds if hold.line_id in (None, pile.line_id)), None)


def _contact(job: Job) -> str | None:
    """Who usually comes: the walk-in, else the customer's contact."""
    return job.walk_in_name or (job.customer.contact if job.customer else None)


def _to_come(job: Job) -> list[tuple[str, int, str]]:
    """Lines of which parts did not arrive yet: label, parts, what."""
    here = here_qty(db, job.id)
    lines = [x for x in job.lines if x.parent_line_id is None and not x.cancelled_at and x.kind is not LineKind.GOODS]
    missing = [(line, line.ordered_qty - here.get(line.number, 0)) for line in lines]
    return [(line.label(job.number or 0), qty, line.what) for line, qty in missing if qty > 0]
