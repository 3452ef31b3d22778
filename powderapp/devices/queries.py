"""Which devices are known."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from powderapp.base.errors import NotFoundError
from powderapp.devices.models import ADDED_BY_CODE, Device, Kind
from powderapp.devices.rules import LONGEST_IDLE

MOST_LISTED = 200


def device(db: Session, token_hash: bytes, now: datetime) -> Device | None:
    """The known device of a cookie; None once it was revoked, or not used for ninety days."""
    known = select(Device).where(Device.token_hash == token_hash, Device.revoked_at.is_(None))
    return db.scalar(known.where(Device.last_seen_at > now - LONGEST_IDLE))


def device_by_id(db: Session, device_id: int) -> Device:
    """A device of the shop, revoked ones too. NotFoundError."""
    found = db.get(Device, device_id)
    if found is None or found.kind == Kind.SYSTEM:
        raise NotFoundError("This device is not in the list any more.")
    return found


def tablets_and_walls(db: Session, *, revoked: bool = False) -> list[Device]:
    """Those added by a code, in use or revoked, by name: a list to tap in stays where it is."""
    return _listed(db, ADDED_BY_CODE, func.lower(Device.name), revoked=revoked)


def browsers(db: Session, now: datetime) -> list[Device]:
    """Those known by a password that was used there within ninety days; the last used first."""
    found = _listed(db, (Kind.BROWSER,), Device.last_seen_at.desc(), revoked=False)
    return [each for each in found if each.last_seen_at > now - LONGEST_IDLE]


def _listed(db: Session, kinds: Collection[Kind], order: ColumnElement[Any], *, revoked: bool) -> list[Device]:
    stands = Device.revoked_at.is_not(None) if revoked else Device.revoked_at.is_(None)
    query = select(Device).where(Device.kind.in_(kinds), stands)
    return list(db.scalars(query.order_by(order, Device.id).limit(MOST_LISTED)))
