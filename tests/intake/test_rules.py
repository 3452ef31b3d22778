"""Prep steps as they are typed."""

import pytest

from powderapp.intake.rules import steps_meant

SHOP = [(1, "Blast"), (2, "Mask"), (3, "Wash"), (4, "Wash hot"), (5, "Scuff")]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", ()),
        ("Blast", ((1, 1),)),
        ("blast, mask", ((1, 1), (2, 1))),
        ("bl + m", ((1, 1), (2, 1))),
        ("wash", ((3, 1),)),
        ("blast > scuff", ((1, 1), (5, 2))),
    ],
)
def test_steps_are_known_by_their_names(typed, meant):
    assert steps_meant(typed, SHOP) == meant


@pytest.mark.parametrize(("typed", "why"), [("polish", "polish is no prep step"), ("w", "w may be several prep steps")])
def test_a_step_nobody_knows_is_told_with_those_there_are(typed, why):
    with pytest.raises(ValueError, match=f"{why}.*Blast, Mask, Wash"):
        steps_meant(typed, SHOP)
