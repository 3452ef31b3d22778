"""One field for every code: it makes this browser a tablet or wall screen of the shop, or lets a person choose."""

from typing import Any

from flask import g, session
from flask.wrappers import Response

from powderapp.base.errors import NotFoundError
from powderapp.codes.models import OneTimeCode
from powderapp.codes.rules import OPENS_NOTHING, Opens
from powderapp.devices.models import Kind
from powderapp.enrolment import operations, trying
from powderapp.enrolment.forms import ChooseForm, OpenForm
from powderapp.enrolment.letting_in import let_in
from powderapp.enrolment.routes import bp
from powderapp.people import queries as people
from powderapp.people.rules import pin_length_words, shortest_pin, works_at_a_desk
from powderapp.signing.identity import clear_session_cookie, new_token, set_device_cookie, token_hash
from powderapp.signing.sessions import end_session_here
from powderapp.web.access import SIGN_IN, keyless, public
from powderapp.web.forms import Form
from powderapp.web.fragments import go, invalid, page, say
from powderapp.web.paths import first_of_ours
from powderapp.web.transaction import db

TEMPLATE = "enrolment/code.html"
LEADS_TO = {Kind.TABLET: SIGN_IN, Kind.WALL: "/wall"}


@bp.get("/code")
@public
def code() -> Response:
    _only_in_a_shop()
    return page(TEMPLATE, "main", **_screen(OpenForm(formdata=None)))


@bp.post("/code")
@public
@keyless("a code opens once")
def open_code() -> Response:
    _only_in_a_shop()
    form = OpenForm()
    found = trying.opened_by(form) if form.validate_on_submit() else None
    if found is None:
        return invalid(TEMPLATE, "main", **_screen(form))
    if found.opens is Opens.DEVICE:
        return _enrolled(form.code.data)
    return page(TEMPLATE, "main", **_choosing(ChooseForm(formdata=None, code=form.code.data), found))


@bp.post("/code/choose")
@public
@keyless("a code opens once")
def choose() -> Response:
    _only_in_a_shop()
    form = ChooseForm()
    found = trying.opened_by(form)
    if found is None or found.opens is Opens.DEVICE:
        again = OpenForm()
        again.refuse("code", OPENS_NOTHING)
        return invalid(TEMPLATE, "main", **_screen(again))
    screen = _choosing(form, found)
    if not form.validate_on_submit():
        return invalid(TEMPLATE, "main", **screen)
    return let_in(form, found, screen["person"])


def _only_in_a_shop() -> None:
    if "shop" not in g:
        raise NotFoundError("There is no shop here yet.")


def _enrolled(typed: str) -> Response:
    """This browser is that device now; who was signed in here before is not any more."""
    token = new_token()
    end_session_here()
    device = operations.enrol(db, typed, trying.secret(), token_hash(token), now=g.now)
    session.clear()
    say(f"{device.name} is added to the shop.")
    response = go(first_of_ours(LEADS_TO[Kind(device.kind)]) or "/")
    clear_session_cookie(response)
    set_device_cookie(response, token)
    return response


def _screen(form: Form) -> dict[str, Any]:
    return {"form": form, "person": None}


def _choosing(form: ChooseForm, found: OneTimeCode) -> dict[str, Any]:
    person = people.person(db, found.person_id or 0)
    shortest, at_desk = shortest_pin(person.roles, g.shop.pin_digits), works_at_a_desk(person.roles)
    form.suit(shortest, needs_password=at_desk, names=[person.name, g.shop.name])
    return {"form": form, "person": person, "at_desk": at_desk, "digits": pin_length_words(shortest)}
