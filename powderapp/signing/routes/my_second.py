"""The second step, as its owner turns it on and off."""

from typing import Any

import segno
from flask import current_app, g, url_for
from flask.wrappers import Response
from pyotp import TOTP

from powderapp.people import queries
from powderapp.people.models import Person
from powderapp.signing import guessing, second_steps
from powderapp.signing.forms import CodeForm, SureForm
from powderapp.signing.queries import codes_left
from powderapp.signing.routes import bp
from powderapp.signing.routes.me import WRONG_NOW
from powderapp.signing.routes.second import WRONG_CODE
from powderapp.signing.rules import STEP_SECONDS, qr_path, totp_secret
from powderapp.signing.waiting import refused
from powderapp.web.access import keyless, signed_in
from powderapp.web.forms import Form
from powderapp.web.fragments import invalid, leave, page, say
from powderapp.web.transaction import db

TEMPLATE, BLOCK = "signing/my_second.html", "main"
CODES, CODES_BLOCK = "signing/recovery.html", "main"


@bp.get("/me/second")
@signed_in
def my_second_step() -> Response:
    return page(TEMPLATE, BLOCK, **_screen())


@bp.post("/me/second/begin")
@signed_in
def begin_second_step() -> Response:
    form = SureForm()
    if (again := _unsure(form)) is not None:
        return again
    second_steps.begin(db, by=g.actor)
    return leave(url_for("signing.my_second_step"))


@bp.post("/me/second/on")
@signed_in
@keyless("it is turned on once, and its codes are shown once")
def turn_on_second_step() -> Response:
    form, person = CodeForm(), _myself()
    again = refused(
        form,
        "code",
        lambda: guessing.second_step_fits(db, person, form.code.data),
        WRONG_CODE,
        lambda: invalid(TEMPLATE, BLOCK, **_screen(code=form)),
    )
    if again is not None:
        return again
    return page(CODES, CODES_BLOCK, codes=second_steps.turn_on(db, by=g.actor))


@bp.post("/me/second/codes")
@signed_in
@keyless("each time there are new codes, shown once")
def new_recovery_codes() -> Response:
    form = SureForm()
    if (again := _unsure(form)) is not None:
        return again
    return page(CODES, CODES_BLOCK, codes=second_steps.new_codes(db, by=g.actor))


@bp.post("/me/second/off")
@signed_in
def turn_off_second_step() -> Response:
    form = SureForm()
    if (again := _unsure(form)) is not None:
        return again
    second_steps.turn_off(db, by=g.actor)
    say("The second step is off: your password alone opens.")
    return leave(url_for("signing.me"))


def _unsure(form: SureForm) -> Response | None:
    """The page again, unless the password was right."""
    person = _myself()
    return refused(
        form,
        "now",
        lambda: guessing.password_fits(person, form.now.data),
        WRONG_NOW,
        lambda: invalid(TEMPLATE, BLOCK, **_screen(sure=form)),
    )


def _myself() -> Person:
    return queries.person(db, g.actor.person_id)


def _screen(code: Form | None = None, sure: Form | None = None) -> dict[str, Any]:
    person = _myself()
    forms = {"code": code or CodeForm(formdata=None), "sure": sure or SureForm(formdata=None)}
    begun = person.totp_nonce is not None and person.totp_on_at is None
    phone = _for_the_phone(person) if begun else {}
    return {"person": person, "begun": begun, "codes_left": codes_left(db, person.id)} | forms | phone


def _for_the_phone(person: Person) -> dict[str, Any]:
    """The secret as text and as the squares of a QR code."""
    secret = totp_secret(person.totp_nonce or b"", current_app.config["SETTINGS"].pin_pepper)
    uri = TOTP(secret, interval=STEP_SECONDS).provisioning_uri(name=person.name, issuer_name=g.shop.name)
    qr = segno.make(uri, error="m", micro=False)
    groups = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    return {"secret": groups, "squares": qr_path(qr.matrix), "side": len(qr.matrix)}
