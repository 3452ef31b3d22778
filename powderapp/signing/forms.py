"""Setting up the shop, and signing in."""

from powderapp.base.units import UnitSystem
from powderapp.people.forms import NewSecretsForm
from powderapp.shop.rules import CURRENCIES, UNITS, ZONES
from powderapp.web.forms import ChoiceField, Form, SecretField, TextField


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
