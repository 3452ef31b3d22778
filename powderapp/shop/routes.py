"""The settings of the shop: its own row and its lists."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, g, url_for
from flask.wrappers import Response

from powderapp.base.access import Permission
from powderapp.base.errors import NotFoundError
from powderapp.shop import forms, operations, queries
from powderapp.shop.models import Booth, Oven, PrepStep, Rack, Reason
from powderapp.shop.rules import is_reset_told
from powderapp.web.access import requires
from powderapp.web.dom import dom_id
from powderapp.web.forms import Form
from powderapp.web.fragments import done, invalid, page, say
from powderapp.web.transaction import db

bp = Blueprint("shop", __name__)
LISTS = "<any(booths, ovens, racks, steps, reasons):name>"


@dataclass(frozen=True)
class ListKind:
    """One list of the shop: what it holds and how it is asked for."""

    title: str
    one: str
    kind: type[Any]
    adding: type[forms.SettingsForm]
    editing: type[Any]


KINDS = {
    "booths": ListKind("Booths", "booth", Booth, forms.BoothForm, forms.EditBoothForm),
    "ovens": ListKind("Ovens", "oven", Oven, forms.OvenForm, forms.EditOvenForm),
    "racks": ListKind("Racks", "rack", Rack, forms.RackForm, forms.EditRackForm),
    "steps": ListKind("Prep steps", "prep step", PrepStep, forms.StepForm, forms.EditStepForm),
    "reasons": ListKind("Reasons", "reason", Reason, forms.ReasonForm, forms.EditReasonForm),
}


@bp.get("/settings")
@requires(Permission.SETTINGS_SEE)
def settings() -> Response:
    return page("shop/settings.html", "main", **_shop_screen())


@bp.post("/settings")
@requires(Permission.SHOP_EDIT)
def edit_shop() -> Response:
    form = forms.ShopForm()
    if not form.validate_on_submit():
        return invalid("shop/settings.html", "shop", **_shop_screen(form))
    g.shop = operations.edit_shop(db, form.values(), form.version.data, by=g.actor)
    say("The settings are saved.")
    return done("shop/settings.html", "shop", to=url_for(".settings"), **_shop_screen())


@bp.get(f"/settings/{LISTS}")
@requires(Permission.SETTINGS_SEE)
def listed(name: str) -> Response:
    return page("shop/list.html", "main", **_list_screen(name))


@bp.post(f"/settings/{LISTS}/add")
@requires(Permission.SHOP_EDIT)
def add(name: str) -> Response:
    form = KINDS[name].adding()
    if not form.validate_on_submit():
        return invalid("shop/list.html", "rows", **_list_screen(name, adding=form))
    row = operations.add_row(db, KINDS[name].kind, form.values(), by=g.actor)
    return _done(name, f"{row.name} is in the list.")


@bp.post(f"/settings/{LISTS}/<int:row_id>/edit")
@requires(Permission.SHOP_EDIT)
def edit(name: str, row_id: int) -> Response:
    form = KINDS[name].editing()
    _known(name, row_id)
    if not form.validate_on_submit():
        return invalid("shop/list.html", "rows", **_list_screen(name, editing=(row_id, form)))
    row = operations.edit_row(db, KINDS[name].kind, row_id, form.values(), form.version.data, by=g.actor)
    return _done(name, f"{row.name} is changed.")


@bp.post(f"/settings/{LISTS}/<int:row_id>/retire")
@requires(Permission.SHOP_EDIT)
def retire(name: str, row_id: int) -> Response:
    row = operations.retire_row(db, KINDS[name].kind, row_id, by=g.actor)
    return _done(name, f"{row.name} is no longer offered.")


@bp.post(f"/settings/{LISTS}/<int:row_id>/bring-back")
@requires(Permission.SHOP_EDIT)
def bring_back(name: str, row_id: int) -> Response:
    row = operations.bring_back_row(db, KINDS[name].kind, row_id, by=g.actor)
    return _done(name, f"{row.name} is offered again.")


@bp.app_template_global()
def owner_reset_told() -> datetime | None:
    """When an owner's sign-in was reset, while who is signed in is told of it."""
    if "actor" not in g or "shop" not in g or not is_reset_told(g.shop.owner_reset_at, g.now):
        return None
    reset_at: datetime = g.shop.owner_reset_at
    return reset_at


def _known(name: str, row_id: int) -> None:
    if db.get(KINDS[name].kind, row_id) is None:
        raise NotFoundError("This is no longer in the list.")


def _done(name: str, sentence: str) -> Response:
    say(sentence)
    return done("shop/list.html", "rows", to=url_for(".listed", name=name), **_list_screen(name))


def _shop_screen(form: Form | None = None) -> dict[str, Any]:
    form = form or forms.ShopForm(formdata=None, obj=g.shop)
    return {"form": form, "may_edit": g.actor.may(Permission.SHOP_EDIT)}


def _list_screen(name: str, adding: Form | None = None, editing: tuple[int, Form] | None = None) -> dict[str, Any]:
    kind = KINDS[name]
    rows = queries.listed(db, kind.kind)
    return {
        "name": name,
        "list": kind,
        "rows": [(row, _row_form(kind, row, editing)) for row in rows],
        "retired": queries.listed(db, kind.kind, retired=True),
        "adding": (adding or kind.adding(formdata=None)).named("new"),
        "may_edit": g.actor.may(Permission.SHOP_EDIT),
    }


def _row_form(kind: ListKind, row: Any, editing: tuple[int, Form] | None) -> Form:
    typed = editing[1] if editing and editing[0] == row.id else None
    form: Form = typed or kind.editing(formdata=None, obj=row)
    return form.named(dom_id(row))
