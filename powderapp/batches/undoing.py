"""A box put into a running batch, or taken out of it, by a slip: taken back by what the ledger adds, never by erasing.

What the scale said stays written; the powder is posted back, and the box that left comes in again with what it had
weighed.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.errors import DomainError
from powderapp.base.events import Event, record_event
from powderapp.batches import queries
from powderapp.batches.models import Batch, BatchBox
from powderapp.batches.sharing import lock_scales
from powderapp.stock import operations as stock
from powderapp.stock.models import Box, Movement
from powderapp.stock.rules import MovementKind


def undo_box(db: Session, batch: Batch, event: Event, *, by: Actor) -> None:
    """Take back the box tap of `event`. DomainError: the batch is finished, a box of it went on since, or its weight
    settled what an earlier batch had used."""
    by.demand(Permission.BATCH_SPRAY)
    boxes = [box_id for box_id in ((event.after or {}).get("in"), (event.after or {}).get("out")) if box_id]
    lock_scales(db, [batch], boxes)
    if batch.finished_at is not None:
        raise DomainError(f"Batch {batch.code} is finished: correct the shares instead.")
    places = queries.boxes_of(db, batch.id)
    came = _place(places, "in", event)
    went = _place(places, "out", event)
    movements = _movements(db, event, boxes)
    _refuse_gone_on(db, came, went, movements)
    taken = [place for place in (came, went) if place is not None]
    after = {"places": [place.id for place in taken]}
    undone = record_event(db, "batch.box_undone", batch, by, before=event.after, after=after)
    if came is not None:
        _close_unused(db, came, by)
    _post_back(db, movements, undone)
    if went is not None:
        _bring_back(db, went, by)


def _place(places: Sequence[BatchBox], way: str, event: Event) -> BatchBox | None:
    """The place that the tap opened (`in`) or closed (`out`)."""
    box_id = (event.after or {}).get(way)
    moment = event.happened_at
    at = [place.opened_at if way == "in" else place.closed_at for place in places]
    return next((p for p, when in zip(places, at, strict=True) if p.box_id == box_id and when == moment), None)


def _movements(db: Session, event: Event, boxes: Sequence[int]) -> Sequence[Movement]:
    """What the tap wrote into the ledgers of its boxes, the last first. DomainError: it settled an earlier use too."""
    of_tap = queries.box_events_of_tap(db, event, boxes)
    if any(other.verb == "box.settled" for other in of_tap):
        raise DomainError("The weight of the box told what it had lost before: that is in the books. Swap it again.")
    return queries.movements_of_events(db, [event.id, *(other.id for other in of_tap)])


def _refuse_gone_on(db: Session, came: BatchBox | None, went: BatchBox | None, movements: Sequence[Movement]) -> None:
    if came is not None and came.closed_at is not None:
        raise DomainError(f"Box {came.box.code} is out of the batch already.")
    if came is None and went is None:
        raise DomainError("There is no box to take back.")
    last_id = max((entry.id for entry in movements), default=0)
    for place in (came, went):
        if place is not None and queries.was_moved_since(db, place.box_id, last_id, place):
            raise DomainError(f"Box {place.box.code} was weighed or used since: nothing is taken back.")
    if went is not None and queries.open_box(db, went.box_id) is not None:
        raise DomainError(f"Box {went.box.code} is in a batch now.")


def _close_unused(db: Session, place: BatchBox, by: Actor) -> None:
    """Out as it came in; without a weight it is 0, so that no scale is waited for."""
    place.gross_out_g, place.closed_at = place.gross_in_g or 0, by.now
    db.flush()


def _post_back(db: Session, movements: Sequence[Movement], undone: Event) -> None:
    for entry in movements:
        box = db.get_one(Box, entry.box_id)
        stock.refuse_overdraw(db, box, entry.grams)
        place_id, back = entry.batch_box_id, MovementKind.REVERSE
        stock.post(db, box, -entry.grams, back, undone, batch_box_id=place_id, reverses_id=entry.id, reason="undone")


def _bring_back(db: Session, place: BatchBox, by: Actor) -> None:
    """Into the batch again, with what it weighed when it first came."""
    if place.gross_out_g is None:
        place.gross_out_g = place.gross_in_g or 0
    again = BatchBox(
        batch_id=place.batch_id,
        box_id=place.box_id,
        powder_id=place.powder_id,
        gross_in_g=place.gross_in_g,
        tare_g=place.tare_g,
        opened_at=by.now,
    )
    db.add(again)
    db.flush()
