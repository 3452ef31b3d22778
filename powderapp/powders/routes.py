"""The catalogue, one powder with its sheet, cure schedule and boxes, and the choices where one is typed."""

from collections.abc import Sequence
from dataclasses import fields, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import Blueprint, g, request, url_for
from flask.wrappers import Response
from sqlalchemy import Row

from powderapp.base.access import Permission
from powderapp.base.errors import NotFoundError
from powderapp.base.finding import hits, words
from powderapp.powders import operations, queries
from powderapp.powders.forms import CureForm, EditPowderForm, NewPowderForm, PowderForm, cure_form
from powderapp.powders.models import Powder
from powderapp.powders.operations import PowderWanted
from powderapp.powders.ral import DISCLAIMER, ral_colours
from powderapp.powders.rules import scanned_label
from powderapp.powders.sheet import figures, needed_g, price_unit
from powderapp.shop.prices import priced, with_prices
from powderapp.stock import queries as stock
from powderapp.web.access import requires
from powderapp.web.forms import Form
from powderapp.web.forms.quantities import system
from powderapp.web.fragments import done, invalid, leave, page, say
from powderapp.web.transaction import db

bp = Blueprint("powders", __name__)
PRICE = "price_per_kg"
CHOICES, LARGEST_MM2 = 8, 10**12


@bp.get("/powders")
@requires(Permission.POWDER_SEE)
def index() -> Response:
    typed, after = request.args.get("q", "")[:200], request.args.get("after", type=int)
    return page("powders/index.html", "found", **_list_screen(typed, after, "retired" in request.args))


@bp.get("/powders/choices")
@requires(Permission.POWDER_SEE)
def choices() -> Response:
    """For what was typed; for the label that was scanned, the one it stands on."""
    if code := request.args.get("code"):
        return page("powders/choices.html", "options", **_scanned(code[:200]))
    typed = request.args.get("q", "")[:200]
    found = queries.page(db, typed) if words(typed) else []
    return page("powders/choices.html", "options", found=_choices(found, words(typed)), why_none=None)


@bp.get("/powders/new")
@requires(Permission.POWDER_EDIT)
def new() -> Response:
    return page("powders/new.html", "main", form=priced(NewPowderForm(formdata=None), PRICE), **_units())


@bp.post("/powders/new")
@requires(Permission.POWDER_EDIT)
def add() -> Response:
    form = priced(NewPowderForm(), PRICE)
    if not form.validate_on_submit():
        return invalid("powders/new.html", "powder", form=form, **_units())
    powder = operations.add(db, _wanted(form), form.cure.schedule, by=g.actor)
    say(f"{powder.maker} {powder.code} is in the catalogue.")
    return leave(url_for(".show", powder_id=powder.id))


@bp.get("/powders/<int:powder_id>")
@requires(Permission.POWDER_SEE)
def show(powder_id: int) -> Response:
    return page("powders/show.html", "main", **_screen(queries.powder_by_id(db, powder_id)))


@bp.post("/powders/<int:powder_id>/cure")
@requires(Permission.POWDER_EDIT)
def set_cure(powder_id: int) -> Response:
    form, powder = CureForm(), queries.powder_by_id(db, powder_id)
    if not form.validate_on_submit():
        return invalid("powders/show.html", "cure", **_screen(powder, form))
    powder = operations.set_cure(db, powder, form.schedule(), form.version.data, by=g.actor)
    say("The cure schedule is saved.")
    return done("powders/show.html", "cure", to=url_for(".show", powder_id=powder_id), **_screen(powder))


@bp.post("/powders/<int:powder_id>/retire")
@requires(Permission.POWDER_EDIT)
def retire(powder_id: int) -> Response:
    powder = operations.retire(db, queries.powder_by_id(db, powder_id), by=g.actor)
    return _offered(powder_id, f"{powder.maker} {powder.code} is no longer offered.")


@bp.post("/powders/<int:powder_id>/bring-back")
@requires(Permission.POWDER_EDIT)
def bring_back(powder_id: int) -> Response:
    powder = operations.bring_back(db, queries.powder_by_id(db, powder_id), by=g.actor)
    return _offered(powder_id, f"{powder.maker} {powder.code} is offered again.")


@bp.get("/powders/<int:powder_id>/edit")
@requires(Permission.POWDER_EDIT)
def change(powder_id: int) -> Response:
    powder = queries.powder_by_id(db, powder_id)
    form = priced(EditPowderForm(formdata=None, obj=powder), PRICE)
    return page("powders/edit.html", "main", **_edit_screen(powder, form))


@bp.post("/powders/<int:powder_id>/edit")
@requires(Permission.POWDER_EDIT)
def edit(powder_id: int) -> Response:
    form, powder = priced(EditPowderForm(), PRICE), queries.powder_by_id(db, powder_id)
    if not form.validate_on_submit():
        return invalid("powders/edit.html", "powder", **_edit_screen(powder, form))
    wanted = _wanted(form) if PRICE in form else replace(_wanted(form), price_per_kg=powder.price_per_kg)
    operations.edit(db, powder, wanted, form.version.data, by=g.actor)
    say(f"{powder.maker} {powder.code} is saved.")
    return leave(url_for(".show", powder_id=powder_id))


def _offered(powder_id: int, sentence: str) -> Response:
    say(sentence)
    screen = _screen(queries.powder_by_id(db, powder_id))
    return done("powders/show.html", "acts", to=url_for(".show", powder_id=powder_id), **screen)


def _wanted(form: PowderForm) -> PowderWanted:
    values = {field.name: getattr(form, field.name).data for field in fields(PowderWanted) if field.name in form}
    colour = ral_colours().get(form.ral.data or "")
    if colour:
        return PowderWanted(**values | {"name": values["name"] or colour.name, "rgb": colour.rgb})
    return PowderWanted(**values | {"rgb": (values["rgb"] or "").removeprefix("#").upper() or None})


def _units() -> dict[str, str]:
    return {"price_unit": price_unit(system())}


def _list_screen(typed: str, after: int | None, retired: bool) -> dict[str, Any]:
    found, sought = queries.page(db, typed, after, retired=retired), words(typed)
    shown, prices = found[: queries.PAGE], with_prices()
    return {
        "typed": typed,
        "after": after,
        "retired": retired,
        "rows": [(row, hits(row.name, sought), _cost(row) if prices else None) for row in shown],
        "stock_g": stock.in_stock_g(db, [row.id for row in shown]),
        "next_after": shown[-1].id if len(found) > queries.PAGE else None,
        "sees_prices": prices,
        "may_edit": g.actor.may(Permission.POWDER_EDIT),
    }


def _cost(row: Any) -> Any:
    found = figures(row, system())
    return None if found.cost is None else found


def _scanned(code: str) -> dict[str, Any]:
    """The powder of a label, of its box as well, as the only choice; or why there is none."""
    kind, number = scanned_label(code) or ("", 0)
    try:
        powder_id = stock.box_by_number(db, number).powder_id if kind == "B" else number
        return {"found": _choices([queries.offered(db, powder_id)], []), "why_none": None}
    except NotFoundError as error:
        return {"found": [], "why_none": str(error)}


def _choices(found: Sequence[Row[*tuple[Any, ...]]], sought: list[str]) -> list[dict[str, Any]]:
    """At most 8, those in stock first; with what they need when the question says how much is to be coated."""
    stock_g = stock.in_stock_g(db, [row.id for row in found])
    first = sorted(found, key=lambda row: not stock_g.get(row.id))[:CHOICES]
    area_mm2, film_um = _area_asked(), _film_asked()
    return [
        {
            "row": row,
            "pieces": hits(row.name, sought),
            "stock_g": stock_g.get(row.id, 0),
            "needed_g": needed_g(row, area_mm2, film_um) if area_mm2 else None,
        }
        for row in first
    ]


def _area_asked() -> int:
    """mm2 in all: `area_mm2` of one part times `qty`; 0 when it is not asked or makes no sense."""
    area_mm2, qty = request.args.get("area_mm2", 0, type=int), request.args.get("qty", 1, type=int)
    return area_mm2 * qty if 0 < area_mm2 * qty <= LARGEST_MM2 and qty > 0 else 0


def _film_asked() -> Decimal | None:
    try:
        film_um = Decimal(request.args.get("film_um", ""))
    except InvalidOperation:
        return None
    return film_um if film_um.is_finite() and 0 < film_um <= 2000 else None


def _screen(powder: Powder, form: CureForm | None = None) -> dict[str, Any]:
    return {
        "powder": powder,
        "figures": figures(powder, system()),
        "sees_prices": with_prices(),
        "boxes": stock.boxes_of(db, powder.id),
        "empty_boxes": stock.empty_boxes_of(db, powder.id),
        "owners": stock.owners_of(db, powder.id),
        "form": form or cure_form(powder.cure, powder.version),
        "disclaimer": DISCLAIMER if powder.ral else None,
        "may_edit": g.actor.may(Permission.POWDER_EDIT),
        "may_receive": g.actor.may(Permission.BOX_RECEIVE),
    }


def _edit_screen(powder: Powder, form: Form) -> dict[str, Any]:
    return {"powder": powder, "form": form} | _units()
