"""What people type, read into stored units; every refusal is one sentence for the field."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import ParamSpec

from powderapp.base.units.numbers import readings, tidy, two_ways
from powderapp.base.units.quantities import (
    AREA,
    FILM,
    FOOT,
    INCH,
    LENGTH,
    TEMP,
    WEIGHT,
    Entered,
    Quantity,
    Unit,
    UnitSystem,
    Value,
)
from powderapp.base.units.showing import limit

P = ParamSpec("P")
_TON, _HECTARE, _MILLIMETRE, _LORRY = 1_000_000, 10_000_000_000, 1_000, 30_000
_WITH_UNIT = re.compile(r"(.*?[0-9])\s*([^0-9/.,+\-\s][^/.,+\-]*)?")
_FEET_INCHES = re.compile(r"([0-9]+)\s*(?:'|ft)\s*([0-9][0-9 /.,]*)\s*(?:\"|in|inch|inches)?")


def read_weight(
    text: str,
    system: UnitSystem,
    *,
    low_g: int = 1,
    high_g: int = _TON,
    name: str = "Weight",
    decimal_mark: str | None = None,
) -> Entered[int]:
    """Whole grams from `18.42`, `18,42 kg`, `40 lb`; a bare number is kg or lb by `system`."""
    return _whole(_read(WEIGHT, text, system, low_g, high_g, name, decimal_mark))


def read_area(
    text: str, system: UnitSystem, *, low_mm2: int = 1, high_mm2: int = _HECTARE, name: str = "Area"
) -> Entered[int]:
    """Whole mm2 from `1.72`, `18,5 ft2`, `450 cm²`; a bare number is m2 or ft2 by `system`."""
    return _whole(_read(AREA, text, system, low_mm2, high_mm2, name))


def read_film(
    text: str,
    system: UnitSystem,
    *,
    low_um: Decimal | int = 1,
    high_um: Decimal | int = _MILLIMETRE,
    name: str = "Film",
) -> Entered[Decimal]:
    """um to 0.1 from `80`, `3 mil`. mm is refused: people write mm and mean mil."""
    if re.search(r"[0-9]\s*mm$", tidy(text).casefold()):
        raise ValueError(f"{name} in µm or mil, not mm: 80 µm is 3.1 mil.")
    return _read(FILM, text, system, low_um, high_um, name)


def read_temp(
    text: str,
    system: UnitSystem,
    *,
    low_c: Decimal | int = 0,
    high_c: Decimal | int = 600,
    name: str = "Temperature",
) -> Entered[Decimal]:
    """Degrees C to 0.1 from `190`, `190 °C`, `400F`; a bare number is C or F by `system`."""
    return _read(TEMP, text, system, low_c, high_c, name)


def read_length(
    text: str, system: UnitSystem, *, low_mm: Decimal | int = 1, high_mm: Decimal | int = _LORRY, name: str = "Length"
) -> Entered[Decimal]:
    """mm to 0.1 from `640`, `1.2 m`, `66 in`, `5'6"`; a bare number is mm or in by `system`."""
    if found := _FEET_INCHES.fullmatch(tidy(text).casefold()):
        inches = int(found[1]) * 12 + readings(found[2].strip())[0]
        value = _within(LENGTH, [(inches, LENGTH.stored(inches, INCH))], text, system, low_mm, high_mm, name)
        return Entered(value, text.strip(), FOOT.label)
    return _read(LENGTH, text, system, low_mm, high_mm, name)


def _value_of(read: Callable[P, Entered[Value]]) -> Callable[P, Value]:
    """`read` without what was typed. ValueError: one sentence."""

    def parse(*args: P.args, **limits: P.kwargs) -> Value:
        return read(*args, **limits).value

    return parse


parse_weight_g = _value_of(read_weight)
parse_area_mm2 = _value_of(read_area)
parse_film_um = _value_of(read_film)
parse_temp_c = _value_of(read_temp)
parse_length_mm = _value_of(read_length)


def _read(
    quantity: Quantity,
    text: str,
    system: UnitSystem,
    low: Decimal | int,
    high: Decimal | int,
    name: str,
    decimal_mark: str | None = None,
) -> Entered[Decimal]:
    number, unit = _split(quantity, text, system, name)
    candidates = [(n, quantity.stored(n, unit)) for n in readings(number, decimal_mark=decimal_mark)]
    return Entered(_within(quantity, candidates, number, system, low, high, name), text.strip(), unit.label)


def _split(quantity: Quantity, text: str, system: UnitSystem, name: str) -> tuple[str, Unit]:
    found = _WITH_UNIT.fullmatch(tidy(text))
    if found is None:
        raise ValueError(f"Write a number, in {quantity.units_said}.")
    if not found[2]:
        return found[1], quantity.main[system]
    unit = quantity.spellings.get(found[2].casefold().rstrip("."))
    if unit is None:
        raise ValueError(f"{name} in {quantity.units_said}.")
    return found[1], unit


def _within(
    quantity: Quantity,
    candidates: list[tuple[Decimal, Decimal]],
    text: str,
    system: UnitSystem,
    low: Decimal | int,
    high: Decimal | int,
    name: str,
) -> Decimal:
    within = [stored for _, stored in candidates if low <= stored <= high]
    if len(within) > 1:
        raise ValueError(two_ways(text))
    if within:
        return within[0]
    number, stored = candidates[0]
    if stored > high:
        raise ValueError(f"{name} must be at most {limit(quantity, high, system)}.")
    if low > 0 and number <= 0 and quantity is not TEMP:
        raise ValueError(f"{name} must be above 0.")
    raise ValueError(f"{name} must be at least {limit(quantity, low, system)}.")


def _whole(entered: Entered[Decimal]) -> Entered[int]:
    return Entered(int(entered.value), entered.text, entered.unit)
