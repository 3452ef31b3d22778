"""Days as people write them: `fri`, `+5`, `14`, `14/11`, `14.11.`, `eom`, `2026-11-14`, seen from a day."""

import calendar
import re
from datetime import date, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NO_SUCH_DAY = "This day does not exist."
HOW = "Write a day like fri, +5, 14, 14/11 or 2026-11-14."
FARTHEST, FAR = timedelta(days=3660), timedelta(days=300)
_RELATIVE = re.compile(r"\+ ?([0-9]{1,4}) ?([dw]?)")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_PARTS = re.compile(r"([0-9]{1,2})(?:([/.-])([0-9]{1,2})(?:\2([0-9]{4}|[0-9]{2})?)?)?\.?")


def parse_day(text: str, today: date, *, month_first: bool = False) -> date:
    """The day `text` means, seen from `today`; without a year the next such day, today included.

    A weekday is the next one after today. month_first: `11/14` with a slash is 14 November. ValueError: one sentence.
    """
    word = " ".join(text.split()).lower()
    day = _named(word, today) or _relative(word, today) or _iso(word) or _written(word, today, month_first)
    if day is None:
        raise ValueError(HOW)
    if not today - FARTHEST <= day <= today + FARTHEST:
        raise ValueError("This day is more than ten years away.")
    return day


def far_guess(text: str, day: date, today: date) -> str | None:
    """Why to ask again: `day` is far ahead only because `text` has no year. None: all is well."""
    found = _PARTS.fullmatch(" ".join(text.split()))
    if found is None or found[4] or day - today <= FAR:
        return None
    return f"That would be {day.day} {day:%b %Y}: write the year if you mean it."


def show_day(day: date) -> str:
    """What reads back as the same day."""
    return day.isoformat()


def end_of_month(today: date) -> date:
    """The last day of the month of `today`."""
    return today.replace(day=calendar.monthrange(today.year, today.month)[1])


def _named(word: str, today: date) -> date | None:
    known = {"today": today, "tomorrow": today + timedelta(days=1), "eom": end_of_month(today)}
    if word in known:
        return known[word]
    for number, name in enumerate(WEEKDAYS):
        if len(word) >= 2 and name.startswith(word):
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    return None


def _relative(word: str, today: date) -> date | None:
    found = _RELATIVE.fullmatch(word)
    return today + timedelta(days=int(found[1]) * (7 if found[2] == "w" else 1)) if found else None


def _iso(word: str) -> date | None:
    found = _ISO.fullmatch(word)
    return _date(*map(int, found.groups())) if found else None


def _written(word: str, today: date, month_first: bool) -> date | None:
    found = _PARTS.fullmatch(word)
    if found is None:
        return None
    first, mark, second, year = found.groups()
    if second is None:
        return _next_month_with(int(first), today)
    day, month = (int(second), int(first)) if month_first and mark == "/" else (int(first), int(second))
    if year:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    return _next_year_with(month, day, today)


def _next_month_with(day: int, today: date) -> date:
    """`31` in November is 31 December: months without such a day are passed over."""
    for ahead in range(12):
        years, month = divmod(today.month - 1 + ahead, 12)
        year = today.year + years
        if 1 <= day <= calendar.monthrange(year, month + 1)[1] and date(year, month + 1, day) >= today:
            return date(year, month + 1, day)
    raise ValueError(NO_SUCH_DAY)


def _next_year_with(month: int, day: int, today: date) -> date:
    this_year = None if (month, day) == (2, 29) and not calendar.isleap(today.year) else _date(today.year, month, day)
    if this_year is not None and this_year >= today:
        return this_year
    for year in range(today.year + 1, today.year + 9):
        if (month, day) != (2, 29) or calendar.isleap(year):
            return _date(year, month, day)
    raise ValueError(NO_SUCH_DAY)


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(NO_SUCH_DAY) from None
