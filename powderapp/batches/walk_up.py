"""Who a running batch's own buttons act as when nobody is signed in at its tablet: gloves on, forty minutes long."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from powderapp.base.events import Event
from powderapp.batches.models import Batch, Clock
from powderapp.batches.queries import open_batch_at
from powderapp.devices.models import Device, Kind
from powderapp.people.models import Person, SignIn
from powderapp.people.rules import LONGEST_DAY, Way


def sprayer_at(db: Session, device: Device, now: datetime, number: int, **_: object) -> Person | None:
    """The sprayer of batch `number` while it runs at the booth of this tablet; None where its buttons ask who it is.

    They started their clock at it here, signed in here within ten hours and did not sign out: who was here too long
    ago counts, who pressed Done not.
    """
    if device.kind != Kind.TABLET or device.enrolled_at is None or device.booth_id is None:
        return None
    batch = open_batch_at(db, device.booth_id)
    if batch is None or batch.number != number:
        return None
    theirs = (person for person in _sprayers(db, batch) if _began_here(db, batch, person, device))
    return next((person for person in theirs if _is_still_here(db, person, device, now)), None)


def _sprayers(db: Session, batch: Batch) -> Iterator[Person]:
    """Whose clock runs, or ran last; else who started it."""
    query = select(Person).join(Clock, Clock.person_id == Person.id).where(Clock.batch_id == batch.id)
    query = query.where(Person.left_at.is_(None))
    latest = db.scalars(query.order_by(Clock.stopped_at.is_not(None), Clock.id.desc()).limit(1)).one_or_none()
    first = db.scalars(query.order_by(Clock.id).limit(1)).one_or_none()
    yield from (person for person in (latest, first) if person is not None)


def _began_here(db: Session, batch: Batch, person: Person, device: Device) -> bool:
    """Whether this person's clock at the batch was started last at this device.

    Where a tablet stands anybody of the floor may say: a tablet they were at for other work could be made to stand at
    the booth, and act as them.
    """
    latest = select(func.max(Clock.id)).where(Clock.batch_id == batch.id, Clock.person_id == person.id)
    of_clock = Event.subject == Clock.__tablename__, Event.subject_id == latest.scalar_subquery()
    return db.scalar(select(Event.device_id).where(*of_clock, Event.verb == "clock.started")) == device.id


def _is_still_here(db: Session, person: Person, device: Device, now: datetime) -> bool:
    last = select(SignIn).where(SignIn.person_id == person.id, SignIn.device_id == device.id)
    session = db.scalars(last.order_by(SignIn.id.desc()).limit(1)).one_or_none()
    if session is None or now - session.began_at > LONGEST_DAY[Way.PIN]:
        return False
    return session.ended_at is None or _gave_way(db, session)


def _gave_way(db: Session, session: SignIn) -> bool:
    """Whether it ended because another came to the tablet: it did so at the moment when theirs began."""
    other = aliased(SignIn)
    began = select(other.id).where(other.device_id == session.device_id, other.began_at == session.ended_at)
    return db.scalar(began.where(other.id > session.id).limit(1)) is not None
