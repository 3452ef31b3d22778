"""The form of a check: film readings, counts, and what becomes of the parts that fail."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from wtforms.widgets import ListWidget, RadioInput, TextArea

from powderapp.base.units import edit_film, parse_film_um
from powderapp.checks.film import RULE_SETS, SIMPLE
from powderapp.checks.rules import CheckCause, FaultOwner, ReworkKind, usual_owner
from powderapp.web.forms import ChoiceField, ChoicesField, Form, NoteField, QtyField, TextField, TickField
from powderapp.web.forms.quantities import system

MOST_READINGS = 200


class OneOfField(ChoiceField):
    """A choice shown as buttons: a finger finds them without opening anything."""

    widget: Any = ListWidget(prefix_label=False)
    option_widget: Any = RadioInput()


class ReadingsField(NoteField):
    """Film readings apart by blanks or new lines, as a gauge types them; `.data`: um, in the order they came."""

    widget = TextArea()

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, longest=4000, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read every number; ValueError is the sentence for the field."""
        self.data: list[Decimal] = []
        typed = (valuelist[0] if valuelist else "").replace(";", " ").split()
        if len(typed) > MOST_READINGS:
            raise ValueError(f"At most {MOST_READINGS} readings.")
        self.data = [parse_film_um(word, system(), high_um=5000) for word in typed]

    def pre_validate(self, form: Any) -> None:
        """Numbers need no further look."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return " ".join(edit_film(um, system()) for um in self.data or ())


class CheckForm(Form):
    """pass_all: the number on the button that passes everything. Counts left open are none."""

    readings = ReadingsField("Film readings")
    rules = ChoiceField("Judged by", [(key, rules.name) for key, rules in RULE_SETS.items()], default=SIMPLE.key)
    looks_right = TickField("Looks right from 1 m")
    pass_all = QtyField("Pass all", required=False)
    passed = QtyField("Pass", required=False, low=0)
    rework = QtyField("Rework", required=False, low=0)
    scrap = QtyField("Scrap", required=False, low=0)
    cause = ChoiceField("Why", blank="Choose, or write it beside")
    other = TextField("Why, in words", longest=60, required=False)
    fault_owner = OneOfField(
        "Whose fault", [(owner, owner.label) for owner in FaultOwner], blank="As usual", coerce=FaultOwner
    )
    billable = TickField("The customer pays for it")
    rework_kind = OneOfField("Rework", [(k, k.label) for k in ReworkKind], coerce=ReworkKind, default=ReworkKind.RECOAT)
    rework_steps = ChoicesField("Prep of the rework", coerce=int)
    note = NoteField("Note", longest=400)

    @property
    def cause_words(self) -> str | None:
        """The cause to keep: chosen, or in words."""
        words: str | None = self.cause.data or self.other.data
        return words

    @property
    def owner(self) -> FaultOwner | None:
        """Who was chosen, else who usually causes it: a cause of the shop's own is ours."""
        if self.fault_owner.data is not None or not self.cause_words:
            chosen: FaultOwner | None = self.fault_owner.data
            return chosen
        known = self.cause_words in list(CheckCause)
        return usual_owner(CheckCause(self.cause_words)) if known else FaultOwner.US

    def validate(self, extra_validators: Any = None) -> bool:
        """Nobody passes all by a slip of the finger after counting some that fail."""
        fits = super().validate(extra_validators)
        if fits and self.pass_all.data and (self.rework.data or self.scrap.data):
            self.form_errors.append("Some of them fail: press Record, or empty the counts.")
            return False
        return fits


def check_form(causes: Iterable[str], steps: Iterable[tuple[int, str]], **sent: Any) -> CheckForm:
    """causes: the shop's own, none: the words every shop has. steps: prep steps by id."""
    form = CheckForm(**sent)
    own = [(cause, cause) for cause in causes]
    form.cause.choices = own or [(cause.value, cause.label) for cause in CheckCause]
    form.rework_steps.choices = list(steps)
    return form
