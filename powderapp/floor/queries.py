"""How much work waits at each station."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from powderapp.base.errors import NotFoundError
from powderapp.parts.models import Pile
from powderapp.parts.rules import Stage
from powderapp.people.models import Device
from powderapp.shop.models import Booth, Oven

TABS = {
    Stage.RECEIVED: "prep",
    Stage.PREP: "prep",
    Stage.TO_SPRAY: "queue",
    Stage.SPRAYING: "batch",
    Stage.TO_CURE: "oven",
    Stage.CURING: "oven",
    Stage.CHECKING: "check",
    Stage.READY: "ready",
}


def waiting(db: Session) -> dict[str, int]:
    """Lines that wait, by the tab that shows them."""
    query = select(Pile.stage, func.count(Pile.line_id.distinct())).where(Pile.qty > 0, Pile.stage.in_(TABS))
    found: dict[str, int] = {}
    for stage, lines in db.execute(query.group_by(Pile.stage)):
        found[TABS[stage]] = found.get(TABS[stage], 0) + lines
    return found


def station_name(db: Session, device: Device) -> str | None:
    """The booth or oven a device stands at; None when at neither."""
    kind, which = (Booth, device.booth_id) if device.booth_id else (Oven, device.oven_id)
    return db.scalars(select(kind.name).where(kind.id == which)).one_or_none() if which else None


def booth_or_oven(db: Session, kind: type[Booth] | type[Oven], which: int) -> Booth | Oven:
    """One that is in use; NotFoundError."""
    found: Booth | Oven | None = db.get(Booth, which) if kind is Booth else db.get(Oven, which)
    if found is None or found.retired_at is not None:
        raise NotFoundError("This station is not used any more.")
    return found
