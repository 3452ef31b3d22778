"""Numbers without a system of units: minutes, money, counts; every refusal is one sentence for the field."""

import re
from decimal import Decimal

from powderapp.base.money import money
from powderapp.base.units.numbers import WRITE_PLAINLY, readings, tidy, two_ways
from powderapp.base.units.quantities import half_up
from powderapp.base.units.showing import grouped

_CLOCK = re.compile(r"([0-9]{1,3}):([0-5][0-9])")
_HOURS = re.compile(r"([0-9.,]+)\s*h(?:ours?|rs?)?\.?\s*(?:([0-9]{1,2})\s*(?:m|min|mins|minutes?)?)?")
_MINUTES = re.compile(r"([+-]?[0-9.,]+)\s*(?:m|min|mins|minutes?|')?")
_ONE = {"boxes": "box"}


def parse_minutes(text: str, *, low: int = 0, high: int = 6_000, name: str = "Time") -> int:
    """Whole minutes from `70`, `1:10`, `1 h 10`, `1.5 h`, `15'`. ValueError: one sentence."""
    minutes = _minutes(tidy(text).casefold())
    if minutes < low:
        raise ValueError(f"{name} must be above 0." if low == 1 else f"{name} must be at least {low} min.")
    if minutes > high:
        raise ValueError(f"{name} must be at most {high} min.")
    return minutes


def parse_money(text: str, *, low: Decimal | int = 0, high: Decimal | int = 1_000_000, name: str = "Amount") -> Decimal:
    """An amount of two places; a currency sign beside it is ignored. ValueError: one sentence."""
    plain = re.sub(r"^([+-]?)\s*[$€£]\s*|\s*[$€£]$", r"\1", tidy(text))
    found = readings(plain)
    if len(found) > 1:
        raise ValueError(two_ways(plain))
    if found[0] != money(found[0]):
        raise ValueError("At most two places after the point.")
    if found[0] < low:
        raise ValueError(f"{name} cannot be below {low}.")
    if found[0] > high:
        raise ValueError(f"{name} can be at most {grouped(high)}.")
    return money(found[0])


def parse_count(text: str, *, low: int = 1, high: int = 100_000, noun: str = "parts") -> int:
    """A whole number of `noun`; anything with a mark in it is refused. ValueError: one sentence."""
    plain = tidy(text)
    if not re.fullmatch(r"[+-]?[0-9]{1,15}", plain):
        raise ValueError(f"Write a whole number of {noun}.")
    if int(plain) < low:
        raise ValueError(f"At least {grouped(low)} {_ONE.get(noun, noun.removesuffix('s')) if low == 1 else noun}.")
    if int(plain) > high:
        raise ValueError(f"At most {grouped(high)} {noun}.")
    return int(plain)


def _minutes(plain: str) -> int:
    if found := _CLOCK.fullmatch(plain):
        return int(found[1]) * 60 + int(found[2])
    if found := _HOURS.fullmatch(plain):
        hours = readings(found[1])[0]
        return int(half_up(hours * 60, Decimal(1))) + int(found[2] or 0)
    found = _MINUTES.fullmatch(plain)
    if found is None:
        raise ValueError("Write minutes, or hours and minutes like 1:10.")
    minutes = readings(found[1])
    if len(minutes) > 1:
        raise ValueError(WRITE_PLAINLY)
    if minutes[0] != int(minutes[0]):
        raise ValueError("Write whole minutes, or hours and minutes like 1:10.")
    return int(minutes[0])
