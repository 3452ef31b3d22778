"""Days as people write them."""

from datetime import date

import pytest

from powderapp.base.days import far_guess, parse_day

TODAY = date(2026, 11, 11)  # a Wednesday


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", (2026, 11, 11)),
        ("Tomorrow", (2026, 11, 12)),
        ("fri", (2026, 11, 13)),
        ("we", (2026, 11, 18)),
        ("wednesday", (2026, 11, 18)),
        ("+5", (2026, 11, 16)),
        ("+2w", (2026, 11, 25)),
        ("14", (2026, 11, 14)),
        ("11", (2026, 11, 11)),
        ("3", (2026, 12, 3)),
        ("31", (2026, 12, 31)),
        ("14/11", (2026, 11, 14)),
        ("14.11.", (2026, 11, 14)),
        ("3/2", (2027, 2, 3)),
        ("29.2.", (2028, 2, 29)),
        ("14.11.26", (2026, 11, 14)),
        ("2026-11-14", (2026, 11, 14)),
        ("eom", (2026, 11, 30)),
    ],
)
def test_a_day_is_read_as_people_write_it(typed, day):
    assert parse_day(typed, TODAY) == date(*day)


def test_a_shop_in_the_states_writes_the_month_first():
    assert parse_day("11/14", TODAY, month_first=True) == date(2026, 11, 14)
    assert parse_day("14.11.", TODAY, month_first=True) == date(2026, 11, 14)


@pytest.mark.parametrize("typed", ["2026-02-30", "0000-00-00", "31/2", "0", "32", "14/13", "0/0"])
def test_a_day_that_does_not_exist_is_refused(typed):
    with pytest.raises(ValueError, match="This day does not exist"):
        parse_day(typed, TODAY)


@pytest.mark.parametrize("typed", ["soon", "1/2/3/4", "x14", "-5"])
def test_what_is_no_day_says_how_to_write_one(typed):
    with pytest.raises(ValueError, match="Write a day like fri"):
        parse_day(typed, TODAY)


def test_a_day_far_away_is_a_slip():
    with pytest.raises(ValueError, match="more than ten years away"):
        parse_day("2126-11-14", TODAY)


def test_a_day_almost_a_year_away_asks_for_the_year():
    for typed in ("3/11", "2027-11-03", "3.11.27", "+357"):
        asked = far_guess(typed, parse_day(typed, TODAY), TODAY)
        assert asked == ("That would be 3 Nov 2027: write the year if you mean it." if typed == "3/11" else None)
