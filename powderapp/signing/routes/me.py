"""One's own page: where one is signed in, password and PIN; supervisors unlock the PINs of others there."""

from typing import Any

from flask import current_app, g, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.people import queries
from powderapp.people.hashing import hash_password, hash_pin
from powderapp.people.models import Person
from powderapp.people.rules import shortest_pin
from powderapp.signing import guessing, operations
from powderapp.signing.forms import NewPasswordForm, NewPinForm, OwnSecretsForm
from powderapp.signing.queries import codes_left, locked_pins, places
from powderapp.signing.routes import bp
from powderapp.signing.sessions import wanted_next
from powderapp.signing.waiting import refused
from powderapp.web.access import requires, signed_in
from powderapp.web.fragments import invalid, leave, page, say
from powderapp.web.transaction import db

TEMPLATE, BLOCK = "signing/me.html", "main"
WRONG_NOW = "This is not it."


@bp.get("/me")
@signed_in
def me() -> Response:
    return page(TEMPLATE, BLOCK, **_screen())


@bp.post("/me/sessions/<int:sign_in_id>/end")
@signed_in
def end_session(sign_in_id: int) -> Response:
    device = operations.end_session(db, sign_in_id, by=g.actor)
    say(f"You are signed out at {device.name}.")
    return leave(url_for("signing.me"))


@bp.post("/me/sessions/end")
@signed_in
def end_other_sessions() -> Response:
    operations.end_other_sessions(db, by=g.actor)
    say("You are signed out everywhere else.")
    return leave(url_for("signing.me"))


@bp.post("/me/password")
@signed_in
def change_password() -> Response:
    form = NewPasswordForm()
    form.email = _myself().email
    if (again := _refused(form, password=form)) is not None:
        return again
    operations.change_secrets(db, password_hash=hash_password(form.password.data), by=g.actor)
    say("Your password is a new one. Everywhere else you are signed out.")
    return leave(url_for("signing.me"))


@bp.post("/me/pin")
@signed_in
def change_pin() -> Response:
    form, pepper = NewPinForm(), current_app.config["SETTINGS"].pin_pepper
    form.shortest_pin = shortest_pin(_myself().roles, g.shop.pin_digits)
    if (again := _refused(form, pin=form)) is not None:
        return again
    operations.change_secrets(db, pin_hash=hash_pin(form.pin.data, pepper), by=g.actor)
    say("Your PIN is a new one. Everywhere else you are signed out.")
    return leave(url_for("signing.me"))


@bp.post("/pins/<int:person_id>/unlock")
@requires(Permission.PIN_UNLOCK)
def unlock_pin(person_id: int) -> Response:
    person = operations.unlock_pin(db, person_id, by=g.actor)
    say(f"{person.name} may enter the PIN again.")
    return leave(wanted_next() or url_for("signing.me"))


def _refused(form: OwnSecretsForm, **screen: OwnSecretsForm) -> Response | None:
    """The page again, while anything is wrong with the form or what it begins with."""
    return refused(form, "now", lambda: _is_me(form), WRONG_NOW, lambda: invalid(TEMPLATE, BLOCK, **_screen(**screen)))


def _is_me(form: OwnSecretsForm) -> bool:
    """A PIN is asked for a PIN, where there is one and digits were typed; else it is the password."""
    person, typed = _myself(), form.now.data
    if isinstance(form, NewPinForm) and person.pin_hash and typed.isdigit() and len(typed) <= form.pin.longest:
        return guessing.pin_fits(person.id, person, typed)
    return guessing.password_fits(person, typed)


def _myself() -> Person:
    return queries.person(db, g.actor.person_id)


def _screen(password: OwnSecretsForm | None = None, pin: OwnSecretsForm | None = None) -> dict[str, Any]:
    return {
        "person": _myself(),
        "places": places(db, g.actor.person_id, g.now),
        "password": (password or NewPasswordForm(formdata=None)).named("password"),
        "pin": (pin or NewPinForm(formdata=None)).named("pin"),
        "codes_left": codes_left(db, g.actor.person_id),
        "locked": locked_pins(db, g.now) if g.actor.may(Permission.PIN_UNLOCK) else [],
    }
