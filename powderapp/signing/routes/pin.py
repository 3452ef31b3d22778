"""The PIN of who tapped their name."""

from functools import partial
from typing import Any

from flask import g, url_for
from flask.wrappers import Response

from powderapp.base.errors import NotFoundError
from powderapp.people import queries
from powderapp.people.models import Person
from powderapp.people.rules import Way, initials
from powderapp.signing import guessing, refusals
from powderapp.signing.forms import PinForm
from powderapp.signing.landing import landing
from powderapp.signing.routes import bp
from powderapp.signing.sessions import pins_work_here, wanted_next, welcome
from powderapp.signing.waiting import refused
from powderapp.web.access import keyless, public
from powderapp.web.forms import Form
from powderapp.web.fragments import go, invalid, page
from powderapp.web.transaction import db

TEMPLATE, BLOCK = "signing/pin.html", "main"
WRONG_PIN = "Wrong PIN."
NO_PIN = "Sign in with your password here."


@bp.get("/signin/<int:person_id>")
@public
def pin(person_id: int) -> Response:
    person = _tile(person_id)
    if person is None:
        raise NotFoundError(NO_PIN)
    return page(TEMPLATE, BLOCK, **_pin_screen(person, PinForm(formdata=None, next=wanted_next())))


@bp.get("/U/<int:person_id>")
@public
def badge(person_id: int) -> Response:
    """A scanned badge counts as the name tile."""
    wanted = wanted_next()
    if "actor" in g and g.actor.person_id == person_id:
        return go(landing(g.actor, wanted))
    return go(url_for(".pin", person_id=person_id, next=wanted))


@bp.post("/signin/<int:person_id>")
@public
@keyless("signing in twice is signed in")
def sign_in_by_pin(person_id: int) -> Response:
    form, person = PinForm(), _tile(person_id)
    if person is None:
        guessing.pin_fits(person_id, None, form.pin.data or "")
        raise NotFoundError(NO_PIN)
    draw = partial(invalid, TEMPLATE, BLOCK, **_pin_screen(person, form))
    if (again := refused(form, "pin", lambda: _fits(form, person), WRONG_PIN, draw)) is not None:
        return again
    return welcome(person, Way.PIN, form.next.data)


def _fits(form: PinForm, person: Person) -> bool:
    fits = guessing.pin_fits(person.id, person, form.pin.data)
    if not fits:
        refusals.note_sign_in(person, Way.PIN)
    return fits


def _tile(person_id: int) -> Person | None:
    """Who has a tile here, None for anybody else. NotFoundError: PINs do not work here."""
    if not pins_work_here():
        raise NotFoundError(NO_PIN)
    return queries.person_with_pin(db, person_id)


def _pin_screen(person: Person, form: Form) -> dict[str, Any]:
    return {"form": form, "person": person, "initials": initials(person.name)}
