"""Money is a Decimal of two places; halves go up, as PostgreSQL rounds and as people expect."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def money(amount: Decimal | int | str) -> Decimal:
    """`amount` to the cent, half up (2.345 -> 2.35); Python's own rounding would give 2.34."""
    return Decimal(amount).quantize(CENT, ROUND_HALF_UP)
