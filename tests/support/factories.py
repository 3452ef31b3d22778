"""A shop, people and devices for tests; what else a feature needs stands in its own `tests/support/<feature>.py`."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Role
from powderapp.base.clock import now
from powderapp.devices.models import Device
from powderapp.people.models import Person, SignIn
from powderapp.shop.models import Shop
from powderapp.signing.identity import new_token, token_hash

LONG_AGO = datetime(2026, 1, 5, 7, 0, tzinfo=UTC)


def make_shop(db: Session, **values: Any) -> Shop:
    """The shop's row: metric, euros, in Berlin."""
    shop = Shop(**({"id": 1, "name": "North Gate Coating", "timezone": "Europe/Berlin"} | values))
    db.add(shop)
    db.commit()
    return shop


def person(db: Session, name: str, *roles: Role, **values: Any) -> Person:
    """The one of that name, made when there is none yet."""
    found = db.scalar(select(Person).where(func.lower(Person.name) == name.lower()))
    if found is None:
        found = Person(name=name, initials=name[:2].upper(), roles=[role.value for role in roles], **values)
        db.add(found)
        db.commit()
    return found


def device(db: Session, name: str = "Tablet 1", **values: Any) -> Device:
    """A device of its own."""
    made = Device(**({"name": name, "first_seen_at": LONG_AGO, "last_seen_at": LONG_AGO} | values))
    db.add(made)
    db.commit()
    return made


def tablet(db: Session, name: str = "Booth 1 tablet", **values: Any) -> Device:
    """A tablet that was added to the shop: PINs work there."""
    return device(db, name, **({"kind": "tablet", "enrolled_at": LONG_AGO, "last_seen_at": now()} | values))


def stands_at(client: Any, where: Device) -> str:
    """This browser is that device; returns the token of the cookie."""
    token = new_token()
    where.token_hash, where.last_seen_at = token_hash(token), now()
    client.http.set_cookie("device", token)
    return token


def signed_in(db: Session, who: Person, now: datetime, where: Device | None = None) -> str:
    """Sign a person in; returns the token of the cookie."""
    token, at = new_token(), where or device(db, f"Browser of {who.name}")
    seen = {"began_at": now, "confirmed_at": now, "last_seen_at": now}
    db.add(SignIn(token_hash=token_hash(token), person_id=who.id, device_id=at.id, **seen))
    db.commit()
    return token


def actor(db: Session, who: Person, now: datetime) -> Actor:
    """That person acting at a device of theirs."""
    at = device(db, f"Desk of {who.name}")
    return Actor(who.id, at.id, who.name, frozenset(Role(role) for role in who.roles), now)
