"""Who used a batch's powder: the grams that left its boxes, given to its tasks so that they add up exactly."""

from collections.abc import Collection, Sequence
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


def _set_share(
    db: Session, batch: Batch, task_id: int | None, grams: int, *, estimated: bool, by: UseBy = UseBy.RULE
) -> None:
    values = {"grams": grams, "by": by, "estimated": estimated}
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


def share_more(db: Session, batch: Batch) -> None:
    """Share what a finished batch turned out to have used beyond its shares; purge and what was set by hand stay."""
    uses = {use.task_id: use for use in queries.uses_of(db, batch.id)}
    tasks = [task for task in queries.tasks_of(db, batch.id) if task.out_qty]
    free = [task for task in tasks if task.id not in uses or uses[task.id].by is UseBy.RULE]
    by = UseBy.RULE if free else UseBy.HAND  # all by hand: the difference goes on top of what was said
    has_g = {task.id: 0 if free else uses[task.id].grams for task in free or tasks}
    other_g = sum(use.grams for use in uses.values() if use.task_id not in has_g)
    rest_g = queries.used_g(db, batch.id) - other_g - sum(has_g.values())
    for task, share in zip(free or tasks, split_use(rest_g, sprayed(free or tasks)), strict=True):
        _set_share(db, batch, task.id, has_g[task.id] + share.grams, estimated=share.estimated, by=by)
    if not has_g:
        _set_share(db, batch, None, other_g + rest_g, estimated=False)


def lock_scales(db: Session, batches: Collection[Batch], box_ids: Collection[int]) -> None:
    """Lock these batches and those the boxes' weights will settle, then the boxes: the order of all who weigh."""
    waiting = [place.batch_id for box_id in box_ids for place in queries.unsettled_boxes(db, box_id)]
    lock(db, Batch, [*(batch.id for batch in batches), *waiting])
    lock(db, Box, box_ids)


def weigh_box(db: Session, box: Box, gross_g: int, *, by: Actor, reason: str | None = None) -> None:
    """Weigh a box. What it lost since batches ran unweighed is their use, by estimate; else the change is an adjust."""
    by.demand(Permission.BOX_WEIGH)
    lock_scales(db, [], [box.id])
    if (place := queries.open_box(db, box.id)) is not None:
        raise DomainError(f"Box {box.code} is in batch {db.get_one(Batch, place.batch_id).code}: weigh it back there.")
    places = queries.unsettled_boxes(db, box.id)
    if not places:
        stock.weigh(db, box, gross_g, by=by, reason=reason)
        return
    lost_g = _lost_g(db, box, gross_g, places[0])
    settle(db, box, places, max(lost_g, 0), gross_g, by=by)
    if lost_g < 0 and box.tare_g is not None:
        stock.weigh(db, box, gross_g, by=by, reason=reason)


def can_settle(db: Session, box: Box) -> bool:
    """Whether a gross weight says what is in the box, or at least what it lost since it was weighed last."""
    places = queries.unsettled_boxes(db, box.id)
    return box.tare_g is not None or bool(places and places[0].gross_in_g is not None)


def _lost_g(db: Session, box: Box, gross_g: int, first: BatchBox) -> int:
    if box.tare_g is None and first.gross_in_g is not None:
        return first.gross_in_g - gross_g
    return box.net_g - stock.net_of(db, box, gross_g)


def settle(db: Session, box: Box, places: Sequence[BatchBox], lost_g: int, gross_g: int, *, by: Actor) -> None:
    """Give what a box lost to the batches it stood in unweighed, by estimate; each place is settled by that weight.

    Losing nothing settles too: they used none. The caller holds the batches and the box.
    """
    stock.refuse_overdraw(db, box, lost_g)
    after = {"lost_g": lost_g, "gross_g": gross_g}
    event = record_event(db, "box.settled", box, by, before={"net_g": box.net_g}, after=after)
    shares = largest_remainder(lost_g, [_estimate(db, place) for place in places])
    for place, grams in zip(places, shares, strict=True):
        place.gross_out_g = gross_g if place.gross_in_g is None else min(place.gross_in_g, gross_g)
        db.flush()
        if grams:
            gross = gross_g if place is places[-1] else None
            stock.post(db, box, -grams, MovementKind.USE, event, gross_g=gross, batch_box_id=place.id)
        _share_settled(db, db.get_one(Batch, place.batch_id), box, grams, by)


def _share_settled(db: Session, batch: Batch, box: Box, grams: int, by: Actor) -> None:
    if batch.finished_at is None:
        return  # shared when it is finished
    before = {"shares": shares_g(db, batch)}
    share_more(db, batch)
    batch.version += 1
    after = {"box": box.code, "grams": grams, "shares": shares_g(db, batch)}
    record_event(db, "batch.settled", batch, by, before=before, after=after)


def shares_g(db: Session, batch: Batch) -> dict[str, int]:
    """Grams by task id, `purge` for nobody's: as events keep them."""
    return {str(use.task_id or "purge"): use.grams for use in queries.uses_of(db, batch.id)}


def _estimate(db: Session, place: BatchBox) -> Decimal:
    batch = db.get_one(Batch, place.batch_id)
    powder = db.get_one(Powder, batch.powder_id)
    density_g_cm3, _ = density(powder.sg)
    return Decimal(max(expected_g(sprayed(queries.tasks_of(db, batch.id)), density_g_cm3, powder.utilisation), 1))
