"""Prep on the floor: what next, count steps, hang on a rack, send on."""

import re
from typing import Any

from flask import Blueprint, g, request, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.base.events import Event
from powderapp.base.text import counted
from powderapp.prep import operations, queries
from powderapp.prep.forms import CountForm, SendForm, UndoForm
from powderapp.shop.models import Rack
from powderapp.shop.queries import listed
from powderapp.web.access import requires
from powderapp.web.forms import Form
from powderapp.web.fragments import done, invalid, page, say
from powderapp.web.transaction import db

bp = Blueprint("prep", __name__)
TEMPLATE = "prep/index.html"
_JOB = re.compile(r"(?:.*/)?[jJ]?/?([0-9]{1,9})(?:-[0-9]+(?:[rR][0-9]+)?)?")


@bp.get("/floor/prep")
@requires(Permission.FLOOR_SEE)
def index() -> Response:
    return page(TEMPLATE, "prep", **_screen())


@bp.post("/floor/prep/steps/<int:step_id>")
@requires(Permission.PREP_DO)
def count_done(step_id: int) -> Response:
    form, step = CountForm(), queries.step_by_id(db, step_id)
    if not form.validate_on_submit():
        return invalid(TEMPLATE, "prep", **_screen(form, f"step-{step_id}"))
    event = operations.count_done(db, step, form.done_qty.data or 0, by=g.actor)
    line = step.line.label(step.line.job.number or 0)
    _say(f"{line}: {step.prep_step.name} is done for {counted(step.done_qty, 'part')}.", event)
    return _done()


@bp.post("/floor/prep/lines/<int:line_id>/<int:before_coat>")
@requires(Permission.PREP_DO)
def send_on(line_id: int, before_coat: int) -> Response:
    form, line = SendForm(), queries.line_by_id(db, line_id)
    form.rack.choices = [(rack.id, rack.code) for rack in _racks()]
    if not form.validate_on_submit():
        return invalid(TEMPLATE, "prep", **_screen(form, f"line-{line_id}-{before_coat}"))
    qty = form.qty.data or 0
    event = operations.send_on(db, line, before_coat, qty, rack_id=form.rack.data, by=g.actor)
    _say(f"{counted(qty, 'part')} of {line.label(line.job.number or 0)} went on.", event)
    return _done()


@bp.post("/floor/prep/undo/<int:event_id>")
@requires(Permission.PREP_DO)
def undo(event_id: int) -> Response:
    event = queries.event_by_id(db, event_id)
    if not UndoForm().validate_on_submit():
        return invalid(TEMPLATE, "prep", **_screen())
    take_back = operations.undo_count if event.verb == "prep.done" else operations.undo_sending
    take_back(db, event, by=g.actor)
    say("Taken back.")
    return _done()


def _screen(form: Form | None = None, at: str | None = None) -> dict[str, Any]:
    code = (request.args.get("code") or "").strip()[:40]
    found = _JOB.fullmatch(code)
    work, more = queries.work(db, int(found[1]) if found else None)
    return {
        "work": work, "more": more, "racks": _racks(), "form": form, "at": at, "code": code if found else "",
        "unknown": code if code and not found else None, "may_prep": g.actor.may(Permission.PREP_DO),
    }  # fmt: skip


def _racks() -> list[Any]:
    return listed(db, Rack)


def _done() -> Response:
    return done(TEMPLATE, "prep", to=url_for(".index", code=request.args.get("code") or None), **_screen())


def _say(sentence: str, event: Event | None) -> None:
    say(sentence, *([url_for(".undo", event_id=event.id, code=request.args.get("code") or None)] if event else []))
