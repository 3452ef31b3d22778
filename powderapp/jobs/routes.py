"""Jobs: the list, one job with all that is known of it, one line of it, and what labels lead to."""

from datetime import date
from typing import Any

from flask import Blueprint, g, request, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.base.clock import day
from powderapp.base.errors import FieldError, NotFoundError
from powderapp.board import queries as board
from powderapp.checks import queries as checks
from powderapp.jobs import operations, queries
from powderapp.jobs.forms import EditForm, HoldForm, LineForm, PowderForm, ReleaseForm
from powderapp.jobs.matching import powder_meant, shown
from powderapp.jobs.models import Coat, Job, Line
from powderapp.jobs.rules import label_path, parse_line_label
from powderapp.parts import queries as parts
from powderapp.shop.models import ReasonKind
from powderapp.shop.prices import priced, with_prices
from powderapp.web.access import requires
from powderapp.web.forms import Form
from powderapp.web.fragments import done, go, invalid, page, say
from powderapp.web.transaction import db

bp = Blueprint("jobs", __name__)
PAGE, LINE = "jobs/show.html", "jobs/line.html"
NEXT = {
    "received": ("Prep", "/floor/prep", Permission.PREP_DO),
    "prep": ("Prep", "/floor/prep", Permission.PREP_DO),
    "to_spray": ("Spray", "/floor/queue", Permission.BATCH_SPRAY),
    "spraying": ("Batch", "/floor/batch", Permission.BATCH_SPRAY),
    "to_cure": ("Oven", "/floor/oven", Permission.LOAD_CURE),
    "curing": ("Oven", "/floor/oven", Permission.LOAD_CURE),
    "checking": ("Check", "/floor/check", Permission.CHECK_DO),
    "ready": ("Pickup", "/jobs/{}/pickup", Permission.PICKUP_DO),
}
"""Where the next step of a stage is done."""


@bp.get("/jobs")
@requires(Permission.JOB_SEE)
def index() -> Response:
    wanted = board.asked(request.args)
    if "open" in request.args and (thing := _thing_called(wanted.typed)):
        return go(thing)
    jobs, older = board.jobs_page(db, wanted, g.today)
    return page("jobs/index.html", "jobs", wanted=wanted, jobs=jobs, older=older)


@bp.get("/jobs/<int:number>")
@requires(Permission.JOB_SEE)
def show(number: int) -> Response:
    return page(PAGE, "main", **_screen(queries.job_by_number(db, number)))


@bp.get("/J/<label>")
@requires(Permission.JOB_SEE)
def scanned(label: str) -> Response:
    """What the label of a job or a line leads to."""
    line = parse_line_label(label)
    if line is None and not (label.isascii() and label.isdigit() and len(label) < 10):
        raise NotFoundError(f"{label[:20]} is not the label of a job.")
    number = line.job if line else int(label)
    job = queries.job_by_number(db, number)
    return go(url_for(".show", number=job.number, _anchor=label.upper() if line else None))


@bp.post("/jobs/<int:number>/edit")
@requires(Permission.JOB_EDIT)
def edit(number: int) -> Response:
    job, form = queries.job_by_number(db, number), EditForm()
    form.due_on.since = _came_in(job)
    if not form.validate_on_submit():
        return invalid(PAGE, "head", **_screen(job, form))
    changes = {name: form[name].data for name in ("due_on", "priority", "po", "note")}
    operations.edit(db, job, changes, form.version.data, by=g.actor)
    return _changed(number, f"{number} is saved.")


@bp.post("/jobs/<int:number>/hold")
@requires(Permission.JOB_HOLD)
def hold(number: int) -> Response:
    job, form = queries.job_by_number(db, number), HoldForm()
    form.line_id.choices = _line_choices(job)
    if not form.validate_on_submit():
        return invalid(PAGE, "head", **_screen(job, form))
    line = queries.line_of(job, form.line_id.data) if form.line_id.data else None
    operations.hold(db, job, reason=str(form.reason.data), by=g.actor, line=line)
    return _changed(number, f"{line.label(number) if line else number} is on hold.")


@bp.post("/jobs/<int:number>/release")
@requires(Permission.JOB_HOLD)
def release(number: int) -> Response:
    job, form = queries.job_by_number(db, number), ReleaseForm()
    if not form.validate_on_submit():
        return invalid(PAGE, "head", **_screen(job, form))
    operations.release(db, job, queries.hold_of(db, job, form.hold_id.data), by=g.actor)
    return _changed(number, f"{number} goes on.")


@bp.get("/jobs/<int:number>/lines/<int:line_id>")
@requires(Permission.JOB_SEE)
def line(number: int, line_id: int) -> Response:
    job = queries.job_by_number(db, number)
    return page(LINE, "line", **_line_screen(job, queries.line_of(job, line_id)))


@bp.post("/jobs/<int:number>/lines/<int:line_id>/edit")
@requires(Permission.JOB_EDIT)
def edit_line(number: int, line_id: int) -> Response:
    job = queries.job_by_number(db, number)
    line, form = queries.line_of(job, line_id), priced(LineForm(), "price")
    if not form.validate_on_submit():
        return invalid(LINE, "line", **_line_screen(job, line, form))
    _refuse_fewer(job, line, form)
    operations.edit(db, line, _line_changes(form), form.version.data, by=g.actor)
    return _line_changed(number, line_id, f"{line.label(number)} is saved.")


@bp.post("/jobs/<int:number>/coats/<int:coat_id>/powder")
@requires(Permission.JOB_EDIT)
def give_powder(number: int, coat_id: int) -> Response:
    job, form = queries.job_by_number(db, number), PowderForm()
    coat = queries.coat_of(job, coat_id)
    line = queries.line_of(job, coat.line_id)
    if not form.validate_on_submit():
        return invalid(LINE, "line", **_line_screen(job, line, form, coat))
    meant = powder_meant(db, str(form.powder.data), form.powder_id.data)
    if meant.powder is None:
        raise FieldError("powder", meant.why_not or "Choose a powder of the catalogue.")
    operations.give_powder(db, coat, meant.powder, by=g.actor)
    return _line_changed(number, line.id, f"Coat {coat.number} of {line.label(number)} is {shown(meant.powder)}.")


def _changed(number: int, sentence: str) -> Response:
    say(sentence)
    screen = _screen(queries.job_by_number(db, number))
    return done(PAGE, "head", also=["lines", "story", "facts"], to=url_for(".show", number=number), **screen)


def _line_changed(number: int, line_id: int, sentence: str) -> Response:
    say(sentence)
    job = queries.job_by_number(db, number)
    to = url_for(".line", number=number, line_id=line_id)
    return done(LINE, "line", to=to, **_line_screen(job, queries.line_of(job, line_id)))


def _thing_called(typed: str) -> str | None:
    """The page of the job, line, box or batch of exactly this number; None: it is to be looked for."""
    path, number = label_path(typed), board.asked({"q": typed.partition("-")[0]}).number
    is_there = number is None or queries.is_there(db, number)
    return path if is_there else None


def _came_in(job: Job) -> date:
    """The shop's day it came in, or the day it is due already where an older record says so."""
    came = day(job.checked_in_at, str(g.zone)) if job.checked_in_at else g.today
    return min(came, job.due_on or came)


def _refuse_fewer(job: Job, line: Line, form: LineForm) -> None:
    here = parts.here_qty(db, job.id).get(line.number, 0)
    if line.parent_line_id is None and (form.ordered_qty.data or 0) < here:
        raise FieldError("ordered_qty", f"{here} parts arrived already.")


def _line_changes(form: LineForm) -> dict[str, Any]:
    """Where prices are hidden, the price stays what it is."""
    names = ("ordered_qty", "what", "area_mm2", "metal", "stay_bare", *(("price",) if "price" in form else ()))
    changes: dict[str, Any] = {name: form[name].data for name in names}
    changes["area_entered"] = form.area_mm2.entered.text if form.area_mm2.entered else None
    return changes


def _line_choices(job: Job) -> list[tuple[int, str]]:
    return [(line.id, f"{line.label(job.number or 0)} {line.what}") for line in job.lines if not line.cancelled_at]


def _screen(job: Job, form: Form | None = None) -> dict[str, Any]:
    at, kept = parts.whereabouts(db, job), checks.coats_kept(db, job)
    desk = g.actor.may(Permission.CUSTOMER_SEE)
    return {
        "job": job,
        "at": at,
        "next_step": _next_step(job, at.least),
        "kept": kept,
        "handed_back": checks.coats_handed_back(job, (pile for piles in at.piles.values() for pile in piles), kept),
        "causes": board.causes(db, job.id),
        "contact": job.customer if desk else None,
        "phone": (job.walk_in_phone or (job.customer and job.customer.phone)) if desk else None,
        "checks": checks.checks_of_job(db, job.id),
        "boxes": board.boxes_used(db, job.id),
        "trips": board.trips(db, job.id),
        **_forms(job, form),
        **_with_prices(job),
    }


def _next_step(job: Job, stage: str) -> tuple[str, str] | None:
    label, path, permission = NEXT[stage]
    return (label, path.format(job.number)) if job.closed_at is None and g.actor.may(permission) else None


def _forms(job: Job, form: Form | None) -> dict[str, Any]:
    hold = form if isinstance(form, HoldForm) else HoldForm(formdata=None)
    hold.line_id.choices = _line_choices(job)
    return {
        "edit": form if isinstance(form, EditForm) else EditForm(formdata=None, obj=job),
        "hold": hold,
        "release": ReleaseForm(formdata=None),
        "holds": queries.open_holds(db, [job.id]),
        "reasons": queries.reasons(db, ReasonKind.HOLD),
    }


def _with_prices(job: Job) -> dict[str, Any]:
    """What shows money, for those who may see it; the template gets nothing else."""
    reader = board.Reader(g.units, with_prices(), g.today)
    prices = {line.id: line.price for line in job.lines if line.price is not None} if reader.with_prices else {}
    use = board.powder_use(db, job.id)
    return {
        "prices": prices,
        "total": sum(prices.values()) if prices else None,
        "sees_costs": reader.with_prices and any(each.used_g and each.cost is not None for each in use),
        "use": [(each, each.cost if reader.with_prices else None) for each in use],
        "story": board.timeline(db, job.id, job.number or 0, reader, use),
    }


def _line_screen(job: Job, line: Line, form: Form | None = None, coat: Coat | None = None) -> dict[str, Any]:
    powder = form if isinstance(form, PowderForm) else None
    return {
        "job": job,
        "line": line,
        "edit": form
        if isinstance(form, LineForm)
        else priced(LineForm(formdata=None, obj=line), "price").named("line"),
        "coats": [(each, _powder_form(each, powder if each is coat else None)) for each in line.coats],
        "piles": parts.piles_of_job(db, job.id).get(line.id, []),
    }


def _powder_form(coat: Coat, form: PowderForm | None) -> PowderForm:
    empty = PowderForm(formdata=None, data={"powder": shown(coat.powder) if coat.powder else coat.wish})
    return (form or empty).named(f"coat-{coat.number}")
