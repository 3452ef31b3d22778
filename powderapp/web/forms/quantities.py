# mypy: disable-error-code="no-untyped-call"
"""Fields of numbers with units: read in the shop's units (`base.units`), `.data` in stored units."""

from decimal import Decimal
from typing import Any, Generic, TypeVar

from flask import g
from wtforms import Field
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from powderapp.base import units
from powderapp.base.units import Entered, UnitSystem
from powderapp.web.forms.text import please_enter

Value = TypeVar("Value", int, Decimal)


def system() -> UnitSystem:
    """The shop's units; metric before there is a shop."""
    chosen: UnitSystem = g.get("units", UnitSystem.METRIC)
    return chosen


class ReadField(Field, Generic[Value]):
    """A number as people write it; `.data` is None when empty.

    called: its name in sentences, else the label. Limits go to the parser (`low_g`, `high_g` ...).
    """

    widget = TextInput()
    inputmode = "decimal"
    data: Value | None

    def __init__(
        self,
        label: str,
        *,
        called: str | None = None,
        required: bool = True,
        sentence: str | None = None,
        **kwargs: Any,
    ) -> None:
        own = {name: kwargs.pop(name) for name in list(kwargs) if name in _OF_WTFORMS}
        own["render_kw"] = {"inputmode": self.inputmode, "autocomplete": "off"} | own.get("render_kw", {})
        super().__init__(label, **own)
        self.called, self.limits = called or label, kwargs
        self.required, self.sentence = required, sentence or please_enter(label)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; ValueError is the sentence for the field."""
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = self.read(text) if text else None

    def pre_validate(self, form: Any) -> None:
        """A required one is there."""
        if self.required and self.data is None and not self.errors:
            raise StopValidation(self.sentence)

    def read(self, text: str) -> Value:
        """The stored value of `text`."""
        raise NotImplementedError

    def show(self, value: Value) -> str:
        """What reads back as the same stored value."""
        return str(value)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.show(self.data)


_OF_WTFORMS = frozenset(
    {"validators", "filters", "description", "id", "default", "widget", "render_kw", "name", "_form", "_prefix"}
    | {"_translations", "_meta"}
)


class EnteredField(ReadField[Value]):
    """Keeps what was typed and its unit in `.entered`, for the columns beside the stored value."""

    entered: Entered[Value] | None = None

    def read(self, text: str) -> Value:
        """The stored value; `.entered` keeps the rest."""
        self.entered = self.read_entered(text)
        return self.entered.value

    def read_entered(self, text: str) -> Entered[Value]:
        """Value, text and unit."""
        raise NotImplementedError


class QtyField(ReadField[int]):
    """Whole parts. limits: low, high, noun."""

    inputmode = "numeric"

    def read(self, text: str) -> int:
        """A whole number."""
        return units.parse_count(text, **self.limits)


class MinutesField(ReadField[int]):
    """Whole minutes. limits: low, high."""

    def read(self, text: str) -> int:
        """Minutes, from `1:10` too."""
        return units.parse_minutes(text, name=self.called, **self.limits)


class MoneyField(ReadField[Decimal]):
    """An amount of two places. limits: low, high."""

    def read(self, text: str) -> Decimal:
        """An amount."""
        return units.parse_money(text, name=self.called, **self.limits)


class WeightField(EnteredField[int]):
    """Grams. limits: low_g, high_g, decimal_mark."""

    def read_entered(self, text: str) -> Entered[int]:
        """Grams from kg or lb."""
        return units.read_weight(text, system(), name=self.called, **self.limits)

    def show(self, value: int) -> str:
        """In the shop's unit."""
        return units.edit_weight(value, system())


class AreaField(EnteredField[int]):
    """mm2. limits: low_mm2, high_mm2."""

    def read_entered(self, text: str) -> Entered[int]:
        """mm2 from m2 or ft2."""
        return units.read_area(text, system(), name=self.called, **self.limits)

    def show(self, value: int) -> str:
        """In the shop's unit."""
        return units.edit_area(value, system())


class FilmField(EnteredField[Decimal]):
    """um. limits: low_um, high_um."""

    def read_entered(self, text: str) -> Entered[Decimal]:
        """um, also from mil."""
        return units.read_film(text, system(), name=self.called, **self.limits)

    def show(self, value: Decimal) -> str:
        """In the shop's unit."""
        return units.edit_film(value, system())


class TempField(EnteredField[Decimal]):
    """Degrees C. limits: low_c, high_c."""

    def read_entered(self, text: str) -> Entered[Decimal]:
        """Degrees C, also from F."""
        return units.read_temp(text, system(), name=self.called, **self.limits)

    def show(self, value: Decimal) -> str:
        """In the shop's unit."""
        return units.edit_temp(value, system())


class LengthField(EnteredField[Decimal]):
    """mm. limits: low_mm, high_mm."""

    def read_entered(self, text: str) -> Entered[Decimal]:
        """mm, also from inches."""
        return units.read_length(text, system(), name=self.called, **self.limits)

    def show(self, value: Decimal) -> str:
        """In the shop's unit."""
        return units.edit_length(value, system())
