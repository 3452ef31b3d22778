from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powderapp.base.units import UnitSystem
from powderapp.checks.film import (
    RULE_SETS,
    SIMPLE,
    SSPC_PA_2,
    RuleSet,
    areas_to_measure,
    film_verdict,
    spots,
    spots_verdict,
    wanted_um,
)

METRIC, US = UnitSystem.METRIC, UnitSystem.US
AAMA_2604 = RULE_SETS["aama-2604"]
EIGHT_OF_TEN = [31, 33, 30, 35, 38, 29, 40, 32, 26, 34]
LOW, HIGH = Decimal(60), Decimal(80)


def um(*readings: int | str) -> list[Decimal]:
    return [Decimal(reading) for reading in readings]


def mil(*readings: str) -> list[Decimal]:
    return [Decimal(reading) * Decimal("25.4") for reading in readings]


def test_eight_of_ten_readings_are_enough_for_aama() -> None:
    verdict = film_verdict(AAMA_2604, um(*EIGHT_OF_TEN), LOW, HIGH, METRIC)
    assert verdict.passed
    assert verdict.sentence == "10 readings, 26 µm to 40 µm: AAMA 2604 is met."


def test_one_reading_below_the_floor_fails_aama() -> None:
    readings = um(*[24 if reading == 26 else reading for reading in EIGHT_OF_TEN])
    verdict = film_verdict(AAMA_2604, readings, LOW, HIGH, METRIC)
    assert (verdict.passed, verdict.sentence) == (False, "The thinnest reading is 24 µm, below 25 µm.")


def test_seven_of_ten_readings_are_too_few_for_aama() -> None:
    readings = um(*[29 if reading == 30 else reading for reading in EIGHT_OF_TEN])
    verdict = film_verdict(AAMA_2604, readings, LOW, HIGH, METRIC)
    assert (verdict.passed, verdict.sentence) == (False, "7 of 10 readings reach 30 µm; 8 must.")


def test_plain_limits_hold_for_every_reading_and_are_compared_unrounded() -> None:
    assert film_verdict(SIMPLE, um(60, 72, 80), LOW, HIGH, METRIC).passed
    thick = film_verdict(SIMPLE, um(70, "80.1"), LOW, HIGH, METRIC)
    thin = film_verdict(SIMPLE, um("59.9", 70), LOW, HIGH, METRIC)
    assert (thick.passed, thick.sentence) == (False, "The thickest reading is 80.1 µm, above 80 µm.")
    assert (thin.passed, thin.sentence) == (False, "1 of 2 readings reach 60 µm; 2 must.")


def test_a_spot_is_the_mean_of_three_readings() -> None:
    assert spots(mil("2.1", "2.4", "2.7"), 3) == mil("2.4")
    assert len(spots(um(1, 2, 3, 4), 3)) == 2


def test_spots_may_leave_the_limits_by_a_fifth_when_their_mean_does_not() -> None:
    low, high = mil("2.0", "4.0")
    assert spots_verdict(SSPC_PA_2, mil("2.4", "1.7", "2.9", "3.3", "2.6"), low, high, US).passed
    thin = spots_verdict(SSPC_PA_2, mil("2.4", "1.5", "2.9", "3.3", "2.6"), low, high, US)
    thick = spots_verdict(SSPC_PA_2, mil("2.4", "4.9", "2.9"), low, high, US)
    assert thin.sentence == "The thinnest spot is 1.5 mil, below 1.6 mil."
    assert thick.sentence == "The thickest spot is 4.9 mil, above 4.8 mil."


def test_an_area_can_fail_by_its_mean_though_no_spot_fails() -> None:
    low, high = mil("2.0", "4.0")
    thin = spots_verdict(SSPC_PA_2, mil("1.7", "1.8", "2.0"), low, high, US)
    thick = spots_verdict(SSPC_PA_2, mil("4.5", "4.6", "4.0"), low, high, US)
    assert (thin.passed, thin.sentence) == (False, "The mean is 1.8 mil, below 2.0 mil.")
    assert (thick.passed, thick.sentence) == (False, "The mean is 4.4 mil, above 4.0 mil.")


@pytest.mark.parametrize(("area", "areas"), [(50, 1), (250, 3), (700, 3), (1000, 3), (1001, 4), (12_500, 15)])
def test_large_surfaces_are_measured_in_more_areas(area: int, areas: int) -> None:
    assert areas_to_measure(Decimal(area), US) == areas


def test_metric_surfaces_have_their_own_round_numbers() -> None:
    assert [areas_to_measure(Decimal(m2), METRIC) for m2 in (0, 8, 30, 100, 101)] == [1, 1, 3, 3, 4]


def test_without_readings_there_is_no_verdict() -> None:
    with pytest.raises(ValueError, match="needs readings"):
        film_verdict(SIMPLE, [], LOW, HIGH, METRIC)


@given(st.sampled_from(list(RULE_SETS.values())), st.lists(st.decimals(LOW, HIGH, places=1), min_size=1))
def test_film_within_60_to_80_passes_every_rule_set(rules: RuleSet, readings: list[Decimal]) -> None:
    assert film_verdict(rules, readings, LOW, HIGH, METRIC).passed


def test_the_order_moves_the_range_of_the_powder_and_coats_add_up() -> None:
    plain = (Decimal(70), Decimal(60), Decimal(80))
    assert wanted_um([plain]) == (60, 80)
    assert wanted_um([(Decimal(100), Decimal(60), Decimal(80)), plain]) == (150, 190)
    assert wanted_um([]) is None


def test_a_recoat_is_as_thick_as_what_it_went_over_too() -> None:
    plain = (Decimal(70), Decimal(60), Decimal(80))
    assert wanted_um([plain], below=[plain]) == (60, 160)
