"""Powder of a job: planned from area and film, used by the scale, and the boxes and lots it came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from powderapp.base.money import money
from powderapp.base.units import UnitSystem, show_weights
from powderapp.batches.models import Batch, BatchBox, BatchUse, Task
from powderapp.jobs.models import Coat, Line
from powderapp.powders.models import Powder
from powderapp.powders.rules import density, powder_needed_g
from powderapp.stock.models import Box


@dataclass(frozen=True)
class PowderUse:
    """planned_g: None while the area of a part is not known; estimated: a share of what was used is.

    of_batches: grams by batch id.
    """

    powder: Powder
    planned_g: int | None
    of_batches: Mapping[int, int]
    estimated: bool

    @property
    def used_g(self) -> int:
        """Grams of all its batches that went on this job."""
        return sum(self.of_batches.values())

    def shown(self, units: UnitSystem) -> dict[int, str]:
        """What each batch used, by batch id; read together they are the sum as it is read. Nothing: not named."""
        told = {batch: grams for batch, grams in self.of_batches.items() if grams}
        return dict(zip(told, show_weights([*told.values()], units), strict=True))

    @property
    def cost(self) -> Decimal | None:
        """What was used, at the price of the catalogue."""
        price = self.powder.price_per_kg
        return money(Decimal(self.used_g) / 1000 * price) if price is not None else None


@dataclass(frozen=True)
class BoxUsed:
    """A box that stood in a batch with parts of the job."""

    batch_number: int
    box_number: int
    lot: str | None
    powder: str


def powder_use(db: Session, job_id: int) -> list[PowderUse]:
    """By powder, in the order of the lines: two statements."""
    planned, used = _planned(db, job_id), _used(db, job_id)
    powders = {powder.id: powder for powder, _ in planned} | {row[0].id: row[0] for row in used}
    return [_use(powder, planned, used) for powder in powders.values()]


def boxes_used(db: Session, job_id: int) -> list[BoxUsed]:
    """Boxes and lots of the batches that sprayed parts of this job, in the order of spraying."""
    batches = select(Task.batch_id).join(Coat, Coat.id == Task.coat_id).join(Line, Line.id == Coat.line_id)
    query = (
        select(Batch.number, Box.number, Box.lot, func.coalesce(Powder.ral, Powder.name))
        .select_from(BatchBox)
        .join(Batch, Batch.id == BatchBox.batch_id)
        .join(Box, Box.id == BatchBox.box_id)
        .join(Powder, Powder.id == Box.powder_id)
        .where(Batch.id.in_(batches.where(Line.job_id == job_id)))
        .order_by(Batch.number, BatchBox.id)
    )
    return list(dict.fromkeys(BoxUsed(*row) for row in db.execute(query)))


Used = Row[Powder, int, int, bool]


def _use(powder: Powder, planned: list[tuple[Powder, int | None]], used: Sequence[Used]) -> PowderUse:
    needs = [need for other, need in planned if other.id == powder.id]
    known = [need for need in needs if need is not None]
    rows = [row for row in used if row[0].id == powder.id]
    planned_g = sum(known) if needs and len(known) == len(needs) else None
    return PowderUse(powder, planned_g, {row[1]: int(row[2]) for row in rows}, any(row[3] for row in rows))


def _planned(db: Session, job_id: int) -> list[tuple[Powder, int | None]]:
    query = select(Powder, Line.area_mm2, Line.ordered_qty, Coat.film_um).select_from(Coat)
    query = query.join(Line, Line.id == Coat.line_id).join(Powder, Powder.id == Coat.powder_id)
    wanted = (Line.job_id == job_id, Coat.closed_at.is_(None), Line.cancelled_at.is_(None))
    rows = db.execute(query.where(*wanted).order_by(Line.position, Coat.number))
    return [(powder, need_g(powder, area and area * qty, film_um)) for powder, area, qty, film_um in rows]


def need_g(powder: Powder, area_mm2: int | None, film_um: Decimal) -> int | None:
    """Grams this powder draws for the area; None: the area is not known."""
    if area_mm2 is None:
        return None
    return powder_needed_g(area_mm2, film_um, density(powder.sg)[0], powder.utilisation)


def _used(db: Session, job_id: int) -> Sequence[Used]:
    query = (
        select(Powder, Task.batch_id, func.sum(BatchUse.grams), func.bool_or(BatchUse.estimated))
        .select_from(BatchUse)
        .join(Task, Task.id == BatchUse.task_id)
        .join(Coat, Coat.id == Task.coat_id)
        .join(Line, Line.id == Coat.line_id)
        .join(Powder, Powder.id == Task.powder_id)
        .where(Line.job_id == job_id)
        .group_by(Powder.id, Task.batch_id)
        .order_by(Task.batch_id)
    )
    return db.execute(query).all()
