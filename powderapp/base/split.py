"""Sharing a whole number by weights so that the shares add up exactly."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction


def largest_remainder(total: int, weights: Sequence[Decimal | int]) -> list[int]:
    """`total` in whole shares by `weights`, summing to `total`; of equal remainders the earlier wins.

    All weights 0: equal shares. ValueError: total or a weight below 0, or nobody to share with.
    """
    if not weights or total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("Needs a total and weights that are not below 0.")
    parts = [Fraction(weight) for weight in weights] if any(weights) else [Fraction(1)] * len(weights)
    exact = [total * part / sum(parts) for part in parts]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: shares[i] - exact[i])
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return shares
