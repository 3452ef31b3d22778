from datetime import date

from powderapp.pickups.rules import days_standing, stands_long


def test_parts_stand_for_whole_days_and_never_less_than_none() -> None:
    assert days_standing(date(2026, 11, 9), date(2026, 11, 11)) == 2
    assert days_standing(date(2026, 11, 12), date(2026, 11, 11)) == 0


def test_after_two_weeks_parts_stand_long() -> None:
    assert [stands_long(days) for days in (13, 14)] == [False, True]
