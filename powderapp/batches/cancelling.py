"""Cancelling a batch that was started by mistake: as long as nothing was sprayed it leaves no trace but its number."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.errors import DomainError
from powderapp.base.events import Event, record_event
from powderapp.batches import clocks, queries
from powderapp.batches.models import Batch, BatchBox
from powderapp.batches.rules import why_not_cancelled
from powderapp.batches.sharing import lock_scales
from powderapp.parts.handing_back import uncoated
from powderapp.parts.models import MoveCause, Pile
from powderapp.parts.moving import lock_piles, move, pile_at
from powderapp.parts.rules import Stage
from powderapp.parts.telling import event_per_job
from powderapp.parts.ways import Standing


def cancel(db: Session, batch: Batch, *, by: Actor) -> None:
    """End a running batch of which nothing was sprayed: parts wait in the queue again, boxes leave as they came in.

    DomainError: it is finished, parts of it are sprayed, or powder left its boxes.
    """
    by.demand(Permission.BATCH_SPRAY)
    piles = _locked_parts(db, batch)
    places = [place for place in queries.boxes_of(db, batch.id) if place.closed_at is None]
    sprayed, used_g = sum(task.out_qty for task in queries.tasks_of(db, batch.id)), queries.used_g(db, batch.id)
    if batch.finished_at is not None:
        raise DomainError(f"Batch {batch.code} is finished.")
    if (why_not := why_not_cancelled(sprayed, used_g)) is not None:
        raise DomainError(why_not)
    events = _tell(db, batch, places, piles, by=by)
    for pile in piles.values():
        target = pile_at(db, pile.line_id, _back(pile), rack_id=pile.rack_id)
        move(db, pile, target, pile.qty, MoveCause.NOT_SPRAYED, events[pile.line.job_id])
    for place in places:
        place.gross_out_g, place.closed_at = place.gross_in_g, by.now
    clocks.stop_all(db, batch, by=by)
    batch.finished_at = batch.cancelled_at = by.now
    batch.weighed, batch.version = True, batch.version + 1  # nothing waits for the scale
    db.flush()


def _locked_parts(db: Session, batch: Batch) -> dict[int, Pile]:
    """What is in the booth: the jobs are locked before the batch, as by all who move parts, then it is counted."""
    lock_piles(db, [pile.id for pile in queries.piles_of(db, batch.id)])
    lock_scales(db, [batch], [place.box_id for place in queries.boxes_of(db, batch.id) if place.closed_at is None])
    return lock_piles(db, [pile.id for pile in queries.piles_of(db, batch.id)])


def _tell(
    db: Session, batch: Batch, places: list[BatchBox], piles: Mapping[int, Pile], *, by: Actor
) -> dict[int, Event]:
    counts = {pile.id: pile.qty for pile in piles.values()}
    facts = {"gross_in_g": {place.box.code: place.gross_in_g for place in places}}
    if not counts:  # everything was sent back before: the batch itself still has its end
        record_event(db, "batch.cancelled", batch, by, after=facts)
    return event_per_job(db, "batch.cancelled", batch, counts, piles, by=by, facts=facts)


def _back(pile: Pile) -> Standing:
    waits = Standing(Stage.TO_SPRAY, pile.coat_number)
    return waits if pile.line.cancelled_at is None else uncoated(pile.coat_number)
