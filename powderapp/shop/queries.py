"""The shop's own row and its lists."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from powderapp.base.db import Model
from powderapp.shop.models import Shop


def shop(db: Session) -> Shop | None:
    """What the shop decided about itself; None while there is no shop yet."""
    return db.get(Shop, 1)


def listed(db: Session, kind: type[Model], *, retired: bool = False) -> list[Model]:
    """A list of the shop (`Booth`, `Oven`, `Rack`, `PrepStep`, `Reason`) in its order, in use or retired."""
    stands = kind.retired_at.is_not(None) if retired else kind.retired_at.is_(None)  # type: ignore[attr-defined]
    order = (kind.position, func.lower(kind.name), kind.id)  # type: ignore[attr-defined]
    return list(db.scalars(select(kind).where(stands).order_by(*order)))
