"""Who asks: the cookies of a request, and the person and device they stand for.

Both cookies hold 256 random bits; the database knows their SHA-256 alone, so that neither a dump nor a forged cookie
opens anything, and a row that is ended here is ended in every browser.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import after_this_request, current_app, g, request
from flask import session as flask_session
from flask.wrappers import Response

from powderapp.base import clock
from powderapp.base.units import UnitSystem
from powderapp.devices import queries as devices
from powderapp.devices.models import Device
from powderapp.devices.rules import LONGEST_IDLE
from powderapp.people import queries
from powderapp.people.models import Person, SignIn
from powderapp.people.rules import Way
from powderapp.shop.models import Shop
from powderapp.shop.queries import shop
from powderapp.signing.lifetimes import SEEN_EVERY, idle_after, is_over
from powderapp.signing.limits import SESSION_BATCH, SESSION_LIMIT
from powderapp.signing.operations import was_seen
from powderapp.signing.pace import Pace
from powderapp.signing.queries import is_known
from powderapp.web.access import walk_up_of
from powderapp.web.transaction import db, outside

LONG_AGO = datetime.min.replace(tzinfo=UTC)
"""A walk-up entered nothing: what wants to be confirmed is not theirs."""


def new_token() -> str:
    """What a cookie holds."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What the database knows of it."""
    return hashlib.sha256(token.encode()).digest()


def cookie(name: str) -> str | None:
    """The cookie `session` or `device`, if it can be one of ours."""
    token = request.cookies.get(_named(name))
    return token if token and len(token) < 100 else None


def identify(view: Callable[..., Any]) -> None:
    """Fill `g.shop`, `g.units`, `g.zone`, `g.currency`, `g.today`, and what is known of who asks.

    `g.device` is there for a known device, `g.actor` where somebody is signed in. `g.locked` is who was here too long
    ago, or for too long: the page waits for their PIN or password. A view that a walk-up may use (`web.access.walk_up`)
    acts as the person its batch belongs to.
    """
    for name in ("actor", "device", "locked", "sign_in", "walks_up"):
        g.pop(name, None)
    g.now = clock.now()
    token = cookie("session")
    found = queries.signed_in(db, token_hash(token)) if token else None
    _know_shop(found[0] if found else shop(db))
    if found is not None:
        _know_session(*found[1:])
    else:
        _take_back(token)
        _know_device()
    if "actor" not in g and "device" in g:
        _know_walk_up(view)


def set_cookies(response: Response, session_token: str, device_token: str | None = None) -> None:
    """After signing in; the device's only when it is new."""
    _set(response, "session", session_token, None, "Lax")
    if device_token is not None:
        set_device_cookie(response, device_token)


def set_device_cookie(response: Response, device_token: str) -> None:
    """This browser is that device from now on."""
    _set(response, "device", device_token, int(LONGEST_IDLE.total_seconds()), "Strict")


def clear_session_cookie(response: Response) -> None:
    """After signing out; the device stays known."""
    response.delete_cookie(_named("session"), secure=current_app.config["HTTPS"], httponly=True, samesite="Lax")


def _know_shop(found: Shop | None) -> None:
    """Detached, so that an error page can name the shop without asking the database."""
    if found is not None:
        db.expunge(found)
        g.shop = found
    g.units = found.unit_system if found else UnitSystem.METRIC
    g.zone = found.timezone if found else "UTC"
    g.currency = found.currency if found else "EUR"
    g.today = clock.day(g.now, g.zone)


def _know_session(person: Person, device: Device, session: SignIn) -> None:
    for row in (person, device, session):
        db.expunge(row)
    g.device = device
    actor = queries.actor_for(person, device, g.now, session.confirmed_at)
    idle = idle_after(session.way, actor.roles, g.shop.idle_minutes if "shop" in g else 1)
    over = is_over(session.way, session.began_at, g.now)
    if over or g.now - session.last_seen_at > idle:
        if not (over and session.way is Way.PASSWORD and person.totp_on_at):  # their second step is due again
            g.locked, g.sign_in = person, session
        return
    g.actor, g.sign_in = actor, session
    _keep_pace(session)
    _note_seen(device, session.last_seen_at, session)


def _know_device() -> None:
    token = cookie("device")
    device = devices.device(db, token_hash(token), g.now) if token else None
    if device is not None:
        db.expunge(device)
        g.device = device
        _note_seen(device, device.last_seen_at)


def _take_back(token: str | None) -> None:
    """A session cookie of nobody's is cleared; who was signed out elsewhere is told why, once, where they sign in.

    One that just ended at this browser stays: a sign-in in another tab may have put a new one in its place.
    """
    known, why = is_known(db, token_hash(token)) if token else (False, None)
    if why:
        flask_session["signed_out"] = why
    if _named("session") in request.cookies and (why or not known):
        after_this_request(_clear_unless_new)


def _clear_unless_new(response: Response) -> Response:
    if not any(cookie.startswith(f"{_named('session')}=") for cookie in response.headers.getlist("Set-Cookie")):
        clear_session_cookie(response)
    return response


def _keep_pace(session: SignIn) -> None:
    """All that is asked for counts, also by a page that refreshes itself; a second attempt counts once."""
    if "paced" not in g:
        g.paced = True
        pace: Pace = current_app.extensions.setdefault("pace", Pace(SESSION_LIMIT, SESSION_BATCH))
        pace.keep(f"requests:{session.id}", g.now, outside)


def _know_walk_up(view: Callable[..., Any]) -> None:
    of_batch = walk_up_of(view)
    person = of_batch(db, g.device, g.now, **(request.view_args or {})) if of_batch else None
    if person is not None:
        g.actor, g.walks_up = queries.actor_for(person, g.device, g.now, LONG_AGO), True


def _note_seen(device: Device, last_seen_at: datetime, session: SignIn | None = None) -> None:
    """A reading request stores nothing itself: when somebody was seen last is kept beside it, and not every time.

    A page that refreshes itself (`X-Poll`) is nobody's touch.
    """
    if g.now - last_seen_at > SEEN_EVERY and "X-Poll" not in request.headers:
        with outside() as beside:
            was_seen(beside, device.id, session.id if session else None, g.now)


def _named(name: str) -> str:
    return f"{current_app.config['COOKIE_PREFIX']}{name}"


def _set(response: Response, name: str, value: str, seconds: int | None, samesite: str) -> None:
    response.set_cookie(
        _named(name), value, max_age=seconds, secure=current_app.config["HTTPS"], httponly=True, samesite=samesite
    )
