"""Pickup of ready parts; note who was told that they are ready."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.errors import DomainError
from powderapp.base.events import record_event
from powderapp.jobs.models import Job
from powderapp.jobs.operations import refuse_held
from powderapp.parts.models import MoveCause, Pile
from powderapp.parts.moving import lock_piles, move, pile_at, refuse_unless
from powderapp.parts.rules import UNDO, Stage
from powderapp.parts.ways import Standing
from powderapp.pickups.models import Pickup, PickupLine, Told
from powderapp.pickups.rules import ToldHow


def pick_up(
    db: Session, job: Job, parts: Mapping[int, int], *, to_whom: str, by: Actor, note: str | None = None
) -> Pickup:
    """Some or all ready parts of one job leave. `parts`: pile id -> parts. Held, not ready, too many: DomainError."""
    by.demand(Permission.PICKUP_DO)
    if not parts:
        raise DomainError("Choose what is collected.")
    piles = lock_piles(db, parts)
    if len(piles) < len(parts) or any(pile.line.job_id != job.id for pile in piles.values()):
        raise DomainError("Some of these parts are not part of this job.")
    refuse_held(db, [pile.line for pile in piles.values()])
    pickup = Pickup(job_id=job.id, to_whom=to_whom, note=note, picked_up_at=by.now)
    db.add(pickup)
    db.flush()
    after = {"to_whom": to_whom, "parts": sum(parts.values())}
    event = record_event(db, "job.picked_up", pickup, by, job_id=job.id, after=after, inverse=UNDO)
    for pile_id, qty in parts.items():
        pile = piles[pile_id]
        _refuse(pile, qty)
        gone = pile_at(db, pile.line_id, Standing(Stage.COLLECTED, pile.coat_number))
        entry = move(db, pile, gone, qty, MoveCause.PICKED_UP, event)
        db.add(PickupLine(pickup_id=pickup.id, line_id=pile.line_id, move_id=entry.id, qty=qty))
    db.flush()
    return pickup


def _refuse(pile: Pile, qty: int) -> None:
    refuse_unless(pile, Stage.READY)
    if not pile.qty:
        raise DomainError(f"Line {pile.line.label(pile.line.job.number or 0)} was collected already.")
    if qty > pile.qty:
        raise DomainError(f"Only {pile.qty} parts are ready there now, not {qty}.")


def tell(db: Session, job: Job, how: ToldHow, *, by: Actor) -> Told:
    """The customer was told that the parts are ready."""
    by.demand(Permission.PICKUP_DO)
    told = Told(job_id=job.id, how=how, told_at=by.now, told_by_id=by.person_id)
    db.add(told)
    db.flush()
    record_event(db, "job.told", told, by, job_id=job.id, after={"how": how})
    return told
