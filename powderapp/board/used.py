"""Powder of a job: planned from area and film, used by the scale, and the boxes and lots it came from."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from powderapp.base.money import money
from powderapp.batches.models import Batch, BatchBox, BatchUse, Task
from powderapp.jobs.models import Coat, Line
from powderapp.powders.models import Powder
from powderapp.powders.rules import density, powder_needed_g
from powderapp.stock.models import Box


@dataclass(frozen=True)
class PowderUse:
    """planned_g: None while the area of a part is not known; estimated: a share of what was used is."""

    powder: Powder
    planned_g: int | None
    used_g: int
    estimated: bool

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
    planned = _planned(db, job_id)
    used = _used(db, job_id)
    powders = {powder.id: powder for powder, _ in planned} | {powder.id: powder for powder, _, _ in used.values()}
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


def _use(
    powder: Powder, planned: list[tuple[Powder, int | None]], used: dict[int, tuple[Powder, int, bool]]
) -> PowderUse:
    needs = [need for other, need in planned if other.id == powder.id]
    known = [need for need in needs if need is not None]
    _, used_g, estimated = used.get(powder.id, (powder, 0, False))
    return PowderUse(powder, sum(known) if needs and len(known) == len(needs) else None, used_g, estimated)


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


def _used(db: Session, job_id: int) -> dict[int, tuple[Powder, int, bool]]:
    query = (
        select(Powder, func.sum(BatchUse.grams), func.bool_or(BatchUse.estimated))
        .select_from(BatchUse)
        .join(Task, Task.id == BatchUse.task_id)
        .join(Coat, Coat.id == Task.coat_id)
        .join(Line, Line.id == Coat.line_id)
        .join(Powder, Powder.id == Task.powder_id)
        .where(Line.job_id == job_id)
        .group_by(Powder.id)
    )
    return {powder.id: (powder, int(grams), estimated) for powder, grams, estimated in db.execute(query)}
