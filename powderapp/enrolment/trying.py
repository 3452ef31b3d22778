"""A code is tried: counted first, looked at then."""

from flask import current_app, g, request

from powderapp.codes import operations as codes
from powderapp.codes import queries
from powderapp.codes.models import OneTimeCode
from powderapp.codes.rules import OPENS_NOTHING
from powderapp.enrolment.forms import ChooseForm, OpenForm
from powderapp.signing.rules import network_of
from powderapp.web.transaction import db, outside


def opened_by(form: OpenForm | ChooseForm) -> OneTimeCode | None:
    """The open code that was typed; else None, with a sentence at the field. TooOftenError."""
    address = network_of(request.remote_addr or "")
    with outside() as beside:
        codes.count_try(beside, address, g.now)
    found = queries.opened_by(db, form.code.data or "", secret(), g.now)
    if found is None:
        form.refuse("code", OPENS_NOTHING)
        return None
    with outside() as beside:
        codes.forgive_try(beside, address)
    return found


def secret() -> str:
    """What codes are made from, besides what the database knows."""
    key: str = current_app.config["SETTINGS"].secret_key
    return key
