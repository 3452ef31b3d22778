# mypy: disable-error-code="no-untyped-call"
"""The check-in: who, until when, and a grid of lines. A row in which nothing is typed is no line."""

from typing import Any

from wtforms import FieldList, FormField
from wtforms import Form as Fields

from powderapp.jobs.rules import Priority
from powderapp.web.forms import (
    AreaField,
    ChoiceField,
    DueField,
    Form,
    IdField,
    MoneyField,
    NoteField,
    QtyField,
    TextField,
    TickField,
)

ROWS, MOST_ROWS = 8, 38
COATS = ("coat1", "coat2", "coat3")


class LineRow(Fields):
    """One row of the grid. coat1 to coat3: powders as typed, their ids as taken from the choices."""

    qty = QtyField("Qty", required=False)
    what = TextField("What", required=False)
    area_mm2 = AreaField("Area each", required=False, called="Area")
    metal = TextField("Metal", longest=40, required=False)
    prep = TextField("Prep", longest=200, required=False)
    coat1 = TextField("Powder", required=False)
    coat1_id = IdField(required=False)
    coat2 = TextField("Coat 2", required=False)
    coat2_id = IdField(required=False)
    coat3 = TextField("Coat 3", required=False)
    coat3_id = IdField(required=False)
    price = MoneyField("Price", required=False)

    @property
    def cells(self) -> list[Any]:
        """What a person types into."""
        return [field for field in self if not isinstance(field, IdField)]

    @property
    def is_empty(self) -> bool:
        """Nothing is typed here."""
        return not any(field._value().strip() for field in self.cells)

    def validate(self, extra_validators: Any = None) -> bool:
        """An empty row is fine; any other needs a number of parts and what they are."""
        if self.is_empty:
            return True
        fits: bool = super().validate(extra_validators)
        for field, sentence in ((self.qty, "How many?"), (self.what, "What is it?")):
            if field.data is None and not field.errors:
                field.errors, fits = (sentence,), False
        return fits


class Rows(FieldList):
    """Rows keep the numbers they were sent with: a row that was deleted in the browser leaves a gap."""

    def _compact_indices(self) -> None:
        """Nothing is renumbered."""


class CheckInForm(Form):
    """phone and is_new: for a customer who is not known yet; arrived: all parts are on the counter now."""

    customer = TextField("Customer", sentence="Who brings it?")
    customer_id = IdField(required=False)
    phone = TextField("Phone", longest=40, required=False)
    is_new = TickField("Keep as a customer")
    due_on = DueField("Due")
    po = TextField("PO", longest=60, required=False)
    priority = ChoiceField("Priority", [(p.value, p.label) for p in Priority], coerce=Priority)
    note = NoteField("Note", longest=1000)
    arrived = TickField("All parts are here")
    lines = Rows(FormField(LineRow), "Lines", min_entries=ROWS, max_entries=MOST_ROWS)

    @property
    def rows(self) -> list[LineRow]:
        """The rows of the grid in their order."""
        return [entry.form for entry in self.lines.entries]

    @property
    def typed_rows(self) -> list[LineRow]:
        """Those in which something is typed."""
        return [row for row in self.rows if not row.is_empty]

    @property
    def next_row(self) -> int:
        """The number that no row has yet."""
        return int(self.lines.last_index) + 1

    def add_rows(self, number: int = ROWS) -> None:
        """More empty rows, as many as there may be."""
        for _ in range(min(number, MOST_ROWS - len(self.lines.entries))):
            self.lines.append_entry()

    def wrong(self) -> list[tuple[str, str]]:
        """What is wrong as (id of the field, sentence), for the summary on top."""
        own = [field for field in self if field is not self.lines]
        cells = [(field, f"Line {n}, ") for n, row in enumerate(self.rows, start=1) for field in row.cells]
        marked = [(field, "") for field in own] + cells
        return [(f.id, f"{of}{f.label.text}: {' '.join(f.errors)}") for f, of in marked if f.errors]


def blank_row() -> LineRow:
    """The row that the grid copies; its number stands as `__n__`."""
    return LineRow(formdata=None, prefix="lines-__n__-")
