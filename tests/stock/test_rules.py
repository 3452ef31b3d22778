from datetime import date

from powderapp.base.units import UnitSystem
from powderapp.stock import rules
from powderapp.stock.rules import MovementKind, Weighable

METRIC, US = UnitSystem.METRIC, UnitSystem.US
BOX = Weighable("B0017", net_g=13_440, full_g=20_000, tare_g=535)


def test_net_is_gross_less_tare() -> None:
    assert rules.net_g(6632, 535) == 6097
    assert rules.net_g(6632, None) == 6632
    assert rules.net_g(6632, 535) - rules.net_g(4264, 535) == 2368


def test_more_than_the_box_holds_cannot_be_taken() -> None:
    assert rules.why_not_taken("B0017", 20_000, 30_000, METRIC) == "Only 20.00 kg left in box B0017."
    assert rules.why_not_taken("B0017", 20_000, 30_000, US) == "Only 44.09 lb left in box B0017."
    assert rules.why_not_taken("B0017", 20_000, 20_000, METRIC) is None


def test_a_box_lighter_than_its_tare_is_weighed_again() -> None:
    sentence = "The empty box B0017 alone weighs 0.54 kg. Weigh again."
    assert rules.why_not_this_gross(BOX, 500, METRIC) == sentence
    assert rules.why_not_this_gross(BOX, 535, METRIC) is None


def test_a_box_heavier_than_when_full_needs_a_supervisor() -> None:
    sentence = "Box B0017 was never that heavy. Weigh again or ask a supervisor."
    assert rules.why_not_this_gross(BOX, 20_536, METRIC) == sentence
    assert rules.why_not_this_gross(BOX, 20_535, METRIC) is None


def test_a_box_never_comes_back_heavier_than_it_went_into_the_batch() -> None:
    sentence = "Box B0017 went in with 14.00 kg. Weigh again or ask a supervisor."
    assert rules.why_not_this_gross(BOX, 14_001, METRIC, gross_in_g=14_000) == sentence
    assert rules.why_not_this_gross(BOX, 14_000, METRIC, gross_in_g=14_000) is None


def test_a_shortage_counts_reservations_and_orders() -> None:
    assert rules.short_g(on_hand_g=10_000, reserved_g=8_000, least_g=5_000) == 3_000
    assert rules.short_g(on_hand_g=10_000, reserved_g=8_000, on_order_g=20_000, least_g=5_000) == 0


def test_what_expires_first_goes_first() -> None:
    boxes = [(None, 1), (date(2027, 5, 1), 9), (date(2027, 1, 1), 8), (date(2027, 5, 1), 2)]
    in_order = sorted(boxes, key=lambda box: rules.first_out(*box))
    assert [number for _, number in in_order] == [8, 2, 9, 1]


def test_powder_is_good_on_its_last_day() -> None:
    last = date(2027, 1, 31)
    assert not rules.is_expired(last, date(2027, 1, 31))
    assert rules.is_expired(last, date(2027, 2, 1))
    assert not rules.is_expired(None, date(2099, 1, 1))


def test_opening_receipt_and_reclaim_only_bring_grams_in() -> None:
    inward = [kind for kind in MovementKind if kind.is_inward]
    assert inward == [MovementKind.OPENING, MovementKind.RECEIPT, MovementKind.RECLAIM]
