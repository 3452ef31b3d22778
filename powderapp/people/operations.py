"""People come, change, are signed out and go. Secrets arrive here hashed."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, any_, func, literal, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from powderapp.base.access import SUPERVISORS, Actor, Permission, Role
from powderapp.base.db import lock
from powderapp.base.errors import DomainError, FieldError, NotFoundError, StaleError
from powderapp.base.events import record_event
from powderapp.codes.models import OneTimeCode
from powderapp.codes.operations import end_codes, end_codes_made_by, make_code
from powderapp.codes.rules import Opens
from powderapp.devices.models import Device
from powderapp.people.models import Person, SignIn
from powderapp.people.rules import initials

SYSTEM = "System"
ENDED_BY_OWNER = "The owner signed you out here."


def system_actor(db: Session, now: datetime) -> Actor:
    """Who imports, timers, the demo and the set-up act as; made when it is first needed."""
    person = insert(Person).values(name=SYSTEM, initials="SYS", is_system=True)
    db.execute(person.on_conflict_do_nothing(index_elements=[Person.is_system], index_where=text("is_system")))
    device = insert(Device).values(name=SYSTEM, kind="system", first_seen_at=now, last_seen_at=now)
    db.execute(device.on_conflict_do_nothing(index_elements=[Device.kind], index_where=Device.kind == "system"))
    person_id = db.scalars(select(Person.id).where(Person.is_system)).one()
    device_id = db.scalars(select(Device.id).where(Device.kind == "system")).one()
    return Actor(person_id, device_id, SYSTEM, frozenset(Role), now)


def add_person(
    db: Session,
    name: str,
    roles: Iterable[Role],
    *,
    email: str | None = None,
    password_hash: str | None = None,
    pin_hash: bytes | None = None,
    by: Actor,
) -> Person:
    """Somebody new; without secrets they get a code to choose their own. FieldError: the name or address is taken."""
    by.demand(Permission.PEOPLE_EDIT)
    _refuse_taken(db, name, email)
    person = Person(name=name, initials=initials(name), email=email, roles=_sorted(roles))
    person.password_hash, person.pin_hash = password_hash, pin_hash
    db.add(person)
    db.flush()
    record_event(db, "person.added", person, by, after=_facts(person), inverse={"verb": "person.leave"})
    if password_hash is None and pin_hash is None:
        make_code(db, Opens.PERSON, person_id=person.id, by=by)
    return person


def give_code(db: Session, person_id: int, *, by: Actor) -> OneTimeCode:
    """A code with which this person chooses PIN and password anew; until then the old ones stay good."""
    by.demand(Permission.PEOPLE_EDIT)
    return make_code(db, Opens.PERSON, person_id=lock_person(db, person_id).id, by=by)


def edit_person(
    db: Session,
    person_id: int,
    name: str,
    roles: Iterable[Role],
    version: int,
    *,
    email: str | None = None,
    by: Actor,
) -> tuple[Person, OneTimeCode | None]:
    """Another name, address or other roles. StaleError; FieldError: one is taken; DomainError: no owner left.

    Who becomes a supervisor or owner chooses a new PIN, with the code returned: the old may be as short as the floor's.
    """
    by.demand(Permission.PEOPLE_EDIT)
    person, roles = lock_person(db, person_id), list(roles)
    _refuse_stale(person, version)
    _refuse_taken(db, name, email, but=person)
    if Role.OWNER not in roles:
        end_codes_made_by(db, person_id, by.now)
        _keep_an_owner(db, person)
    before = _facts(person)
    rises = SUPERVISORS & set(roles) and not SUPERVISORS & set(person.roles)
    loses_pin = rises and person.pin_hash is not None
    person.pin_hash = None if loses_pin else person.pin_hash
    person.name, person.initials, person.email, person.roles = name, initials(name), email, _sorted(roles)
    person.version += 1
    record_event(db, "person.changed", person, by, before=before, after=_facts(person), inverse=before)
    return person, make_code(db, Opens.PERSON, person_id=person_id, by=by) if loses_pin else None


def end_sessions(db: Session, person_id: int, *, by: Actor) -> Person:
    """This person is signed out everywhere; who does it to themselves stays where they are."""
    if by.person_id != person_id:
        by.demand(Permission.PEOPLE_EDIT)
    person, theirs = lock_person(db, person_id), SignIn.person_id == person_id
    if by.person_id == person_id:
        end_sign_ins(db, theirs & (SignIn.device_id != by.device_id), by.now)
    else:
        end_sign_ins(db, theirs, by.now, ENDED_BY_OWNER)
    record_event(db, "person.signed_out_everywhere", person, by)
    return person


def leave_shop(db: Session, person_id: int, *, by: Actor) -> Person:
    """This person works here no longer and is signed out everywhere. DomainError: no owner would be left."""
    by.demand(Permission.PEOPLE_EDIT)
    person = lock_person(db, person_id)
    _keep_an_owner(db, person)
    person.left_at, person.version = by.now, person.version + 1
    end_sign_ins(db, SignIn.person_id == person_id, by.now)
    end_codes(db, person_id=person_id, now=by.now)
    end_codes_made_by(db, person_id, by.now)
    record_event(db, "person.left", person, by, inverse={"verb": "person.come_back"})
    return person


def end_sign_ins(db: Session, which: ColumnElement[bool], now: datetime, why: str | None = None) -> None:
    """The open sessions that `which` says end. why: what to tell who still holds the cookie."""
    db.execute(update(SignIn).where(which, SignIn.ended_at.is_(None)).values(ended_at=now, ended_why=why))


def lock_person(db: Session, person_id: int) -> Person:
    """One who works here, locked. NotFoundError."""
    found = lock(db, Person, [person_id])
    if not found or found[0].is_system or found[0].left_at is not None:
        raise NotFoundError("This person does not work here any more.")
    return found[0]


def _keep_an_owner(db: Session, person: Person) -> None:
    """All owners are locked in id order, so that two cannot leave at the same moment."""
    owners = db.scalars(
        select(Person.id)
        .where(literal(Role.OWNER.value) == any_(Person.roles), Person.left_at.is_(None), ~Person.is_system)
        .order_by(Person.id)
        .with_for_update(key_share=True)
    ).all()
    if list(owners) == [person.id]:
        raise DomainError("The shop needs an owner: make somebody else one first.")


def _refuse_stale(person: Person, version: int) -> None:
    if person.version != version:
        theirs = _facts(person) | {"roles": ", ".join(person.roles), "version": person.version}
        raise StaleError("Somebody changed this person meanwhile.", theirs)


def _refuse_taken(db: Session, name: str, email: str | None, but: Person | None = None) -> None:
    others = select(Person.id).where(Person.id != (but.id if but else 0), Person.left_at.is_(None))
    if db.scalar(others.where(func.lower(Person.name) == name.lower())) is not None:
        raise FieldError("name", "Somebody of that name works here: add a letter of the surname.")
    if email and db.scalar(others.where(func.lower(Person.email) == email.lower())) is not None:
        raise FieldError("email", "Somebody who works here has this address.")


def _sorted(roles: Iterable[Role]) -> list[str]:
    wanted = set(roles)
    return [role.value for role in Role if role in wanted]


def _facts(person: Person) -> dict[str, object]:
    return {"name": person.name, "email": person.email, "roles": list(person.roles)}
