from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from powderapp.base.units import UnitSystem
from powderapp.ovens.rules import (
    Baked,
    Suggestion,
    common_window,
    fits,
    heat_up_minutes,
    kinds,
    minutes_in_oven,
    out_at,
    suggestion,
    why_not_together,
)
from powderapp.powders.cure import Cure, CureWindow, point, verdict

METRIC, US = UnitSystem.METRIC, UnitSystem.US
FIFTEEN_AT_190 = Baked("Pure orange", [point(190, 15)])
TEN_AT_400_F = Baked("Jet black", [point(Decimal("204.4"), 10)])
LOW_BAKE = Baked("Candy red", [point(160, 20)])


def test_190_and_400_f_share_an_oven_at_200_for_15_to_20_minutes() -> None:
    window = common_window([FIFTEEN_AT_190, TEN_AT_400_F], 200)
    assert window == CureWindow(200, Decimal(15), Decimal(20), assumed=True)
    assert suggestion([FIFTEEN_AT_190, TEN_AT_400_F]) == Suggestion(200, 15, 20, assumed=True)
    assert why_not_together([FIFTEEN_AT_190, TEN_AT_400_F], METRIC) is None


def test_minutes_outside_the_shared_window_do_not_fit() -> None:
    load = [FIFTEEN_AT_190, TEN_AT_400_F]
    assert [fits(200, minutes, load) for minutes in (14, 15, 20, 21)] == [False, True, True, False]
    assert not fits(190, 15, load)
    assert not fits(200, 15, [])


def test_a_low_bake_powder_is_refused_beside_a_hot_one_and_both_are_named() -> None:
    load = [FIFTEEN_AT_190, TEN_AT_400_F, LOW_BAKE]
    assert suggestion(load) is None
    assert why_not_together(load, METRIC) == "Pure orange (190 °C) and Candy red (160 °C) share no cure."
    assert why_not_together(load, METRIC, set_point_c=200) == "Candy red cures at 160 °C, not at 200 °C."
    assert why_not_together([LOW_BAKE], US, set_point_c=200) == "Candy red cures at 320 °F, not at 392 °F."


def test_a_slow_and_a_quick_powder_at_one_set_point_say_who_needs_what() -> None:
    quick = Baked("Signal red", [point(200, 5, 8)])
    slow = Baked("Deep blue", [point(200, 12, 20)])
    sentence = "At 200 °C Deep blue needs 12 min and Signal red takes at most 8 min."
    assert why_not_together([quick, slow], METRIC, set_point_c=200) == sentence


def test_three_powders_that_only_fit_in_pairs_are_told_so() -> None:
    low, middle, high = (Baked(name, [point(c, 10, 11)]) for name, c in (("A", 180), ("B", 190), ("C", 200)))
    assert why_not_together([low, high], METRIC) == "A (180 °C) and C (200 °C) share no cure."
    narrow = [Baked("A", [point(190, 10, 20)]), Baked("B", [point(190, 12, 16)]), Baked("C", [point(190, 16, 30)])]
    assert suggestion(narrow) == Suggestion(190, 16, 16, assumed=False)
    assert why_not_together([low, middle], METRIC) is None


def test_a_powder_without_cure_data_stops_the_load() -> None:
    load = [FIFTEEN_AT_190, Baked("Mystery", [])]
    assert why_not_together(load, METRIC) == "Mystery has no cure data."
    assert suggestion(load) is None


def test_a_part_cured_coat_needs_half_its_time() -> None:
    primer = Baked("Primer", [point(200, 10)], part_cure=True)
    assert fits(200, 5, [primer])
    assert not fits(200, 4, [primer])


def test_the_ovens_usual_set_point_is_preferred_and_its_limits_are_kept() -> None:
    load = [Baked("Facade", [point(170, 20, 40), point(180, 10, 20), point(200, 8, 16)])]
    usual = suggestion(load, usual_c=185)
    assert usual is not None
    assert usual.set_point_c == 185
    assert suggestion(load, highest_c=160) is None


def test_a_us_shop_is_offered_round_degrees_fahrenheit() -> None:
    hot = [Baked("Jet black", [point(Decimal("204.4"), 10)])]
    assert suggestion(hot, US) == Suggestion(Decimal("204.4"), 10, 20, assumed=True)
    cool = suggestion(hot, US, highest_c=Decimal("203.9"))
    assert cool is not None
    assert cool.set_point_c == Decimal("201.7")  # 395 °F: 399 °F bears as many minutes, nobody turns to it


def test_the_ovens_usual_set_point_need_not_be_whole_in_the_shops_degrees() -> None:
    hot = [Baked("Jet black", [point(Decimal("204.4"), 10)])]
    usual = suggestion(hot, METRIC, usual_c=Decimal("204.4"))
    assert usual is not None
    assert usual.set_point_c == Decimal("204.4")


def test_heavy_steel_takes_three_minutes_per_millimetre() -> None:
    load = [Baked("Jet black", [point(200, 10)], thickness_um=6000), FIFTEEN_AT_190]
    assert heat_up_minutes(6000) == 18
    assert heat_up_minutes(1500) == 5
    assert minutes_in_oven(load, 10) == 28
    assert minutes_in_oven([FIFTEEN_AT_190], 10) == 10


points = st.tuples(st.integers(150, 210), st.integers(5, 30)).map(lambda p: point(p[0], p[1]))


@given(st.lists(st.builds(Baked, st.just("P"), st.lists(points, min_size=1, max_size=1)), min_size=1, max_size=4))
def test_whatever_is_suggested_cures_every_part(load: list[Baked]) -> None:
    chosen = suggestion(load)
    if chosen is None:
        assert why_not_together(load, METRIC)
        return
    for minutes in (chosen.min_minutes, chosen.max_minutes):
        assert all(verdict(item.schedule, chosen.set_point_c, minutes) is Cure.OK for item in load)


def test_a_schedule_reads_as_minutes_at_degrees() -> None:
    steps = Baked("Jet black", [point(200, 8, 16), point(180, 10, 20)])
    assert steps.in_words(METRIC) == "10 to 20 min at 180 °C; 8 to 16 min at 200 °C"
    assert FIFTEEN_AT_190.in_words(US) == "15 to 30 min at 374 °F"
    assert Baked("Unknown", []).in_words(METRIC) == "no cure data"
    half = Baked("Base", [point(190, 15)], part_cure=True)
    assert half.in_words(METRIC) == "15 to 30 min at 190 °C, part cure from half the time"


def test_parts_of_one_powder_count_once_unless_one_is_only_part_cured() -> None:
    half = Baked("Pure orange", [point(190, 15)], part_cure=True)
    assert kinds([FIFTEEN_AT_190, half, FIFTEEN_AT_190]) == [FIFTEEN_AT_190, half]


def test_the_plan_counts_from_hot_metal_and_until_then_from_the_rule_of_thumb() -> None:
    in_at = datetime(2026, 11, 11, 9, 0, tzinfo=UTC)
    assert out_at(in_at, None, 10, 6_000) == in_at + timedelta(minutes=28)
    assert out_at(in_at, in_at + timedelta(minutes=12), 10, 6_000) == in_at + timedelta(minutes=22)
