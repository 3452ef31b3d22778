from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powderapp.base.units import UnitSystem, show_coverage
from powderapp.powders import rules
from powderapp.powders.rules import Finish

MIL, LB, FT2_MM2 = Decimal("25.4"), Decimal("453.59237"), Decimal("92903.04")
FT2_PER_LB = Decimal("0.45359237") / Decimal("0.09290304")


def lb_needed(ft2: int, mils: str, sg: str, utilisation: str) -> Decimal:
    area_mm2 = int(ft2 * FT2_MM2)
    return rules.powder_needed_g(area_mm2, Decimal(mils) * MIL, Decimal(sg), Decimal(utilisation)) / LB


@pytest.mark.parametrize(
    ("sg", "mils", "utilisation", "ft2_per_lb"),
    [
        ("1.6", "2", "1", "60.1"),
        ("1.6", "2", "0.5", "30.05"),
        ("1.0", "1", "1", "192.30"),
        ("1.0", "2", "1", "96.15"),
        ("1.0", "3", "1", "64.10"),
        ("1.0", "5", "1", "38.46"),
        ("1.1", "2", "1", "87.41"),
        ("1.2", "2", "1", "80.13"),
        ("1.55", "3", "0.6", "24.81"),
    ],
)
def test_coverage_agrees_with_the_tables_in_feet_and_pounds(
    sg: str, mils: str, utilisation: str, ft2_per_lb: str
) -> None:
    metric = rules.coverage_m2_per_kg(Decimal(mils) * MIL, Decimal(sg), Decimal(utilisation))
    assert metric * FT2_PER_LB == pytest.approx(Decimal(ft2_per_lb), rel=Decimal("0.001"))


@pytest.mark.parametrize(("sg", "m2_per_kg"), [("1.2", "13.9 m²/kg"), ("1.5", "11.1 m²/kg"), ("1.7", "9.8 m²/kg")])
def test_coverage_agrees_with_data_sheets_in_metres_and_kilograms(sg: str, m2_per_kg: str) -> None:
    assert show_coverage(rules.coverage_m2_per_kg(Decimal(60), Decimal(sg)), UnitSystem.METRIC) == m2_per_kg


def test_powder_for_a_job_in_pounds() -> None:
    needed = lb_needed(240, "3.0", "1.55", "0.6")
    assert needed == pytest.approx(Decimal("9.67"), rel=Decimal("0.005"))
    assert needed * Decimal("1.1") == pytest.approx(Decimal("10.64"), rel=Decimal("0.005"))


def test_powder_for_a_job_in_kilograms_is_rounded_up() -> None:
    assert rules.powder_needed_g(22_300_000, Decimal(75), Decimal("1.55"), Decimal("0.6")) == 4321


def test_three_coats_each_have_their_own_powder() -> None:
    coats = [("2.5", "1.45"), ("2.5", "1.6"), ("2.0", "1.2")]
    needed = [lb_needed(60, mils, sg, "0.55") for mils, sg in coats]
    assert needed == pytest.approx([Decimal("2.06"), Decimal("2.27"), Decimal("1.36")], rel=Decimal("0.005"))
    assert sum(needed) == pytest.approx(Decimal("5.69"), rel=Decimal("0.005"))


@pytest.mark.parametrize(("recovered", "utilisation"), [("0", "0.600"), ("0.80", "0.882"), ("0.95", "0.968")])
def test_reclaim_raises_what_stays_on_the_part(recovered: str, utilisation: str) -> None:
    share = rules.utilisation_with_reclaim(Decimal("0.6"), Decimal(recovered))
    assert share.quantize(Decimal("0.001")) == Decimal(utilisation)


def test_overspray_has_a_value_to_set_against_the_change_over() -> None:
    per_kg = Decimal("2.50") / Decimal("0.45359237")
    value = rules.overspray_value(int(200 * LB), Decimal("0.6"), per_kg)
    assert value == pytest.approx(Decimal(200), rel=Decimal("0.001"))


def test_what_stayed_on_the_parts_is_read_from_film_and_scale() -> None:
    assert rules.utilisation_seen(4000, 7200).quantize(Decimal("0.001")) == Decimal("0.556")
    assert rules.utilisation_seen(50, 200) == Decimal("0.25")
    with pytest.raises(ValueError, match="used_g"):
        rules.utilisation_seen(4000, 0)


@pytest.mark.parametrize("utilisation", ["0", "-0.1", "1.01"])
def test_more_than_all_of_the_powder_cannot_stay_on_the_part(utilisation: str) -> None:
    with pytest.raises(ValueError, match="utilisation"):
        rules.powder_needed_g(1, Decimal(60), Decimal("1.5"), Decimal(utilisation))


def test_a_powder_without_density_is_computed_with_one_and_a_half_and_says_so() -> None:
    assert rules.density(None) == (Decimal("1.5"), True)
    assert rules.density(Decimal("1.35")) == (Decimal("1.35"), False)


def test_a_dense_powder_is_dearer_per_square_metre_at_the_same_price() -> None:
    price, film, stays = Decimal("10.00"), Decimal(60), Decimal("0.55")
    assert rules.cost_per_m2(price, film, Decimal("1.2"), stays) == Decimal("1.31")
    assert rules.cost_per_m2(price, film, Decimal("1.65"), stays) == Decimal("1.80")


def test_stock_is_full_boxes_and_a_rest_and_orders_are_whole_packs() -> None:
    assert rules.boxes_of(27_380, 20_000) == [20_000, 7_380]
    assert rules.boxes_of(40_000, 20_000) == [20_000, 20_000]
    assert rules.boxes_of(2_990, 20_000) == [2_990]
    assert rules.boxes_of(2_990, None) == [2_990]
    assert rules.boxes_of(0, 20_000) == []
    assert rules.order_g(20_001, 20_000) == 40_000
    assert rules.order_g(4_100, None) == 4_100


@given(st.integers(0, 10**7), st.one_of(st.none(), st.integers(500, 30_000)))
def test_boxes_hold_exactly_the_stock(total_g: int, pack_g: int | None) -> None:
    assert sum(rules.boxes_of(total_g, pack_g)) == total_g


def test_finish_words_of_the_trade_are_understood() -> None:
    words = ["matte", "Matt", "fine texture", "Semi-Gloss", "vein", "gloss", "SATIN", "purple"]
    found = [Finish.MATT, Finish.MATT, Finish.FINE_TEXTURE, Finish.SEMI, Finish.VEIN, Finish.GLOSS, Finish.SATIN, None]
    assert [rules.finish_of(word) for word in words] == found
    assert Finish.FINE_TEXTURE.label == "Fine texture"
