"""Where somebody is signed in, why a session ended, and whose PIN is locked."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, String, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from powderapp.base.throttle import Throttle
from powderapp.devices.models import Device
from powderapp.people.models import Person, RecoveryCode, SignIn
from powderapp.people.queries import lasts
from powderapp.signing.limits import PERSON_LIMIT
from powderapp.signing.rules import MOST_TRIES


class Place(NamedTuple):
    """One session and the device it is at."""

    session: SignIn
    device: Device


class LockedPin(NamedTuple):
    """Whose PIN is not looked at, and at which device: None where it is all of them, or a browser nobody knows."""

    person: Person
    device: Device | None


def places(db: Session, person_id: int, now: datetime) -> list[Place]:
    """Where this person is signed in, last used first; five at most."""
    open_ones = select(SignIn, Device).join(Device, Device.id == SignIn.device_id)
    mine = open_ones.where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), Device.revoked_at.is_(None))
    mine = mine.where(lasts(now))
    return [Place(*row) for row in db.execute(mine.order_by(SignIn.last_seen_at.desc(), SignIn.id.desc()).limit(20))]


def was_here(db: Session, person_id: int, device_id: int) -> bool:
    """Whether this person was ever signed in at that device."""
    mine = select(SignIn.id).where(SignIn.person_id == person_id, SignIn.device_id == device_id)
    return db.scalar(mine.limit(1)) is not None


def is_known(db: Session, token_hash: bytes) -> tuple[bool, str | None]:
    """Whether a session of this cookie ever was, and what to say to who still holds it."""
    found = db.execute(select(SignIn.ended_why).where(SignIn.token_hash == token_hash)).first()
    return found is not None, found[0] if found else None


def codes_left(db: Session, person_id: int) -> int:
    """How many recovery codes are not used yet."""
    mine = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return db.scalar(mine) or 0


def locked_pins(db: Session, now: datetime) -> list[LockedPin]:
    """The PINs that nobody can use until a supervisor unlocks them, or the day is over; by name."""
    whose, where = func.split_part(Throttle.key, ":", 2), func.split_part(Throttle.key, ":", 3)
    everywhere = and_(
        Throttle.key.startswith("pin-person:"),
        Throttle.tries >= PERSON_LIMIT.most,
        Throttle.since > now - PERSON_LIMIT.per,
    )
    query = select(Person, Device).select_from(Throttle).join(Person, cast(Person.id, String) == whose)
    query = query.outerjoin(Device, cast(Device.id, String) == where).where(or_(is_locked(), everywhere))
    rows = db.execute(query.where(Person.left_at.is_(None)).order_by(Person.name, Device.name))
    return [LockedPin(*row) for row in rows]


def is_locked() -> ColumnElement[bool]:
    """Which counted tries are those of a PIN that only a supervisor unlocks."""
    return and_(Throttle.key.startswith("pin:"), Throttle.tries >= MOST_TRIES)
