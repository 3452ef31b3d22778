"""Where the parts of a job are, and the trips in which they come."""

from typing import Any

from flask import g, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.jobs import queries as jobs
from powderapp.jobs.models import Job
from powderapp.parts import operations, queries
from powderapp.parts.forms import ArriveForm
from powderapp.parts.routes import bp
from powderapp.web.access import requires
from powderapp.web.fragments import invalid, leave, page, say
from powderapp.web.transaction import db


@bp.get("/jobs/<int:number>/parts")
@requires(Permission.JOB_SEE)
def show(number: int) -> Response:
    job = jobs.job_by_number(db, number)
    screen = {"job": job, "at": queries.whereabouts(db, job), "moves": queries.moves_of_job(db, job.id)}
    return page("parts/show.html", "parts", **screen)


@bp.get("/jobs/<int:number>/arrive")
@requires(Permission.PARTS_ARRIVE)
def arrival(number: int) -> Response:
    return page("parts/arrival.html", "arrival", **_screen(jobs.job_by_number(db, number)))


@bp.post("/jobs/<int:number>/arrive")
@requires(Permission.PARTS_ARRIVE)
def arrive(number: int) -> Response:
    job = jobs.job_by_number(db, number)
    form = ArriveForm.for_lines(_expected(job))
    if not form.validate_on_submit():
        return invalid("parts/arrival.html", "arrival", **_screen(job, form))
    operations.arrive(db, job, form.counts, by=g.actor, from_whom=form.from_whom.data, note=form.note.data)
    parts = sum(form.counts.values())
    say(f"{parts} {'part' if parts == 1 else 'parts'} of {number} arrived.")
    return leave(url_for("jobs.show", number=number))


def _expected(job: Job) -> list[tuple[int, str, int]]:
    to_come = queries.whereabouts(db, job).to_come
    lines = {line.id: f"{line.label(job.number or 0)} {line.what}" for line in job.lines}
    return [(line_id, lines[line_id], qty) for line_id, qty in to_come.items()]


def _screen(job: Job, form: ArriveForm | None = None) -> dict[str, Any]:
    expected = _expected(job)
    all_of_it = {f"line_{line_id}": qty for line_id, _, qty in expected}
    form = form or ArriveForm.for_lines(expected, formdata=None, data=all_of_it)
    return {"job": job, "form": form, "counts": [(form[f"line_{i}"], qty) for i, _, qty in expected]}
