"""How long somebody stays signed in: by how they came in and who they are."""

from collections.abc import Collection
from datetime import datetime, timedelta

from powderapp.base.access import Role
from powderapp.people.rules import LONGEST_DAY, Way

OWNER_IDLE, OFFICE_IDLE = timedelta(minutes=30), timedelta(minutes=60)
MOST_SESSIONS = 5
SEEN_EVERY = timedelta(seconds=20)
"""How exactly it is kept when somebody was seen last."""


def idle_after(way: Way, roles: Collection[Role], idle_minutes: int) -> timedelta:
    """After how long without a request it is asked again who is there. idle_minutes: the shop's, for shared tablets."""
    if way is Way.PIN:
        return timedelta(minutes=idle_minutes)
    return OWNER_IDLE if Role.OWNER in roles else OFFICE_IDLE


def is_over(way: Way, began_at: datetime, now: datetime) -> bool:
    """Whether the longest day is over, however busy it was."""
    return now - began_at > LONGEST_DAY[way]
