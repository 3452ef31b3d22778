"""Weighing a batch's boxes in and out, and giving what was used to its tasks: exact to the gram."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.db import lock
from powderapp.base.errors import DomainError, FieldError
from powderapp.base.events import Event, record_event
from powderapp.batches import clocks, queries
from powderapp.batches.models import Batch, BatchBox
from powderapp.batches.sharing import can_settle, lock_scales, settle, share_use, shares_g, weigh_box
from powderapp.customers.models import Customer
from powderapp.stock import operations as stock
from powderapp.stock.models import Box
from powderapp.stock.rules import MovementKind


@dataclass(frozen=True)
class BoxIn:
    """A box that goes into a batch; gross_g null: not weighed."""

    box_id: int
    gross_g: int | None


@dataclass(frozen=True)
class BoxOut:
    """A box that comes back. gross_g null and not empty: weighed later. empty: all of it was used."""

    gross_g: int | None
    empty: bool = False


def weigh_in(db: Session, batch: Batch, box_in: BoxIn, *, by: Actor) -> BatchBox:
    """Put a box into the batch; what the scale says goes to the ledger first, so that the use comes out right."""
    found = lock(db, Box, [box_in.box_id])
    if not found:
        raise FieldError("box", "There is no such box.")
    (box,) = found
    if box.powder_id != batch.powder_id:
        raise DomainError(f"STOP. Box {box.code} holds another powder than this batch sprays.")
    if queries.open_box(db, box.id) is not None:
        raise DomainError(f"Box {box.code} is in another batch now.")
    refuse_foreign(db, batch, [box])
    if box_in.gross_g is not None and can_settle(db, box):
        weigh_box(db, box, box_in.gross_g, by=by)
    place = BatchBox(
        batch_id=batch.id,
        box_id=box.id,
        powder_id=batch.powder_id,
        gross_in_g=box_in.gross_g,
        tare_g=box.tare_g,
        opened_at=by.now,
    )
    db.add(place)
    db.flush()
    return place


def swap_box(db: Session, batch: Batch, place: BatchBox, out: BoxOut, box_in: BoxIn, *, by: Actor) -> BatchBox:
    """One box out, the next one in, while the batch goes on."""
    by.demand(Permission.BATCH_SPRAY)
    _lock_running(db, batch, place.box_id, box_in.box_id)
    event = record_event(db, "batch.box_swapped", batch, by, after={"out": place.box_id, "in": box_in.box_id})
    _weigh_out(db, batch, place, out, event, by=by)
    return weigh_in(db, batch, box_in, by=by)


def add_box(db: Session, batch: Batch, box_in: BoxIn, *, by: Actor) -> BatchBox:
    """One more box into a running batch; those that are in it stay."""
    by.demand(Permission.BATCH_SPRAY)
    _lock_running(db, batch, box_in.box_id)
    record_event(db, "batch.box_added", batch, by, after={"in": box_in.box_id})
    return weigh_in(db, batch, box_in, by=by)


def take_box(db: Session, batch: Batch, place: BatchBox, out: BoxOut, *, by: Actor) -> None:
    """One box out of a running batch; the others go on."""
    by.demand(Permission.BATCH_SPRAY)
    _lock_running(db, batch, place.box_id)
    event = record_event(db, "batch.box_taken", batch, by, after={"out": place.box_id})
    _weigh_out(db, batch, place, out, event, by=by)


def correct_in(db: Session, batch: Batch, place: BatchBox, gross_g: int, *, by: Actor) -> BatchBox:
    """Take back a wrong weight at the start: the box leaves unused and comes in again with what it really weighed.

    What is written of a place stays; DomainError when the box is out, or went in without the scale.
    """
    by.demand(Permission.BATCH_CORRECT)
    _lock_running(db, batch, place.box_id)
    db.refresh(place)
    if place.batch_id != batch.id or place.closed_at is not None:
        raise DomainError("This box is out of the batch already.")
    if place.gross_in_g is None:
        raise DomainError("This box went in without the scale: there is no weight to correct.")
    change = {"gross_in_g": place.gross_in_g}, {"gross_in_g": gross_g, "box": place.box_id}
    record_event(db, "batch.weight_in_corrected", batch, by, before=change[0], after=change[1])
    place.gross_out_g, place.closed_at = place.gross_in_g, by.now
    db.flush()
    return weigh_in(db, batch, BoxIn(place.box_id, gross_g), by=by)


def _lock_running(db: Session, batch: Batch, *box_ids: int) -> None:
    lock_scales(db, [batch], box_ids)
    if batch.finished_at is not None:
        raise DomainError(f"Batch {batch.code} is finished.")


def finish(db: Session, batch: Batch, outs: Mapping[int, BoxOut], *, by: Actor, purge_g: int = 0) -> None:
    """Weigh back and finish. `outs`: batch_box id -> weight. Use is split over the tasks; purge_g of it is nobody's.

    DomainError while parts are still in the booth, or when purge is more than was used.
    """
    by.demand(Permission.BATCH_SPRAY)
    _lock_running(db, batch, *[place.box_id for place in queries.boxes_of(db, batch.id) if place.closed_at is None])
    left = sum(task.in_qty - task.out_qty for task in queries.tasks_of(db, batch.id))
    if left:
        raise DomainError(f"{left} parts are still in the booth: count them done, or send them back.")
    places = [place for place in queries.boxes_of(db, batch.id) if place.closed_at is None]
    if places:
        before = {"gross_in_g": {place.box.code: place.gross_in_g for place in places}}
        event = record_event(db, "batch.weighed_back", batch, by, before=before, after=_told(places, outs))
        for place in places:
            _weigh_out(db, batch, place, outs.get(place.id, BoxOut(None)), event, by=by)
    clocks.stop_all(db, batch, by=by)
    batch.finished_at = by.now
    batch.version += 1
    slips = queries.taken_back(db, batch.id)
    batch.weighed = _is_weighed([place for place in queries.boxes_of(db, batch.id) if place.id not in slips])
    db.flush()
    share_use(db, batch, purge_g=purge_g)
    after = {"purge_g": purge_g, "used_g": queries.used_g(db, batch.id), "shares": shares_g(db, batch)}
    record_event(db, "batch.finished", batch, by, after=after | _told(places, outs))


def _told(places: Sequence[BatchBox], outs: Mapping[int, BoxOut]) -> dict[str, object]:
    """What was said about each box: its weight, `empty`, or nothing."""
    said = {place.box.code: outs.get(place.id, BoxOut(None)) for place in places}
    return {"boxes": {code: "empty" if out.empty else out.gross_g for code, out in said.items()}}


def _is_weighed(places: Sequence[BatchBox]) -> bool:
    return bool(places) and all(p.gross_in_g is not None and p.gross_out_g is not None for p in places)


def refuse_foreign(db: Session, batch: Batch, boxes: Sequence[Box]) -> None:
    """DomainError when a box is a customer's own and parts of somebody else are in the batch."""
    customers = queries.customers_of(db, batch.id)
    for box in boxes:
        if box.owner_customer_id is not None and customers - {box.owner_customer_id}:
            owner = db.get_one(Customer, box.owner_customer_id)
            raise DomainError(f"Box {box.code} belongs to {owner.name}: it is for their parts only.")


def _weigh_out(db: Session, batch: Batch, place: BatchBox, out: BoxOut, event: Event, *, by: Actor) -> None:
    (box,) = lock(db, Box, [place.box_id])
    db.refresh(place)
    if place.batch_id != batch.id:
        raise DomainError(f"Box {box.code} is not in batch {batch.code}.")
    if place.closed_at is not None:
        raise DomainError(f"Box {box.code} was weighed back already.")
    used_g, waiting = _used_g(db, box, place, out), queries.unsettled_boxes(db, box.id)
    place.closed_at = event.happened_at
    db.flush()
    if out.empty and waiting:
        settle(db, box, [*waiting, place], box.net_g, box.tare_g or 0, by=by)
        return
    if used_g is None:
        if out.gross_g is not None and can_settle(db, box):
            weigh_box(db, box, out.gross_g, by=by)
        return
    place.gross_out_g = (place.tare_g or 0) if out.empty else out.gross_g
    db.flush()
    if used_g:
        stock.refuse_overdraw(db, box, used_g)
        stock.post(db, box, -used_g, MovementKind.USE, event, gross_g=out.gross_g, batch_box_id=place.id)


def _used_g(db: Session, box: Box, place: BatchBox, out: BoxOut) -> int | None:
    if out.empty:
        return box.net_g
    if out.gross_g is None or place.gross_in_g is None:
        return None
    stock.net_of(db, box, out.gross_g, gross_in_g=place.gross_in_g)
    return place.gross_in_g - out.gross_g
