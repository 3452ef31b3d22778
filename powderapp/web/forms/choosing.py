# mypy: disable-error-code="no-untyped-call"
"""Fields that choose: from a list, a row by its id, a day, a tick, the version an edit was made from."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from flask import g
from werkzeug.exceptions import BadRequest
from wtforms import Field, SelectChoice, SelectField, SelectMultipleField
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget, TextInput

from powderapp.base.days import far_guess, parse_day, show_day
from powderapp.base.units import UnitSystem
from powderapp.web.forms.text import please_enter
from powderapp.web.keys import OUT_OF_DATE

LARGEST = 2**31 - 1
CHOOSE = "Choose from the list."


def id_from(text: str) -> int:
    """An id as a form sends it; ValueError when it cannot be one."""
    if not text.isascii() or not text.isdigit() or len(text) > 10 or not 0 < int(text) <= LARGEST:
        raise ValueError(CHOOSE)
    return int(text)


class Offering:
    """What there is to choose from: pairs of value and words, given to the field or set later as `.choices`."""

    blank: str | None = None
    _offered: list[SelectChoice]

    @property
    def choices(self) -> Any:
        """What is offered, the choice of nothing first."""
        return self._offered

    @choices.setter
    def choices(self, pairs: Iterable[tuple[Any, str] | SelectChoice] | None) -> None:
        given = [pair if isinstance(pair, SelectChoice) else SelectChoice(*pair) for pair in pairs or ()]
        nothing = [] if self.blank is None else [SelectChoice("", self.blank)]
        self._offered = nothing + [choice for choice in given if choice.value != ""]


class ChoiceField(Offering, SelectField):
    """One of `choices`; `blank` words the choice of nothing, which gives None.

    coerce: `int` for ids, an enum for its words.
    """

    def __init__(
        self,
        label: str,
        choices: Iterable[tuple[Any, str]] = (),
        *,
        blank: str | None = None,
        coerce: Callable[[Any], Any] = str,
        **kwargs: Any,
    ) -> None:
        self.blank, self.kind = blank, coerce
        super().__init__(label, choices=(), coerce=self._coerce, **kwargs)
        self.choices = choices

    def process_formdata(self, valuelist: list[str]) -> None:
        """Coerce what was sent."""
        self.data = self._coerce(valuelist[0]) if valuelist else None

    def pre_validate(self, form: Any) -> None:
        """It is in the list."""
        if self.errors or (self.data is None and self.blank is not None):
            return
        if self.data not in [self._coerce(choice.value) for choice in self.choices]:
            raise StopValidation(CHOOSE)

    def told(self, value: Any) -> str:
        """The words of a value."""
        return next((str(choice.label) for choice in self.choices if self._coerce(choice.value) == value), str(value))

    def _coerce(self, value: Any) -> Any:
        if value in (None, ""):
            return None
        try:
            return id_from(str(value)) if self.kind is int else self.kind(value)
        except ValueError:
            raise ValueError(CHOOSE) from None


class ChoicesField(Offering, SelectMultipleField):
    """Several of `choices`, as tick boxes; `.data` is a list of the values."""

    widget: Any = ListWidget(prefix_label=False)
    option_widget: Any = CheckboxInput()

    def __init__(self, label: str, choices: Iterable[tuple[Any, str]] = (), **kwargs: Any) -> None:
        super().__init__(label, choices=(), **kwargs)
        self.choices = choices

    def pre_validate(self, form: Any) -> None:
        """All of them are in the list."""
        if not set(self.data or ()) <= {choice.value for choice in self.choices}:
            raise StopValidation(CHOOSE)


class IdField(Field):
    """The id of a row; whether it is there, and theirs to see, is for the query."""

    widget = HiddenInput()

    def __init__(self, label: str = "", *, required: bool = True, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.required = required

    def process_formdata(self, valuelist: list[str]) -> None:
        """An id or nothing."""
        self.data = id_from(valuelist[0]) if valuelist and valuelist[0] else None

    def pre_validate(self, form: Any) -> None:
        """A required one is there."""
        if self.required and self.data is None and not self.errors:
            raise StopValidation(CHOOSE)

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else str(self.data or "")


class VersionField(IdField):
    """The version an edit was made from; without it the page is out of date (400)."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """A number, or the page is not ours."""
        try:
            self.data = id_from(valuelist[0] if valuelist else "")
        except ValueError:
            raise BadRequest(OUT_OF_DATE) from None


class TickField(Field):
    """On or off; a box that is not ticked is not sent."""

    widget = CheckboxInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Anything but a word for no is yes."""
        self.data = bool(valuelist) and valuelist[0] not in ("", "0", "false", "off", "no")

    def _value(self) -> str:
        return "y"


class DayField(Field):
    """A day: `fri`, `+5`, `14`, `14/11`, `eom`, `2026-11-14`, seen from the shop's day."""

    widget = TextInput()

    def __init__(self, label: str, *, required: bool = True, sentence: str | None = None, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.required, self.sentence = required, sentence or please_enter(label)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day; ValueError is the sentence for the field."""
        text = valuelist[0].strip() if valuelist else ""
        month_first = g.get("units") is UnitSystem.US
        self.data: date | None = parse_day(text, g.today, month_first=month_first) if text else None

    def pre_validate(self, form: Any) -> None:
        """A required one is there."""
        if self.required and self.data is None and not self.errors:
            raise StopValidation(self.sentence)

    def told(self, value: date) -> str:
        """`Fri 14 Nov 2026`"""
        return f"{value:%a} {value.day} {value:%b %Y}"

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return show_day(self.data) if self.data else ""


class DueField(DayField):
    """A day on which something is due, or none. since: the day it came in, the shop's day unless said otherwise."""

    since: date | None = None

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, required=False, **kwargs)

    def pre_validate(self, form: Any) -> None:
        """Not before it came in, and not by a slip a year later."""
        super().pre_validate(form)
        if self.errors or self.data is None:
            return
        since: date = self.since or g.today
        if self.data < since:
            came = f"{since.day} {since:%b}" + (f" {since.year}" if since.year != g.today.year else "")
            raise StopValidation(f"Due date is before the job came in ({came}).")
        if why := far_guess(str(self.raw_data[0]), self.data, g.today) if self.raw_data else None:
            raise StopValidation(why)
