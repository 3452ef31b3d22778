"""Who is it? The tiles of a tablet, and name and password at a desk."""

from typing import Any

from flask import g, session
from flask.wrappers import Response

from powderapp.base.errors import TooOftenError
from powderapp.demo import queries as demo
from powderapp.people import queries
from powderapp.people.rules import Way
from powderapp.signing import guessing, refusals
from powderapp.signing.forms import PasswordForm
from powderapp.signing.routes import bp
from powderapp.signing.routes.second import ask_second_step
from powderapp.signing.sessions import pins_work_here, wanted_next, welcome
from powderapp.signing.waiting import too_often
from powderapp.web.access import SIGN_IN, keyless, public
from powderapp.web.fragments import go, invalid, page
from powderapp.web.transaction import db

TEMPLATE, BLOCK = "signing/signin.html", "office"
WRONG = "Name and password do not belong together."


@bp.get(SIGN_IN)
@public
def sign_in() -> Response:
    if not queries.anybody(db):
        return go("/")
    if demo.is_building(db):
        return go("/demo/progress")
    g.signed_out = session.pop("signed_out", None)
    return page(TEMPLATE, "main", **_sign_in_screen(PasswordForm(formdata=None, next=wanted_next())))


@bp.post("/signin/password")
@public
@keyless("signing in twice is signed in")
def sign_in_by_password() -> Response:
    form = PasswordForm()
    if not form.validate_on_submit():
        return invalid(TEMPLATE, BLOCK, **_sign_in_screen(form))
    try:
        return _sign_in(form)
    except TooOftenError as error:
        return too_often(error, form, "", lambda: invalid(TEMPLATE, BLOCK, **_sign_in_screen(form)))


def _sign_in(form: PasswordForm) -> Response:
    person = queries.person_called(db, form.name.data)
    if not guessing.password_fits(person, form.password.data, form.name.data) or person is None:
        refusals.note_sign_in(person, Way.PASSWORD)
        form.refuse("", WRONG)
        return invalid(TEMPLATE, BLOCK, **_sign_in_screen(form))
    if person.totp_on_at is not None:
        return ask_second_step(person, form.next.data)
    return welcome(person, Way.PASSWORD, form.next.data)


def _sign_in_screen(form: PasswordForm) -> dict[str, Any]:
    here = pins_work_here()
    tiles = [person for person in queries.people(db) if person.pin_hash] if here else []
    known = demo.pins() if g.shop.is_demo else {}
    return {"form": form, "tiles": tiles, "pins": known, "pins_work_here": here, "next": form.next.data or ""}
