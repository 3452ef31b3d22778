"""What an empty shop is told of itself and its owner."""

from powderapp.base.units import UnitSystem
from powderapp.people.forms import NewSecretsForm, PinField
from powderapp.shop.rules import CURRENCIES, UNITS, ZONES
from powderapp.web.forms import ChoiceField, SecretField, TextField


class SetUpForm(NewSecretsForm):
    code = SecretField("Set-up code")
    shop_name = TextField("Shop name", sentence="Please enter the name of the shop.")
    unit_system = ChoiceField("Units", UNITS, coerce=UnitSystem, default=UnitSystem.METRIC)
    timezone = ChoiceField("Time zone", [(zone, zone) for zone in ZONES], default="UTC")
    currency = ChoiceField("Currency", CURRENCIES, default="EUR")
    name = TextField("Your name", longest=80, sentence="Please enter your name.")
    password = SecretField("Password")
    pin = PinField()
