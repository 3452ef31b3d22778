"""The page of a wall screen, and what refreshes it every twenty seconds."""

from flask import Blueprint, g, request
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.board.queries import pulse
from powderapp.board.rules import View
from powderapp.wall import queries
from powderapp.wall.rules import COLUMNS, TILES
from powderapp.web.access import for_walls, requires
from powderapp.web.fragments import is_partial, page
from powderapp.web.static_files import static_hash
from powderapp.web.transaction import db

bp = Blueprint("wall", __name__)
TEMPLATE = "wall/show.html"


@bp.get("/wall")
@requires(Permission.BOARD_SEE)
@for_walls
def show() -> Response:
    if not is_partial():
        return page(TEMPLATE, "wall", **_screen())
    known = Response(headers={"Cache-Control": "private, no-cache"})
    known.set_etag(_version(), weak=True)
    if known.make_conditional(request).status_code == 304:
        return known
    answer = page(TEMPLATE, "wall", **_screen())
    answer.headers.update({name: known.headers[name] for name in ("Cache-Control", "ETag")})
    return answer


def _version() -> str:
    """Whatever changes what the wall shows: an event, the day, the shop's settings, a new release."""
    return "-".join([pulse(db), str(g.today), str(g.shop.version), static_hash()])


def _screen() -> dict[str, object]:
    found = queries.wall(db, g.today, g.now)
    cards, counts, jobs = found.stages.cards, found.stages.counts, found.stages.jobs
    booths, ovens = found.booths[:TILES], found.ovens[:TILES]
    return {
        "booths": booths, "ovens": ovens, "tiles_more": len(found.booths) + len(found.ovens) - len(booths) - len(ovens),
        "columns": [(stage, cards[stage], counts[stage]) for stage in COLUMNS],
        "today": jobs[View.TODAY], "late": jobs[View.LATE], "open": jobs[View.ALL],
        "waiting_qty": found.waiting_qty, "ready_since": found.ready_since, "day": g.today,
    }  # fmt: skip
