"""Whom a code let in keeps what they chose, and comes in with it."""

from flask import current_app, g
from flask.wrappers import Response

from powderapp.base.access import Actor
from powderapp.codes.models import OneTimeCode
from powderapp.codes.rules import Opens
from powderapp.devices.operations import know_device
from powderapp.enrolment import choosing, trying
from powderapp.enrolment.forms import ChooseForm
from powderapp.people import queries as people
from powderapp.people.hashing import hash_password, hash_pin
from powderapp.people.models import Person
from powderapp.people.rules import Way
from powderapp.signing.identity import new_token, set_device_cookie, token_hash
from powderapp.signing.landing import landing
from powderapp.signing.sessions import begin_session, known_device, pins_work_here
from powderapp.web.access import SIGN_IN
from powderapp.web.fragments import go, say
from powderapp.web.transaction import db


def let_in(form: ChooseForm, found: OneTimeCode, person: Person) -> Response:
    """PIN and password are kept, and this person is signed in where they could sign in with them."""
    way = _way_in(found, person, has_password=bool(form.password.data or person.password_hash))
    response, actor = begin_session(person, way) if way else _only_known(person)
    password = hash_password(form.password.data) if form.password.data else None
    pin = hash_pin(form.pin.data, current_app.config["SETTINGS"].pin_pepper)
    choosing.choose_secrets(db, form.code.data, trying.secret(), password_hash=password, pin_hash=pin, by=actor)
    say("Your PIN is kept." if way else "Your PIN is kept: on a tablet of the shop, tap your name and enter it.")
    if way:
        response.headers["Location" if response.status_code == 303 else "HX-Redirect"] = landing(actor)
    return response


def _way_in(found: OneTimeCode, person: Person, *, has_password: bool) -> Way | None:
    """A PIN lets in on tablets only, and a password does not stand in for a second step."""
    if pins_work_here():
        return Way.PIN
    second_step = person.totp_on_at is not None and found.opens is not Opens.OWNER
    return Way.PASSWORD if has_password and not second_step else None


def _only_known(person: Person) -> tuple[Response, Actor]:
    """The browser is known, so that the log can name it; nobody is signed in."""
    token = known_device() or new_token()
    device = know_device(db, token_hash(token), g.now)
    response = go(SIGN_IN)
    set_device_cookie(response, token)
    return response, people.actor_for(person, device, g.now, g.now)
