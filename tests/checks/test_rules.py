from decimal import Decimal

import pytest

from powderapp.checks.rules import (
    CheckCause,
    FaultOwner,
    cause_label,
    colour_difference,
    iso_class,
    sample_for,
    usual_owner,
)


@pytest.mark.parametrize(
    ("lot", "sample"),
    [
        (1, (1, 0)),
        (10, (10, 0)),
        (11, (10, 1)),
        (200, (10, 1)),
        (201, (15, 1)),
        (801, (40, 3)),
        (8_000, (75, 6)),
        (110_000, (150, 11)),
        (400_000, (150, 11)),
    ],
)
def test_larger_lots_need_larger_samples(lot: int, sample: tuple[int, int]) -> None:
    assert sample_for(lot) == sample


def test_the_two_adhesion_scales_run_in_opposite_directions() -> None:
    assert [iso_class(astm) for astm in ("5B", "4B", "0B")] == [0, 1, 5]
    with pytest.raises(ValueError, match="5B"):
        iso_class("6B")


def test_a_colour_difference_is_one_number() -> None:
    difference = colour_difference(Decimal("1.0"), Decimal("-0.5"), Decimal("0.5"))
    assert difference.quantize(Decimal("0.01")) == Decimal("1.22")


def test_most_faults_are_ours_and_a_porous_casting_is_the_metals() -> None:
    assert usual_owner(CheckCause.RUNS) is FaultOwner.US
    assert usual_owner(CheckCause.PINHOLES) is FaultOwner.METAL
    assert usual_owner(CheckCause.COLOUR_CHANGE) is FaultOwner.CUSTOMER
    assert CheckCause.ORANGE_PEEL.label == "Orange peel"


def test_a_cause_of_the_shop_is_shown_as_it_is() -> None:
    assert [cause_label(cause) for cause in ("orange-peel", "Fell off-hook")] == ["Orange peel", "Fell off-hook"]
