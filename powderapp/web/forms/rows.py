"""Forms with a number of parts for each row of a list: fields `qty_<id>`."""

import re
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from werkzeug.datastructures import MultiDict

from powderapp.web.forms.form import Form
from powderapp.web.forms.quantities import QtyField

_NAME = re.compile(r"qty_([0-9]{1,9})")
F = TypeVar("F", bound=Form)


def row_ids(ids: Collection[int], sent: MultiDict[str, str] | None) -> list[int]:
    """`ids` and what was sent beside them: rows that went away meanwhile are no unknown fields, they are refused."""
    return sorted({*ids, *(int(found[1]) for name in sent or () if (found := _NAME.fullmatch(name)))})


def with_counts(kind: type[F], ids: Collection[int], sent: MultiDict[str, str] | None, *, low: int = 1) -> F:
    """A form of this kind with one count for each row; `low`: the least that may be typed."""
    fields = {f"qty_{i}": QtyField("Parts", required=False, low=low) for i in row_ids(ids, sent)}
    form: F = type(kind.__name__, (kind,), fields)(formdata=sent)
    return form


def count_field(form: Form, row_id: int) -> Any:
    """The field of one row."""
    return form[f"qty_{row_id}"]


def counts_of(form: Form) -> dict[int, int]:
    """What was typed by row id; rows with 0 or nothing are left out."""
    found = {int(name[1]): field.data for field in form if (name := _NAME.fullmatch(field.name))}
    return {row_id: qty for row_id, qty in found.items() if qty}


def offer_counts(form: Form, offered: Mapping[int, int]) -> None:
    """Fill in what there is where nobody typed a number."""
    for row_id, qty in offered.items():
        field = count_field(form, row_id)
        if not field.raw_data or not field.raw_data[0]:
            field.raw_data, field.data = None, qty
