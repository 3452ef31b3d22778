"""People sign in and out. Who the browser is arrives as the hash of its cookie."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import Session

from powderapp.base.access import Actor
from powderapp.base.events import record_event
from powderapp.devices.models import Device
from powderapp.devices.operations import know_device
from powderapp.people.models import Person, SignIn, Way
from powderapp.people.queries import actor_for
from powderapp.signing.lifetimes import MOST_SESSIONS

ONE_TOO_MANY = f"You were signed out here: nobody is signed in at more than {MOST_SESSIONS} places."


def sign_in(db: Session, person: Person, way: Way, session_hash: bytes, device_hash: bytes, *, now: datetime) -> Actor:
    """A session of `person` at the device of that cookie; who stood there before is signed out.

    A sixth session of one person ends the oldest of them, with a word to who still has it open.
    """
    device = know_device(db, device_hash, now)
    by = actor_for(person, device, now, now)
    _end(db, SignIn.device_id == device.id, now, None)
    _end(db, SignIn.id.in_(_too_many(person)), now, ONE_TOO_MANY)
    device.last_seen_at = now
    facts = {"began_at": now, "confirmed_at": now, "last_seen_at": now}
    db.add(SignIn(token_hash=session_hash, person_id=person.id, device_id=device.id, way=way, **facts))
    record_event(db, "person.signed_in", person, by, after={"way": way.value})
    return by


def _too_many(person: Person) -> Select[int]:
    """The sessions of `person` that one more leaves no room for: all but the youngest four."""
    mine = select(SignIn.id).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
    return mine.order_by(SignIn.began_at.desc(), SignIn.id.desc()).offset(MOST_SESSIONS - 1)


def _end(db: Session, which: ColumnElement[bool], now: datetime, why: str | None) -> None:
    db.execute(update(SignIn).where(which, SignIn.ended_at.is_(None)).values(ended_at=now, ended_why=why))


def was_seen(db: Session, device_id: int, sign_in_id: int | None, now: datetime) -> None:
    """Somebody used the device, and this session if there is one, just now."""
    for kind, which in ((Device, device_id), (SignIn, sign_in_id)):
        db.execute(update(kind).where(kind.id == which, kind.last_seen_at < now).values(last_seen_at=now))


def sign_out(db: Session, token_hash: bytes, *, by: Actor) -> None:
    """The session of this cookie ends."""
    person = db.get_one(Person, by.person_id)
    db.execute(update(SignIn).where(SignIn.token_hash == token_hash, SignIn.ended_at.is_(None)).values(ended_at=by.now))
    record_event(db, "person.signed_out", person, by)
