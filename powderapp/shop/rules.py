"""What a shop may choose from."""

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
REASONS = [
    ("hold", "Putting on hold"),
    ("check", "Failing the check"),
    ("cancel", "Cancelling"),
    ("count", "Counting anew"),
    ("abort", "Aborting a load"),
    ("weight", "Correcting a weight"),
]
