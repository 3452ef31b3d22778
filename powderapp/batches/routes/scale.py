"""Weighing a box where it stands: what it lost since batches ran unweighed is settled as their use."""

from typing import Any

from flask import g
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.batches import queries, sharing
from powderapp.batches.box_forms import WeighBoxForm
from powderapp.batches.routes import bp
from powderapp.stock import queries as stock
from powderapp.stock.models import Box
from powderapp.web.access import requires
from powderapp.web.filters import weight
from powderapp.web.forms import Form
from powderapp.web.fragments import invalid, leave, page, say
from powderapp.web.transaction import db

TEMPLATE = "batches/weigh_box.html"


@bp.get("/boxes/<int:number>/weigh")
@requires(Permission.BOX_WEIGH)
def scale(number: int) -> Response:
    return page(TEMPLATE, "weigh", **_screen(stock.box_by_number(db, number), WeighBoxForm(formdata=None)))


@bp.post("/boxes/<int:number>/weigh")
@requires(Permission.BOX_WEIGH)
def weigh_box(number: int) -> Response:
    form, box = WeighBoxForm(), stock.box_by_number(db, number)
    if not form.validate_on_submit():
        return invalid(TEMPLATE, "weigh", **_screen(box, form))
    sharing.weigh_box(db, box, form.gross.data or 0, by=g.actor, reason=form.reason.data)
    db.refresh(box, ["net_g"])
    say(f"Box {box.code} holds {weight(box.net_g)}.")
    return leave(f"/boxes/{number}")


def _screen(box: Box, form: Form) -> dict[str, Any]:
    place = queries.open_box(db, box.id)
    numbers = queries.batch_numbers_of(db, [place.id]) if place else {}
    return {
        "box": box,
        "weigh": form.named("weigh"),
        "in_batch": numbers.get(place.id) if place else None,
        "unsettled": len(queries.unsettled_boxes(db, box.id)),
    }
