"""Another box for a running batch: swapped, or beside the first."""

from typing import Any

from flask import g, request, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.base.errors import FieldError, NotFoundError
from powderapp.batches import queries, undoing, weighing
from powderapp.batches.forms import ClockForm, CorrectInForm, SwapForm
from powderapp.batches.models import Batch, BatchBox
from powderapp.batches.routes import bp
from powderapp.batches.routes.boxing import ask_weight, chosen_box, scanned_box
from powderapp.batches.weighing import BoxIn, BoxOut
from powderapp.stock.models import Box
from powderapp.stock.queries import boxes_of
from powderapp.web.access import requires
from powderapp.web.filters import weight
from powderapp.web.fragments import invalid, leave, page, say
from powderapp.web.transaction import db

TEMPLATE = "batches/box.html"


@bp.get("/floor/batches/<int:number>/box")
@requires(Permission.BATCH_SPRAY)
def box_page(number: int) -> Response:
    batch, form, box = queries.batch_by_number(db, number), SwapForm(formdata=None), None
    if code := request.args.get("code"):
        try:
            box = scanned_box(code, batch.powder, url_for(".box_page", number=number))
        except FieldError as error:
            form.code.errors, form.code.data = (str(error),), code
    return page(TEMPLATE, "box", **_screen(batch, form, box))


@bp.post("/floor/batches/<int:number>/box")
@requires(Permission.BATCH_SPRAY)
def swap_box(number: int) -> Response:
    form, batch = SwapForm(), queries.batch_by_number(db, number)
    if not form.validate_on_submit():
        return invalid(TEMPLATE, "box", **_screen(batch, form))
    box = chosen_box(form, batch.powder, url_for(".box_page", number=number))
    if box is None:
        raise FieldError("box", "Choose the box, or scan it.")
    ask_weight(form, box, "Go on")
    _put_in(batch, form, box)
    say_with_undo(batch, f"Box {box.code} is in batch {batch.code}.")
    return leave(url_for(".show", number=number))


@bp.post("/floor/batches/<int:number>/box/undo/<int:event_id>")
@requires(Permission.BATCH_SPRAY)
def undo_box(number: int, event_id: int) -> Response:
    batch = queries.batch_by_number(db, number)
    event = queries.box_tap(db, batch, event_id)
    if not ClockForm().validate_on_submit():
        return invalid(TEMPLATE, "box", **_screen(batch, SwapForm(formdata=None)))
    undoing.undo_box(db, batch, event, by=g.actor)
    say("Taken back.")
    return leave(url_for(".show", number=number))


def say_with_undo(batch: Batch, sentence: str) -> None:
    """What a tap with a box did, and the way to take it back."""
    event = queries.last_box_tap(db, batch.id)
    say(sentence, *([url_for("batches.undo_box", number=batch.number, event_id=event.id)] if event else []))


@bp.post("/floor/batches/<int:number>/box/<int:place_id>/weight-in")
@requires(Permission.BATCH_CORRECT)
def correct_in(number: int, place_id: int) -> Response:
    form, batch = CorrectInForm(), queries.batch_by_number(db, number)
    place = place_of(batch, place_id)
    if not form.validate_on_submit():
        return invalid(TEMPLATE, "box", **_screen(batch, SwapForm(formdata=None), correcting=form))
    weighing.correct_in(db, batch, place, form.gross_in.data or 0, by=g.actor)
    say(f"Box {place.box.code} went in with {weight(form.gross_in.data)}.")
    return leave(url_for(".show", number=number))


def _put_in(batch: Batch, form: SwapForm, box: Box) -> None:
    box_in = BoxIn(box.id, None if form.unweighed.data else form.gross.data)
    if form.place.data is None or form.stays.data:
        weighing.add_box(db, batch, box_in, by=g.actor)
        return
    gross_g = None if form.later.data or form.empty.data else form.gross_out.data
    out = BoxOut(gross_g, empty=bool(form.empty.data))
    weighing.swap_box(db, batch, place_of(batch, form.place.data), out, box_in, by=g.actor)


def place_of(batch: Batch, place_id: int) -> BatchBox:
    """One box of a loaded batch; NotFoundError when it belongs to another."""
    found = next((place for place in batch.boxes if place.id == place_id), None)
    if found is None:
        raise NotFoundError(f"This box is not in batch {batch.code}.")
    return found


def _screen(
    batch: Batch, form: SwapForm, box: Box | None = None, correcting: CorrectInForm | None = None
) -> dict[str, Any]:
    inside = [place for place in batch.boxes if place.closed_at is None]
    here = {place.box_id for place in inside}
    boxes = [other for other in boxes_of(db, batch.powder_id) if other.id not in here]
    if box is not None and box not in boxes and box.id not in here:
        boxes.insert(0, box)
    chosen = form.box.data or (box.id if box else boxes[0].id if boxes else None)
    out = form.place.data or (inside[0].id if inside else None)
    return {
        "batch": batch, "form": form, "boxes": boxes, "places": inside, "chosen": chosen, "out": out,
        "correcting": correcting or CorrectInForm(formdata=None),
        "may_correct": g.actor.may(Permission.BATCH_CORRECT),
    }  # fmt: skip
