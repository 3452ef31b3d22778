"""The people of the demo shop, with PINs that anybody may know, and where each of them stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from powderapp.base.access import Actor
from powderapp.demo.rules import CAST, Figure
from powderapp.devices.models import Device, Kind
from powderapp.people.hashing import hash_pin
from powderapp.people.operations import add_person


@dataclass(frozen=True)
class Crew:
    """Actors by what they do; `at` gives one of them at a moment."""

    actors: dict[str, Actor]

    def at(self, who: str, moment: datetime) -> Actor:
        """One of the cast at a moment: `crew.at("prep", moment)`."""
        return self.actors[who].at(moment)


def hire(db: Session, pepper: str, *, by: Actor) -> Crew:
    """Everybody of the cast, each at a device of their own."""
    return Crew(dict(_hired(db, pepper, by)))


def _hired(db: Session, pepper: str, by: Actor) -> Iterator[tuple[str, Actor]]:
    for figure in CAST:
        person = add_person(db, figure.name, figure.roles, pin_hash=hash_pin(figure.pin, pepper), by=by)
        device = _device(db, figure, by)
        yield figure.does, Actor(person.id, device.id, person.name, frozenset(figure.roles), by.now)


def _device(db: Session, figure: Figure, by: Actor) -> Device:
    device = Device(name=figure.device, kind=figure.device_kind, first_seen_at=by.now, last_seen_at=by.now)
    device.enrolled_at = by.now if figure.device_kind == Kind.TABLET else None
    db.add(device)
    db.flush()
    return device
