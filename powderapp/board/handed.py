"""Parts of a job at the counter: what came in, what left with whom, and who was told."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from powderapp.parts.models import Arrival, ArrivalLine, Move
from powderapp.people.models import Person
from powderapp.pickups.models import Pickup, PickupLine, Told


@dataclass(frozen=True)
class Trip:
    """Parts that came or left in one go. kind: arrived, collected, or how the customer was told (then no parts)."""

    at: datetime
    kind: str
    parts: int
    who: str | None
    note: str | None = None


def trips(db: Session, job_id: int) -> list[Trip]:
    """Arrivals, pickups and calls of a job in their order: three statements."""
    return sorted([*_arrivals(db, job_id), *_pickups(db, job_id), *_told(db, job_id)], key=lambda trip: trip.at)


def _arrivals(db: Session, job_id: int) -> list[Trip]:
    query = select(Arrival.arrived_at, func.sum(ArrivalLine.qty), Arrival.from_whom, Arrival.note)
    query = query.join(ArrivalLine, ArrivalLine.arrival_id == Arrival.id).where(Arrival.job_id == job_id)
    return [Trip(at, "arrived", int(qty), who, note) for at, qty, who, note in db.execute(query.group_by(Arrival.id))]


def _pickups(db: Session, job_id: int) -> list[Trip]:
    """What stayed away: parts that were put back did not leave."""
    back = select(func.coalesce(func.sum(Move.qty), 0)).where(Move.reverses_id == PickupLine.move_id).scalar_subquery()
    query = select(Pickup.picked_up_at, func.sum(PickupLine.qty - back), Pickup.to_whom, Pickup.note)
    query = query.join(PickupLine, PickupLine.pickup_id == Pickup.id).where(Pickup.job_id == job_id)
    left = db.execute(query.group_by(Pickup.id))
    return [Trip(at, "collected", int(qty), who, note) for at, qty, who, note in left if qty]


def _told(db: Session, job_id: int) -> list[Trip]:
    query = select(Told.told_at, Told.how, Person.name).join(Person, Person.id == Told.told_by_id)
    return [Trip(at, how.value, 0, who) for at, how, who in db.execute(query.where(Told.job_id == job_id))]
