"""How long everybody is told of an owner's way back in."""

from datetime import timedelta

import pytest

from powderapp.base.clock import now
from powderapp.shop.rules import is_reset_told


@pytest.mark.parametrize(
    ("ago", "is_told"), [({"days": 0}, True), ({"days": 6, "hours": 23}, True), ({"days": 7}, False)]
)
def test_a_reset_is_told_for_seven_days(ago, is_told):
    assert is_reset_told(now() - timedelta(**ago), now()) is is_told


def test_where_nothing_was_reset_nothing_is_told():
    assert not is_reset_told(None, now())
