"""The table of quantities: their units, what a bare number means, how they are stored and rounded for reading.

1 lb = 0.45359237 kg, 1 ft = 0.3048 m, 1 mil = 25.4 um, F = C x 1.8 + 32: all exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Generic, TypeVar

Value = TypeVar("Value", int, Decimal)


class UnitSystem(StrEnum):
    """One set of units per screen; the shop chooses."""

    METRIC = "metric"
    US = "us"


@dataclass(frozen=True)
class Entered(Generic[Value]):
    """What a person typed: `value` in stored units, `text` as typed, `unit` the label it was read in."""

    value: Value
    text: str
    unit: str


@dataclass(frozen=True)
class Unit:
    """One unit: stored = (number - zero) x factor. `place` rounds for reading, `exact` for editing."""

    label: str
    factor: Decimal
    place: Decimal
    exact: Decimal
    zero: Decimal = Decimal(0)

    def to_stored(self, number: Decimal) -> Decimal:
        return (number - self.zero) * self.factor

    def from_stored(self, stored: Decimal | int) -> Decimal:
        return Decimal(stored) / self.factor + self.zero


@dataclass(frozen=True)
class Quantity:
    """How one kind of value is typed, stored (rounded half up to `step`) and shown."""

    name: str
    step: Decimal
    main: Mapping[UnitSystem, Unit]
    spellings: Mapping[str, Unit]
    units_said: str

    def stored(self, number: Decimal, unit: Unit) -> Decimal:
        return half_up(unit.to_stored(number), self.step)


def half_up(number: Decimal, place: Decimal) -> Decimal:
    """`number` at the place of `place` (0.01, 1), halves away from zero, never as -0."""
    return number.quantize(place, ROUND_HALF_UP) + 0


def _unit(label: str, factor: str, place: str, exact: str) -> Unit:
    return Unit(label, Decimal(factor), Decimal(place), Decimal(exact))


def _spelled(*rows: tuple[Unit, str]) -> dict[str, Unit]:
    return {word: unit for unit, words in rows for word in words.split("|")}


KG, LB = _unit("kg", "1000", "0.01", "0.001"), _unit("lb", "453.59237", "0.01", "0.0001")
G, OZ = _unit("g", "1", "1", "1"), _unit("oz", "28.349523125", "0.1", "0.001")
WEIGHT = Quantity(
    "Weight",
    Decimal(1),
    {UnitSystem.METRIC: KG, UnitSystem.US: LB},
    _spelled((KG, "kg|kgs|kilo"), (G, "g|gr"), (LB, "lb|lbs"), (OZ, "oz")),
    "kg, g, lb or oz",
)

M2, FT2 = _unit("m²", "1000000", "0.01", "0.000001"), _unit("ft²", "92903.04", "0.1", "0.000001")
CM2, MM2, IN2 = _unit("cm²", "100", "1", "1"), _unit("mm²", "1", "1", "1"), _unit("in²", "645.16", "0.1", "0.0001")
AREA = Quantity(
    "Area",
    Decimal(1),
    {UnitSystem.METRIC: M2, UnitSystem.US: FT2},
    _spelled(
        (M2, "m2|sqm|sq m|qm"),
        (FT2, "ft2|sqft|sq ft|sf"),
        (CM2, "cm2|sq cm"),
        (MM2, "mm2|sq mm"),
        (IN2, "in2|sq in|sqin"),
    ),
    "m², cm², mm², ft² or in²",
)

UM, MIL = _unit("µm", "1", "1", "0.1"), _unit("mil", "25.4", "0.1", "0.001")
FILM = Quantity(
    "Film",
    Decimal("0.1"),
    {UnitSystem.METRIC: UM, UnitSystem.US: MIL},
    _spelled((UM, "\u03bcm|um|\u03bc|micron|microns|my"), (MIL, "mil|mils")),
    "µm or mil",
)

CELSIUS = _unit("°C", "1", "1", "0.1")
FAHRENHEIT = Unit("°F", Decimal(5) / Decimal(9), Decimal(1), Decimal("0.01"), zero=Decimal(32))
TEMP = Quantity(
    "Temperature",
    Decimal("0.1"),
    {UnitSystem.METRIC: CELSIUS, UnitSystem.US: FAHRENHEIT},
    _spelled((CELSIUS, "c"), (FAHRENHEIT, "f")),
    "°C or °F",
)


def whole_temps(low_c: Decimal, high_c: Decimal, system: UnitSystem) -> dict[Decimal, int]:
    """Every whole degree of the system from `low_c` to `high_c`, by the degrees C that are stored of it."""
    unit = TEMP.main[system]
    first, last = int(unit.from_stored(low_c)), int(unit.from_stored(high_c)) + 1
    degrees = {TEMP.stored(Decimal(n), unit): n for n in range(first, last + 1)}
    return {c: n for c, n in degrees.items() if low_c <= c <= high_c}


MM, M, CM = _unit("mm", "1", "1", "0.1"), _unit("m", "1000", "0.01", "0.0001"), _unit("cm", "10", "0.1", "0.01")
INCH, FOOT = _unit("in", "25.4", "0.1", "0.001"), _unit("ft", "304.8", "0.01", "0.0001")
LENGTH = Quantity(
    "Length",
    Decimal("0.1"),
    {UnitSystem.METRIC: MM, UnitSystem.US: INCH},
    _spelled((MM, "mm"), (CM, "cm"), (M, "m"), (INCH, 'in|inch|inches|"'), (FOOT, "ft|feet|foot|'")),
    "mm, cm, m, in or ft",
)
