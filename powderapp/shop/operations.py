"""What the shop decides: its row and its lists. Rows of lists are retired, never deleted."""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.db import lock
from powderapp.base.errors import FieldError, NotFoundError, StaleError
from powderapp.base.events import record_event
from powderapp.shop.models import Booth, Oven, PrepStep, Rack, Reason, Shop

Row = TypeVar("Row", Booth, Oven, Rack, PrepStep, Reason)


def edit_shop(db: Session, values: Mapping[str, Any], version: int, *, by: Actor) -> Shop:
    """Name, units, time zone, currency, tax, prices on the floor. StaleError."""
    by.demand(Permission.SHOP_EDIT)
    shop = lock(db, Shop, [1])[0]
    _refuse_stale(shop, values, version)
    _change(db, shop, values, "shop.changed", by)
    return shop


def add_row(db: Session, kind: type[Row], values: Mapping[str, Any], *, by: Actor) -> Row:
    """A new booth, oven, rack, prep step or reason, last in its list. FieldError: the name or code is taken."""
    by.demand(Permission.SHOP_EDIT)
    row = kind(**values)
    _refuse_taken(db, kind, values, but=0)
    row.position = (db.scalar(select(func.max(kind.position))) or 0) + 1
    db.add(row)
    db.flush()
    record_event(db, f"{kind.__tablename__}.added", row, by, after=_told(values), inverse={"verb": "retire"})
    return row


def edit_row(db: Session, kind: type[Row], row_id: int, values: Mapping[str, Any], version: int, *, by: Actor) -> Row:
    """Another name, other figures. StaleError, FieldError."""
    by.demand(Permission.SHOP_EDIT)
    row = _locked(db, kind, row_id)
    _refuse_stale(row, values, version)
    _refuse_taken(db, kind, values, but=row_id)
    _change(db, row, values, f"{kind.__tablename__}.changed", by)
    return row


def retire_row(db: Session, kind: type[Row], row_id: int, *, by: Actor) -> Row:
    """No longer offered; whatever names it keeps doing so. Twice is the same as once."""
    by.demand(Permission.SHOP_EDIT)
    row = _locked(db, kind, row_id)
    if row.retired_at is None:
        row.retired_at, row.version = by.now, row.version + 1
        record_event(db, f"{kind.__tablename__}.retired", row, by, inverse={"verb": "bring_back"})
    return row


def bring_back_row(db: Session, kind: type[Row], row_id: int, *, by: Actor) -> Row:
    """Offered again. FieldError: another one took its name meanwhile."""
    by.demand(Permission.SHOP_EDIT)
    row = _locked(db, kind, row_id)
    if row.retired_at is not None:
        _refuse_taken(db, kind, _taken_by(row), but=row_id)
        row.retired_at, row.version = None, row.version + 1
        record_event(db, f"{kind.__tablename__}.brought_back", row, by, inverse={"verb": "retire"})
    return row


def _locked(db: Session, kind: type[Row], row_id: int) -> Row:
    found = lock(db, kind, [row_id])
    if not found:
        raise NotFoundError("This is no longer in the list.")
    return found[0]


def _refuse_stale(row: Any, values: Mapping[str, Any], version: int) -> None:
    if row.version != version:
        raise StaleError("Somebody saved this first.", {name: getattr(row, name) for name in [*values, "version"]})


def _refuse_taken(db: Session, kind: type[Row], values: Mapping[str, Any], but: int) -> None:
    """Names are unique among what is in use (reasons: of one kind); codes of racks for ever, labels carry them."""
    same = select(kind.id).where(kind.id != but, func.lower(kind.name) == values["name"].lower())
    if kind is Reason:
        same = same.where(Reason.kind == values["kind"])
    if db.scalar(same.where(kind.retired_at.is_(None))) is not None:
        raise FieldError("name", "That name is in the list already.")
    if kind is Rack and db.scalar(
        select(Rack.id).where(Rack.id != but, func.upper(Rack.code) == values["code"].upper())
    ):
        raise FieldError("code", "That code is on the label of another rack.")


def _taken_by(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("name", "code", "kind") if hasattr(row, name)}


def _change(db: Session, row: Any, values: Mapping[str, Any], verb: str, by: Actor) -> None:
    before = _told({name: getattr(row, name) for name in values})
    for name, value in values.items():
        setattr(row, name, value)
    if inspect(row).modified:
        row.version += 1
        record_event(db, verb, row, by, before=before, after=_told(values), inverse=before)


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Plain facts for the event log."""
    plain = (bool, int, str)
    return {k: v if v is None or type(v) in plain else str(v) for k, v in values.items()}
