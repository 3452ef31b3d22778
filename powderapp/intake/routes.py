"""Check in over the counter: one page, typed from left to right, checked in with Ctrl and Enter."""

from typing import Any

from flask import Blueprint, g, request, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.customers.models import Customer
from powderapp.intake import operations, queries
from powderapp.intake.forms import CheckInForm, blank_row
from powderapp.intake.needs import needs, total
from powderapp.intake.typed import Typed, read, wanted
from powderapp.shop.models import PrepStep
from powderapp.shop.prices import with_prices
from powderapp.shop.queries import listed
from powderapp.web.access import keyless, requires
from powderapp.web.fragments import invalid, is_partial, leave, page, say
from powderapp.web.transaction import db

bp = Blueprint("intake", __name__)
NEW = "intake/new.html"


@bp.get("/jobs/new")
@requires(Permission.JOB_CHECK_IN)
def new() -> Response:
    form = CheckInForm(formdata=None, data=_beginning())
    return page(NEW, "intake", **_screen(form, read(db, form, whole=False)))


@bp.post("/jobs/new")
@requires(Permission.JOB_CHECK_IN)
def check_in() -> Response:
    form = CheckInForm()
    typed = read(db, form)
    if not typed.fits:
        return invalid(NEW, "intake", **_screen(form, typed))
    job, customer = wanted(form, typed)
    checked_in = operations.check_in(db, job, by=g.actor, arrived=form.arrived.data, new_customer=customer)
    say(f"{checked_in.number} is checked in.")
    return leave(url_for("jobs.show", number=checked_in.number))


@bp.post("/jobs/new/totals")
@requires(Permission.JOB_CHECK_IN)
@keyless("it only adds up what was typed")
def totals() -> Response:
    form = CheckInForm()
    typed = read(db, form, whole=False)
    return page(NEW, "totals", **_screen(form, typed))


@bp.post("/jobs/new/rows")
@requires(Permission.JOB_CHECK_IN)
@keyless("it only makes room to type")
def rows() -> Response:
    form = CheckInForm()
    typed = read(db, form, whole=False)
    form.add_rows()
    return page(NEW, "intake", **_screen(form, typed))


def _beginning() -> dict[str, Any]:
    """What the form begins with: a customer, or a past job that is done again."""
    start: dict[str, Any] = {"arrived": True, "priority": "standard"}
    copy, customer_id = request.args.get("copy", type=int), request.args.get("customer", type=int)
    if copy is not None:
        return start | queries.copied(db, copy)
    customer = db.get(Customer, customer_id) if customer_id and customer_id < 2**31 else None
    return start | ({"customer": customer.name, "customer_id": customer.id} if customer else {})


def _screen(form: CheckInForm, typed: Typed) -> dict[str, Any]:
    sees_prices = with_prices()
    return {
        "form": form,
        "blank": blank_row(),
        "typed": typed,
        "known": queries.known_of(db, typed.customer) if typed.customer else "",
        "steps": [step.name for step in listed(db, PrepStep) if isinstance(step, PrepStep)],
        "needs": needs(db, typed.lines),
        "with_prices": sees_prices,
        "price": total(typed.lines, g.shop.tax_percent) if sees_prices else None,
        "parts": sum(line.qty for line in typed.lines),
        "fragment": is_partial() and request.endpoint == "intake.totals",
    }
