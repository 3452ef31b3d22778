"""The PIN of who tapped their name."""

from typing import Any

from flask import current_app
from flask.wrappers import Response

from powderapp.base.errors import NotFoundError
from powderapp.people import hashing, queries
from powderapp.people.models import Person, Way
from powderapp.people.rules import initials
from powderapp.signing.forms import PinForm
from powderapp.signing.routes import bp
from powderapp.signing.sessions import pins_work_here, wanted_next, welcome
from powderapp.web.access import keyless, public
from powderapp.web.forms import Form
from powderapp.web.fragments import invalid, page
from powderapp.web.transaction import db

WRONG_PIN = "Wrong PIN."


@bp.get("/signin/<int:person_id>")
@public
def pin(person_id: int) -> Response:
    person = _tile(person_id)
    return page("signing/pin.html", "main", **_pin_screen(person, PinForm(formdata=None, next=wanted_next())))


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
    return welcome(person, Way.PIN, form.next.data)


def _tile(person_id: int) -> Person:
    person = queries.person(db, person_id)
    if person.pin_hash is None or not pins_work_here():
        raise NotFoundError("Sign in with your password here.")
    return person


def _pin_screen(person: Person, form: Form) -> dict[str, Any]:
    return {"form": form, "person": person, "initials": initials(person.name)}
