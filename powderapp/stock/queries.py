"""Reads of the powder room."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from powderapp.base.errors import NotFoundError
from powderapp.stock.models import Box, Movement
from powderapp.stock.rules import MovementKind

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


def full_g(db: Session, box_id: int) -> int:
    """Grams that ever came into the box: what it can weigh at the most."""
    came = func.coalesce(func.sum(Movement.grams), 0)
    inward = Movement.kind.in_(INWARD) | ((Movement.kind == MovementKind.TRANSFER) & (Movement.grams > 0))
    undone = select(Movement.reverses_id).where(Movement.box_id == box_id, Movement.reverses_id.is_not(None))
    return db.scalars(select(came).where(Movement.box_id == box_id, inward, Movement.id.not_in(undone))).one()


def movements_of(db: Session, box_id: int, limit: int = 50) -> Sequence[Movement]:
    """The last movements of a box, newest first."""
    return db.scalars(select(Movement).where(Movement.box_id == box_id).order_by(Movement.id.desc()).limit(limit)).all()


def in_stock_g(db: Session, powder_ids: Sequence[int]) -> dict[int, int]:
    """Grams in the shop's own boxes, by powder id."""
    own = Box.owner_customer_id.is_(None)
    query = select(Box.powder_id, func.sum(Box.net_g)).where(Box.powder_id.in_(powder_ids), Box.net_g > 0, own)
    return {powder_id: int(grams) for powder_id, grams in db.execute(query.group_by(Box.powder_id))}
