"""How a customer is told, and how long parts stand here, in whole days of the shop."""

from datetime import date
from enum import StrEnum

LONG_DAYS = 14
"""From here on the shelf is paid for by whoever needs the place."""


class ToldHow(StrEnum):
    """How the customer was told that parts are ready."""

    CALLED = "called"
    VOICEMAIL = "voicemail"
    MAILED = "mailed"
    TEXTED = "texted"

    @property
    def label(self) -> str:
        return self.value.capitalize()


def days_standing(since_on: date, today: date) -> int:
    """Whole days since parts became ready; never below 0."""
    return max((today - since_on).days, 0)


def stands_long(days: int) -> bool:
    """Whether the customer is called again."""
    return days >= LONG_DAYS
