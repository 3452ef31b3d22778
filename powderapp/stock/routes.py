"""A box and its ledger: receive, take, put back, pour, reverse, correct. The scale belongs to batches, which settle."""

from typing import Any

from flask import Blueprint, g, request, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.base.errors import FieldError
from powderapp.batches import queries as batches
from powderapp.customers import queries as customers
from powderapp.powders import queries as powders
from powderapp.stock import operations, queries
from powderapp.stock.forms import (
    EditBoxForm,
    PutBackForm,
    ReceiveForm,
    ReceiveOwnedForm,
    ReverseForm,
    TakeForm,
    TransferForm,
    WeighForm,
)  # fmt: skip
from powderapp.stock.models import Box
from powderapp.stock.operations import Delivery, Facts
from powderapp.stock.rules import MovementKind, received
from powderapp.web.access import requires
from powderapp.web.filters import weight
from powderapp.web.forms import Form
from powderapp.web.fragments import done, invalid, leave, page, say
from powderapp.web.transaction import db

bp = Blueprint("stock", __name__)
BOX = "stock/box.html"


@bp.get("/powders/<int:powder_id>/receive")
@requires(Permission.BOX_RECEIVE)
def delivery(powder_id: int) -> Response:
    powder = powders.powder_by_id(db, powder_id)
    form = _receive_form()(formdata=None, data={"boxes": 1})
    return page("stock/receive.html", "main", powder=powder, form=form)


@bp.post("/powders/<int:powder_id>/receive")
@requires(Permission.BOX_RECEIVE)
def receive(powder_id: int) -> Response:
    form, powder = _receive_form()(), powders.powder_by_id(db, powder_id)
    if not form.validate_on_submit():
        return invalid("stock/receive.html", "receive", powder=powder, form=form)
    came = _delivery(form)
    boxes = [operations.receive(db, powder, came, by=g.actor) for _ in range(form.boxes.data or 1)]
    say(f"{' and '.join(filter(None, (boxes[0].code, boxes[-1].code if len(boxes) > 1 else '')))} received.")
    return leave(url_for("powders.show", powder_id=powder.id))


@bp.get("/boxes/<int:number>")
@requires(Permission.POWDER_SEE)
def show(number: int) -> Response:
    return page(BOX, "main", **_screen(queries.box_by_number(db, number)))


@bp.post("/boxes/<int:number>/take")
@requires(Permission.BOX_CORRECT)
def take(number: int) -> Response:
    form, box = TakeForm(), queries.box_by_number(db, number)
    if not form.validate_on_submit():
        return invalid(BOX, "box", **_screen(box, take=form))
    kind, grams = form.kind.data, form.grams.data or 0
    operations.take(db, box, grams, kind, by=g.actor, reason=form.reason.data)
    return _done(box, f"{weight(grams)} {'sold' if kind is MovementKind.SOLD else 'scrapped'} from box {box.code}.")


@bp.post("/boxes/<int:number>/put-back")
@requires(Permission.BOX_WEIGH)
def put_back(number: int) -> Response:
    form, box = PutBackForm(), queries.box_by_number(db, number)
    if not form.validate_on_submit():
        return invalid(BOX, "box", **_screen(box, put_back=form))
    operations.put_back(db, box, form.grams.data or 0, by=g.actor, reason=form.reason.data)
    return _done(box, f"{weight(form.grams.data)} back in box {box.code}.")


@bp.post("/boxes/<int:number>/transfer")
@requires(Permission.BOX_CORRECT)
def transfer(number: int) -> Response:
    box = queries.box_by_number(db, number)
    form = _transfer_form(box, TransferForm())
    if not form.validate_on_submit():
        return invalid(BOX, "box", **_screen(box, transfer=form))
    target = queries.box_by_number(db, form.target.data)
    operations.transfer(db, box, target, form.grams.data or 0, by=g.actor, reason=form.reason.data)
    return _done(box, f"{weight(form.grams.data)} poured into box {target.code}.")


@bp.post("/boxes/<int:number>/edit")
@requires(Permission.BOX_RECEIVE)
def edit(number: int) -> Response:
    form, box = EditBoxForm(), queries.box_by_number(db, number)
    if not form.validate_on_submit():
        return invalid(BOX, "box", **_screen(box, edit=form))
    facts = Facts(form.lot.data, form.place.data, form.expires_on.data, form.tare_g.data)
    operations.edit(db, box, facts, form.version.data, by=g.actor)
    return _done(box, f"Box {box.code} is saved.")


@bp.post("/boxes/<int:number>/movements/<int:movement_id>/reverse")
@requires(Permission.BOX_REVERSE)
def reverse(number: int, movement_id: int) -> Response:
    form, box = ReverseForm(), queries.box_by_number(db, number)
    entry = queries.entry_of(db, box, movement_id)
    if not form.validate_on_submit():
        return invalid(BOX, "box", **_screen(box, reversing=movement_id, reverse=form))
    operations.reverse(db, entry, by=g.actor, reason=form.reason.data)
    return _done(box, f"{entry.kind.label} of {weight(abs(entry.grams))} is undone.")


def _done(box: Box, sentence: str) -> Response:
    say(sentence)
    fresh = queries.box_by_number(db, box.number)
    return done(BOX, "box", also=["facts"], to=url_for("stock.show", number=box.number), **_screen(fresh))


def _receive_form() -> type[ReceiveForm]:
    """Only who may know customers says whose powder it is."""
    return ReceiveOwnedForm if g.actor.may(Permission.CUSTOMER_SEE) else ReceiveForm


def _delivery(form: ReceiveForm) -> Delivery:
    net_g, tare_g = received(form.net.data, form.gross.data, form.tare.data)
    facts = {"lot": form.lot.data, "place": form.place.data, "expires_on": form.expires_on.data}
    return Delivery(net_g, tare_g, **facts, owner_customer_id=_owner_id(form))


def _owner_id(form: ReceiveForm) -> int | None:
    if not isinstance(form, ReceiveOwnedForm) or not form.owner.data:
        return None
    if form.owner_id.data:
        return customers.customer_by_id(db, form.owner_id.data).id
    named = customers.customer_named(db, form.owner.data)
    if named is None:
        raise FieldError("owner", "There is no customer of that name: choose from the list.")
    return named.id


def _transfer_form(box: Box, form: TransferForm) -> TransferForm:
    others = queries.same_kind_as(db, box)
    form.target.choices = [(b.number, f"{b.code} · {weight(b.net_g)} · {b.place or 'no place'}") for b in others]
    return form


def _screen(
    box: Box,
    *,
    take: Form | None = None,
    put_back: Form | None = None,
    transfer: TransferForm | None = None,
    edit: Form | None = None,
    reversing: int | None = None,
    reverse: Form | None = None,
) -> dict[str, Any]:
    before = reversing + 1 if reversing else request.args.get("before", type=int)
    entries = queries.ledger(db, box.id, before)
    place = batches.open_box(db, box.id)
    places = [entry.batch_box_id for entry in entries if entry.batch_box_id] + ([place.id] if place else [])
    numbers = batches.batch_numbers_of(db, places) if places else {}
    pour = transfer or _transfer_form(box, TransferForm(formdata=None))
    return {
        "box": box,
        "powder": box.powder,
        "owner": customers.customer_by_id(db, box.owner_customer_id).name if box.owner_customer_id else None,
        "entries": entries[: queries.LEDGER_PAGE],
        "next_before": entries[queries.LEDGER_PAGE - 1].id if len(entries) > queries.LEDGER_PAGE else None,
        "before": before,
        "batch_numbers": numbers,
        "in_batch": numbers.get(place.id) if place else None,
        "weigh": WeighForm(formdata=None).named("weigh"),
        "take": (take or TakeForm(formdata=None)).named("take"),
        "put_back": (put_back or PutBackForm(formdata=None)).named("back"),
        "transfer": pour.named("pour"),
        "edit": (edit or EditBoxForm(formdata=None, obj=box)).named("edit"),
        "reversing": reversing or request.args.get("reverse", type=int),
        "reverse": (reverse or ReverseForm(formdata=None)).named("reverse"),
        "unsettled": len(batches.unsettled_boxes(db, box.id)),
        "may_weigh": g.actor.may(Permission.BOX_WEIGH),
        "may_correct": g.actor.might(Permission.BOX_CORRECT),
        "may_edit": g.actor.may(Permission.BOX_RECEIVE),
    }
