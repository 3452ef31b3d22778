"""Who asks: the cookies of a request, and the person and device they stand for.

Both cookies hold 256 random bits; the database knows their SHA-256 alone, so that neither a dump nor a forged cookie
opens anything, and a row that is ended here is ended in every browser.
"""

import hashlib
import secrets

from flask import current_app, g, request
from flask.wrappers import Response

from powderapp.base import clock
from powderapp.base.units import UnitSystem
from powderapp.devices.models import Device
from powderapp.people import queries
from powderapp.people.models import Person
from powderapp.shop.models import Shop
from powderapp.shop.queries import shop
from powderapp.web.transaction import db

DEVICE_DAYS = 90


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


def identify() -> None:
    """Fill `g.shop`, `g.units`, `g.zone`, `g.currency`, `g.today`, and `g.actor`, `g.device` of who is signed in."""
    g.now = clock.now()
    token = cookie("session")
    found = queries.signed_in(db, token_hash(token), g.now) if token else None
    _know_shop(found[0] if found else shop(db))
    if found is not None:
        _know_person(*found[1:])


def set_cookies(response: Response, session_token: str, device_token: str | None = None) -> None:
    """After signing in; the device's only when it is new."""
    _set(response, "session", session_token, None, "Lax")
    if device_token is not None:
        _set(response, "device", device_token, DEVICE_DAYS * 86_400, "Strict")


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


def _know_person(person: Person, device: Device) -> None:
    g.actor = queries.actor_for(person, device, g.now)
    for row in (person, device):
        db.expunge(row)
    g.device = device


def _named(name: str) -> str:
    return f"{current_app.config['COOKIE_PREFIX']}{name}"


def _set(response: Response, name: str, value: str, seconds: int | None, samesite: str) -> None:
    response.set_cookie(
        _named(name), value, max_age=seconds, secure=current_app.config["HTTPS"], httponly=True, samesite=samesite
    )
