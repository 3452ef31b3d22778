"""The board: every open job in the column where its least advanced parts stand."""

from flask import Blueprint, g, request
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.board import queries
from powderapp.board.rules import View
from powderapp.parts.rules import COLUMNS
from powderapp.web.access import requires
from powderapp.web.fragments import is_partial, page
from powderapp.web.static_files import static_hash
from powderapp.web.transaction import db

bp = Blueprint("board", __name__)


@bp.get("/board")
@requires(Permission.BOARD_SEE)
def show() -> Response:
    view = _view()
    if not is_partial():
        return page("board/show.html", "board", **_screen(view))
    known = Response(headers={"Cache-Control": "private, no-cache"})
    known.set_etag(_version(view), weak=True)
    if known.make_conditional(request).status_code == 304:
        return known
    answer = page("board/show.html", "board", **_screen(view))
    answer.headers.update({name: known.headers[name] for name in ("Cache-Control", "ETag")})
    return answer


def _view() -> View:
    asked = request.args.get("view", "")
    return View(asked) if asked in list(View) else View.ALL


def _version(view: View) -> str:
    """Whatever changes what the board shows: an event, the day, who looks, the shop's settings, a new release."""
    roles = "".join(sorted(role[:2] for role in g.actor.roles))
    return "-".join([queries.pulse(db), view, str(g.today), roles, str(g.shop.version), static_hash()])


def _screen(view: View) -> dict[str, object]:
    found = queries.board(db, view, g.today)
    shown = [
        (column, [(stage, found.cards[stage], found.counts[stage]) for stage in column.stages]) for column in COLUMNS
    ]
    return {
        "view": view,
        "views": [(each, found.jobs[each]) for each in View],
        "columns": shown,
        "is_empty": not any(found.counts.values()),
        "today": g.today,
        "may_open": g.actor.may(Permission.JOB_SEE),
    }
