# mypy: disable-error-code="no-untyped-call"
"""What is typed about a powder: its data sheet and its cure schedule."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from wtforms import ValidationError

from powderapp.base.money import money
from powderapp.base.units import UnitSystem, parse_money, parse_number
from powderapp.powders.cure import CureWindow, point
from powderapp.powders.cure_text import parse_schedule
from powderapp.powders.ral import parse_ral
from powderapp.powders.rules import Finish
from powderapp.powders.sheet import KG_PER_LB, price_shown
from powderapp.web.forms import ChoiceField, FilmField, Form, QtyField, TempField, TextField, VersionField, WeightField
from powderapp.web.forms.quantities import ReadField, system

FINISHES = [(finish.value, finish.label) for finish in Finish]
CURE_ROWS = (1, 2, 3, 4)


class NumberField(ReadField[Decimal]):
    """A number without unit. limits: low, high; places: of the stored value."""

    place = Decimal("0.01")

    def read(self, text: str) -> Decimal:
        """A number."""
        return parse_number(text, **self.limits).quantize(self.place)

    def show(self, value: Decimal) -> str:
        """Without noughts at its end."""
        return f"{value.normalize():f}"


class PercentField(ReadField[Decimal]):
    """A share of 1, typed as per cent."""

    def read(self, text: str) -> Decimal:
        """55 is 0.550."""
        return (parse_number(text.rstrip("% "), low=1, high=100) / 100).quantize(Decimal("0.001"))

    def show(self, value: Decimal) -> str:
        """0.550 is 55."""
        return f"{(value * 100).normalize():f}"


class PriceField(ReadField[Decimal]):
    """Money per kilogram; in US units it is typed and shown per pound."""

    def read(self, text: str) -> Decimal:
        """Per kilogram."""
        amount = parse_money(text, high=10_000, name="Price")
        return money(amount / KG_PER_LB) if system() is UnitSystem.US else amount

    def show(self, value: Decimal) -> str:
        """In the shop's unit."""
        return str(price_shown(value, system()))


class RalField(TextField):
    """`RAL 7016`, `7016`; `.data` is the four digits."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """An unknown one is refused with the three nearest."""
        super().process_formdata(valuelist)
        typed, self.data = self.data, None
        if typed:
            self.data = parse_ral(typed).code


class ScheduleField(TextField):
    """A cure schedule as the data sheet has it: `10 min 200 °C; 15-25 min 190 °C`."""

    schedule: list[CureWindow]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Every point of it."""
        super().process_formdata(valuelist)
        self.schedule = parse_schedule(self.data) if self.data else []


class PowderForm(Form):
    ral = RalField("RAL", longest=12, required=False)
    name = TextField("Colour name", longest=80, required=False)
    maker = TextField("Maker", longest=60)
    code = TextField("Maker's code", longest=40, sentence="Please enter the maker's code.")
    finish = ChoiceField("Finish", FINISHES, coerce=Finish, default=Finish.GLOSS)
    gloss_units = QtyField("Gloss units", required=False, low=0, high=120, noun="gloss units")
    rgb = TextField("Colour on the screen", longest=7, required=False)
    sg = NumberField("Density", required=False, low=Decimal("0.6"), high=Decimal("9.9"))
    film_low_um = FilmField("Film from", called="Film", default=Decimal(60), low_um=1, high_um=2000)
    film_high_um = FilmField("Film to", called="Film", default=Decimal(80), low_um=1, high_um=2000)
    utilisation = PercentField("Stays on the part", default=Decimal("0.550"), sentence="Please enter how much stays.")
    pack_g = WeightField("Box of", called="Weight", required=False, high_g=1_000_000)
    price_per_kg = PriceField("Price", required=False)

    def validate_name(self, field: TextField) -> None:
        """A RAL colour has a name of its own."""
        if not field.data and not (self.ral.data or self.ral.errors):
            raise ValidationError("Please enter a name, or a RAL number.")

    def validate_rgb(self, field: TextField) -> None:
        """Six hex digits."""
        digits = (field.data or "").removeprefix("#")
        if field.data and (len(digits) != 6 or not all(c in "0123456789abcdefABCDEF" for c in digits)):
            raise ValidationError("Write six digits like #B87333.")

    def validate_film_high_um(self, field: FilmField) -> None:
        """Not below the lower limit."""
        if field.data and self.film_low_um.data and field.data < self.film_low_um.data:
            raise ValidationError("This is thinner than the thinnest.")


class NewPowderForm(PowderForm):
    cure = ScheduleField("Cure", longest=200, required=False)


class EditPowderForm(PowderForm):
    version = VersionField()


class CureForm(Form):
    """Up to four points; a row that is emptied goes. No longest time: twice the shortest is assumed."""

    version = VersionField()

    def validate(self, extra_validators: Any = None) -> bool:
        """A row has a temperature and a shortest time, or nothing."""
        fits = super().validate(extra_validators)
        for n in CURE_ROWS:
            temp_c, least, most = self.row(n)
            if temp_c is not None and least is None and not self[f"least_{n}"].errors:
                self.refuse(f"least_{n}", "Please enter the shortest time.")
            elif temp_c is None and (least or most) and not self[f"temp_c_{n}"].errors:
                self.refuse(f"temp_c_{n}", "Please enter the part temperature.")
            elif least and most and most < least:
                self.refuse(f"most_{n}", "This is shorter than the shortest.")
        return fits and not self.errors

    def row(self, n: int) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """Temperature, shortest and longest time of one row."""
        return self[f"temp_c_{n}"].data, self[f"least_{n}"].data, self[f"most_{n}"].data

    def schedule(self) -> list[CureWindow]:
        """The points that were typed."""
        rows = (self.row(n) for n in CURE_ROWS)
        return [point(temp_c, least, most) for temp_c, least, most in rows if temp_c and least]

    def rows(self) -> Iterator[tuple[Any, Any, Any]]:
        """The three fields of each row, for the page."""
        return ((self[f"temp_c_{n}"], self[f"least_{n}"], self[f"most_{n}"]) for n in CURE_ROWS)


for _n in CURE_ROWS:
    setattr(
        CureForm,
        f"temp_c_{_n}",
        TempField(f"Temperature {_n}", required=False, called="Cure temperature", low_c=80, high_c=300),
    )
    setattr(CureForm, f"least_{_n}", NumberField(f"Shortest {_n}", required=False, low=Decimal("0.5"), high=240))
    setattr(CureForm, f"most_{_n}", NumberField(f"Longest {_n}", required=False, low=Decimal("0.5"), high=480))


def cure_form(schedule: Any, version: int) -> CureForm:
    """What stands in the database, ready to be changed; an assumed longest time is left open."""
    values: dict[str, Any] = {"version": version}
    for n, row in zip(CURE_ROWS, schedule, strict=False):
        most = None if row.assumed else row.max_minutes
        values |= {f"temp_c_{n}": row.temp_c, f"least_{n}": row.min_minutes, f"most_{n}": most}
    return CureForm(formdata=None, data=values)
