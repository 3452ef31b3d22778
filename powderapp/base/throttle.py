"""Counting tries, in the database: it survives a restart, and all workers count together.

A try is counted before it is looked at, on a connection that commits by itself (`base.outside`): fifty at once are
fifty, and a refusal that rolls back its request still counts.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Index, String, case, delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from powderapp.base.db import Model
from powderapp.base.errors import TooOftenError


class Throttle(Model):
    """One counter: how many tries `since` then; none are looked at before `until`."""

    __tablename__ = "throttle"
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    tries: Mapped[int]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    __table_args__ = (Index("ix_throttle_since", "since"), {"info": {"delete": True}})


@dataclass(frozen=True)
class Limit:
    """At most `most` tries in `per`, counted from the first of them."""

    most: int
    per: timedelta


def count(db: Session, key: str, limit: Limit, now: datetime, by: int = 1) -> int:
    """Count `by` tries at `key`; how many there are now. TooOftenError: more than the limit."""
    fresh = insert(Throttle).values(key=key, tries=by, since=now)
    is_over = Throttle.since <= now - limit.per
    again = fresh.on_conflict_do_update(
        index_elements=[Throttle.key],
        set_={
            "tries": case((is_over, by), else_=Throttle.tries + by),
            "since": case((is_over, now), else_=Throttle.since),
        },
    )
    tries, since = db.execute(again.returning(Throttle.tries, Throttle.since)).one()
    if tries > limit.most:
        seconds = max(1, round((since + limit.per - now).total_seconds()))
        raise TooOftenError(f"That was too often. Wait {wait_words(seconds)}.", seconds)
    return int(tries)


def forgive(db: Session, key: str) -> None:
    """The last try was a good one and does not count."""
    db.execute(update(Throttle).where(Throttle.key == key, Throttle.tries > 0).values(tries=Throttle.tries - 1))


def clear(db: Session, key: str) -> None:
    """Count from nothing again."""
    db.execute(delete(Throttle).where(Throttle.key == key))


def wait_words(seconds: int) -> str:
    """`30 seconds`, `2 minutes`, `3 hours`: rounded up."""
    if seconds < 120:
        return f"{seconds} second{'s' if seconds != 1 else ''}"
    minutes = -(-seconds // 60)
    return f"{minutes} minutes" if minutes < 120 else f"{-(-minutes // 60)} hours"
