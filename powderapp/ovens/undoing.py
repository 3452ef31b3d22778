"""Taps at an oven taken back: the load was not hot yet, or not out."""

from datetime import datetime

from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.db import lock
from powderapp.base.errors import DomainError
from powderapp.base.events import Event, record_event
from powderapp.jobs.models import LineStep
from powderapp.ovens import queries
from powderapp.ovens.models import Load
from powderapp.parts import operations as parts
from powderapp.parts.models import Move, Pile
from powderapp.parts.moving import lock_piles
from powderapp.parts.rules import Stage
from powderapp.shop.models import Oven


def undo(db: Session, entry: Load, event: Event, *, by: Actor) -> None:
    """Take back what `event` says was tapped: at temperature, or taken out. DomainError when that is not so now."""
    take_back = undo_at_temperature if event.verb == "load.at_temperature" else undo_take_out
    take_back(db, entry, event, by=by)


def undo_at_temperature(db: Session, entry: Load, event: Event, *, by: Actor) -> None:
    """The metal is not hot yet; DomainError once the load is out, or when another moment was noted since."""
    by.demand(Permission.LOAD_CURE)
    lock(db, Load, [entry.id])
    if entry.out_at is not None:
        raise DomainError(f"Load {entry.number} is out already.")
    if entry.at_temp_at != _moment(event, "at"):
        raise DomainError(f"Another moment is noted for load {entry.number} by now: nothing is taken back.")
    record_event(db, "load.at_temperature_undone", entry, by, before=event.after, after={"at": None})
    entry.at_temp_at = None


def undo_take_out(db: Session, entry: Load, event: Event, *, by: Actor) -> None:
    """It was not out: every part stands in the oven again and the minutes go on as they were.

    DomainError: parts of it went on, the oven holds another load, or it was taken out another time since.
    """
    by.demand(Permission.LOAD_CURE)
    (oven,) = lock(db, Oven, [entry.oven_id])
    moves = queries.moves_out_of(db, entry.id)
    piles = lock_piles(db, [pile_id for m in moves for pile_id in (m.from_pile_id, m.to_pile_id) if pile_id])
    lock(db, Load, [entry.id])
    _refuse(db, entry, oven, event)
    _refuse_gone_on(moves, piles)
    record_event(db, "load.take_out_undone", entry, by, before=event.after, after={"out_at": None})
    entry.out_at = None
    db.flush()
    steps = queries.steps_in(db, entry.id)
    for move in moves:
        _put_back(db, move, piles, steps, by)


def _refuse(db: Session, entry: Load, oven: Oven, event: Event) -> None:
    if entry.out_at is None or entry.abort_reason is not None or entry.out_at != _moment(event, "out_at"):
        raise DomainError(f"Load {entry.number} was not taken out then, or not for the last time.")
    running = queries.open_load_in(db, oven.id)
    if running is not None:
        raise DomainError(f"{oven.name} holds load {running.number} now: load {entry.number} stays out.")


def _refuse_gone_on(moves: list[Move], piles: dict[int, Pile]) -> None:
    """All of a load goes back or nothing: half of it cannot be in the oven still."""
    wanted: dict[int, int] = {}
    for move in moves:
        wanted[move.to_pile_id or 0] = wanted.get(move.to_pile_id or 0, 0) + move.qty
    for pile_id, qty in wanted.items():
        if piles[pile_id].qty < qty:
            label = piles[pile_id].line.label(piles[pile_id].line.job.number or 0)
            raise DomainError(f"Parts of {label} went on since: they really are out, and so is their load.")


def _put_back(db: Session, move: Move, piles: dict[int, Pile], steps: dict[int, int], by: Actor) -> None:
    source, target = piles[move.from_pile_id or 0], piles[move.to_pile_id or 0]
    if source.stage is Stage.PREP and target.stage is Stage.PREP:
        step = db.get_one(LineStep, steps[source.id], populate_existing=True)
        step.done_qty -= move.qty
        db.flush()
    parts.reverse(db, move, move.qty, by=by, reason="undone")


def _moment(event: Event, name: str) -> datetime | None:
    noted = (event.after or {}).get(name)
    return datetime.fromisoformat(noted) if noted else None
