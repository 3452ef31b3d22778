"""Signing in, setting up, and the people of the shop."""

from wtforms import ValidationError

from powderapp.base.access import Role
from powderapp.people.rules import why_not_password, why_not_pin
from powderapp.web.forms import ChoicesField, Form, SecretField, TextField, VersionField

ROLE_WORDS = {
    Role.OWNER: "Owner: everything",
    Role.OFFICE: "Office: jobs, customers, prices, powder",
    Role.SPRAYER: "Sprayer: colour queue, batches, oven, weighing",
    Role.PREP: "Prep: arrivals, prep steps, loading",
    Role.QUALITY: "Quality: check, release, rework",
    Role.VIEWER: "Viewer: the board only",
    Role.SUPERVISOR: "Supervisor: stands beside others with the own PIN, adds tablets, unlocks PINs",
}


class NewSecretsForm(Form):
    """A form that sets a password, a PIN, or both; empty stays as it is."""

    def known_words(self) -> list[str]:
        """Names anybody here knows."""
        return [str(field.data or "") for field in self if field.short_name in {"name", "shop_name"}]

    def validate_password(self, field: SecretField) -> None:
        """Not too easy."""
        if field.data and (why := why_not_password(field.data, *self.known_words())):
            raise ValidationError(why)

    def validate_pin(self, field: SecretField) -> None:
        """Not too easy."""
        if field.data and (why := why_not_pin(field.data)):
            raise ValidationError(why)


class PersonForm(NewSecretsForm):
    name = TextField("Name", longest=80)
    roles = ChoicesField("May", [(role.value, words) for role, words in ROLE_WORDS.items()])
    password = SecretField("Password", required=False)
    pin = SecretField("PIN", longest=8, required=False)


class EditPersonForm(PersonForm):
    version = VersionField()
