"""Who used a batch's powder: the grams that left its boxes, given to its tasks so that they add up exactly."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.db import lock
from powderapp.base.errors import DomainError, StaleError
from powderapp.base.events import record_event
from powderapp.base.split import largest_remainder
from powderapp.batches import queries
from powderapp.batches.models import Batch, BatchBox, BatchUse, Task, UseBy
from powderapp.batches.rules import Share, Sprayed, correct_share, expected_g, split_use
from powderapp.powders.models import Powder
from powderapp.powders.rules import density
from powderapp.shop.wording import units_of, weight
from powderapp.stock import operations as stock
from powderapp.stock.models import Box
from powderapp.stock.rules import MovementKind


def sprayed(tasks: Sequence[Task]) -> list[Sprayed]:
    """Tasks (coat and line loaded) as the rule sees them: parts that were sprayed."""
    return [
        Sprayed(task.coat.line.area_mm2, task.coat.film_um, task.out_qty, task.coat.line.size_class) for task in tasks
    ]


def planned(tasks: Sequence[Task]) -> list[Sprayed]:
    """The same with every part that is in the batch: what is expected to be used."""
    return [Sprayed(t.coat.line.area_mm2, t.coat.film_um, t.in_qty, t.coat.line.size_class) for t in tasks]


def expected_use_g(powder: Powder, tasks: Sequence[Task]) -> int:
    """Grams the batch should draw from its boxes."""
    density_g_cm3, _ = density(powder.sg)
    return expected_g(planned(tasks), density_g_cm3, powder.utilisation)


def share_use(db: Session, batch: Batch, *, purge_g: int = 0) -> None:
    """Give what the ledger says was used to the tasks anew, by rule; purge_g of it to nobody."""
    used_g = queries.used_g(db, batch.id)
    if purge_g > used_g:
        raise DomainError(f"Only {weight(db, used_g)} were used in all.")
    tasks = [task for task in queries.tasks_of(db, batch.id) if task.out_qty]
    db.execute(update(BatchUse).where(BatchUse.batch_id == batch.id).values(grams=0))
    shares = split_use(used_g - purge_g, sprayed(tasks))
    rest_g = used_g - sum(share.grams for share in shares)
    rows: list[tuple[int | None, Share]] = [(task.id, share) for task, share in zip(tasks, shares, strict=True)]
    for task_id, share in [*rows, (None, Share(rest_g, False))]:
        _set_share(db, batch, task_id, share.grams, estimated=share.estimated)


def _set_share(db: Session, batch: Batch, task_id: int | None, grams: int, *, estimated: bool) -> None:
    values = {"grams": grams, "by": UseBy.RULE, "estimated": estimated}
    row = insert(BatchUse).values(batch_id=batch.id, task_id=task_id, **values)
    db.execute(row.on_conflict_do_update(index_elements=["batch_id", "task_id"], set_=values))


def correct_use(db: Session, batch: Batch, task: Task, grams: int, version: int, *, by: Actor) -> None:
    """Set one task's share by hand; the others keep their proportions and the sum stays. StaleError, DomainError."""
    by.demand(Permission.BATCH_CORRECT)
    lock(db, Batch, [batch.id])
    uses = [use for use in queries.uses_of(db, batch.id) if use.task_id is not None]
    mine = next((i for i, use in enumerate(uses) if use.task_id == task.id), None)
    if batch.version != version:
        theirs = uses[mine].grams if mine is not None else None
        raise StaleError("Somebody changed this while you were typing.", {"grams": theirs, "version": batch.version})
    if mine is None:
        raise DomainError("This batch is not finished and weighed yet.")
    before = {str(use.task_id): use.grams for use in uses}
    for use, share in zip(uses, correct_share([u.grams for u in uses], mine, grams, units_of(db)), strict=True):
        use.grams = share
    uses[mine].by = UseBy.HAND
    batch.version += 1
    after = {str(use.task_id): use.grams for use in uses}
    record_event(db, "batch.use_corrected", batch, by, before=before, after=after)


def weigh_box(db: Session, box: Box, gross_g: int, *, by: Actor, reason: str | None = None) -> None:
    """Weigh a box. What it lost since batches ran unweighed is their use, by estimate; else the change is an adjust."""
    by.demand(Permission.BOX_WEIGH)
    (box,) = lock(db, Box, [box.id])
    if (place := queries.open_box(db, box.id)) is not None:
        raise DomainError(f"Box {box.code} is in batch {db.get_one(Batch, place.batch_id).code}: weigh it back there.")
    open_places = queries.unsettled_boxes(db, box)
    lost_g = box.net_g - stock.net_of(db, box, gross_g)
    if not open_places or lost_g <= 0:
        stock.weigh(db, box, gross_g, by=by, reason=reason)
        return
    event = record_event(db, "box.settled", box, by, before={"net_g": box.net_g}, after={"lost_g": lost_g})
    shares = largest_remainder(lost_g, [_estimate(db, place) for place in open_places])
    for place, grams in zip(open_places, shares, strict=True):
        if grams:
            gross = gross_g if place is open_places[-1] else None
            stock.post(db, box, -grams, MovementKind.USE, event, gross_g=gross, batch_box_id=place.id)
        share_use(db, db.get_one(Batch, place.batch_id))


def _estimate(db: Session, place: BatchBox) -> Decimal:
    batch = db.get_one(Batch, place.batch_id)
    powder = db.get_one(Powder, batch.powder_id)
    density_g_cm3, _ = density(powder.sg)
    return Decimal(max(expected_g(sprayed(queries.tasks_of(db, batch.id)), density_g_cm3, powder.utilisation), 1))
