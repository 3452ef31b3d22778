"""From ticked parts to a running batch: choose the box, weigh it in, start."""

from dataclasses import replace
from typing import Any

from flask import g, request, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.base.errors import FieldError
from powderapp.batches import operations
from powderapp.batches.forms import ChooseForm, StartForm
from powderapp.batches.queue import needed_g
from powderapp.batches.routes import bp
from powderapp.batches.routes.boxing import WrongPowderError, ask_weight, chosen_box, powder_by_id, scanned_box, stop
from powderapp.batches.waiting import colours, picked
from powderapp.batches.weighing import BoxIn
from powderapp.batches.work import running
from powderapp.powders.models import Powder
from powderapp.shop.models import Booth
from powderapp.shop.queries import listed
from powderapp.stock.models import Box
from powderapp.stock.queries import boxes_of
from powderapp.web.access import requires
from powderapp.web.fragments import go, invalid, leave, page, say
from powderapp.web.transaction import db

TEMPLATE = "batches/start.html"


@bp.get("/floor/queue/start")
@requires(Permission.BATCH_SPRAY)
def choose() -> Response:
    asked = ChooseForm(formdata=request.args)
    if not asked.validate():
        say("Choose the parts first.")
        return go(url_for(".queue"))
    powder, form = powder_by_id(asked.powder.data), StartForm(formdata=None, powder=asked.powder.data)
    try:
        box = scanned_box(asked.code.data, powder, _back(powder, asked.parts())) if asked.code.data else None
    except FieldError as error:
        box, form.code.errors, form.code.data = None, (str(error),), asked.code.data
    return page(TEMPLATE, "start", **_screen(powder, asked.parts(), form, box))


@bp.post("/floor/queue/start")
@requires(Permission.BATCH_SPRAY)
def start() -> Response:
    form = StartForm()
    powder = powder_by_id(form.powder.data or 0)
    if not form.validate_on_submit():
        return invalid(TEMPLATE, "start", **_screen(powder, form.parts(), form))
    box = chosen_box(form, powder, _back(powder, form.parts()))
    if box is None and boxes_of(db, powder.id):
        raise FieldError("box", "Choose the box; only its weight may be missing.")
    if box is not None:
        ask_weight(form, box, "Start spraying")
    boxes = [BoxIn(box.id, None if form.unweighed.data else form.gross.data)] if box else []
    batch = operations.start(db, _booth(form), powder, form.parts(), boxes, by=g.actor)
    say(f"Batch {batch.code} is started.")
    return leave(url_for(".show", number=batch.number))


@bp.errorhandler(WrongPowderError)
def wrong_powder(error: WrongPowderError) -> Response:
    """What no sprayer may overlook."""
    return stop(error)


def _booth(form: StartForm) -> Booth:
    booth = db.get(Booth, form.booth.data or g.device.booth_id or 0)
    if booth is None or booth.retired_at is not None:
        raise FieldError("booth", "Choose the booth.")
    return booth


def _back(powder: Powder, parts: dict[int, int]) -> str:
    piles = list(parts)
    return url_for(".choose", powder=powder.id, ticked=piles, pile=piles, qty=list(parts.values()))


def _screen(powder: Powder, parts: dict[int, int], form: StartForm, box: Box | None = None) -> dict[str, Any]:
    waits = picked(db, list(parts))
    rows = [replace(row, qty=parts[row.pile_id]) for row in waits]
    boxes = list(boxes_of(db, powder.id))
    if box is not None and box not in boxes:
        boxes.insert(0, box)
    grams, estimated = needed_g(rows, colours(db, [powder.id])[powder.id]) if rows else (0, False)
    busy = {batch.booth_id: batch for batch in running(db)}
    chosen = form.box.data or (box.id if box else boxes[0].id if boxes else None)
    return {
        "powder": powder, "rows": rows, "parts": parts, "form": form, "boxes": boxes, "chosen": chosen,
        "needed_g": grams, "estimated": estimated, "busy": busy, "booths": listed(db, Booth),
        "too_many": [(row.label, row.qty) for row in waits if parts[row.pile_id] > row.qty],
        "booth_id": form.booth.data or g.device.booth_id, "in_use": _in_use(list(busy.values())),
    }  # fmt: skip


def _in_use(batches: list[Any]) -> dict[int, str]:
    return {place.box_id: batch.code for batch in batches for place in batch.boxes if place.closed_at is None}
