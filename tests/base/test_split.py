from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powderapp.base.split import largest_remainder


def test_shares_follow_the_weights() -> None:
    assert largest_remainder(100, [1, 1, 2]) == [25, 25, 50]
    assert largest_remainder(100, [1, 1, 1]) == [34, 33, 33]
    assert largest_remainder(10, [Decimal("0.5"), 0, Decimal("1.5")]) == [3, 0, 7]
    assert largest_remainder(5, [0, 0]) == [3, 2]


@given(st.integers(0, 10**9), st.lists(st.decimals(0, 10**6, places=3), min_size=1, max_size=12))
def test_shares_always_add_up(total: int, weights: list[Decimal]) -> None:
    shares = largest_remainder(total, weights)
    assert sum(shares) == total
    assert min(shares) >= 0


def test_nobody_to_share_with_is_an_error() -> None:
    for total, weights in ((5, []), (-1, [1]), (5, [-1])):
        with pytest.raises(ValueError, match="Needs a total"):
            largest_remainder(total, weights)
