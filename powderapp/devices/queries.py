"""Which devices are known."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from powderapp.devices.models import Device

LONGEST_IDLE = timedelta(days=90)


def device(db: Session, token_hash: bytes, now: datetime) -> Device | None:
    """The known device of a cookie; None once it was revoked, or not used for ninety days."""
    known = select(Device).where(Device.token_hash == token_hash, Device.revoked_at.is_(None))
    return db.scalar(known.where(Device.last_seen_at > now - LONGEST_IDLE))
