from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powderapp.powders.cure import Cure, CureWindow, cure_index, minutes_needed, point, verdict, window_at
from powderapp.powders.cure_text import parse_cure, parse_schedule

FACADE = [point(170, 20, 40), point(180, 10, 20), point(200, 8, 16), point(210, 4, 10)]
POLYESTER = [point(149, 27), point(160, 23), point(173, 18), point(182, 14), point(193, 10), point(200, 7)]
ONE_POINT = [point(190, 15)]


@pytest.mark.parametrize(
    ("temp_c", "minutes", "cure"),
    [
        (200, 9, Cure.OK),
        (200, 7, Cure.UNDER),
        (200, 18, Cure.OVER),
        (180, 12, Cure.OK),
        (200, 8, Cure.OK),
        (200, 16, Cure.OK),
        (160, 60, Cure.UNDER),
        (240, 1, Cure.OVER),
    ],
)
def test_a_bake_is_judged_by_the_data_sheet(temp_c: int, minutes: int, cure: Cure) -> None:
    assert verdict(FACADE, temp_c, minutes) is cure


def test_a_powder_without_cure_data_has_no_verdict() -> None:
    with pytest.raises(ValueError, match="without cure data"):
        verdict([], 200, 10)


def test_one_point_holds_from_five_below_to_ten_above_and_says_it_is_assumed() -> None:
    assert window_at(ONE_POINT, 190) == CureWindow(190, Decimal(15), Decimal(30), assumed=True)
    below, above = window_at(ONE_POINT, 185), window_at(ONE_POINT, 200)
    assert below is not None
    assert below.assumed
    assert below.min_minutes.quantize(Decimal("0.01")) == Decimal("18.90")
    assert above == CureWindow(200, Decimal(15), Decimal(30), assumed=True)
    assert window_at(ONE_POINT, 184) is None
    assert window_at(ONE_POINT, 201) is None


def test_a_data_sheet_of_one_full_line_is_not_assumed_at_its_own_temperature() -> None:
    sheet = [point(190, 15, 25)]
    own, above = window_at(sheet, 190), window_at(sheet, 195)
    assert own is not None
    assert above is not None
    assert (own.assumed, above.assumed) == (False, True)


def test_between_two_lines_times_are_interpolated_and_below_them_there_is_no_cure() -> None:
    between = window_at(FACADE, 190)
    assert between is not None
    assert between.min_minutes.quantize(Decimal("0.01")) == Decimal("8.94")
    assert between.max_minutes.quantize(Decimal("0.01")) == Decimal("17.89")
    assert window_at(FACADE, 169) is None


def test_a_longest_time_below_the_shortest_is_refused() -> None:
    with pytest.raises(ValueError, match="longest time"):
        point(190, 15, 10)


@pytest.mark.parametrize(("temp_c", "minutes"), [("187.5", "11.83"), ("190", "10.96"), ("170", "19.05")])
def test_minutes_needed_follow_the_published_schedule(temp_c: str, minutes: str) -> None:
    needed = minutes_needed(POLYESTER, Decimal(temp_c))
    assert needed is not None
    assert needed.quantize(Decimal("0.01")) == Decimal(minutes)


@pytest.mark.parametrize(
    ("held", "percent"),
    [
        ([(193, 5), (200, Decimal("3.5"))], "100.0"),
        ([(182, 6), (193, 4)], "82.9"),
        ([(Decimal("187.5"), 10)], "84.5"),
        ([(140, 600)], "0.0"),
        ([(215, 7)], "100.0"),
    ],
)
def test_the_cure_index_adds_up_what_the_probe_saw(
    held: list[tuple[Decimal | int, Decimal | int]], percent: str
) -> None:
    assert (cure_index(POLYESTER, held) * 100).quantize(Decimal("0.1")) == Decimal(percent)


@given(st.integers(170, 219), st.integers(170, 219))
def test_a_hotter_part_never_needs_longer(one: int, other: int) -> None:
    cool, hot = window_at(FACADE, min(one, other)), window_at(FACADE, max(one, other))
    assert cool is not None
    assert hot is not None
    assert hot.min_minutes <= cool.min_minutes


@pytest.mark.parametrize(
    ("text", "temp_c", "minutes"),
    [
        ("400F 10 min PMT", "204.4", 10),
        ("15' @ 190 °C", "190", 15),
        ("10min/200", "200", 10),
        ("12 min at 190C metal", "190", 12),
        ("10 min 200C", "200", 10),
        ("20 minutes 400", "204.4", 20),
    ],
)
def test_cure_is_read_as_people_write_it_and_kept_as_typed(text: str, temp_c: str, minutes: int) -> None:
    window = CureWindow(Decimal(temp_c), Decimal(minutes), Decimal(2 * minutes), assumed=True, as_entered=text)
    assert parse_cure(text) == window


def test_a_whole_schedule_with_longest_times_is_read() -> None:
    assert parse_schedule("10-20 min 180 °C; 8 to 16 min 200 °C;") == [
        point(180, 10, 20, as_entered="10-20 min 180 °C"),
        point(200, 8, 16, as_entered="8 to 16 min 200 °C"),
    ]


@pytest.mark.parametrize(
    "text", ["hot", "200", "10 min", "10 min 180 C 200 C", "10 min 265", "10 min 900 C", "0 min 200", ""]
)
def test_cure_that_could_mean_two_things_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        parse_cure(text)


def test_a_schedule_has_each_temperature_once_and_no_endless_times() -> None:
    with pytest.raises(ValueError, match="Each temperature once"):
        parse_schedule("10 min 200 C; 12 min 200 C")
    with pytest.raises(ValueError, match="at most 240 min"):
        parse_schedule("500 min 200 C")
