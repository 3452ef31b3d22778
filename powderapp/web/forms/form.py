# mypy: disable-error-code="no-untyped-call"
"""The form every verb has one of."""

from collections.abc import Iterator
from typing import Any, Self

from flask import g, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Field, FieldList, FormField

from powderapp.base.errors import FieldError, StaleError

SENT_BESIDE = frozenset({"csrf_token", "operation_key"})


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

    def _show_theirs(self, stale: StaleError) -> None:
        """Both values side by side; sending again is then a decision for mine, made from their version."""
        self.form_errors.append(str(stale))
        for name, value in stale.theirs.items():
            if name == "version" and name in self._fields:
                self._fields[name].raw_data, self._fields[name].data = [str(value)], value
            elif name in self._fields:
                shown = "empty" if value in (None, "") else getattr(self._fields[name], "show", str)(value)
                self.refuse(name, f"Now: {shown}. Save again to keep yours.")


def names(form: Any) -> Iterator[str]:
    """The names of all fields of `form`, also of the forms and lists inside it."""
    for field in form:
        yield from _names(field)


def _names(field: Field) -> Iterator[str]:
    yield field.name
    if isinstance(field, FormField | FieldList):
        yield from names(field)
