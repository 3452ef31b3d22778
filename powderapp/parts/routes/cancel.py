"""A line or a whole job is cancelled: what is not begun goes back uncoated, with a reason."""

from typing import Any

from flask import g, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.jobs import queries as jobs
from powderapp.jobs.models import Job, Line
from powderapp.parts import cancelling, queries
from powderapp.parts.forms import CancelForm
from powderapp.parts.routes import bp
from powderapp.shop.models import ReasonKind
from powderapp.web.access import requires
from powderapp.web.fragments import invalid, leave, page, say
from powderapp.web.transaction import db

CANCEL = "parts/cancel.html"


@bp.get("/jobs/<int:number>/cancel")
@requires(Permission.JOB_CANCEL)
def confirm_cancel(number: int) -> Response:
    return page(CANCEL, "cancel", **_screen(jobs.job_by_number(db, number)))


@bp.post("/jobs/<int:number>/cancel")
@requires(Permission.JOB_CANCEL)
def cancel_job(number: int) -> Response:
    job, form = jobs.job_by_number(db, number), CancelForm()
    if not form.validate_on_submit():
        return invalid(CANCEL, "cancel", **_screen(job, form=form))
    cancelling.cancel_job(db, job, reason=str(form.reason.data), by=g.actor)
    say(f"{number} is cancelled. What stands ready must still be handed back.")
    return leave(url_for("jobs.show", number=number))


@bp.get("/jobs/<int:number>/lines/<int:line_id>/cancel")
@requires(Permission.JOB_CANCEL)
def confirm_cancel_line(number: int, line_id: int) -> Response:
    job = jobs.job_by_number(db, number)
    return page(CANCEL, "cancel", **_screen(job, jobs.line_of(job, line_id)))


@bp.post("/jobs/<int:number>/lines/<int:line_id>/cancel")
@requires(Permission.JOB_CANCEL)
def cancel_line(number: int, line_id: int) -> Response:
    job, form = jobs.job_by_number(db, number), CancelForm()
    line = jobs.line_of(job, line_id)
    if not form.validate_on_submit():
        return invalid(CANCEL, "cancel", **_screen(job, line, form))
    cancelling.cancel_line(db, line, reason=str(form.reason.data), by=g.actor)
    say(f"{line.label(number)} is cancelled.")
    return leave(url_for("jobs.show", number=number))


def _screen(job: Job, line: Line | None = None, form: CancelForm | None = None) -> dict[str, Any]:
    piles = queries.piles_of_job(db, job.id)
    lines = [line] if line else [each for each in job.lines if not each.cancelled_at]
    return {
        "job": job,
        "line": line,
        "form": form or CancelForm(formdata=None),
        "lines": [(each, piles.get(each.id, [])) for each in lines],
        "reasons": jobs.reasons(db, ReasonKind.CANCEL),
    }
