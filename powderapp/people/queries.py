"""Who works here, who is signed in where, and who acts."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from powderapp.base.access import Actor, Role
from powderapp.base.errors import NotFoundError
from powderapp.devices.models import Device
from powderapp.people.models import Person, SignIn
from powderapp.people.rules import LONGEST_DAY
from powderapp.shop.models import Shop


def signed_in(db: Session, token_hash: bytes) -> tuple[Shop | None, Person, Device, SignIn] | None:
    """The shop, and what is behind a session; None once it ended, they left, the device was revoked."""
    row = db.execute(_SIGNED_IN, {"token_hash": token_hash}).first()
    return (row[0], row[1], row[2], row[3]) if row else None


# Made once: every request asks it.
_SIGNED_IN = (
    select(Shop, Person, Device, SignIn)
    .select_from(SignIn)
    .join(Person, Person.id == SignIn.person_id)
    .join(Device, Device.id == SignIn.device_id)
    .outerjoin(Shop, Shop.id == 1)
    .where(SignIn.token_hash == bindparam("token_hash"), SignIn.ended_at.is_(None))
    .where(Person.left_at.is_(None), Device.revoked_at.is_(None))
)


def actor_for(person: Person, device: Device, now: datetime, confirmed_at: datetime | None = None) -> Actor:
    """This person at this device, now. confirmed_at: when they entered password or PIN last."""
    roles = frozenset(Role(role) for role in person.roles)
    return Actor(person.id, device.id, person.name, roles, now, confirmed_at=confirmed_at)


def anybody(db: Session) -> bool:
    """Whether somebody works here yet, besides the system."""
    return db.scalar(select(Person.id).where(~Person.is_system).limit(1)) is not None


def people(db: Session) -> list[Person]:
    """Everybody who works here, by name."""
    return list(db.scalars(_working().order_by(func.lower(Person.name))))


def person(db: Session, person_id: int) -> Person:
    """One who works here. NotFoundError."""
    found = db.scalar(_working().where(Person.id == person_id))
    if found is None:
        raise NotFoundError("This person does not work here any more.")
    return found


def person_with_pin(db: Session, person_id: int) -> Person | None:
    """One who works here and has a PIN."""
    return db.scalar(_working().where(Person.id == person_id, Person.pin_hash.is_not(None)))


def open_sessions(db: Session, now: datetime) -> list[SignIn]:
    """Who is signed in where, with person and device, the latest first; whose longest day is over is not."""
    theirs = select(SignIn).join(SignIn.person).join(SignIn.device).where(SignIn.ended_at.is_(None))
    theirs = theirs.where(lasts(now), Person.left_at.is_(None), Device.revoked_at.is_(None))
    theirs = theirs.options(contains_eager(SignIn.person), contains_eager(SignIn.device))
    return list(db.scalars(theirs.order_by(SignIn.began_at.desc(), SignIn.id.desc())))


def lasts(now: datetime) -> ColumnElement[bool]:
    """Whether the longest day of a session is not over yet, by how somebody came in."""
    return or_(*(and_(SignIn.way == way, SignIn.began_at >= now - day) for way, day in LONGEST_DAY.items()))


def person_called(db: Session, name: str) -> Person | None:
    """By name or e-mail address, whatever its case; the name counts first."""
    called, written = func.lower(Person.name) == name.lower(), func.lower(Person.email) == name.lower()
    return db.scalar(_working().where(called | written).order_by(called.desc()).limit(1))


def _working() -> Select[Person]:
    return select(Person).where(~Person.is_system, Person.left_at.is_(None))
