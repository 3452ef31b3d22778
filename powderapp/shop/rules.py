"""What a shop may choose from."""

from datetime import datetime, timedelta
from zoneinfo import available_timezones

from powderapp.base.units import UnitSystem

CURRENCIES = [
    ("EUR", "Euro"),
    ("USD", "US dollar"),
    ("GBP", "Pound sterling"),
    ("CAD", "Canadian dollar"),
    ("AUD", "Australian dollar"),
    ("NZD", "New Zealand dollar"),
    ("CHF", "Swiss franc"),
    ("SEK", "Swedish krona"),
    ("NOK", "Norwegian krone"),
    ("DKK", "Danish krone"),
    ("PLN", "Polish zloty"),
    ("CZK", "Czech koruna"),
    ("ZAR", "South African rand"),
]
ZONES = [
    "UTC",
    *sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV"))),
]
UNITS = [(UnitSystem.METRIC, "kg, m², µm, °C"), (UnitSystem.US, "lb, ft², mil, °F")]
PIN_DIGITS = [(6, "6 digits"), (4, "4 digits on the floor: quicker, easier to guess")]
REASONS = [
    ("hold", "Putting on hold"),
    ("check", "Failing the check"),
    ("cancel", "Cancelling"),
    ("count", "Counting anew"),
    ("abort", "Aborting a load"),
    ("weight", "Correcting a weight"),
]
RESET_TOLD_FOR = timedelta(days=7)


def is_reset_told(owner_reset_at: datetime | None, now: datetime) -> bool:
    """Whether everybody is told that an owner's sign-in was reset: long enough that the owner hears of it."""
    return owner_reset_at is not None and now - owner_reset_at < RESET_TOLD_FOR


def sees_prices(*, may_see: bool, on_floor: bool, prices_on_floor: bool) -> bool:
    """Whether prices are shown. may_see: the person's right. on_floor: at a tablet or wall screen, which others read.

    prices_on_floor: what the shop chose, for everybody and everywhere.
    """
    return prices_on_floor or (may_see and not on_floor)
