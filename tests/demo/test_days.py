"""The fortnight that ends now."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from powderapp.demo.days import TODAY, TODAY_MINUTES, Fortnight

BERLIN = "Europe/Berlin"
MOMENTS = [
    datetime(2026, 11, 11, 9, 30, tzinfo=UTC),
    datetime(2026, 11, 15, 2, 10, tzinfo=UTC),
    datetime(2026, 11, 10, 23, 5, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    datetime(2026, 1, 1, 12, 0, tzinfo=UTC),
]


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_there_are_ten_working_days_and_today(now):
    fortnight = Fortnight(now, BERLIN)
    days = [fortnight.day(index) for index in range(TODAY + 1)]
    assert days == sorted(set(days))
    assert all(day.weekday() < 5 for day in days[:TODAY])
    assert days[TODAY] == now.astimezone(ZoneInfo(BERLIN)).date()
    assert days[TODAY] - days[0] <= timedelta(days=16)


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_work_goes_forward_and_never_past_now(now):
    fortnight = Fortnight(now, BERLIN)
    moments = [fortnight.moment(index, minute) for index in range(TODAY) for minute in (0, 540)]
    moments += [fortnight.moment(TODAY, minute) for minute in (0, 90, TODAY_MINUTES, TODAY_MINUTES + 20)]
    assert moments == sorted(moments)
    assert moments[-1] == now


def test_work_of_the_past_is_done_in_working_hours():
    moment = Fortnight(MOMENTS[0], BERLIN).moment(3, 60).astimezone(ZoneInfo(BERLIN))
    assert (moment.date(), moment.hour, moment.minute) == (date(2026, 11, 2), 8, 0)


def test_after_today_comes_tomorrow_and_then_working_days():
    friday = Fortnight(datetime(2026, 11, 13, 9, tzinfo=UTC), BERLIN)
    assert [friday.day(index) for index in (10, 11, 12, 13)] == [date(2026, 11, day) for day in (13, 14, 16, 17)]
