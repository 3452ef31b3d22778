"""Signing in, setting up, and the people of the shop."""

from wtforms import ValidationError

from powderapp.base.access import Role
from powderapp.base.units import UnitSystem
from powderapp.people.rules import why_not_password, why_not_pin
from powderapp.shop.rules import CURRENCIES, UNITS, ZONES
from powderapp.web.forms import ChoiceField, ChoicesField, Form, SecretField, TextField, VersionField

ROLE_WORDS = {
    Role.OWNER: "Owner: everything",
    Role.OFFICE: "Office: jobs, customers, prices, powder",
    Role.SPRAYER: "Sprayer: colour queue, batches, oven, weighing",
    Role.PREP: "Prep: arrivals, prep steps, loading",
    Role.QUALITY: "Quality: check, release, rework",
    Role.VIEWER: "Viewer: the board only",
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


class SetUpForm(NewSecretsForm):
    code = SecretField("Set-up code")
    shop_name = TextField("Shop name", sentence="Please enter the name of the shop.")
    unit_system = ChoiceField("Units", UNITS, coerce=UnitSystem, default=UnitSystem.METRIC)
    timezone = ChoiceField("Time zone", [(zone, zone) for zone in ZONES], default="UTC")
    currency = ChoiceField("Currency", CURRENCIES, default="EUR")
    name = TextField("Your name", longest=80, sentence="Please enter your name.")
    password = SecretField("Password")
    pin = SecretField("PIN", longest=8, sentence="Please enter a PIN.")


class PasswordForm(Form):
    name = TextField("Name", longest=80)
    password = SecretField("Password")
    next = TextField("Then", longest=2000, required=False)


class PinForm(Form):
    pin = SecretField("PIN", longest=8)
    next = TextField("Then", longest=2000, required=False)


class PersonForm(NewSecretsForm):
    name = TextField("Name", longest=80)
    roles = ChoicesField("May", [(role.value, words) for role, words in ROLE_WORDS.items()])
    password = SecretField("Password", required=False)
    pin = SecretField("PIN", longest=8, required=False)


class EditPersonForm(PersonForm):
    version = VersionField()
