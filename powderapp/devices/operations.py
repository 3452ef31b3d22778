"""Devices become known."""

from datetime import datetime

from sqlalchemy.orm import Session

from powderapp.devices import queries
from powderapp.devices.models import Device


def know_device(db: Session, token_hash: bytes, now: datetime) -> Device:
    """The device of this cookie; made when nobody signed in there yet."""
    found = queries.device(db, token_hash, now)
    if found is None:
        found = Device(name="New device", token_hash=token_hash, first_seen_at=now, last_seen_at=now)
        db.add(found)
        db.flush()
        found.name = f"Device {found.id}"
    return found
