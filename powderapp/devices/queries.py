"""Which devices are known."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from powderapp.devices.models import Device


def device(db: Session, token_hash: bytes) -> Device | None:
    """The known device of a cookie."""
    return db.scalar(select(Device).where(Device.token_hash == token_hash, Device.revoked_at.is_(None)))
