"""The first page of all, and the way out."""

from flask import g, session
from flask.wrappers import Response

from powderapp.demo import queries as demo
from powderapp.devices.models import Kind
from powderapp.people import queries
from powderapp.signing.identity import clear_session_cookie
from powderapp.signing.landing import landing
from powderapp.signing.routes import bp
from powderapp.signing.sessions import end_session_here
from powderapp.web.access import SIGN_IN, keyless, public
from powderapp.web.fragments import go, page
from powderapp.web.paths import first_of_ours, is_ours
from powderapp.web.transaction import db


@bp.get("/")
@public
def start() -> Response:
    """An empty shop is set up or looked at; everybody else goes to work or signs in."""
    if not queries.anybody(db):
        return page("signing/welcome.html", "main", has_demo=is_ours("/demo", "POST"))
    if demo.is_building(db):
        return go("/demo/progress")
    return go(landing(g.actor) if "actor" in g else _door())


def _door() -> str:
    """A wall screen has one page; at any other device somebody signs in."""
    is_wall = "device" in g and g.device.kind == Kind.WALL
    return (first_of_ours("/wall") if is_wall else None) or SIGN_IN


@bp.post("/signout")
@public
@keyless("what is ended stays ended")
def sign_out() -> Response:
    end_session_here()
    session.clear()
    response = go(SIGN_IN)
    clear_session_cookie(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
