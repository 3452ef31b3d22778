"""The catalogue is added to and corrected: data-sheet figures, cure schedule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.db import lock
from powderapp.base.errors import DomainError, FieldError, StaleError
from powderapp.base.events import record_event
from powderapp.base.units import UnitSystem, edit_temp
from powderapp.powders import queries
from powderapp.powders.cure import CureWindow
from powderapp.powders.finding import find_key
from powderapp.powders.models import Powder, PowderCure
from powderapp.powders.reading import PowderRow
from powderapp.powders.rules import Finish
from powderapp.shop.wording import units_of


@dataclass(frozen=True)
class PowderWanted:
    """A powder as its data sheet has it. rgb: six hex digits; sg, pack_g, price_per_kg, gloss_units None: not known."""

    maker: str
    code: str
    name: str
    finish: Finish
    ral: str | None = None
    rgb: str | None = None
    gloss_units: int | None = None
    sg: Decimal | None = None
    film_low_um: Decimal = Decimal(60)
    film_high_um: Decimal = Decimal(80)
    utilisation: Decimal = Decimal("0.550")
    pack_g: int | None = None
    price_per_kg: Decimal | None = None

    def values(self) -> dict[str, Any]:
        """Column by column."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def add(db: Session, wanted: PowderWanted, cure: Sequence[CureWindow] = (), *, by: Actor) -> Powder:
    """A new powder in the catalogue. FieldError (code): this maker's code is there already."""
    by.demand(Permission.POWDER_EDIT)
    _refuse_taken(db, wanted)
    powder = Powder(**wanted.values(), find_key=_key(wanted))
    powder.cure = _rows(cure)
    db.add(powder)
    db.flush()
    record_event(db, "powder.added", powder, by, after=_plain(wanted.values()) | {"cure": _said(powder.cure)})
    return powder


def add_read(db: Session, row: PowderRow, *, by: Actor) -> Powder | None:
    """Add a powder of an old list; None when it is there already as written. DomainError: it is there otherwise."""
    found = queries.same_product(db, row.maker, row.code)
    if found is None:
        return add(db, _from(row), row.cure, by=by)
    wanted = {name: value for name, value in vars(row).items() if name not in ("boxes_g", "cure", "maker", "code")}
    other = [name for name, value in wanted.items() if value != getattr(found, name)]
    if [(w.temp_c, w.min_minutes, w.max_minutes) for w in sorted(row.cure, key=lambda w: w.temp_c)] != [
        (point.temp_c, point.min_minutes, point.max_minutes) for point in found.cure
    ]:
        other.append("cure")
    if other:
        words = ", ".join(_WORDS.get(name, name) for name in other)
        raise DomainError(f"{found.maker} {found.code} is in the catalogue already, with another {words}.")
    return None


_WORDS = {"ral": "RAL", "rgb": "screen colour", "sg": "density", "pack_g": "box size", "price_per_kg": "price"}


def _from(row: PowderRow) -> PowderWanted:
    names = {field.name for field in fields(PowderWanted)}
    return PowderWanted(**{name: value for name, value in vars(row).items() if name in names})


def edit(db: Session, powder: Powder, wanted: PowderWanted, version: int, *, by: Actor) -> Powder:
    """Correct the figures of a powder. StaleError with what stands there now; FieldError: maker and code are taken."""
    by.demand(Permission.POWDER_EDIT)
    powder, after = _locked(db, powder), wanted.values()
    before = {name: getattr(powder, name) for name in after}
    if powder.version != version:
        raise _stale(powder, {name: value for name, value in before.items() if value != after[name]})
    if before == after:
        return powder
    _refuse_taken(db, wanted, but=powder)
    for name, value in after.items():
        setattr(powder, name, value)
    powder.find_key, powder.version = _key(wanted), version + 1
    record_event(db, "powder.edited", powder, by, before=_plain(before), after=_plain(after), inverse=_plain(before))
    return powder


def set_cure(db: Session, powder: Powder, cure: Sequence[CureWindow], version: int, *, by: Actor) -> Powder:
    """Put this cure schedule in place of the old one; each temperature once. StaleError."""
    by.demand(Permission.POWDER_EDIT)
    powder = _locked(db, powder)
    now = queries.powder_by_id(db, powder.id).cure
    if powder.version != version:
        raise _stale(powder, {}, f" Now: {'; '.join(_said(now, units_of(db))) or 'no cure data'}.")
    if len({window.temp_c for window in cure}) < len(cure):
        raise FieldError("temp_c_1", "Each temperature once.")
    rows, before = _rows(cure), _said(now)
    db.execute(delete(PowderCure).where(PowderCure.powder_id == powder.id))
    for row in rows:
        row.powder_id = powder.id
    db.expire(powder, ["cure"])
    db.add_all(rows)
    powder.version = version + 1
    db.flush()
    record_event(db, "powder.cure_set", powder, by, before={"cure": before}, after={"cure": _said(rows)})
    return queries.powder_by_id(db, powder.id)


def retire(db: Session, powder: Powder, *, by: Actor) -> Powder:
    """No longer offered where a powder is chosen; boxes, coats and history keep it. Twice is the same as once."""
    by.demand(Permission.POWDER_EDIT)
    powder = _locked(db, powder)
    if powder.retired_at is None:
        powder.retired_at = by.now
        record_event(db, "powder.retired", powder, by, inverse={"verb": "bring_back"})
    return powder


def bring_back(db: Session, powder: Powder, *, by: Actor) -> Powder:
    """Offered again. Twice is the same as once."""
    by.demand(Permission.POWDER_EDIT)
    powder = _locked(db, powder)
    if powder.retired_at is not None:
        powder.retired_at = None
        record_event(db, "powder.brought_back", powder, by, inverse={"verb": "retire"})
    return powder


def _locked(db: Session, powder: Powder) -> Powder:
    (locked,) = lock(db, Powder, [powder.id])
    return locked


def _rows(cure: Sequence[CureWindow]) -> list[PowderCure]:
    return [
        PowderCure(
            temp_c=window.temp_c,
            min_minutes=window.min_minutes,
            max_minutes=window.max_minutes,
            assumed=window.assumed,
            as_entered=window.as_entered and window.as_entered[:60],
        )
        for window in sorted(cure, key=lambda window: window.temp_c)
    ]


def _said(rows: Sequence[PowderCure], system: UnitSystem = UnitSystem.METRIC) -> list[str]:
    spans = ((edit_temp(row.temp_c, system), row.min_minutes, row.max_minutes) for row in rows)
    return [f"{temp} {least:f} to {most:f} min" for temp, least, most in spans]


def _stale(powder: Powder, theirs: Mapping[str, object], now: str = "") -> StaleError:
    sentence = f"Somebody changed this powder while you were typing.{now}"
    return StaleError(sentence, dict(theirs) | {"version": powder.version})


def _refuse_taken(db: Session, wanted: PowderWanted, but: Powder | None = None) -> None:
    found = queries.same_product(db, wanted.maker, wanted.code)
    if found is not None and found is not but:
        gone = "" if found.retired_at is None else ", no longer offered"
        raise FieldError("code", f"{found.maker} {found.code} is in the catalogue already: {found.name}{gone}.")


def _key(wanted: PowderWanted) -> str:
    return find_key(wanted.name, wanted.ral, wanted.code, wanted.maker, wanted.finish)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in values.items()}
