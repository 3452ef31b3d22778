"""Moves taken back: a whole tap, or some parts of one move."""

from typing import Any

from flask import g, request, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.parts import operations, queries
from powderapp.parts.forms import ReverseForm, UndoForm
from powderapp.parts.routes import bp
from powderapp.web.access import requires
from powderapp.web.fragments import invalid, leave, page, say
from powderapp.web.paths import first_of_ours
from powderapp.web.transaction import db


@bp.get("/moves/<int:move_id>")
@requires(Permission.PARTS_REVERSE)
def move(move_id: int) -> Response:
    return page("parts/move.html", "move", **_screen(queries.move_by_id(db, move_id)))


@bp.post("/moves/<int:move_id>/reverse")
@requires(Permission.PARTS_REVERSE)
def reverse(move_id: int) -> Response:
    shown, form = queries.move_by_id(db, move_id), ReverseForm()
    if not form.validate_on_submit():
        return invalid("parts/move.html", "move", **_screen(shown, form))
    operations.reverse(db, shown.move, form.qty.data or 0, by=g.actor, reason=str(form.reason.data))
    say(f"{form.qty.data} {shown.what} put back.")
    return leave(url_for("parts.show", number=shown.job_number))


@bp.post("/events/<int:event_id>/undo")
@requires(Permission.PARTS_REVERSE)
def undo(event_id: int) -> Response:
    """Take a tap back and stay on the page it was pressed on."""
    event, form = queries.event_by_id(db, event_id), UndoForm()
    if form.validate_on_submit():
        operations.undo(db, event, by=g.actor)
        say("Undone.")
    return leave(_page_pressed_on() or "/board")


def _page_pressed_on() -> str | None:
    referrer = request.referrer or ""
    return first_of_ours(referrer.removeprefix(request.host_url.rstrip("/")))


def _screen(shown: queries.MoveShown, form: ReverseForm | None = None) -> dict[str, Any]:
    return {"shown": shown, "form": form or ReverseForm(formdata=None, data={"qty": shown.left})}
