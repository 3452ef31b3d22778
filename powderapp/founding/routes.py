"""The set-up page: it opens once, for an empty shop."""

from flask import Blueprint, current_app
from flask.wrappers import Response

from powderapp.base import clock
from powderapp.base.errors import NotFoundError
from powderapp.founding import set_up_code
from powderapp.founding.forms import SetUpForm
from powderapp.founding.operations import found_shop
from powderapp.people import queries
from powderapp.people.hashing import hash_password, hash_pin
from powderapp.people.models import Person
from powderapp.people.rules import Way
from powderapp.signing.sessions import begin_session
from powderapp.web.access import keyless, public
from powderapp.web.fragments import invalid, page
from powderapp.web.transaction import db

bp = Blueprint("founding", __name__)
WRONG_CODE = "This is not the code. It stands in the log of the shop's computer, or is its ADMIN_PIN."
NO_TRIES = "Ten wrong codes: restart PowderApp with a new ADMIN_PIN."


@bp.get("/setup")
@public
def set_up() -> Response:
    _only_once()
    set_up_code.tell_code(current_app.config["SETTINGS"])
    return page("founding/setup.html", "main", form=SetUpForm(formdata=None))


@bp.post("/setup")
@public
@keyless("a shop is founded once")
def found() -> Response:
    _only_once()
    form = SetUpForm()
    if not form.validate_on_submit() or not _code_fits(form):
        return invalid("founding/setup.html", "main", form=form)
    return begin_session(_found(form), Way.PASSWORD)[0]


def _found(form: SetUpForm) -> Person:
    return found_shop(
        db,
        form.shop_name.data,
        form.unit_system.data,
        form.timezone.data,
        form.currency.data,
        owner=form.name.data,
        password_hash=hash_password(form.password.data),
        pin_hash=hash_pin(form.pin.data, current_app.config["SETTINGS"].pin_pepper),
        now=clock.now(),
    )


def _code_fits(form: SetUpForm) -> bool:
    settings = current_app.config["SETTINGS"]
    if set_up_code.opens(settings, form.code.data):
        return True
    form.refuse("code", WRONG_CODE if set_up_code.tries_left(settings) > 0 else NO_TRIES)
    return False


def _only_once() -> None:
    if queries.anybody(db):
        raise NotFoundError("This shop is set up already.")
