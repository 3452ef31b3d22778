"""What can be sent about parts: trips, racks, counts, ways back."""

from collections.abc import Iterable
from typing import Any

from powderapp.web.forms import ChoiceField, Form, NoteField, QtyField, TextField

PREFIX = "line_"


class ArriveForm(Form):
    """One trip; `for_lines` adds a count for every line with parts still to come."""

    from_whom = TextField("Brought by", required=False)
    note = NoteField("Note", longest=400)

    @classmethod
    def for_lines(cls, lines: Iterable[tuple[int, str, int]], **kwargs: Any) -> "ArriveForm":
        """lines: id, label and what, parts to come. A count that is left empty did not come."""
        counts = {f"{PREFIX}{line_id}": QtyField(name, required=False, high=most) for line_id, name, most in lines}
        made: ArriveForm = type("ArriveForm", (cls,), counts)(**kwargs)
        return made

    @property
    def counts(self) -> dict[int, int]:
        """Parts by line id, those that came."""
        fields = {field.name: field.data for field in self if field.name.startswith(PREFIX)}
        return {int(name.removeprefix(PREFIX)): qty for name, qty in fields.items() if qty}


class RackForm(Form):
    qty = QtyField("Parts")
    rack_id = ChoiceField("Rack or shelf", coerce=int)


class CountForm(Form):
    """Missing, found or given back uncoated: how many and why."""

    qty = QtyField("Parts")
    reason = TextField("Why", longest=200, sentence="Please say why.")


class ReverseForm(CountForm):
    """A move taken back, or a part of it."""


class CancelForm(Form):
    reason = TextField("Why", longest=200, sentence="Please say why.")


class UndoForm(Form):
    """Nothing but the tap."""
