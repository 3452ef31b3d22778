from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powderapp.base.errors import DomainError
from powderapp.base.units import UnitSystem
from powderapp.batches import rules
from powderapp.batches.rules import Share, Sprayed

METRIC, US = UnitSystem.METRIC, UnitSystem.US
FILM = Decimal(80)


def test_use_is_split_by_area_film_and_parts() -> None:
    tasks = [Sprayed(1_000_000, FILM, 10), Sprayed(500_000, FILM, 10), Sprayed(1_000_000, FILM * 2, 5)]
    assert rules.split_use(1000, tasks) == [Share(400, False), Share(200, False), Share(400, False)]


def test_an_unmeasured_part_counts_as_the_mean_measured_part_and_is_marked() -> None:
    tasks = [Sprayed(1_000_000, FILM, 30), Sprayed(200_000, FILM, 10), Sprayed(None, FILM, 10, "L")]
    assert rules.areas_mm2(tasks)[2] == 800_000
    assert [share.estimated for share in rules.split_use(1000, tasks)] == [False, False, True]


def test_without_any_measured_part_size_classes_decide() -> None:
    tasks = [Sprayed(None, FILM, 10, "S"), Sprayed(None, FILM, 1), Sprayed(None, FILM, 1, "L")]
    assert [share.grams for share in rules.split_use(3000, tasks)] == [500, 500, 2000]
    assert all(share.estimated for share in rules.split_use(3000, tasks))


def test_a_batch_of_test_spray_alone_has_no_shares() -> None:
    assert rules.split_use(300, []) == []


def test_a_share_set_by_hand_keeps_the_sum_and_the_proportions_of_the_others() -> None:
    assert rules.correct_share([400, 200, 400], 1, 400, METRIC) == [300, 400, 300]
    assert rules.correct_share([0, 1000, 0], 1, 999, METRIC) == [1, 999, 0]
    assert rules.correct_share([500], 0, 500, METRIC) == [500]


def test_a_share_cannot_be_more_than_the_batch_used() -> None:
    with pytest.raises(DomainError, match=r"^This batch used 1\.00 kg in all\.$"):
        rules.correct_share([400, 600], 0, 1001, METRIC)
    with pytest.raises(DomainError, match=r"^This is the only one: it took all 1\.10 lb\.$"):
        rules.correct_share([500], 0, 400, US)


tasks = st.builds(
    Sprayed,
    st.one_of(st.none(), st.integers(1, 10**8)),
    st.decimals(1, 500, places=1),
    st.integers(0, 500),
    st.sampled_from([None, "S", "M", "L"]),
)


@given(st.integers(0, 10**6), st.lists(tasks, min_size=1, max_size=10))
def test_shares_are_exactly_what_the_scale_said(total_g: int, sprayed: list[Sprayed]) -> None:
    assert sum(share.grams for share in rules.split_use(total_g, sprayed)) == total_g


@given(st.lists(st.integers(0, 10**5), min_size=2, max_size=8), st.data())
def test_a_correction_never_changes_the_sum(shares: list[int], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(shares) - 1))
    grams = data.draw(st.integers(0, sum(shares)))
    corrected = rules.correct_share(shares, index, grams, METRIC)
    assert sum(corrected) == sum(shares)
    assert corrected[index] == grams
    assert min(corrected) >= 0


def test_expected_use_adds_parts_and_colour_change() -> None:
    sprayed = [Sprayed(22_300_000, Decimal(75), 1)]
    assert rules.expected_g(sprayed, Decimal("1.55"), Decimal("0.6"), loss_g=300) == 4621


def test_unusual_use_is_said_with_the_usual_range() -> None:
    assert rules.why_unusual(1200, 1000, METRIC) is None
    assert rules.why_unusual(2000, 1000, METRIC) == "2.00 kg used, usually 0.70 kg to 1.50 kg for these parts."
    assert rules.why_unusual(60, 20, METRIC) is None
    assert rules.why_unusual(500, 0, METRIC) is None


@pytest.mark.parametrize(
    ("net_g", "tare_g", "gross_g", "asked"),
    [
        (24_960, 1_000, 1_230, True),
        (24_960, 1_000, 25_500, False),
        (20_000, 1_000, 18_800, True),
        (1_000, 500, 1_100, False),
        (1_000, 500, 400, False),
        (20_000, None, 17_900, True),
        (20_000, None, 24_900, False),
        (20_000, None, 25_100, True),
    ],
)
def test_the_scale_is_doubted_when_it_is_far_from_the_books(net_g, tare_g, gross_g, asked) -> None:
    assert (rules.doubtful_gross(net_g, tare_g, gross_g, METRIC) is not None) is asked
