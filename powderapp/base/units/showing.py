"""What is stored, shown with its unit. Rounding is for reading only: nothing is computed from a shown value."""

from collections.abc import Sequence
from decimal import Decimal

from powderapp.base.split import largest_remainder
from powderapp.base.units.quantities import (
    AREA,
    CELSIUS,
    FAHRENHEIT,
    FILM,
    LENGTH,
    TEMP,
    WEIGHT,
    M,
    Quantity,
    UnitSystem,
    half_up,
)

_TENTH = Decimal("0.1")
_FT2_PER_LB = Decimal("0.45359237") / Decimal("0.09290304")


def shown(quantity: Quantity, stored: Decimal | int, system: UnitSystem, place: Decimal | None = None) -> str:
    """`stored` in the unit of the system, rounded half up to its place for reading."""
    unit = quantity.main[system]
    return f"{half_up(unit.from_stored(stored), place or unit.place)} {unit.label}"


def edited(quantity: Quantity, stored: Decimal | int, system: UnitSystem) -> str:
    """`stored` with as few places as are read back as the same value, so that `400 °F` comes back as `400 °F`."""
    unit = quantity.main[system]
    exact = unit.from_stored(stored)
    for places in range(-int(unit.exact.adjusted())):
        number = half_up(exact, Decimal(1).scaleb(-places))
        if quantity.stored(number, unit) == stored:
            return f"{number:f} {unit.label}"
    return f"{half_up(exact, unit.exact).normalize():f} {unit.label}"


def limit(quantity: Quantity, stored: Decimal | int, system: UnitSystem) -> str:
    """A limit in a sentence: exact in metric units, rounded in US units unless that would read 0."""
    rounded = quantity.main[system].from_stored(stored).quantize(quantity.main[system].place)
    exact = system is UnitSystem.METRIC or (rounded == 0 and stored != 0)
    return edited(quantity, stored, system) if exact else shown(quantity, stored, system)


def grouped(number: Decimal | int) -> str:
    """`100 000`: groups of three with a space, which no country reads as a decimal mark."""
    return f"{number:,}".replace(",", " ")


def show_weight(g: int, system: UnitSystem, *, estimate: bool = False) -> str:
    """`14.36 kg` or `31.66 lb`; one place for estimates."""
    return shown(WEIGHT, g, system, _TENTH if estimate else None)


def show_weights(grams: Sequence[int], system: UnitSystem) -> list[str]:
    """Shares of one weight, none below 0, rounded so that what is read adds up to the total as it is read."""
    unit = WEIGHT.main[system]
    total = half_up(unit.from_stored(sum(grams)), unit.place)
    shares = largest_remainder(int(total / unit.place), grams) if grams else []
    return [f"{share * unit.place} {unit.label}" for share in shares]


def show_area(mm2: int, system: UnitSystem) -> str:
    """`1.72 m²` or `18.5 ft²`."""
    return shown(AREA, mm2, system)


def show_film(um: Decimal | int, system: UnitSystem) -> str:
    """`80 µm` or `3.1 mil`."""
    return shown(FILM, um, system)


def show_temp(c: Decimal | int, system: UnitSystem) -> str:
    """`200 °C` or `392 °F`."""
    return shown(TEMP, c, system)


def show_temp_difference(c: Decimal | int, system: UnitSystem) -> str:
    """A difference of temperatures: `30 °C` or `54 °F`; the 32 of the scale plays no part."""
    if system is UnitSystem.METRIC:
        return f"{half_up(Decimal(c), Decimal(1))} {CELSIUS.label}"
    return f"{half_up(Decimal(c) * Decimal('1.8'), Decimal(1))} {FAHRENHEIT.label}"


def show_length(mm: Decimal | int, system: UnitSystem) -> str:
    """`640 mm`, from a metre on `2.40 m`; `66.0 in`."""
    if system is UnitSystem.METRIC and mm >= 1000:
        return f"{half_up(M.from_stored(mm), M.place)} {M.label}"
    return shown(LENGTH, mm, system)


def show_minutes(minutes: int) -> str:
    """`45 min`, `1 h`, `1 h 10 min`."""
    hours, rest = divmod(minutes, 60)
    return " ".join([f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest or not hours))


def show_coverage(m2_per_kg: Decimal, system: UnitSystem) -> str:
    """`11.1 m²/kg` or `54.2 ft²/lb`."""
    if system is UnitSystem.METRIC:
        return f"{half_up(m2_per_kg, _TENTH)} m²/kg"
    return f"{half_up(m2_per_kg * _FT2_PER_LB, _TENTH)} ft²/lb"


def edit_weight(g: int, system: UnitSystem) -> str:
    """`14.362 kg`: reads back as the same grams."""
    return edited(WEIGHT, g, system)


def edit_area(mm2: int, system: UnitSystem) -> str:
    """`1.72 m²`: reads back as the same mm2."""
    return edited(AREA, mm2, system)


def edit_film(um: Decimal, system: UnitSystem) -> str:
    """`80 µm`: reads back as the same um."""
    return edited(FILM, um, system)


def edit_temp(c: Decimal, system: UnitSystem) -> str:
    """`190 °C`: reads back as the same degrees."""
    return edited(TEMP, c, system)


def edit_length(mm: Decimal, system: UnitSystem) -> str:
    """`640 mm`: reads back as the same mm."""
    return edited(LENGTH, mm, system)
