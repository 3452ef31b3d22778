"""Which batches run, which wait for the scale, what was sprayed lately; and what a scanned batch opens."""

from typing import Any

from flask import g, request, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.batches import work
from powderapp.batches.queries import open_batch_at
from powderapp.batches.routes import bp
from powderapp.web.access import requires
from powderapp.web.fragments import go, page
from powderapp.web.transaction import db

TEMPLATE = "batches/index.html"


@bp.get("/floor/batch")
@requires(Permission.FLOOR_SEE)
def here() -> Response:
    """The batch of this station; where there is none, those that run elsewhere."""
    batch = open_batch_at(db, g.device.booth_id) if g.device.booth_id else None
    if batch is not None:
        return go(url_for(".show", number=batch.number))
    return page(TEMPLATE, "batches", **_screen())


@bp.get("/floor/batches")
@requires(Permission.FLOOR_SEE)
def index() -> Response:
    return page(TEMPLATE, "batches", **_screen("waiting" in request.args, request.args.get("after", type=int)))


@bp.get("/S/<int:number>")
@requires(Permission.FLOOR_SEE)
def scanned(number: int) -> Response:
    return go(url_for(".show", number=number))


@bp.get("/B/<int:number>")
@requires(Permission.POWDER_SEE)
def scanned_box(number: int) -> Response:
    return go(f"/boxes/{number}")


def _screen(waiting: bool = False, after: int | None = None) -> dict[str, Any]:
    unweighed = work.unweighed(db)
    past = [] if waiting else work.finished(db, after)
    places: dict[int, list[Any]] = {}
    for place in work.unsettled_places(db, [batch.id for batch in unweighed]):
        places.setdefault(place.batch_id, []).append(place)
    return {
        "running": [] if waiting or after else work.running(db), "unweighed": unweighed, "places": places,
        "finished": past, "waiting": waiting, "after": after, "more": past[-1].id if len(past) == 20 else None,
        "may_weigh": g.actor.may(Permission.BOX_WEIGH),
    }  # fmt: skip
