"""People choose their own PIN and password, let in by a one-time code: nobody else ever knows them."""

from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission, Role
from powderapp.base.errors import DomainError, NotFoundError
from powderapp.base.events import record_event
from powderapp.codes.models import OneTimeCode
from powderapp.codes.operations import make_code
from powderapp.codes.rules import Opens
from powderapp.people import operations as people
from powderapp.people import queries
from powderapp.people.models import Person
from powderapp.shop.queries import shop


def choose_secrets(db: Session, code: OneTimeCode, *, password_hash: str | None, pin_hash: bytes, by: Actor) -> Person:
    """What the person of `code`, which was just used, chose: `by` is that person, at the device where they did so.

    Everywhere else they are signed out. An owner who was locked out has no second step any more.
    """
    if code.opens is Opens.OWNER:
        people.forget_second_step(db, by.person_id, by=by)
    return people.set_secrets(db, by.person_id, password_hash=password_hash, pin_hash=pin_hash, by=by)


def reset_owner(db: Session, name: str | None, *, by: Actor) -> tuple[Person, OneTimeCode]:
    """A way back in for an owner, whom everybody who signs in sees for a week. name: which one, where there are more.

    by: the system. DomainError: no owner, no such owner, or several and no name.
    """
    by.demand(Permission.PEOPLE_EDIT)
    owner, ours = _owner(db, name), shop(db)
    if ours is None:
        raise NotFoundError("There is no shop yet: open the set-up page.")
    ours.owner_reset_at = by.now
    code = make_code(db, Opens.OWNER, person_id=owner.id, by=by)
    record_event(db, "owner.reset", owner, by, after={"name": owner.name})
    return owner, code


def _owner(db: Session, name: str | None) -> Person:
    owners = [person for person in queries.people(db) if Role.OWNER in person.roles]
    named = [person for person in owners if name is None or person.name.casefold() == name.casefold()]
    if len(named) == 1:
        return named[0]
    if not owners:
        raise DomainError("There is no owner yet: open the set-up page.")
    raise DomainError(f"Which owner? Name one of them: {', '.join(person.name for person in owners)}.")
