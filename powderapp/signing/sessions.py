"""A session begins: new cookies, and the way to where the person wanted to go."""

from datetime import datetime

from flask import g, request, session
from flask.wrappers import Response

from powderapp.base.access import Actor
from powderapp.devices import queries as devices
from powderapp.devices.models import Device, Kind
from powderapp.people.models import Person
from powderapp.people.queries import actor_for
from powderapp.people.rules import Way
from powderapp.signing import operations
from powderapp.signing.identity import cookie, new_token, set_cookies, token_hash
from powderapp.signing.landing import landing
from powderapp.web.fragments import go
from powderapp.web.paths import is_ours
from powderapp.web.transaction import db


def welcome(person: Person, way: Way, wanted: str | None) -> Response:
    """A new session in a new cookie; what the browser held before is worth nothing any more."""
    answer, actor = begin_session(person, way)
    answer.headers["Location" if answer.status_code == 303 else "HX-Redirect"] = landing(actor, wanted)
    return answer


def end_session_here() -> None:
    """Who is signed in at this browser is not any more, nor who was here too long ago and waits for their PIN."""
    token = cookie("session")
    by = g.actor if "actor" in g else actor_for(g.locked, g.device, g.now) if "locked" in g else None
    if token and by is not None:
        operations.sign_out(db, token_hash(token), by=by)


def begin_session(person: Person, way: Way) -> tuple[Response, Actor]:
    """Sign `person` in at this device: an answer that leads to the start and carries the cookies."""
    tokens, actor = new_session(person, way)
    response = go("/")
    set_cookies(response, *tokens)
    return response, actor


def new_session(person: Person, way: Way, since: datetime | None = None) -> tuple[tuple[str, str], Actor]:
    """Sign `person` in at this device: what the cookies of session and device are to hold.

    since: when the session began that this one goes on with; its longest day is counted from there.
    """
    tokens = new_token(), known_device() or new_token()
    actor = operations.sign_in(db, person, way, *map(token_hash, tokens), now=g.now, since=since)
    session.clear()
    g.pop("csrf_token", None)
    return tokens, actor


def known_device() -> str | None:
    """The cookie of this browser's device, where it is a known one."""
    return cookie("device") if device_here() else None


def device_here() -> Device | None:
    """The known device of this browser's own cookie, whoever is signed in."""
    token = cookie("device")
    return devices.device(db, token_hash(token), g.now) if token else None


def pins_work_here() -> bool:
    """A PIN is short: it counts only on a tablet that was added to the shop, or where nothing is real."""
    here = None if g.shop.is_demo else device_here()
    return g.shop.is_demo or (here is not None and here.kind == Kind.TABLET and here.enrolled_at is not None)


def wanted_next() -> str | None:
    wanted = request.args.get("next", "")
    return wanted if is_ours(wanted) else None
