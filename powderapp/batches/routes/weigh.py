"""Weighing back: what the scale says, what that means for each task, and the end of the batch."""

from typing import Any

from flask import g, request, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.batches import queries, weighing
from powderapp.batches.forms import FinishForm
from powderapp.batches.models import Batch, BatchBox
from powderapp.batches.routes import bp
from powderapp.batches.routes.boxes import place_of, say_with_undo
from powderapp.batches.rules import split_use, usual_range_g, why_unusual
from powderapp.batches.sharing import expected_use_g, sprayed
from powderapp.batches.walk_up import sprayer_at
from powderapp.batches.weighing import BoxOut
from powderapp.web.access import requires, walk_up
from powderapp.web.fragments import invalid, leave, page, say
from powderapp.web.transaction import db

TEMPLATE = "batches/weigh.html"


@bp.get("/floor/batches/<int:number>/weigh")
@requires(Permission.BATCH_SPRAY)
@walk_up(sprayer_at)
def weigh_page(number: int) -> Response:
    return page(TEMPLATE, "weigh", **_screen(queries.batch_by_number(db, number), FinishForm(formdata=None)))


@bp.get("/floor/batches/<int:number>/weigh/reading")
@requires(Permission.BATCH_SPRAY)
@walk_up(sprayer_at)
def reading(number: int) -> Response:
    """What the weight typed so far would mean; nothing is stored."""
    form = FinishForm(formdata=request.args)
    form.validate()
    return page(TEMPLATE, "reading", **_screen(queries.batch_by_number(db, number), form))


@bp.post("/floor/batches/<int:number>/weigh")
@requires(Permission.BATCH_SPRAY)
@walk_up(sprayer_at)
def finish(number: int) -> Response:
    form, batch = FinishForm(), queries.batch_by_number(db, number)
    if not form.validate_on_submit():
        return invalid(TEMPLATE, "weigh", **_screen(batch, form))
    out = BoxOut(form.gross_g(), empty=bool(form.empty.data))
    place = place_of(batch, form.place.data) if form.place.data else None
    if place is not None and len(_inside(batch)) > 1:
        weighing.take_box(db, batch, place, out, by=g.actor)
        say_with_undo(batch, f"Box {place.box.code} is back. Now the next one.")
        return leave(url_for(".weigh_page", number=number))
    outs = {place.id: out} if place else {}
    weighing.finish(db, batch, outs, by=g.actor, purge_g=form.purge.data or 0)
    say(f"Batch {batch.code} is finished.")
    return leave(url_for(".show", number=number))


def _inside(batch: Batch) -> list[BatchBox]:
    return [place for place in batch.boxes if place.closed_at is None]


def _screen(batch: Batch, form: FinishForm) -> dict[str, Any]:
    inside = _inside(batch)
    place = next((place for place in inside if place.id == form.place.data), inside[0] if inside else None)
    posted_g, box_g = queries.used_g(db, batch.id), _used_g(place, form)
    used_g = None if box_g is None and inside else posted_g + (box_g or 0)
    purge_g = min(form.purge.data or 0, used_g or 0)
    tasks = [task for task in batch.tasks if task.in_qty]
    expected = expected_use_g(batch.powder, tasks)
    shares = split_use(used_g - purge_g, sprayed(tasks)) if used_g is not None else []
    return {
        "batch": batch, "form": form, "place": place, "inside": inside, "posted_g": posted_g, "box_g": box_g,
        "used_g": used_g, "purge_g": purge_g, "tasks": tasks, "shares": shares, "expected_g": expected,
        "usual": usual_range_g(expected), "largest_g": max((share.grams for share in shares), default=0),
        "unusual": why_unusual(used_g, expected, g.units) if used_g is not None else None,
        "walk_up": g.actor if g.get("walks_up") else sprayer_at(db, g.device, g.now, batch.number),
        "left": sum(task.in_qty - task.out_qty for task in tasks),
    }  # fmt: skip


def _used_g(place: BatchBox | None, form: FinishForm) -> int | None:
    """Grams out of this box by what is typed; None as long as that is not known or cannot be."""
    if place is None or place.gross_in_g is None:
        return None
    if form.empty.data:
        return place.box.net_g
    gross_g = form.gross.data
    return None if gross_g is None or gross_g > place.gross_in_g else place.gross_in_g - gross_g
