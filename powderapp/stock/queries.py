"""Reads of the powder room."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select, text
from sqlalchemy.orm import Session, aliased, joinedload

from powderapp.base.errors import NotFoundError
from powderapp.base.events import Event
from powderapp.customers.models import Customer
from powderapp.people.models import Person
from powderapp.stock.models import Box, Movement
from powderapp.stock.rules import MovementKind

LEDGER_PAGE = 30
INWARD = (MovementKind.OPENING, MovementKind.RECEIPT, MovementKind.RECLAIM)


def box_by_number(db: Session, number: int) -> Box:
    """The box with this number and its powder; NotFoundError when there is none."""
    box = db.scalar(select(Box).where(Box.number == number).options(joinedload(Box.powder)))
    if box is None:
        raise NotFoundError(f"There is no box B{number:04d}.")
    return box


def boxes_of(db: Session, powder_id: int) -> Sequence[Box]:
    """The boxes of a powder that still hold some, the one that expires first in front."""
    query = select(Box).where(Box.powder_id == powder_id, Box.net_g > 0)
    return db.scalars(query.order_by(Box.expires_on.nulls_last(), Box.id)).all()


def empty_boxes_of(db: Session, powder_id: int, most: int = 8) -> Sequence[Box]:
    """The last boxes of a powder that were emptied or never filled, newest first."""
    query = select(Box).where(Box.powder_id == powder_id, Box.net_g == 0).order_by(Box.id.desc())
    return db.scalars(query.limit(most)).all()


def owners_of(db: Session, powder_id: int) -> dict[int, str]:
    """Names of the customers who own boxes of this powder, by customer id."""
    query = select(Customer.id, Customer.name).where(
        Customer.id.in_(select(Box.owner_customer_id).where(Box.powder_id == powder_id, Box.net_g > 0))
    )
    return {row.id: row.name for row in db.execute(query)}


def batch_with(db: Session, box_id: int) -> int | None:
    """The number of the batch a box is in now. Batches are a higher feature: their tables are asked by name."""
    query = """select batch.number from batch_box place join batch on batch.id = place.batch_id
               where place.box_id = :box and place.closed_at is null"""
    number: int | None = db.scalar(text(query), {"box": box_id})
    return number


def full_g(db: Session, box_id: int) -> int:
    """Grams that ever came into the box: what it can weigh at the most."""
    came = func.coalesce(func.sum(Movement.grams), 0)
    inward = Movement.kind.in_(INWARD) | ((Movement.kind == MovementKind.TRANSFER) & (Movement.grams > 0))
    undone = select(Movement.reverses_id).where(Movement.box_id == box_id, Movement.reverses_id.is_not(None))
    return db.scalars(select(came).where(Movement.box_id == box_id, inward, Movement.id.not_in(undone))).one()


def movements_of(db: Session, box_id: int, limit: int = 50) -> Sequence[Movement]:
    """The last movements of a box, newest first."""
    return db.scalars(select(Movement).where(Movement.box_id == box_id).order_by(Movement.id.desc()).limit(limit)).all()


def ledger(db: Session, box_id: int, before: int | None = None) -> Sequence[Row[*tuple[Any, ...]]]:
    """One page of a box's entries and one more, newest first: what the box held then, who did it, whether undone."""
    other = aliased(Movement)
    undone = select(other.id).where(other.reverses_id == Movement.id).exists()
    entries = select(
        Movement.id, Movement.kind, Movement.grams, Movement.gross_g, Movement.reason, Movement.moved_at,
        Movement.batch_box_id, Movement.reverses_id, Movement.event_id, undone.label("is_undone"),
        func.sum(Movement.grams).over(order_by=Movement.id).label("then_g"),
    ).where(Movement.box_id == box_id).subquery()  # fmt: skip
    beside = aliased(Person)
    who = func.concat_ws(" with ", Person.name, beside.name).label("who")  # a supervisor stood beside it
    query = select(entries, who).join(Event, Event.id == entries.c.event_id)
    query = query.join(Person, Person.id == Event.person_id).outerjoin(beside, beside.id == Event.supervisor_id)
    query = query.order_by(entries.c.id.desc()).limit(LEDGER_PAGE + 1)
    return db.execute(query.where(entries.c.id < before) if before is not None else query).all()


def entry_of(db: Session, box: Box, movement_id: int) -> Movement:
    """One entry of this box; NotFoundError when it is another's."""
    found = db.scalar(select(Movement).where(Movement.id == movement_id, Movement.box_id == box.id))
    if found is None:
        raise NotFoundError(f"Box {box.code} has no such entry.")
    return found


def same_kind_as(db: Session, box: Box) -> Sequence[Box]:
    """Other boxes of the same powder and owner: what can be poured together."""
    query = select(Box).where(
        Box.powder_id == box.powder_id,
        Box.owner_customer_id.is_not_distinct_from(box.owner_customer_id),
        Box.id != box.id,
    )
    return db.scalars(query.order_by((Box.net_g > 0).desc(), Box.id.desc()).limit(50)).all()


def in_stock_g(db: Session, powder_ids: Sequence[int]) -> dict[int, int]:
    """Grams in the shop's own boxes, by powder id."""
    own = Box.owner_customer_id.is_(None)
    query = select(Box.powder_id, func.sum(Box.net_g)).where(Box.powder_id.in_(powder_ids), Box.net_g > 0, own)
    return {powder_id: int(grams) for powder_id, grams in db.execute(query.group_by(Box.powder_id))}
