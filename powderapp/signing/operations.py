"""People sign in and out. Who the browser is arrives as the hash of its cookie."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, delete, select, update
from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission, Role
from powderapp.base.errors import ForbiddenError, NotFoundError
from powderapp.base.events import record_event
from powderapp.base.throttle import Throttle, count
from powderapp.devices.models import Device
from powderapp.devices.operations import know_device
from powderapp.people.models import Person, SignIn
from powderapp.people.operations import end_sign_ins, lock_person
from powderapp.people.queries import actor_for
from powderapp.people.rules import Way
from powderapp.signing.lifetimes import MOST_SESSIONS
from powderapp.signing.limits import UNLOCK_LIMIT
from powderapp.signing.queries import is_locked

KEPT, PORTION = timedelta(days=90), 500
CHANGED_ELSEWHERE = "You were signed out here: your password or PIN is a new one."
ENDED_ELSEWHERE = "You signed out here from another device."
ONE_TOO_MANY = f"You were signed out here: nobody is signed in at more than {MOST_SESSIONS} places."


def sign_in(
    db: Session,
    person: Person,
    way: Way,
    session_hash: bytes,
    device_hash: bytes,
    *,
    now: datetime,
    since: datetime | None = None,
) -> Actor:
    """A session of `person` at the device of that cookie; who stood there before is signed out.

    A sixth session of one person ends the oldest of them, with a word to who still has it open. since: when the
    session began that this one goes on with. NotFoundError: they work here no longer.
    """
    device = know_device(db, device_hash, now)
    person = lock_person(db, person.id)  # so that who leaves and who comes in too often at the same moment are seen
    by = actor_for(person, device, now, now)
    end_sign_ins(db, SignIn.device_id == device.id, now)
    end_sign_ins(db, SignIn.id.in_(_too_many(person)), now, ONE_TOO_MANY)
    device.last_seen_at = now
    facts = {"began_at": since or now, "confirmed_at": now, "last_seen_at": now}
    db.add(SignIn(token_hash=session_hash, person_id=person.id, device_id=device.id, way=way, **facts))
    record_event(db, "person.signed_in", person, by, after={"way": way.value})
    return by


def _too_many(person: Person) -> Select[int]:
    """The sessions of `person` that one more leaves no room for: all but the youngest four."""
    mine = select(SignIn.id).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
    return mine.order_by(SignIn.began_at.desc(), SignIn.id.desc()).offset(MOST_SESSIONS - 1)


def give_way(db: Session, sign_in_id: int, now: datetime) -> None:
    """A session that is over ends where the same person comes back, also where their device is no longer known."""
    end_sign_ins(db, SignIn.id == sign_in_id, now)


def was_seen(db: Session, device_id: int, sign_in_id: int | None, now: datetime) -> None:
    """Somebody used the device, and this session if there is one, just now."""
    for kind, which in ((Device, device_id), (SignIn, sign_in_id)):
        db.execute(update(kind).where(kind.id == which, kind.last_seen_at < now).values(last_seen_at=now))


def confirm(db: Session, sign_in_id: int, *, by: Actor) -> None:
    """Whoever is signed in entered password or PIN again: settings may be changed for a while."""
    seen = {"confirmed_at": by.now, "last_seen_at": by.now}
    db.execute(update(SignIn).where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None)).values(seen))
    record_event(db, "person.confirmed", db.get_one(Person, by.person_id), by)


def sign_out(db: Session, token_hash: bytes, *, by: Actor) -> None:
    """The session of this cookie ends."""
    person = db.get_one(Person, by.person_id)
    end_sign_ins(db, SignIn.token_hash == token_hash, by.now)
    record_event(db, "person.signed_out", person, by)


def end_session(db: Session, sign_in_id: int, *, by: Actor) -> Device:
    """One's own session at another device ends; that device. NotFoundError: none of one's own, or ended already."""
    mine = SignIn.id == sign_in_id, SignIn.person_id == by.person_id, SignIn.ended_at.is_(None)
    device = db.scalar(select(Device).join(SignIn, SignIn.device_id == Device.id).where(*mine))
    if device is None:
        raise NotFoundError("You are not signed in there any more.")
    end_sign_ins(db, and_(*mine), by.now, ENDED_ELSEWHERE)
    record_event(db, "person.signed_out", db.get_one(Person, by.person_id), by, after={"device": device.name})
    return device


def end_other_sessions(db: Session, *, by: Actor) -> None:
    """One is signed out everywhere but here."""
    person = lock_person(db, by.person_id)
    end_sign_ins(db, _elsewhere(by), by.now)
    record_event(db, "person.signed_out_everywhere", person, by)


def change_secrets(
    db: Session, *, password_hash: str | None = None, pin_hash: bytes | None = None, by: Actor
) -> Person:
    """One's own new password, PIN or both; everywhere else one is signed out."""
    person = lock_person(db, by.person_id)
    person.password_hash = password_hash or person.password_hash
    person.pin_hash = pin_hash or person.pin_hash
    end_sign_ins(db, _elsewhere(by), by.now, CHANGED_ELSEWHERE)
    given = [word for word, value in (("password", password_hash), ("PIN", pin_hash)) if value]
    record_event(db, "person.secret_set", person, by, after={"set": given})
    return person


def _elsewhere(by: Actor) -> ColumnElement[bool]:
    return and_(SignIn.person_id == by.person_id, SignIn.device_id != by.device_id)


def unlock_pin(db: Session, person_id: int, device_id: int | None = None, *, by: Actor) -> Person:
    """Wrong PINs of this person are forgotten, at one device or at all of them, and so are those of the day.

    Five times a day, so that unlocking is no way to go on guessing; an owner's PIN is unlocked by an owner.
    """
    by.demand(Permission.PIN_UNLOCK)
    person = lock_person(db, person_id)
    if Role.OWNER in person.roles and Role.OWNER not in by.roles:
        raise ForbiddenError("The PIN of an owner is unlocked by an owner.")
    count(db, f"pin-unlocked:{person_id}", UNLOCK_LIMIT, by.now)
    ladder = f"pin:{person_id}:"
    here = Throttle.key.startswith(ladder) if device_id is None else Throttle.key == f"{ladder}{device_id}"
    db.execute(delete(Throttle).where(here | (Throttle.key == f"pin-person:{person_id}")))
    record_event(db, "person.pin_unlocked", person, by, after={"device_id": device_id})
    return person


def forget_old_tries(db: Session, now: datetime) -> int:
    """Delete some of the counted tries that are older than ninety days; how many. 0: none are left.

    What only a supervisor may unlock stays. Sessions stay: they are who was where.
    """
    old = select(Throttle.key).where(Throttle.since < now - KEPT, ~is_locked()).order_by(Throttle.since)
    return len(db.scalars(delete(Throttle).where(Throttle.key.in_(old.limit(PORTION))).returning(Throttle.key)).all())
