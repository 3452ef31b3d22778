# mypy: disable-error-code="no-untyped-call"
"""The form every verb has one of."""

import json
from collections.abc import Iterator
from copy import copy
from typing import Any, Self

from flask import g, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Field, FieldList, FormField

from powderapp.base.errors import FieldError, StaleError
from powderapp.web.forms.choosing import IdField, TickField

SENT_BESIDE = frozenset({"csrf_token", "operation_key", "was", "supervisor_id", "supervisor_pin"})
_APART = (FieldList, FormField, IdField, TickField)


class Form(FlaskForm):
    """Reads the request's form; `validate_on_submit()` is False with sentences at the fields.

    The token is checked for the whole request before (`web.security`), the operation key by `web.keys`. A refusal
    that only the database could tell (`FieldError`, `StaleError`) comes back here as an error of its field.
    """

    class Meta(FlaskForm.Meta):
        csrf = False

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """An empty body is a form too: its required fields are missing."""
            if formdata is None or isinstance(formdata, MultiDict | CombinedMultiDict):
                return formdata
            sent = request.method in {"POST", "PUT", "PATCH", "DELETE"}
            return CombinedMultiDict((request.form, request.files)) if sent else None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._was: dict[str, str] | None = _was_sent() or None
        g.form = self

    def named(self, prefix: str) -> Self:
        """Ids of its own, where several forms of a kind stand on one page; the names stay."""
        for field in self:
            field.id = f"{prefix}-{field.short_name}"
            field.label.field_id = field.id
        return self

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Whether this was sent and may be used."""
        return bool(self.is_submitted() and self.validate(extra_validators))

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all that was sent may be used."""
        fits: bool = super().validate(extra_validators)
        if set(request.form) - set(names(self)) - SENT_BESIDE:
            self.form_errors.append("Unknown field.")
            return False
        return fits and not self._refused()

    def _refused(self) -> bool:
        refused = g.get("refused")
        if isinstance(refused, FieldError):
            self.refuse(refused.field, str(refused))
        elif isinstance(refused, StaleError):
            self._show_theirs(refused)
        return refused is not None

    def refuse(self, name: str, sentence: str) -> None:
        """Say what is wrong at the field `name`, or on top when there is no such field."""
        if name in self._fields:
            self._fields[name].errors = [*self._fields[name].errors, sentence]
        else:
            self.form_errors.append(sentence)

    @property
    def was(self) -> str:
        """What stood in the fields when the page was made; sent along, it tells what this person changed."""
        if self.is_submitted() and self._was is not None:
            return json.dumps(self._was)
        return json.dumps({field.short_name: _in_field(field) for field in self if not isinstance(field, _APART)})

    def _show_theirs(self, stale: StaleError) -> None:
        """What I left alone becomes theirs, the rest stands side by side; sending again is then a decision for mine."""
        self.form_errors.append(str(stale))
        was, self._was = _was_sent(), None
        for name, value in stale.theirs.items():
            field = self._fields.get(name)
            if name == "version" and field:
                field.raw_data, field.data = [str(value)], value
            elif field:
                now = _put_in(copy(field), value)
                if name not in was or was[name] != now:
                    self._side_by_side(field, value, was.get(name))
                was |= {name: now} if was else {}
        self._was = was or None

    def _side_by_side(self, field: Field, value: Any, was: str | None) -> None:
        told = "empty" if value in (None, "") else getattr(field, "told", getattr(field, "show", str))(value)
        if was is None or was != _in_field(field):
            self.refuse(field.short_name, f"Now: {told}. Save again to keep yours.")
        else:
            self.form_errors.append(f"{field.label.text} is {told} now.")
            _put_in(field, value)


def _was_sent() -> dict[str, str]:
    try:
        sent = json.loads(request.form.get("was", "{}"))
    except ValueError:
        return {}
    return {str(name): str(text) for name, text in sent.items()} if isinstance(sent, dict) else {}


def _in_field(field: Field) -> str:
    """The text that stands in a field, as a browser would send it."""
    shown = field._value() if hasattr(field, "_value") else field.data
    return "" if shown is None else str(shown).replace("\r\n", "\n").strip()


def _put_in(field: Field, value: Any) -> str:
    """Let a stored value stand in a field; the text of it."""
    field.raw_data, field.data = [], value
    return _in_field(field)


def names(form: Any) -> Iterator[str]:
    """The names of all fields of `form`, also of the forms and lists inside it."""
    for field in form:
        yield from _names(field)


def _names(field: Field) -> Iterator[str]:
    yield field.name
    if isinstance(field, FormField | FieldList):
        yield from names(field)
