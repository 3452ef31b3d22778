"""Signing in and out, and the first page of all."""

from typing import Any

from flask import current_app, g, request, session
from flask.wrappers import Response

from powderapp.base.access import Actor
from powderapp.base.errors import NotFoundError
from powderapp.demo import queries as demo_queries
from powderapp.devices import queries as devices
from powderapp.people import hashing, queries
from powderapp.people.models import Person, Way
from powderapp.people.rules import initials
from powderapp.signing import operations
from powderapp.signing.forms import PasswordForm, PinForm
from powderapp.signing.identity import clear_session_cookie, cookie, new_token, set_cookies, token_hash
from powderapp.signing.landing import landing
from powderapp.signing.routes import bp
from powderapp.web.access import SIGN_IN, keyless, public, signed_in
from powderapp.web.forms import Form
from powderapp.web.fragments import go, invalid, page
from powderapp.web.paths import is_ours
from powderapp.web.transaction import db

WRONG = "Name and password do not belong together."
WRONG_PIN = "Wrong PIN."


@bp.get("/")
@public
def start() -> Response:
    """An empty shop is set up or looked at; everybody else goes to work or signs in."""
    if not queries.anybody(db):
        return page("signing/welcome.html", "main", has_demo=is_ours("/demo", "POST"))
    if demo_queries.is_building(db):
        return go("/demo/progress")
    return go(landing(g.actor) if "actor" in g else SIGN_IN)


@bp.get("/me")
@signed_in
def me() -> Response:
    return page("signing/me.html", "main", person=queries.person(db, g.actor.person_id))


@bp.get(SIGN_IN)
@public
def sign_in() -> Response:
    if not queries.anybody(db):
        return go("/")
    if demo_queries.is_building(db):
        return go("/demo/progress")
    return page("signing/signin.html", "main", **_sign_in_screen(PasswordForm(formdata=None, next=_next())))


@bp.post("/signin/password")
@public
@keyless("signing in twice is signed in")
def sign_in_by_password() -> Response:
    form = PasswordForm()
    if not form.validate_on_submit():
        return invalid("signing/signin.html", "office", **_sign_in_screen(form))
    person = queries.person_named(db, form.name.data)
    if not hashing.password_fits(person.password_hash if person else None, form.password.data) or person is None:
        form.refuse("", WRONG)
        return invalid("signing/signin.html", "office", **_sign_in_screen(form))
    return _welcome(person, Way.PASSWORD, form.next.data)


@bp.get("/signin/<int:person_id>")
@public
def pin(person_id: int) -> Response:
    person = _tile(person_id)
    return page("signing/pin.html", "main", **_pin_screen(person, PinForm(formdata=None, next=_next())))


@bp.post("/signin/<int:person_id>")
@public
@keyless("signing in twice is signed in")
def sign_in_by_pin(person_id: int) -> Response:
    form, person = PinForm(), _tile(person_id)
    if not form.validate_on_submit():
        return invalid("signing/pin.html", "main", **_pin_screen(person, form))
    if not hashing.pin_fits(person.pin_hash, form.pin.data, current_app.config["SETTINGS"].pin_pepper):
        form.refuse("pin", WRONG_PIN)
        return invalid("signing/pin.html", "main", **_pin_screen(person, form))
    return _welcome(person, Way.PIN, form.next.data)


@bp.post("/signout")
@public
@keyless("what is ended stays ended")
def sign_out() -> Response:
    token = cookie("session")
    if "actor" in g and token:
        operations.sign_out(db, token_hash(token), by=g.actor)
    session.clear()
    response = go(SIGN_IN)
    clear_session_cookie(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _welcome(person: Person, way: Way, wanted: str | None) -> Response:
    """A new session in a new cookie; what the browser held before is worth nothing any more."""
    answer, actor = begin_session(person, way)
    answer.headers["Location" if answer.status_code == 303 else "HX-Redirect"] = landing(actor, wanted)
    return answer


def begin_session(person: Person, way: Way) -> tuple[Response, Actor]:
    """Sign `person` in at this device: an answer that leads to the start and carries the cookies."""
    token, device_token = new_token(), _known_device() or new_token()
    actor = operations.sign_in(db, person, way, token_hash(token), token_hash(device_token), now=g.now)
    session.clear()
    response = go("/")
    set_cookies(response, token, device_token)
    return response, actor


def _known_device() -> str | None:
    token = cookie("device")
    return token if token and devices.device(db, token_hash(token), g.now) else None


def _pins_work_here() -> bool:
    """A PIN is short: it counts only where somebody came in by password before, or where nothing is real."""
    return g.shop.is_demo or _known_device() is not None


def _tile(person_id: int) -> Person:
    person = queries.person(db, person_id)
    if person.pin_hash is None or not _pins_work_here():
        raise NotFoundError("Sign in with your password here.")
    return person


def _sign_in_screen(form: PasswordForm) -> dict[str, Any]:
    here = _pins_work_here()
    tiles = [person for person in queries.people(db) if person.pin_hash] if here else []
    known = demo_queries.pins() if g.shop.is_demo else {}
    return {"form": form, "tiles": tiles, "pins": known, "pins_work_here": here, "next": form.next.data or ""}


def _pin_screen(person: Person, form: Form) -> dict[str, Any]:
    return {"form": form, "person": person, "initials": initials(person.name)}


def _next() -> str | None:
    wanted = request.args.get("next", "")
    return wanted if is_ours(wanted) else None
