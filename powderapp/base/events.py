"""The event log: who did what to which thing, when, on which device, and how it was before. Append-only.

`record_event` also notifies: the channel `shop` carries `subject:id` at commit, or not at all.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from powderapp.base.access import Actor
from powderapp.base.db import LEDGER, Model, kept_by_trigger, pk


class Event(Model):
    __tablename__ = "event"
    id: Mapped[int] = pk()
    verb: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[int]
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    key: Mapped[UUID | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    inverse: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    happened_at: Mapped[datetime]
    recorded_at: Mapped[datetime] = kept_by_trigger(server_default=func.now())
    __table_args__ = (
        Index("ix_event_subject_id", "subject", "subject_id", "id"),
        Index("ix_event_job_id_id", "job_id", "id"),
        {"info": LEDGER},
    )


def record_event(
    db: Session,
    verb: str,
    subject: Model,
    by: Actor,
    *,
    job_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    inverse: dict[str, Any] | None = None,
) -> Event:
    """Write one event about `subject` (flushed, so that it has an id) and notify the shop at commit.

    verb: past tense, `job.held`. before, after, inverse: JSON-able facts, in stored units (grams, µm, mm²).
    """
    event = Event(
        verb=verb,
        subject=subject.__tablename__,
        subject_id=subject.id,  # type: ignore[attr-defined]
        job_id=job_id,
        person_id=by.person_id,
        device_id=by.device_id,
        supervisor_id=by.supervisor_id,
        key=by.key,
        before=before,
        after=after,
        inverse=inverse,
        happened_at=by.now,
    )
    db.add(event)
    db.flush()
    db.execute(select(func.pg_notify("shop", f"{event.subject}:{event.subject_id}")))
    return event
