"""A box in a form: from the list or by its code; a box of another powder stops everything, loudly."""

import re
from dataclasses import dataclass

from flask import g, make_response, render_template
from flask.wrappers import Response

from powderapp.base.errors import FieldError, NotFoundError
from powderapp.batches.forms import BoxForm
from powderapp.batches.queries import unsettled_boxes
from powderapp.batches.rules import doubtful_gross
from powderapp.powders.models import Powder
from powderapp.stock import queries as stock
from powderapp.stock.models import Box
from powderapp.web.fragments import is_partial
from powderapp.web.transaction import db

_CODE = re.compile(r"(?:.*/)?[bB]?/?0*([0-9]{1,9})")


@dataclass(frozen=True)
class Named:
    """A powder by what one reads on its box."""

    name: str
    code: str
    rgb: str | None
    finish: str


class WrongPowderError(Exception):
    """The box holds another powder than the batch sprays."""

    def __init__(self, box: Box, wanted: Powder, back: str) -> None:
        super().__init__(box.code)
        self.said = {"box": box.code, "holds": _named(box.powder), "wanted": _named(wanted), "back": back}


def _named(powder: Powder) -> Named:
    return Named(powder.name, powder.code, powder.rgb, powder.finish)


def powder_by_id(powder_id: int) -> Powder:
    """NotFoundError when there is none."""
    found = db.get(Powder, powder_id)
    if found is None:
        raise NotFoundError("This powder is not in the catalogue.")
    return found


def scanned_box(code: str, wanted: Powder, back: str) -> Box:
    """The box of a scanned or typed code `B0831`. FieldError: no such box. WrongPowderError: stop."""
    found = _CODE.fullmatch(code.strip())
    if found is None:
        raise FieldError("code", f"{code[:20]} is no box.")
    try:
        box = stock.box_by_number(db, int(found[1]))
    except NotFoundError as error:
        raise FieldError("code", str(error)) from None
    if box.powder_id != wanted.id:
        raise WrongPowderError(box, wanted, back)
    return box


def chosen_box(form: BoxForm, wanted: Powder, back: str) -> Box | None:
    """The box of a form, None when none is chosen. FieldError, WrongPowderError."""
    if form.code.data:
        return scanned_box(form.code.data, wanted, back)
    if form.box.data is None:
        return None
    box = db.get(Box, form.box.data)
    if box is None:
        raise FieldError("box", "There is no such box.")
    if box.powder_id != wanted.id:
        raise WrongPowderError(stock.box_by_number(db, box.number), wanted, back)
    return box


def ask_weight(form: BoxForm, box: Box, button: str) -> None:
    """FieldError, once for each weight, where the scale says something else than the books."""
    gross_g = None if form.unweighed.data else form.gross.data
    if gross_g is None or form.sure.data == gross_g or unsettled_boxes(db, box.id):
        return
    doubt = doubtful_gross(box.net_g, box.tare_g, gross_g, g.units)
    if doubt:
        raise FieldError("gross", f"{doubt} Weigh again, or press {button} again to take the scale.")


def stop(error: WrongPowderError) -> Response:
    """409 over the whole screen: both powders, and the way back."""
    template = f"batches/{'_stopped' if is_partial() else 'stop'}.html"
    return make_response(render_template(template, **error.said), 409)
