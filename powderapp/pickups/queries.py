"""Reads of what is ready, who was told, and what left already."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, joinedload

from powderapp.customers.models import Customer
from powderapp.jobs.models import Job, Line
from powderapp.jobs.rules import LineKind
from powderapp.parts.models import Move, Pile
from powderapp.parts.rules import Stage
from powderapp.people.models import Person
from powderapp.pickups.models import Pickup, PickupLine, Told
from powderapp.shop.models import Rack

PAGE = 50


def ready_jobs(db: Session, after: int = 0, most: int = PAGE) -> Sequence[Row[*tuple[Any, ...]]]:
    """Jobs with ready parts by number, from the one after `after`; one more than `most` tells that there are more.

    Each: id, number, name, phone, due_on, ready_qty, ordered_qty, gone_qty, since (when its oldest ready parts came).
    """
    came = select(func.max(Move.moved_at)).where(Move.to_pile_id == Pile.id).scalar_subquery()
    ready = (
        select(Line.job_id, func.sum(Pile.qty).label("ready_qty"), func.min(came).label("since"))
        .join(Line, Line.id == Pile.line_id)
        .where(Pile.stage == Stage.READY, Pile.qty > 0)
        .group_by(Line.job_id)
        .subquery()
    )
    query = (
        select(
            Job.id,
            Job.number,
            func.coalesce(Job.walk_in_name, Customer.name).label("name"),
            func.coalesce(Job.walk_in_phone, Customer.phone).label("phone"),
            Job.due_on,
            ready.c.ready_qty,
            _ordered_qty().label("ordered_qty"),
            _gone_qty().label("gone_qty"),
            ready.c.since,
        )
        .join(ready, ready.c.job_id == Job.id)
        .outerjoin(Customer, Customer.id == Job.customer_id)
        .where(Job.number > after)
    )
    return db.execute(query.order_by(Job.number).limit(most + 1)).all()


def _ordered_qty() -> Any:
    own = (Line.job_id == Job.id, Line.parent_line_id.is_(None), Line.kind != LineKind.GOODS)
    return select(func.sum(Line.ordered_qty)).where(*own).correlate(Job).scalar_subquery()


def _gone_qty() -> Any:
    gone = select(func.coalesce(func.sum(Pile.qty), 0)).join(Line, Line.id == Pile.line_id)
    return gone.where(Line.job_id == Job.id, Pile.stage == Stage.COLLECTED).correlate(Job).scalar_subquery()


def shelves(db: Session, job_ids: Collection[int]) -> dict[int, list[str]]:
    """Where the ready parts of these jobs stand, by job."""
    query = (
        select(Line.job_id, Rack.name)
        .join(Line, Line.id == Pile.line_id)
        .join(Rack, Rack.id == Pile.rack_id)
        .where(Line.job_id.in_(job_ids), Pile.stage == Stage.READY, Pile.qty > 0)
        .distinct()
        .order_by(Rack.name)
    )
    found: dict[int, list[str]] = {}
    for job_id, name in db.execute(query.select_from(Pile)):
        found.setdefault(job_id, []).append(name)
    return found


def last_told(db: Session, job_ids: Collection[int]) -> dict[int, Row[*tuple[Any, ...]]]:
    """How, when and by whom the customer was told last, by job."""
    query = (
        select(Told.job_id, Told.how, Told.told_at, Person.name)
        .join(Person, Person.id == Told.told_by_id)
        .where(Told.job_id.in_(job_ids))
        .order_by(Told.job_id, Told.id.desc())
        .ext(distinct_on(Told.job_id))
    )
    return {row.job_id: row for row in db.execute(query)}


def piles_of(db: Session, job_id: int) -> Sequence[Pile]:
    """What of a job stands in the shop, with lines and racks, in the order of lines and work."""
    here = [stage for stage in Stage if stage.rank <= Stage.READY.rank]
    query = select(Pile).join(Line, Line.id == Pile.line_id)
    query = query.where(Line.job_id == job_id, Pile.stage.in_(here), Pile.qty > 0)
    shown = (joinedload(Pile.line), joinedload(Pile.rack))
    return db.scalars(query.order_by(Line.position, Pile.id).options(*shown)).all()


def pickups_of(db: Session, job_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Who came for parts of a job: to_whom, note, picked_up_at, qty, and put_back of them; newest first."""
    back = select(func.coalesce(func.sum(Move.qty), 0)).where(Move.reverses_id == PickupLine.move_id).scalar_subquery()
    counts = func.sum(PickupLine.qty).label("qty"), func.sum(back).label("put_back")
    query = (
        select(Pickup.to_whom, Pickup.note, Pickup.picked_up_at, *counts)
        .join(PickupLine, PickupLine.pickup_id == Pickup.id)
        .where(Pickup.job_id == job_id)
        .group_by(Pickup.id)
    )
    return db.execute(query.order_by(Pickup.id.desc())).all()
