"""Devices become known, are added by a code, named, and taken away."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.db import lock
from powderapp.base.errors import FieldError, NotFoundError, StaleError
from powderapp.base.events import record_event
from powderapp.codes.operations import end_codes
from powderapp.devices import queries
from powderapp.devices.models import ADDED_BY_CODE, Device, Kind
from powderapp.devices.rules import DeviceWanted, place_word


def know_device(db: Session, token_hash: bytes, now: datetime) -> Device:
    """The device of this cookie; made when nobody signed in there yet."""
    found = queries.device(db, token_hash, now)
    if found is None:
        found = Device(name="New device", token_hash=token_hash, first_seen_at=now, last_seen_at=now)
        db.add(found)
        db.flush()
        found.name = f"Device {found.id}"
    return found


def add_device(db: Session, wanted: DeviceWanted, *, by: Actor) -> Device:
    """A tablet or wall screen that is still to be added by its code. FieldError: the name is taken."""
    by.demand(Permission.DEVICE_EDIT)
    refuse_taken_name(db, wanted.name)
    device = Device(first_seen_at=by.now, last_seen_at=by.now, **vars(wanted))
    db.add(device)
    db.flush()
    record_event(db, "device.added", device, by, after=_facts(device), inverse={"verb": "device.revoke"})
    return device


def enrol(db: Session, device_id: int, token_hash: bytes, *, by: Actor) -> Device:
    """The browser of this cookie is that device from now on, and no other browser is.

    NotFoundError; FieldError: another device got its name while it was away.
    """
    by.demand(Permission.DEVICE_EDIT)
    device = _locked(db, device_id)
    refuse_taken_name(db, device.name, but=device)
    device.token_hash, device.enrolled_at, device.revoked_at, device.last_seen_at = token_hash, by.now, None, by.now
    device.version += 1
    record_event(db, "device.enrolled", device, by, after=_facts(device), inverse={"verb": "device.revoke"})
    return device


def edit_device(db: Session, device_id: int, wanted: DeviceWanted, version: int, *, by: Actor) -> Device:
    """Another name, kind or place. StaleError; FieldError: the name is taken; NotFoundError.

    A browser stays one. A tablet that becomes a wall screen, or the other way round, is added again by a new code.
    """
    by.demand(Permission.DEVICE_EDIT)
    device = _locked(db, device_id)
    if device.version != version:
        theirs = {"name": device.name, "kind": device.kind, "place": place_word(device.booth_id, device.oven_id)}
        raise StaleError("Somebody changed this device meanwhile.", theirs | {"version": device.version})
    refuse_taken_name(db, wanted.name, but=device)
    before = _facts(device)
    if device.kind in ADDED_BY_CODE and device.kind != wanted.kind:
        device.kind, device.enrolled_at, device.token_hash = wanted.kind, None, None
    device.name, device.booth_id, device.oven_id = wanted.name, wanted.booth_id, wanted.oven_id
    device.version += 1
    record_event(db, "device.changed", device, by, before=before, after=_facts(device), inverse=before)
    return device


def revoke(db: Session, device_id: int, *, by: Actor) -> Device:
    """This device is one of the shop no longer, and its code opens nothing. Twice is the same as once."""
    by.demand(Permission.DEVICE_EDIT)
    device = _locked(db, device_id)
    if device.revoked_at is None:
        device.revoked_at, device.version = by.now, device.version + 1
        end_codes(db, device_id=device_id, now=by.now)
        record_event(db, "device.revoked", device, by, before=_facts(device))
    return device


def refuse_taken_name(db: Session, name: str, but: Device | None = None) -> None:
    """Records say at which device they were made: two of one name could not be told apart. FieldError."""
    taken = select(Device.id).where(func.lower(Device.name) == name.lower(), Device.revoked_at.is_(None))
    if db.scalar(taken.where(Device.id != (but.id if but else 0)).limit(1)) is not None:
        raise FieldError("name", "Another device has this name.")


def _locked(db: Session, device_id: int) -> Device:
    found = lock(db, Device, [device_id])
    if not found or found[0].kind == Kind.SYSTEM:
        raise NotFoundError("This device is not in the list any more.")
    return found[0]


def _facts(device: Device) -> dict[str, object]:
    return {"name": device.name, "kind": device.kind, "booth_id": device.booth_id, "oven_id": device.oven_id}
