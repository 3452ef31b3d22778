"""The ovens on the floor: what is in them, what to put in next, and a load from start to end."""

from decimal import Decimal
from typing import Any, cast

from flask import Blueprint, g, request, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.base.text import counted
from powderapp.base.units import show_temp
from powderapp.jobs.queries import open_holds
from powderapp.ovens import operations, queries, undoing
from powderapp.ovens.choosing import choose
from powderapp.ovens.filling import candidates
from powderapp.ovens.forms import AbortForm, LoadForm, TakeOutForm, UndoForm, load_form
from powderapp.ovens.models import Load
from powderapp.ovens.rules import common_window, heat_up_minutes, kinds, out_at, why_early, why_not_together
from powderapp.parts.models import Pile
from powderapp.shop.models import Oven, Reason, ReasonKind
from powderapp.shop.queries import listed
from powderapp.web.access import requires
from powderapp.web.fragments import done, invalid, leave, page, say
from powderapp.web.transaction import db

bp = Blueprint("ovens", __name__)


@bp.get("/floor/oven")
@requires(Permission.FLOOR_SEE)
def index() -> Response:
    return page("ovens/index.html", "ovens", **_index_screen())


@bp.get("/floor/ovens/<int:oven_id>")
@requires(Permission.FLOOR_SEE)
def oven(oven_id: int) -> Response:
    asked = request.args if request.args.get("asked") else None
    return page("ovens/oven.html", "filling", **_oven_screen(queries.oven_by_id(db, oven_id), asked))


@bp.post("/floor/ovens/<int:oven_id>/load")
@requires(Permission.LOAD_CURE)
def load(oven_id: int) -> Response:
    oven = queries.oven_by_id(db, oven_id)
    waiting = _waiting_qty(queries.waiting(db))
    form = load_form(waiting, request.form)
    if not form.validate_on_submit():
        return invalid("ovens/oven.html", "filling", **_oven_screen(oven, request.form, form))
    parts, minutes = form.parts(waiting), form.minutes.data or 0
    entry = operations.load(
        db, oven, parts, set_point_c=form.set_point_c, minutes=minutes, steps=form.steps(), by=g.actor
    )
    hot = show_temp(entry.set_point_c, g.units)
    say(f"Load {entry.number} is in {oven.name}: {counted(sum(parts.values()), 'part')} at {hot}.")
    return leave(url_for(".show", number=entry.number))


@bp.get("/floor/loads/<int:number>")
@requires(Permission.FLOOR_SEE)
def show(number: int) -> Response:
    return page("ovens/load.html", "load", **_load_screen(number))


@bp.post("/floor/loads/<int:number>/at-temperature")
@requires(Permission.LOAD_CURE)
def at_temperature(number: int) -> Response:
    event = operations.at_temperature(db, queries.load_by_number(db, number), by=g.actor)
    say(f"Load {number} is at temperature.", url_for(".undo", number=number, event_id=event.id))
    return done("ovens/load.html", "load", to=url_for(".show", number=number), **_load_screen(number))


@bp.post("/floor/loads/<int:number>/take-out")
@requires(Permission.LOAD_CURE)
def take_out(number: int) -> Response:
    form, load = TakeOutForm(), queries.load_by_number(db, number)
    early = why_early(load.at_temp_at, g.actor.now, load.minutes) if load.out_at is None else None
    if not form.validate_on_submit() or (early and not form.sure.data):
        return invalid("ovens/load.html", "load", **_load_screen(number, early))
    event = operations.take_out(db, load, by=g.actor)
    say(f"Load {number} is out.", url_for(".undo", number=number, event_id=event.id))
    return done("ovens/load.html", "load", to=url_for(".show", number=number), **_load_screen(number))


@bp.post("/floor/loads/<int:number>/undo/<int:event_id>")
@requires(Permission.LOAD_CURE)
def undo(number: int, event_id: int) -> Response:
    load = queries.load_by_number(db, number)
    event = queries.tap_of(db, load, event_id)
    if not UndoForm().validate_on_submit():
        return invalid("ovens/load.html", "load", **_load_screen(number))
    undoing.undo(db, load, event, by=g.actor)
    say("Taken back.")
    return done("ovens/load.html", "load", to=url_for(".show", number=number), **_load_screen(number))


@bp.get("/floor/loads/<int:number>/abort")
@requires(Permission.FLOOR_SEE)
def abort_page(number: int) -> Response:
    return page("ovens/abort.html", "abort", **_abort_screen(number, AbortForm(formdata=None)))


@bp.post("/floor/loads/<int:number>/abort")
@requires(Permission.LOAD_CURE)
def abort(number: int) -> Response:
    form = AbortForm()
    screen = _abort_screen(number, form)
    if not form.validate_on_submit():
        return invalid("ovens/abort.html", "abort", **screen)
    operations.abort(db, screen["load"], reason=form.words or "", by=g.actor)
    say(f"Load {number} was aborted; its parts wait for the oven again.")
    return leave(url_for(".show", number=number))


def _index_screen() -> dict[str, Any]:
    ovens, running = cast(list[Oven], listed(db, Oven)), queries.running(db)
    tiles = [(oven, running.get(oven.id)) for oven in ovens]
    waiting_qty = queries.waiting_qty(db)
    return {
        "tiles": tiles,
        "plans": {load.id: _plan(load) for load in running.values()},
        "waiting_qty": waiting_qty,
        "first_free_id": next((oven.id for oven, load in tiles if not load), None) if waiting_qty else None,
        "may_load": g.actor.may(Permission.LOAD_CURE),
    }


def _oven_screen(oven: Oven, sent: Any, form: LoadForm | None = None) -> dict[str, Any]:
    found = candidates(db, queries.waiting(db))
    waiting = {candidate.key: candidate.qty for candidate in found}
    form = form or load_form(waiting, sent)
    choice = choose(oven, found, form.wanted, _holds([c.pile for c in found]), g.units)
    form.show(waiting, choice.suggestion)
    heaviest_um = _heaviest_um(row.candidate.pile for row in choice.chosen)
    set_point_c = form.set_point_c if form.set_point.data is not None else None
    return {
        "oven": oven,
        "form": form,
        "choice": choice,
        "set_point_c": set_point_c,
        "window": common_window(choice.items, set_point_c) if set_point_c else None,
        "why_not": choice.why_not or _why_not_at(choice.items, set_point_c),
        "kinds": kinds(choice.items),
        "heaviest_um": heaviest_um,
        "heaviest_mm": Decimal(heaviest_um) / 1000,
        "running": queries.open_load_in(db, oven.id),
        "last_out": queries.last_out(db, oven.id),
        "units": g.units,
        "heat_up_minutes": heat_up_minutes,
        "may_load": g.actor.may(Permission.LOAD_CURE),
    }


def _why_not_at(items: list[Any], set_point_c: Decimal | None) -> str | None:
    return why_not_together(items, g.units, set_point_c=set_point_c) if items and set_point_c else None


def _holds(piles: list[Pile]) -> dict[int, str]:
    """Why a line may not go in, by line id: a hold of the line, or of its whole job."""
    held = open_holds(db, {pile.line.job_id for pile in piles})
    by_line = {hold.line_id: hold.reason for hold in held if hold.line_id is not None}
    by_job = {hold.job_id: hold.reason for hold in held if hold.line_id is None}
    found = {pile.line_id: by_line.get(pile.line_id) or by_job.get(pile.line.job_id) for pile in piles}
    return {line_id: reason for line_id, reason in found.items() if reason}


def _waiting_qty(piles: Any) -> dict[str, int]:
    return {candidate.key: candidate.qty for candidate in candidates(db, piles)}


def _load_screen(number: int, early: str | None = None) -> dict[str, Any]:
    load = queries.load_by_number(db, number)
    piles = [item.pile for item in load.items]
    coats = queries.coats_with_cure(db, {pile.line_id for pile in piles})
    return {
        "load": load,
        "early": early,
        "coats": coats,
        "plan": _plan(load),
        "went_to": queries.went_to(db, [pile.id for pile in piles]) if load.out_at else {},
        "parts": sum(item.qty for item in load.items),
        "may_load": g.actor.may(Permission.LOAD_CURE),
        "last_tap": queries.last_tap(db, load.id),
    }


def _plan(load: Load) -> dict[str, Any]:
    """When it should come out, what the heaviest part adds, and how long it really was at temperature."""
    heaviest_um = _heaviest_um(item.pile for item in load.items)
    return {
        "out_at": out_at(load.in_at, load.at_temp_at, load.minutes, heaviest_um),
        "heaviest_mm": Decimal(heaviest_um) / 1000,
        "heat_up": heat_up_minutes(heaviest_um),
        "held": load.held_minutes,
        "parts": sum(item.qty for item in load.items),
        "lines": [item.pile.line.label(item.pile.line.job.number or 0) for item in load.items],
    }


def _heaviest_um(piles: Any) -> int:
    return max((pile.line.thickness_um or 0 for pile in piles), default=0)


def _abort_screen(number: int, form: AbortForm) -> dict[str, Any]:
    reasons = [r.name for r in listed(db, Reason) if r.kind is ReasonKind.ABORT]  # type: ignore[attr-defined]
    form.reason.choices = [(name, name) for name in reasons]
    return {"load": queries.load_by_number(db, number), "form": form, "reasons": reasons}
