"""Sent twice, done once: the key of an unsafe request and the answer it got, in one transaction with its work."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, delete, func, select, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from powderapp.base.db import Model
from powderapp.base.errors import DomainError, ForbiddenError

KEPT = timedelta(days=30)
"""For so long a form that is sent again gets the answer it got; kept by a trigger too."""


class Operation(Model):
    __tablename__ = "operation"
    key: Mapped[UUID] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str] = mapped_column(String(80))
    body_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    begun_at: Mapped[datetime]
    __table_args__ = (Index("ix_operation_begun_at", "begun_at"), {"info": {"delete": True}})


@dataclass(frozen=True)
class Request:
    """One unsafe request: its key, device, person, endpoint and the SHA-256 of what was sent."""

    key: UUID
    device_id: int
    person_id: int
    action: str
    body_hash: bytes


class OtherContentError(DomainError):
    """The same key with other values (422)."""


def begin(db: Session, request: Request, now: datetime) -> dict[str, Any] | None:
    """Claim the key; None when it is new, else the stored answer.

    A twin that runs at the same moment waits for the first to commit. OtherContentError when the key comes back with
    another body or action; ForbiddenError when another device brings it.
    """
    values = vars(request) | {"begun_at": now}
    fresh = db.execute(insert(Operation).values(values).on_conflict_do_nothing().returning(Operation.key)).first()
    if fresh:
        return None
    known = db.get_one(Operation, request.key)
    if known.device_id != request.device_id:
        raise ForbiddenError("This was sent from another device. Please load the page again.")
    if (known.body_hash, known.action) != (request.body_hash, request.action):
        raise OtherContentError("This was already sent with other values. Load the page again to see them.")
    return known.answer or {}


def forget_old(db: Session, most: int = 500) -> int:
    """Delete at most `most` keys that are older than `KEPT`, the oldest first; how many. Passes by what is locked.

    Old is what the database calls old by its own clock: it refuses to delete any other.
    """
    old = select(Operation.key).where(Operation.begun_at < func.now() - KEPT).order_by(Operation.begun_at)
    some = old.limit(most).with_for_update(skip_locked=True)
    gone = db.execute(delete(Operation).where(Operation.key.in_(some)).returning(Operation.key))
    return len(gone.all())


def finish(db: Session, key: UUID, answer: dict[str, Any]) -> None:
    """Store what was answered; the caller commits."""
    db.execute(update(Operation).where(Operation.key == key).values(answer=answer))
