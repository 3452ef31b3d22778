"""People sign in and out. Who the browser is arrives as the hash of its cookie."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from powderapp.base.access import Actor
from powderapp.base.events import record_event
from powderapp.devices.operations import know_device
from powderapp.people.models import Person, SignIn
from powderapp.people.queries import actor_for


def sign_in(db: Session, person: Person, session_hash: bytes, device_hash: bytes, *, now: datetime) -> Actor:
    """A session of `person` at the device of that cookie; who stood there before is signed out."""
    device = know_device(db, device_hash, now)
    by = actor_for(person, device, now)
    db.execute(update(SignIn).where(SignIn.device_id == device.id, SignIn.ended_at.is_(None)).values(ended_at=now))
    device.last_seen_at = now
    db.add(SignIn(token_hash=session_hash, person_id=person.id, device_id=device.id, began_at=now, last_seen_at=now))
    record_event(db, "person.signed_in", person, by)
    return by


def sign_out(db: Session, token_hash: bytes, *, by: Actor) -> None:
    """The session of this cookie ends."""
    person = db.get_one(Person, by.person_id)
    db.execute(update(SignIn).where(SignIn.token_hash == token_hash, SignIn.ended_at.is_(None)).values(ended_at=by.now))
    record_event(db, "person.signed_out", person, by)
