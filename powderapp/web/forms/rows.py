"""Forms with a number of parts for each row of a list: fields `qty_<key>`, the key of a row is an id unless said."""

import re
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from werkzeug.datastructures import MultiDict

from powderapp.web.forms.form import Form
from powderapp.web.forms.quantities import QtyField

_QTY = "qty_"
_ID = re.compile(r"[0-9]{1,9}")
F = TypeVar("F", bound=Form)


def row_keys(keys: Collection[int | str], sent: MultiDict[str, str] | None, key: re.Pattern[str] = _ID) -> list[str]:
    """`keys` and what was sent beside them: rows that went away meanwhile are no unknown fields, they are refused."""
    typed = (name.removeprefix(_QTY) for name in sent or () if name.startswith(_QTY))
    return sorted({*map(str, keys), *filter(key.fullmatch, typed)})


def with_counts(
    kind: type[F],
    keys: Collection[int | str],
    sent: MultiDict[str, str] | None,
    *,
    low: int = 1,
    key: re.Pattern[str] = _ID,
) -> F:
    """A form of this kind with one count for each row; `low`: the least that may be typed."""
    fields = {f"{_QTY}{row}": QtyField("Parts", required=False, low=low) for row in row_keys(keys, sent, key)}
    form: F = type(kind.__name__, (kind,), fields)(formdata=sent)
    return form


def count_field(form: Form, row: int | str) -> Any:
    """The field of one row."""
    return form[f"{_QTY}{row}"]


def counts_of(form: Form) -> dict[int, int]:
    """What was typed by row id; rows with 0 or nothing are left out."""
    typed = {field.name.removeprefix(_QTY): field.data for field in form if field.name.startswith(_QTY)}
    return {int(row): qty for row, qty in typed.items() if qty}


def offer_counts(form: Form, offered: Mapping[Any, int]) -> None:
    """Fill in what there is where nobody typed a number."""
    for row, qty in offered.items():
        field = count_field(form, row)
        if not field.raw_data or not field.raw_data[0]:
            field.raw_data, field.data = None, qty
