"""The fortnight that ends now: ten working days of the past, each from seven o'clock, and the last three hours."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from powderapp.base.clock import day as day_of

TODAY = 10
OPENS = time(7, 0)
TODAY_MINUTES = 180
_SATURDAY = 5


@dataclass(frozen=True)
class Fortnight:
    """Working days by index: 0 is the first, `TODAY` the last. zone: IANA name of the shop's time zone."""

    now: datetime
    zone: str

    @cached_property
    def today(self) -> date:
        """The shop's day at the end, a working day even on a Sunday."""
        return day_of(self.now, self.zone)

    @cached_property
    def past(self) -> tuple[date, ...]:
        """The ten days from Monday to Friday before today."""
        before = (self.today - timedelta(days=back) for back in range(1, 17))
        return tuple(sorted([day for day in before if day.weekday() < _SATURDAY][:TODAY]))

    def day(self, index: int) -> date:
        """The working day of an index; 11 is tomorrow whatever the weekday, the ones after it are working days."""
        if index < TODAY:
            return self.past[index]
        ahead = [self.today + timedelta(days=more) for more in range(2 * index)]
        return [*ahead[:2], *(day for day in ahead[2:] if day.weekday() < _SATURDAY)][index - TODAY]

    def moment(self, index: int, minute: int) -> datetime:
        """`minute` minutes after the shop opened; today counts the last three hours, and never goes past now."""
        if index < TODAY:
            opened = datetime.combine(self.day(index), OPENS, ZoneInfo(self.zone))
            return opened + timedelta(minutes=minute)
        return min(self.now, self.now - timedelta(minutes=TODAY_MINUTES - minute))
