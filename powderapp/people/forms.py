"""The people of the shop, and what every form asks of a new password or PIN."""

from typing import Any

from wtforms import ValidationError
from wtforms.validators import StopValidation

from powderapp.base.access import Role
from powderapp.base.text import is_email
from powderapp.people.rules import LONGEST_PIN, USUAL_PIN, why_not_password, why_not_pin
from powderapp.web.forms import ChoicesField, Form, SecretField, TextField, VersionField

ROLE_WORDS = {
    Role.OWNER: "Owner: everything",
    Role.OFFICE: "Office: jobs, customers, prices, powder",
    Role.SPRAYER: "Sprayer: colour queue, batches, oven, weighing",
    Role.PREP: "Prep: arrivals, prep steps, loading",
    Role.QUALITY: "Quality: check, release, rework",
    Role.VIEWER: "Viewer: the board only",
    Role.SUPERVISOR: "Supervisor: stands beside others with their own PIN, adds tablets, unlocks PINs",
}


class PinField(SecretField):
    """A PIN as fingers type it; `sentence` is said where it is empty."""

    def __init__(self, label: str = "PIN", *, sentence: str = "Please enter a PIN.", **kwargs: Any) -> None:
        keypad = {"inputmode": "numeric", "autocomplete": "off", "maxlength": LONGEST_PIN}
        super().__init__(label, longest=LONGEST_PIN, sentence=sentence, render_kw=keypad, **kwargs)


class NewSecretsForm(Form):
    """A form that sets a password, a PIN, or both; empty stays as it is. shortest_pin: in digits."""

    shortest_pin = USUAL_PIN

    def known_words(self) -> list[str]:
        """Names anybody here knows."""
        return [str(field.data or "") for field in self if field.short_name in {"name", "shop_name"}]

    def validate_password(self, field: SecretField) -> None:
        """Not too easy."""
        if field.data and (why := why_not_password(field.data, *self.known_words())):
            raise ValidationError(why)

    def validate_pin(self, field: SecretField) -> None:
        """Not too easy."""
        if field.data and (why := why_not_pin(field.data, self.shortest_pin)):
            raise ValidationError(why)


class EmailField(TextField):
    """An address, or none: whatever else was typed is told to be checked."""

    def __init__(self, label: str = "E-mail", **kwargs: Any) -> None:
        super().__init__(label, required=False, **kwargs)

    def pre_validate(self, form: Any) -> None:
        """One @, no blanks or line ends, not too long."""
        if self.data and not is_email(self.data):
            raise StopValidation("Check the address.")


class PersonForm(Form):
    name = TextField("Name", longest=80)
    email = EmailField()
    roles = ChoicesField("May", [(role.value, words) for role, words in ROLE_WORDS.items()])


class EditPersonForm(PersonForm):
    version = VersionField()
