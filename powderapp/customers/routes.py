"""The list of customers, one customer with the jobs, and the choices under a field where one is typed."""

from typing import Any

from flask import Blueprint, g, request, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.base.finding import hits, words
from powderapp.customers import operations, queries
from powderapp.customers.forms import CustomerForm, EditCustomerForm
from powderapp.customers.models import Customer
from powderapp.customers.operations import CustomerWanted
from powderapp.jobs import queries as jobs
from powderapp.web.access import requires
from powderapp.web.forms import Form
from powderapp.web.fragments import done, invalid, leave, page, say
from powderapp.web.transaction import db

bp = Blueprint("customers", __name__)


@bp.get("/customers")
@requires(Permission.CUSTOMER_SEE)
def index() -> Response:
    typed, after = request.args.get("q", ""), request.args.get("after", type=int)
    return page("customers/index.html", "found", **_list_screen(typed[:200], after))


@bp.get("/customers/choices")
@requires(Permission.CUSTOMER_SEE)
def choices() -> Response:
    typed = request.args.get("q", "")
    found = [(row, hits(row.name, words(typed))) for row in queries.choices(db, typed)]
    return page("customers/choices.html", "options", found=found)


@bp.get("/customers/new")
@requires(Permission.CUSTOMER_EDIT)
def new() -> Response:
    form = CustomerForm(formdata=None, data={"name": request.args.get("name", "")[:120]})
    return page("customers/new.html", "main", form=form)


@bp.post("/customers/new")
@requires(Permission.CUSTOMER_EDIT)
def add() -> Response:
    form = CustomerForm()
    if not form.validate_on_submit():
        return invalid("customers/new.html", "customer", form=form)
    customer = operations.add(db, _wanted(form), by=g.actor)
    say(f"{customer.name} is a customer now.")
    return leave(url_for(".show", customer_id=customer.id))


@bp.get("/customers/<int:customer_id>")
@requires(Permission.CUSTOMER_SEE)
def show(customer_id: int) -> Response:
    customer = queries.customer_by_id(db, customer_id)
    return page("customers/show.html", "main", **_screen(customer))


@bp.post("/customers/<int:customer_id>/edit")
@requires(Permission.CUSTOMER_EDIT)
def edit(customer_id: int) -> Response:
    form, customer = EditCustomerForm(), queries.customer_by_id(db, customer_id)
    if not form.validate_on_submit():
        return invalid("customers/show.html", "fields", **_screen(customer, form))
    customer = operations.edit(db, customer, _wanted(form), form.version.data, by=g.actor)
    say(f"{customer.name} is saved.")
    to = url_for(".show", customer_id=customer_id)
    return done("customers/show.html", "fields", also=["head"], to=to, **_screen(customer))


def _wanted(form: CustomerForm) -> CustomerWanted:
    return CustomerWanted(
        name=" ".join(str(form.name.data).split()),
        contact=form.contact.data,
        phone=form.phone.data,
        email=form.email.data,
        terms=form.terms.data,
        note=form.note.data,
    )


def _list_screen(typed: str, after: int | None) -> dict[str, Any]:
    rows = queries.page(db, typed, after)
    shown = rows[: queries.PAGE]
    return {
        "typed": typed,
        "after": after,
        "rows": [(row, hits(row.name, words(typed))) for row in shown],
        "open_jobs": jobs.open_by_customer(db, [row.id for row in shown]),
        "next_after": shown[-1].id if len(rows) > queries.PAGE else None,
        "may_edit": g.actor.may(Permission.CUSTOMER_EDIT),
    }


def _screen(customer: Customer, form: Form | None = None) -> dict[str, Any]:
    return {
        "customer": customer,
        "form": form or EditCustomerForm(formdata=None, obj=customer),
        "open_jobs": jobs.open_jobs_of(db, customer.id),
        "closed_jobs": jobs.closed_jobs_of(db, customer.id),
        "usual": jobs.usual_powders_of(db, customer.id),
        "may_edit": g.actor.may(Permission.CUSTOMER_EDIT),
    }
