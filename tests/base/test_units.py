from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powderapp.base import units
from powderapp.base.units import UnitSystem

METRIC, US = UnitSystem.METRIC, UnitSystem.US
systems = st.sampled_from(UnitSystem)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.5", "1.5"),
        ("1,5", "1.5"),
        (" 1 1/2 ", "1.5"),
        ("1½", "1.5"),
        ("¾", "0.75"),
        (",5", "0.5"),
        ("-5", "-5"),
        ("0,250", "0.25"),
        ("1234,567", "1234.567"),
        ("\uff11\uff12", "12"),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, number: str) -> None:
    assert units.parse_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["1.234,5", "1,234.5", "1 234", "1,234,567", "1.2.3"])
def test_thousands_are_never_guessed(text: str) -> None:
    with pytest.raises(ValueError, match=r"^Write 1234\.5 or 1234,5\.$"):
        units.parse_number(text)


@pytest.mark.parametrize("text", ["", "  ", "x", "1/0", "nan", "1e5", "--1", ".", "9" * 40, "9" * 4000, "1 2/"])
def test_what_is_no_number_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        units.parse_number(text)


def test_a_comma_and_three_digits_is_asked_about_where_both_readings_fit() -> None:
    with pytest.raises(ValueError, match=r"^1,234 can be read two ways: write 1\.234 or 1234\.$"):
        units.parse_number("1,234", low=0, high=10_000)
    assert units.parse_number("1,234", low=0, high=100) == Decimal("1.234")
    assert units.parse_number("1,234", low=100, high=5000) == 1234
    with pytest.raises(ValueError, match=r"^At most 1\.$"):
        units.parse_number("1,234", low=0, high=1)


def test_a_scale_that_writes_a_comma_is_not_ambiguous() -> None:
    assert units.parse_weight_g("18,420", METRIC, decimal_mark=",") == 18_420
    assert units.parse_weight_g("18,420", METRIC, high_g=60_000) == 18_420
    with pytest.raises(ValueError, match="two ways"):
        units.parse_weight_g("18,420", METRIC, high_g=60_000_000)
    with pytest.raises(ValueError, match="This scale writes 1234,5"):
        units.parse_weight_g("18.420", METRIC, decimal_mark=",")


@pytest.mark.parametrize(
    ("text", "system", "grams"),
    [
        ("1,5", METRIC, 1500),
        ("1.5", METRIC, 1500),
        ("14.62", US, 6632),
        ("55 lb", METRIC, 24_948),
        ("20kg", US, 20_000),
        ("450 g", METRIC, 450),
        ("8 OZ", METRIC, 227),
        ("1 1/2 lbs", METRIC, 680),
    ],
)
def test_weights_are_whole_grams(text: str, system: UnitSystem, grams: int) -> None:
    assert units.parse_weight_g(text, system) == grams


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("-5", "Weight must be above 0."),
        ("0", "Weight must be above 0."),
        ("0,0001", "Weight must be at least 0.001 kg."),
        ("61", "Weight must be at most 60 kg."),
        ("5 m", "Weight in kg, g, lb or oz."),
        ("kg", "Write a number, in kg, g, lb or oz."),
        ("1.234,5", "Write 1234.5 or 1234,5."),
    ],
)
def test_a_wrong_weight_is_answered_with_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as refused:
        units.parse_weight_g(text, METRIC, high_g=60_000)
    assert str(refused.value) == sentence


def test_what_was_typed_is_kept_with_its_unit() -> None:
    entered = units.read_weight(" 40 LB ", METRIC)
    assert (entered.value, entered.text, entered.unit) == (18_144, "40 LB", "lb")
    assert units.read_film("3", US) == units.Entered(Decimal("76.2"), "3", "mil")


@pytest.mark.parametrize(
    ("text", "system", "mm2"),
    [
        ("1,72", METRIC, 1_720_000),
        ("18.5", US, 1_718_706),
        ("10 ft²", METRIC, 929_030),
        ("450 cm2", US, 45_000),
        ("7 sq ft", METRIC, 650_321),
        ("1 mm²", METRIC, 1),
    ],
)
def test_areas_are_whole_square_millimetres(text: str, system: UnitSystem, mm2: int) -> None:
    assert units.parse_area_mm2(text, system) == mm2


def test_film_is_micron_or_mil_and_never_millimetres() -> None:
    assert units.parse_film_um("80", METRIC) == 80
    assert units.parse_film_um("80 µm", US) == 80
    assert units.parse_film_um("2.5 mils", METRIC) == Decimal("63.5")
    with pytest.raises(ValueError, match=r"^Film in µm or mil, not mm"):
        units.parse_film_um("0.8 mm", METRIC)


@pytest.mark.parametrize(
    ("text", "system", "c"),
    [
        ("190", METRIC, "190"),
        ("400F", METRIC, "204.4"),
        ("400", US, "204.4"),
        ("190 °C", US, "190"),
        ("392°F", US, "200"),
    ],
)
def test_temperatures_are_celsius_to_a_tenth(text: str, system: UnitSystem, c: str) -> None:
    assert units.parse_temp_c(text, system) == Decimal(c)


def test_a_temperature_outside_the_oven_names_its_limit() -> None:
    with pytest.raises(ValueError, match=r"^Temperature must be at most 250 °C\.$"):
        units.parse_temp_c("2000", METRIC, low_c=80, high_c=250)
    with pytest.raises(ValueError, match=r"^Temperature must be at least 176 °F\.$"):
        units.parse_temp_c("-10", US, low_c=80, high_c=250)


@pytest.mark.parametrize(
    ("text", "mm"),
    [
        ("5'6\"", "1676.4"),
        ("5\u20196\u201d", "1676.4"),
        ("66 in", "1676.4"),
        ("5' 6 1/2\"", "1689.1"),
        ("5 ft 6 in", "1676.4"),
        ("2,4 m", "2400"),
        ("60 cm", "600"),
        ("640", "640"),
        ("6'", "1828.8"),
        ("¾ in", "19.1"),
    ],
)
def test_lengths_are_read_from_tape_and_drawing(text: str, mm: str) -> None:
    assert units.parse_length_mm(text, METRIC) == Decimal(mm)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("1:10", 70), ("70", 70), ("1 h 10", 70), ("1h10m", 70), ("1,5 h", 90), ("15'", 15), ("2h", 120)],
)
def test_minutes_are_read_from_clock_and_words(text: str, minutes: int) -> None:
    assert units.parse_minutes(text) == minutes


@pytest.mark.parametrize("text", ["1:75", "1.5", "soon", "-1", "9999", "", "1,234"])
def test_wrong_minutes_are_answered_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        units.parse_minutes(text)


def test_money_has_two_places() -> None:
    assert units.parse_money("$1234.50") == Decimal("1234.50")
    assert units.parse_money("12,5 €") == Decimal("12.50")
    for wrong in ("1,234", "1.234", "-1", "2000000", "1,234.50"):
        with pytest.raises(ValueError, match=r"\.$"):
            units.parse_money(wrong)


def test_counts_are_whole_and_bounded() -> None:
    assert units.parse_count("412") == 412
    with pytest.raises(ValueError, match=r"^At most 100 000 parts\.$"):
        units.parse_count("2147483648")
    with pytest.raises(ValueError, match=r"^At least 1 part\.$"):
        units.parse_count("0")
    for wrong in ("1,234", "1.5", "four", ""):
        with pytest.raises(ValueError, match=r"^Write a whole number of parts\.$"):
            units.parse_count(wrong)


def test_values_are_shown_rounded_and_labelled() -> None:
    assert units.show_weight(14_356, METRIC) == "14.36 kg"
    assert units.show_weight(20_000, US) == "44.09 lb"
    assert units.show_weight(14_356, METRIC, estimate=True) == "14.4 kg"
    assert units.show_area(1_718_706, METRIC) == "1.72 m²"
    assert units.show_area(1_718_706, US) == "18.5 ft²"
    assert units.show_film(Decimal("80"), METRIC) == "80 µm"
    assert units.show_film(Decimal("76.2"), US) == "3.0 mil"
    assert units.show_length(Decimal("1676.4"), US) == "66.0 in"
    assert units.show_length(2400, METRIC) == "2.40 m"


def test_set_points_convert_with_the_scale_and_differences_without_it() -> None:
    assert units.show_temp(200, US) == "392 °F"
    assert units.show_temp(Decimal("204.4"), METRIC) == "204 °C"
    assert units.show_temp_difference(30, US) == "54 °F"
    assert units.show_temp_difference(30, METRIC) == "30 °C"


def test_minutes_are_shown_in_hours_from_one_hour_on() -> None:
    assert [units.show_minutes(m) for m in (0, 45, 60, 70)] == ["0 min", "45 min", "1 h", "1 h 10 min"]


@given(st.integers(1, 900_000), systems)
def test_an_edited_weight_reads_back_as_the_same_grams(g: int, system: UnitSystem) -> None:
    assert units.parse_weight_g(units.edit_weight(g, system), system) == g


@given(st.integers(1, 9_000_000_000), systems)
def test_an_edited_area_reads_back_as_the_same_mm2(mm2: int, system: UnitSystem) -> None:
    assert units.parse_area_mm2(units.edit_area(mm2, system), system) == mm2


@given(st.decimals(1, 999, places=1), systems)
def test_edited_film_temperature_and_length_read_back_the_same(value: Decimal, system: UnitSystem) -> None:
    assert units.parse_film_um(units.edit_film(value, system), system) == value
    assert units.parse_temp_c(units.edit_temp(value, system), system, high_c=1000) == value
    assert units.parse_length_mm(units.edit_length(value, system), system) == value


@pytest.mark.parametrize("degree", ["C", "F"])
def test_every_whole_degree_comes_back_as_it_was_typed(degree: str) -> None:
    system = US if degree == "F" else METRIC
    for n in range(33, 600):
        stored = units.parse_temp_c(f"{n}{degree}", METRIC)
        assert units.show_temp(stored, system) == units.edit_temp(stored, system) == f"{n} °{degree}"


@given(st.integers(1, 99_999), systems)
def test_what_a_scale_says_comes_back_as_it_was_typed(hundredths: int, system: UnitSystem) -> None:
    typed = Decimal(hundredths) / 100
    stored = units.parse_weight_g(str(typed), system)
    assert Decimal(units.edit_weight(stored, system).split()[0]) == typed
    assert Decimal(units.show_weight(stored, system).split()[0]) == typed


@given(st.integers(1, 390), systems)
def test_what_a_gauge_says_comes_back_as_it_was_typed(tenths: int, system: UnitSystem) -> None:
    typed = Decimal(tenths) / 10
    shown = units.edit_film(units.parse_film_um(str(typed), system, low_um=0), system)
    assert Decimal(shown.split()[0]) == typed


@given(st.text(max_size=20), systems)
def test_any_text_is_read_or_answered_with_a_sentence(text: str, system: UnitSystem) -> None:
    try:
        answer: object = units.parse_weight_g(text, system)
    except ValueError as refused:
        answer = str(refused)
    assert answer == int(answer) if isinstance(answer, int) else str(answer).endswith(".")


@given(st.lists(st.integers(0, 30_000), min_size=1, max_size=8), st.sampled_from(UnitSystem))
def test_shares_of_a_weight_read_as_their_total(grams: list[int], system: UnitSystem) -> None:
    numbers = [Decimal(shown.split()[0]) for shown in units.show_weights(grams, system)]
    assert sum(numbers) == Decimal(units.show_weight(sum(grams), system).split()[0])
    for share, number in zip(grams, numbers, strict=True):
        assert abs(number - Decimal(units.edit_weight(share, system).split()[0])) <= Decimal("0.011")


def test_no_share_is_shown_larger_than_the_whole() -> None:
    assert units.show_weights([985, 45], UnitSystem.METRIC) == ["0.99 kg", "0.04 kg"]
    assert units.show_weights([985, 45], UnitSystem.US) == ["2.17 lb", "0.10 lb"]
    assert units.show_weights([0, 0], UnitSystem.METRIC) == ["0.00 kg", "0.00 kg"]
    assert units.show_weights([], UnitSystem.METRIC) == []
