"""The second step of a sign-in by password, where it is on: the code of the phone, on a page of its own."""

from functools import partial

from flask import g, session
from flask.wrappers import Response

from powderapp.base.errors import NotFoundError
from powderapp.people import queries
from powderapp.people.models import Person
from powderapp.people.rules import Way
from powderapp.signing import guessing, refusals
from powderapp.signing.forms import CodeForm
from powderapp.signing.routes import bp
from powderapp.signing.sessions import welcome
from powderapp.signing.waiting import refused
from powderapp.web.access import SIGN_IN, keyless, public
from powderapp.web.fragments import go, invalid, page
from powderapp.web.transaction import db

TEMPLATE, BLOCK = "signing/second.html", "main"
ASKED_FOR_S = 300
WRONG_CODE = "Wrong code, or one that was used already."


def ask_second_step(person: Person, wanted: str | None) -> Response:
    """The password was right: for five minutes this browser may answer for `person`."""
    session["second"] = {"person": person.id, "at": int(g.now.timestamp()), "next": wanted}
    return go("/signin/second")


@bp.get("/signin/second")
@public
def second_step() -> Response:
    person = _asked()
    if person is None:
        return go(SIGN_IN)
    return page(TEMPLATE, BLOCK, person=person, form=CodeForm(formdata=None))


@bp.post("/signin/second")
@public
@keyless("signing in twice is signed in")
def sign_in_by_second_step() -> Response:
    form, person = CodeForm(), _asked()
    if person is None:
        return go(SIGN_IN)
    draw = partial(invalid, TEMPLATE, BLOCK, person=person, form=form)
    if (again := refused(form, "code", lambda: _fits(form, person), WRONG_CODE, draw)) is not None:
        return again
    return welcome(person, Way.PASSWORD, session["second"]["next"])


def _fits(form: CodeForm, person: Person) -> bool:
    fits = guessing.second_step_fits(db, person, form.code.data)
    if not fits:
        refusals.note_sign_in(person, "second step")
    return fits


def _asked() -> Person | None:
    """Whose password was right here in the last five minutes, while the second step is on."""
    asked = session.get("second")
    if not asked or not 0 <= g.now.timestamp() - asked["at"] < ASKED_FOR_S + 1:
        return None
    try:
        person = queries.person(db, asked["person"])
    except NotFoundError:
        return None
    return person if person.totp_on_at is not None else None
