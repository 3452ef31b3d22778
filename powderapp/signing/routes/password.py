"""Who is it? The tiles of a tablet, and name and password at a desk."""

from typing import Any

from flask import g
from flask.wrappers import Response

from powderapp.demo import queries as demo
from powderapp.people import hashing, queries
from powderapp.people.models import Way
from powderapp.signing.forms import PasswordForm
from powderapp.signing.routes import bp
from powderapp.signing.sessions import pins_work_here, wanted_next, welcome
from powderapp.web.access import SIGN_IN, keyless, public
from powderapp.web.fragments import go, invalid, page
from powderapp.web.transaction import db

WRONG = "Name and password do not belong together."


@bp.get(SIGN_IN)
@public
def sign_in() -> Response:
    if not queries.anybody(db):
        return go("/")
    if demo.is_building(db):
        return go("/demo/progress")
    return page("signing/signin.html", "main", **_sign_in_screen(PasswordForm(formdata=None, next=wanted_next())))


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
    return welcome(person, Way.PASSWORD, form.next.data)


def _sign_in_screen(form: PasswordForm) -> dict[str, Any]:
    here = pins_work_here()
    tiles = [person for person in queries.people(db) if person.pin_hash] if here else []
    known = demo.pins() if g.shop.is_demo else {}
    return {"form": form, "tiles": tiles, "pins": known, "pins_work_here": here, "next": form.next.data or ""}
