"""The one place that asks the machine for the time; every operation gets it through its actor."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def day(moment: datetime, zone: str) -> date:
    """The shop's calendar day at `moment`; `zone` is an IANA name such as `Europe/Berlin`."""
    return moment.astimezone(ZoneInfo(zone)).date()
