"""What the shop decides about itself; each form's `values()` are columns of its row."""

from decimal import Decimal
from typing import Any

from wtforms import ValidationError

from powderapp.base.units import UnitSystem
from powderapp.shop.rules import CURRENCIES, PIN_DIGITS, REASONS, UNITS, ZONES
from powderapp.web.forms import (
    ChoiceField,
    Form,
    MinutesField,
    MoneyField,
    TempField,
    TextField,
    TickField,
    VersionField,
)


class SettingsForm(Form):
    """A form whose fields are columns."""

    def values(self) -> dict[str, Any]:
        """Column -> value."""
        return {f.short_name: f.data for f in self if f.short_name != "version"}


class ShopForm(SettingsForm):
    name = TextField("Shop name")
    unit_system = ChoiceField("Units", UNITS, coerce=UnitSystem)
    timezone = ChoiceField("Time zone", [(zone, zone) for zone in ZONES])
    currency = ChoiceField("Currency", CURRENCIES)
    tax_percent = MoneyField("Tax in percent", high=50, called="Tax")
    prices_on_floor = TickField("Show prices on the floor")
    pin_digits = ChoiceField("PINs on the floor", PIN_DIGITS, coerce=int, default=6)
    idle_minutes = MinutesField("Tablets lock after", low=1, high=20, default=3)
    version = VersionField()


class BoothForm(SettingsForm):
    name = TextField("Name", longest=60)


class OvenForm(SettingsForm):
    name = TextField("Name", longest=60)
    lowest_c = TempField("Lowest", low_c=1, default=Decimal(80))
    usual_c = TempField("Usual", low_c=1, default=Decimal(200))
    highest_c = TempField("Highest", low_c=1, default=Decimal(240))

    def validate_usual_c(self, field: TempField) -> None:
        """Between the limits."""
        low, usual, high = self.lowest_c.data, field.data, self.highest_c.data
        if low and usual and high and not low <= usual <= high:
            raise ValidationError("The usual temperature lies between the lowest and the highest.")


class RackForm(SettingsForm):
    name = TextField("Name", longest=60)
    code = TextField("Code on its label", longest=12, sentence="Please enter a code.")

    def values(self) -> dict[str, Any]:
        """Codes are printed and scanned in upper case."""
        return super().values() | {"code": self.code.data.upper()}


class StepForm(SettingsForm):
    name = TextField("Name", longest=60)
    in_oven = TickField("In the oven")
    oven_c = TempField("Oven at", required=False, low_c=1)
    oven_minutes = MinutesField("For", required=False, low=1)

    def validate_in_oven(self, field: TickField) -> None:
        """An oven step says how hot and how long."""
        if field.data and (self.oven_c.data is None or self.oven_minutes.data is None):
            raise ValidationError("An oven step needs its temperature and its minutes.")


class ReasonForm(SettingsForm):
    name = TextField("Name", longest=60)
    kind = ChoiceField("For", REASONS)


class EditBoothForm(BoothForm):
    version = VersionField()


class EditOvenForm(OvenForm):
    version = VersionField()


class EditRackForm(RackForm):
    version = VersionField()


class EditStepForm(StepForm):
    version = VersionField()


class EditReasonForm(ReasonForm):
    version = VersionField()
