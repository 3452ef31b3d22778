from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powderapp.pricing.rules import Charge, ChargeKind, Price, Terms, price, share_of_load, tax_in

D = Decimal
POWDER, FREIGHT = ChargeKind.POWDER, ChargeKind.FREIGHT


def steps(found: Price) -> list[tuple[str, str]]:
    return [(step.label, str(step.amount)) for step in found.steps]


def test_a_rush_job_is_priced_in_visible_steps() -> None:
    charges = [
        Charge("Coat", D("162.625"), D("5.00"), "Jet black"),
        Charge("Blast", 3, D(150), "Jet black"),
        Charge("Colour change", 1, D(75)),
    ]
    found = price(charges, Terms(rush_percent=D(25), tax_percent=D("8.25")))
    assert steps(found) == [
        ("Coat", "813.13"),
        ("Blast", "450.00"),
        ("Colour change", "75.00"),
        ("Rush 25 %", "334.53"),
        ("Tax 8.25 %", "137.99"),
    ]
    assert [str(step.total) for step in found.steps][2:] == ["1338.13", "1672.66", "1810.65"]
    assert (found.net, found.total) == (D("1672.66"), D("1810.65"))


def test_the_least_amount_holds_per_colour_and_then_per_job() -> None:
    charges = [Charge("Caps", 4, D(5), "White"), Charge("Gate", 1, D(300), "Black"), Charge("Frame", 1, D(10), "White")]
    found = price(charges, Terms(least_per_colour=D(120), least_per_job=D(500)))
    expected = [("Caps", "20.00"), ("Frame", "10.00"), ("Least for White", "90.00"), ("Gate", "300.00")]
    assert steps(found) == [*expected, ("Least per job", "80.00")]
    assert found.total == D(500)


def test_rush_is_not_asked_on_powder_and_freight_unless_the_shop_says_so() -> None:
    charges = [
        Charge("Coat", 1, D(100)),
        Charge("Powder", 1, D(40), kind=POWDER),
        Charge("Van", 1, D(10), kind=FREIGHT),
    ]
    assert price(charges, Terms(rush_percent=D(50))).total == D(200)
    assert price(charges, Terms(rush_percent=D(50), rush_on_all=True)).total == D(225)


def test_a_discount_is_taken_after_rush_and_before_tax() -> None:
    found = price([Charge("Coat", 1, D(100))], Terms(rush_percent=D(10), discount_percent=D(5), tax_percent=D(20)))
    assert steps(found)[1:] == [("Rush 10 %", "10.00"), ("Discount 5 %", "-5.50"), ("Tax 20 %", "20.90")]
    assert (found.net, found.total) == (D("104.50"), D("125.40"))


def test_no_charges_cost_nothing() -> None:
    assert price([], Terms(tax_percent=D(20))).total == 0


def test_an_oven_load_is_paid_by_the_parts_in_it() -> None:
    assert share_of_load(D("1.25"), D(160), 24) == D("8.33")
    with pytest.raises(ValueError, match="parts"):
        share_of_load(D(1), D(160), 0)


def test_the_tax_inside_a_price_can_be_told() -> None:
    assert tax_in(D("1810.65"), D("8.25")) == D("137.99")


amounts = st.decimals(0, 10_000, places=2)
charges = st.builds(Charge, st.just("Coat"), st.integers(0, 500), amounts, st.sampled_from([None, "White", "Black"]))
percents = st.decimals(0, 50, places=2)


@given(st.lists(charges), st.builds(Terms, amounts, amounts, percents, st.booleans(), percents, percents))
def test_the_steps_add_up_to_the_total_and_never_fall_below_the_least(lines: list[Charge], terms: Terms) -> None:
    found = price(lines, terms)
    assert sum(step.amount for step in found.steps) == found.total
    assert found.net >= (terms.least_per_job * (100 - terms.discount_percent) / 100) - D("0.01")
