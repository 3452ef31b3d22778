"""People choose their own PIN and password, let in by a one-time code: nobody else ever knows them."""

from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission, Role
from powderapp.base.errors import DomainError, FieldError, NotFoundError
from powderapp.base.events import record_event
from powderapp.codes.models import OneTimeCode
from powderapp.codes.operations import make_code, use_code
from powderapp.codes.rules import OPENS_NOTHING, Opens
from powderapp.people import queries
from powderapp.people.models import Person
from powderapp.shop.queries import shop
from powderapp.signing import second_steps
from powderapp.signing.operations import change_secrets


def choose_secrets(
    db: Session, typed: str, secret: str, *, password_hash: str | None, pin_hash: bytes, by: Actor
) -> Person:
    """Use up the code that was typed for what its person chose: `by`, at the device where they did so.

    Everywhere else they are signed out. An owner who was locked out has no second step any more. FieldError: the code
    opens nothing, also because somebody was a moment faster, or is another's.
    """
    code = use_code(db, typed, secret, by.now)
    if code.person_id != by.person_id:
        raise FieldError("code", OPENS_NOTHING)
    if code.opens is Opens.OWNER:
        second_steps.forget(db, by=by)
    return change_secrets(db, password_hash=password_hash, pin_hash=pin_hash, by=by)


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
