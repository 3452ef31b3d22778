"""Cure data as people write it: `400F 10 min PMT`, `15' @ 190 °C`, `10min/200`, `8-16 min 200 °C; 10-20 min 180 °C`."""

import re
from decimal import Decimal

from powderapp.base.units.numbers import tidy
from powderapp.base.units.quantities import CELSIUS, FAHRENHEIT, TEMP
from powderapp.powders.cure import CureWindow, point

_NUMBER = r"([0-9]+(?:[.,][0-9]+)?)"
_TEMP = re.compile(_NUMBER + r"\s*(?:deg\.?\s*)?([cf])\b", re.IGNORECASE)
_MINUTES = re.compile(
    _NUMBER + r"(?:\s*(?:-|\u2013|to)\s*" + _NUMBER + r")?\s*(?:minutes\b|mins?\b|m\b|'|min)", re.IGNORECASE
)
_BARE = re.compile(r"(?<![0-9.,])([0-9]{3})(?![0-9.,])")
_NOISE = re.compile(r"\b(pmt|metal|part|temp|temperature|at|object)\b|[@/,.()\s]", re.IGNORECASE)
_LONGEST_MINUTES = 240
_COLDEST_C, _HOTTEST_C, _COLDEST_F, _HOTTEST_F = 100, 260, 275, 500

NOT_READ = "Write cure like 10 min 200 °C."


def parse_schedule(text: str) -> list[CureWindow]:
    """Every point of a schedule, separated by `;`. Temperatures in C to 0.1. ValueError: one sentence."""
    schedule = [parse_cure(part) for part in text.split(";") if part.strip()]
    if len({window.temp_c for window in schedule}) < len(schedule):
        raise ValueError("Each temperature once.")
    return schedule


def parse_cure(text: str) -> CureWindow:
    """One point, keeping what was typed in `as_entered`.

    A temperature without C or F is taken as what an oven can mean: up to 260 C, from 275 F. ValueError: one sentence.
    """
    plain = tidy(text)
    minutes = _MINUTES.findall(plain)
    rest = _MINUTES.sub(" ", plain)
    temps = _TEMP.findall(rest) or [(bare, "") for bare in _BARE.findall(rest)]
    leftover = _NOISE.sub("", _BARE.sub("", _TEMP.sub("", rest)))
    if len(minutes) != 1 or len(temps) != 1 or leftover:
        raise ValueError(NOT_READ)
    temp_c = _celsius(_decimal(temps[0][0]), temps[0][1].upper())
    least, most = (_minutes(number) if number else None for number in minutes[0])
    return point(temp_c, least or 0, most, as_entered=text.strip())


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _minutes(text: str) -> Decimal:
    if not 0 < _decimal(text) <= _LONGEST_MINUTES:
        raise ValueError(f"Cure time must be above 0 and at most {_LONGEST_MINUTES} min.")
    return _decimal(text)


def _celsius(number: Decimal, unit: str) -> Decimal:
    is_c = unit == "C" or (not unit and number <= _HOTTEST_C)
    low, high = (_COLDEST_C, _HOTTEST_C) if is_c else (_COLDEST_F, _HOTTEST_F)
    if not unit and not low <= number <= high:
        raise ValueError("Write the cure temperature with °C or °F.")
    if not low <= number <= high:
        raise ValueError(f"Cure temperature must be {low} to {high} °{'C' if is_c else 'F'}.")
    return TEMP.stored(number, CELSIUS if is_c else FAHRENHEIT)
