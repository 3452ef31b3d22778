"""Forms at the oven: load it, abort a load."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from werkzeug.datastructures import MultiDict

from powderapp.ovens.rules import Suggestion
from powderapp.web.forms import ChoiceField, ChoicesField, Form, MinutesField, TempField, TextField, TickField
from powderapp.web.forms.rows import count_field, offer_counts, row_ids, with_counts

CHECK = "Check the suggested {}, then start."


class LoadForm(Form):
    """Ticked piles, how many of each (`qty_<pile id>`), set point and minutes; `was_*`: what was suggested last."""

    asked = TextField("Asked", longest=1, required=False)
    pile = ChoicesField("What goes in", coerce=int)
    set_point = TempField("Set point", sentence=CHECK.format("set point"), low_c=1, high_c=600)
    minutes = MinutesField("Minutes", sentence=CHECK.format("minutes"), low=1, high=1440)
    was_set_point = TextField("Suggested set point", longest=20, required=False)
    was_minutes = TextField("Suggested minutes", longest=20, required=False)

    @property
    def wanted(self) -> list[int] | None:
        """Ids of the ticked piles; None before anybody chose."""
        return list(self.pile.data or []) if self.asked.data else None

    @property
    def set_point_c(self) -> Decimal:
        """What was typed, in degrees C; 0 before anybody typed."""
        return self.set_point.data or Decimal(0)

    def qty_field(self, pile_id: int) -> Any:
        """The field of how many of this pile."""
        return count_field(self, pile_id)

    def parts(self, waiting: Mapping[int, int]) -> dict[int, int]:
        """Pile id -> parts of what is ticked; all that wait (`waiting`) where no number was typed."""
        return {i: self.qty_field(i).data or waiting.get(i, 1) for i in self.pile.data or []}

    def show(self, waiting: Mapping[int, int], suggested: Suggestion | None) -> None:
        """Fill in what nobody typed over: all that wait of each pile, and the suggestion for what is ticked."""
        offer_counts(self, waiting)
        _suggest(self.set_point, self.was_set_point, suggested.set_point_c if suggested else None)
        _suggest(self.minutes, self.was_minutes, suggested.min_minutes if suggested else None)


class TakeOutForm(Form):
    """sure: out, although the planned minutes are not over."""

    sure = TickField("Take out now")


class AbortForm(Form):
    """Why a load came out uncured: one of the shop's reasons, or in words."""

    reason = ChoiceField("Reason", blank="Another reason")
    other = TextField("In words", longest=200, required=False)

    @property
    def words(self) -> str | None:
        """The reason to keep."""
        words: str | None = self.reason.data or self.other.data
        return words

    def validate(self, extra_validators: Any = None) -> bool:
        """One of the two is there."""
        fits = super().validate(extra_validators)
        if fits and not self.words:
            self.other.errors = (*self.other.errors, "Please say why.")
            return False
        return fits


def load_form(waiting: Collection[int], sent: MultiDict[str, str] | None) -> LoadForm:
    """The form with a number of parts for each pile that waits, or that was sent and waits no longer."""
    form = with_counts(LoadForm, waiting, sent)
    form.pile.choices = [(i, str(i)) for i in row_ids(waiting, sent)]
    return form


def _suggest(field: Any, was: Any, value: Decimal | int | None) -> None:
    """The suggestion goes in where nobody typed another number; without one the last stays to be refused in words."""
    if value is None:
        return
    if not field.raw_data or field.raw_data[0] in ("", was.data):
        field.raw_data, field.data = None, value
    was.raw_data, was.data = None, field.show(value)
