"""Stored values as people read them, in the shop's units, time zone and money."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask import Flask, g

from powderapp.base import units
from powderapp.base.clock import day as day_of
from powderapp.base.clock import now
from powderapp.web.forms.quantities import system

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
NOTHING = "–"


def zone() -> str:
    """The shop's time zone."""
    name: str = g.get("zone", "UTC")
    return name


def weight(g_: int | None) -> str:
    """`14.36 kg`"""
    return NOTHING if g_ is None else units.show_weight(g_, system())


def weights(grams: Sequence[int]) -> list[str]:
    """Shares of one weight, in order; as they are read they add up to the total as it is read."""
    return units.show_weights(grams, system())


def area(mm2: int | None) -> str:
    """`1.72 m²`"""
    return NOTHING if mm2 is None else units.show_area(mm2, system())


def film(um: Decimal | int | None) -> str:
    """`80 µm`"""
    return NOTHING if um is None else units.show_film(um, system())


def temp(c: Decimal | int | None) -> str:
    """`190 °C`"""
    return NOTHING if c is None else units.show_temp(c, system())


def size(mm: Decimal | int | None) -> str:
    """`640 mm`"""
    return NOTHING if mm is None else units.show_length(mm, system())


def money(amount: Decimal | None) -> str:
    """`€ 1 204.50`; a currency without a sign is written out."""
    currency = g.get("currency", "EUR")
    return NOTHING if amount is None else f"{SIGNS.get(currency, currency)} {units.grouped(amount)}"


def minutes(number: int | None) -> str:
    """`1 h 10 min`"""
    return NOTHING if number is None else units.show_minutes(number)


def day(when: date | datetime | None) -> str:
    """`Today`, `Tomorrow`, `Yesterday`, `Fri 14 Nov`, with the year when it is another one."""
    if when is None:
        return NOTHING
    on = day_of(when, zone()) if isinstance(when, datetime) else when
    today = g.get("today") or day_of(now(), zone())
    if word := {0: "Today", 1: "Tomorrow", -1: "Yesterday"}.get((on - today).days):
        return word
    return f"{on:%a} {on.day} {on:%b}" + (f" {on.year}" if on.year != today.year else "")


def day_amid(when: date | datetime | None) -> str:
    """The day inside a sentence: `today`, `Fri 14 Nov`."""
    words = day(when)
    return words.lower() if words in ("Today", "Tomorrow", "Yesterday") else words


def day_short(when: date | datetime | None) -> str:
    """The day in a corner: `today`, `Fri` within the last week, else `14 Nov`."""
    words = day_amid(when)
    if when is None or " " not in words:
        return words
    on = day_of(when, zone()) if isinstance(when, datetime) else when
    past = ((g.get("today") or day_of(now(), zone())) - on).days
    return words.split(" ")[0] if 0 < past < 7 else words.split(" ", 1)[1]


def clock_time(moment: datetime | None) -> str:
    """`14:05` by the shop's clock."""
    return NOTHING if moment is None else f"{moment.astimezone(ZoneInfo(zone())):%H:%M}"


def ago(moment: datetime | None) -> str:
    """`just now`, `12 min ago`, `3 h ago`, then the day."""
    if moment is None:
        return NOTHING
    actor = g.get("actor")
    seconds = ((actor.now if actor else now()) - moment).total_seconds()
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return f"{int(seconds // 60)} min ago"
    return f"{int(seconds // 3600)} h ago" if seconds < 20 * 3600 else day(moment)


def install(app: Flask) -> None:
    """Make them filters of the templates."""
    for show in (weight, weights, area, film, temp, size, money, minutes, day, day_amid, day_short, clock_time, ago):
        app.jinja_env.filters[show.__name__] = show
