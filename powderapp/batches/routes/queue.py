"""The colour queue."""

from typing import Any

from flask import g, request
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.batches.queries import open_batch_at
from powderapp.batches.queue import grouped, metal_of, metals
from powderapp.batches.routes import bp
from powderapp.batches.waiting import colours, stock_g, waiting
from powderapp.web.access import requires
from powderapp.web.fragments import page
from powderapp.web.transaction import db

TEMPLATE = "batches/queue.html"


@bp.get("/floor/queue")
@requires(Permission.FLOOR_SEE)
def queue() -> Response:
    return page(TEMPLATE, "queue", **_screen(request.args.get("metal")))


def _screen(metal: str | None) -> dict[str, Any]:
    rows = waiting(db)
    batch = open_batch_at(db, g.device.booth_id) if g.device.booth_id else None
    powder_ids = {row.powder_id for row in rows if row.powder_id} | ({batch.powder_id} if batch else set())
    shown = colours(db, powder_ids)
    known = metal if metal is not None and any(metal_of(row) == metal for row in rows) else None
    return {
        "groups": grouped(rows, shown, stock_g(db, powder_ids), g.today, known),
        "metals": metals(rows),
        "metal": known,
        "ahead": sum(row.qty for row in rows if row.ahead and known in (None, metal_of(row))),
        "batch": batch,
        "booth_colour": shown.get(batch.powder_id) if batch else None,
        "may_spray": g.actor.may(Permission.BATCH_SPRAY),
    }
