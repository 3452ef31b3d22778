"""Begin the demo, wait for it, leave it."""

from typing import Any, cast

from flask import Blueprint, current_app, g, request, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.base.errors import NotFoundError
from powderapp.demo import building, operations, queries
from powderapp.signing.identity import clear_session_cookie
from powderapp.web.access import keyless, public, requires
from powderapp.web.fragments import go, is_partial, page, say
from powderapp.web.transaction import ShopApp, after_commit, db

bp = Blueprint("demo", __name__)


@bp.post("/demo")
@public
@keyless("a shop becomes a demo once; whoever presses again waits for the same build")
def begin() -> Response:
    """An empty shop becomes a demo; this worker builds it when the answer is out."""
    app = cast(ShopApp, current_app)
    crew = building.begin(db, app.config["SETTINGS"].pin_pepper, now=g.now)
    if crew is not None:
        build = building.Build(app.sessions, crew, g.now)
        after_commit(lambda: building.in_background(build))
    return go(url_for(".progress"))


@bp.get("/demo/progress")
@public
def progress() -> Response:
    """How far it is; asks again every second."""
    screen = _screen()
    if screen["build"] is None:
        return go("/")
    answer = page("demo/progress.html", "main", **screen)
    if not is_partial():
        return answer
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    return cast(Response, answer.make_conditional(request))


@bp.get("/demo/leave")
@requires(Permission.DEMO_LEAVE)
def confirm_leave() -> Response:
    """What goes with it, and the button."""
    if not g.shop.is_demo:
        raise NotFoundError("This is not a demo shop.")
    return page("demo/leave.html", "main")


@bp.post("/demo/leave")
@requires(Permission.DEMO_LEAVE)
@keyless("what was left is gone: who presses again is asked to sign in")
def leave() -> Response:
    """Everything made up goes; the shop is as empty as on the first day, and everybody is signed out."""
    operations.leave(db, by=g.actor)
    say("The demo shop is gone.")
    answer = go("/")
    clear_session_cookie(answer)
    return answer


def _screen() -> dict[str, Any]:
    found = queries.build(db)
    return {"build": found, "cut_off": found is not None and queries.is_cut_off(found, g.now)}
