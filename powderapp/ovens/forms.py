"""Forms at the oven: load it, abort a load."""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from werkzeug.datastructures import MultiDict

from powderapp.ovens.rules import ONE_STEP, Suggestion
from powderapp.web.forms import ChoiceField, ChoicesField, Form, MinutesField, TempField, TextField, TickField
from powderapp.web.forms.rows import count_field, offer_counts, row_keys, with_counts

_KEY = re.compile(r"[0-9]{1,9}(?:-[0-9]{1,9})?")
CHECK = "Check the suggested {}, then start."


class LoadForm(Form):
    """Ticked rows, how many of each (`qty_<key>`), set point and minutes; `was_*`: what was suggested last.

    A row is a pile (`12`), or a pile and the oven step it goes in for (`12-7`).
    """

    asked = TextField("Asked", longest=1, required=False)
    pile = ChoicesField("What goes in")
    set_point = TempField("Set point", sentence=CHECK.format("set point"), low_c=1, high_c=600)
    minutes = MinutesField("Minutes", sentence=CHECK.format("minutes"), low=1, high=1440)
    was_set_point = TextField("Suggested set point", longest=20, required=False)
    was_minutes = TextField("Suggested minutes", longest=20, required=False)

    @property
    def wanted(self) -> list[str] | None:
        """Keys of the ticked rows; None before anybody chose."""
        return list(self.pile.data or []) if self.asked.data else None

    @property
    def set_point_c(self) -> Decimal:
        """What was typed, in degrees C; 0 before anybody typed."""
        return self.set_point.data or Decimal(0)

    def qty_field(self, key: str) -> Any:
        """The field of how many of this row."""
        return count_field(self, key)

    def parts(self, waiting: Mapping[str, int]) -> dict[int, int]:
        """Pile id -> parts of what is ticked; all that wait (`waiting`) where no number was typed."""
        return {_pile_id(key): self.qty_field(key).data or waiting.get(key, 1) for key in self.pile.data or []}

    def steps(self) -> dict[int, int]:
        """Pile id -> the oven step it is ticked for."""
        return {_pile_id(key): int(key.partition("-")[2]) for key in self.pile.data or [] if "-" in key}

    def validate(self, extra_validators: Any = None) -> bool:
        """Each pile is ticked once."""
        fits = super().validate(extra_validators)
        ids = [_pile_id(key) for key in self.pile.data or []] if fits else []
        if len(set(ids)) < len(ids):
            self.form_errors.append(ONE_STEP)
        return fits and not self.form_errors

    def show(self, waiting: Mapping[str, int], suggested: Suggestion | None) -> None:
        """Fill in what nobody typed over: all that wait of each pile, and the suggestion for what is ticked."""
        offer_counts(self, waiting)
        _suggest(self.set_point, self.was_set_point, suggested.set_point_c if suggested else None)
        _suggest(self.minutes, self.was_minutes, suggested.min_minutes if suggested else None)


class TakeOutForm(Form):
    """sure: out, although the planned minutes are not over."""

    sure = TickField("Take out now")


class UndoForm(Form):
    """Takes one tap back: nothing to fill in."""


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


def load_form(waiting: Collection[str], sent: MultiDict[str, str] | None) -> LoadForm:
    """The form with a number of parts for each row that waits, or that was sent and waits no longer."""
    form = with_counts(LoadForm, waiting, sent, key=_KEY)
    form.pile.choices = [(key, key) for key in row_keys(waiting, sent, _KEY)]
    return form


def _pile_id(key: str) -> int:
    return int(key.partition("-")[0])


def _suggest(field: Any, was: Any, value: Decimal | int | None) -> None:
    """The suggestion goes in where nobody typed another number; without one the last stays to be refused in words."""
    if value is None:
        return
    if not field.raw_data or field.raw_data[0] in ("", was.data):
        field.raw_data, field.data = None, value
    was.raw_data, was.data = None, field.show(value)
