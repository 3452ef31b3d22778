"""Curing: load an oven, note when the metal is hot, take out, abort."""

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.db import lock
from powderapp.base.errors import DomainError, FieldError
from powderapp.base.events import Event, record_event
from powderapp.base.units import show_temp
from powderapp.jobs.models import LineStep
from powderapp.jobs.operations import refuse_held
from powderapp.ovens import queries
from powderapp.ovens.filling import oven_step_of, refuse_together
from powderapp.ovens.models import Load, LoadItem
from powderapp.parts import queries as parts_queries
from powderapp.parts.handing_back import uncoated
from powderapp.parts.models import MoveCause, Pile
from powderapp.parts.moving import lock_piles, move, pile_at, refuse_cancelled, refuse_unless
from powderapp.parts.rules import Stage
from powderapp.parts.telling import event_per_job
from powderapp.parts.ways import Standing
from powderapp.shop.models import Oven
from powderapp.shop.numbers import next_number
from powderapp.shop.wording import units_of


def load(
    db: Session,
    oven: Oven,
    parts: Mapping[int, int],
    *,
    set_point_c: Decimal | int,
    minutes: int,
    by: Actor,
    steps: Mapping[int, int] | None = None,
) -> Load:
    """Load an oven and start its clock. `parts`: pile id -> parts, sprayed ones or ones with an oven step in prep.

    `steps`: pile id -> line step, where parts in prep have several oven steps; else the first they wait for.
    DomainError: oven busy, held, or powders whose cure windows do not overlap (which, in words). FieldError: set point.
    """
    by.demand(Permission.LOAD_CURE)
    lock(db, Oven, [oven.id])
    running = queries.open_load_in(db, oven.id)
    if running is not None:
        raise DomainError(f"{oven.name} is busy with load {running.number}.")
    if not oven.lowest_c <= set_point_c <= oven.highest_c:
        low, high = (show_temp(limit, units_of(db)) for limit in (oven.lowest_c, oven.highest_c))
        raise FieldError("set_point", f"{oven.name} goes from {low} to {high}.")
    if not parts:
        raise DomainError("Choose what goes into the oven.")
    piles = lock_piles(db, parts)
    if len(piles) < len(parts):
        raise DomainError("Some of these parts are not here any more.")
    refuse_held(db, [pile.line for pile in piles.values()])
    refuse_together(db, list(piles.values()), steps or {}, set_point_c, minutes)
    number = next_number(db, "load")
    entry = Load(number=number, oven_id=oven.id, set_point_c=set_point_c, minutes=minutes, in_at=by.now)
    db.add(entry)
    db.flush()
    facts = {"oven": oven.name, "set_point_c": str(set_point_c), "minutes": minutes}
    events = event_per_job(db, "load.started", entry, parts, piles, by=by, facts=facts)
    for pile_id, qty in parts.items():
        step_id = (steps or {}).get(pile_id)
        _put_in(db, entry, piles[pile_id], qty, step_id, events[piles[pile_id].line.job_id])
    return entry


def _put_in(db: Session, entry: Load, pile: Pile, qty: int, step_id: int | None, event: Event) -> None:
    refuse_unless(pile, Stage.TO_CURE, Stage.PREP)
    if pile.stage is Stage.PREP:
        refuse_cancelled(pile.line)
    stage = Stage.CURING if pile.stage is Stage.TO_CURE else Stage.PREP
    step = oven_step_of(db, pile, qty, step_id) if stage is Stage.PREP else None
    target = pile_at(db, pile.line_id, Standing(stage, pile.coat_number), rack_id=pile.rack_id, load_id=entry.id)
    move(db, pile, target, qty, MoveCause.INTO_OVEN, event)
    db.add(LoadItem(load_id=entry.id, pile_id=target.id, line_step_id=step.id if step else None, qty=qty))
    db.flush()


def at_temperature(db: Session, entry: Load, *, by: Actor) -> Event:
    """The metal is hot now: from here the minutes count. The event to take it back by."""
    by.demand(Permission.LOAD_CURE)
    _locked_running(db, entry)
    if entry.at_temp_at is not None:
        raise DomainError(f"It is noted already when load {entry.number} was at temperature.")
    entry.at_temp_at = by.now
    return record_event(db, "load.at_temperature", entry, by, before={"at": None}, after={"at": by.now.isoformat()})


def take_out(db: Session, entry: Load, *, by: Actor) -> Event:
    """Everything out: cured parts go to the next coat or the check, oven steps of prep are done.

    One of the events to take it back by: all of them tell of the same moment.
    """
    by.demand(Permission.LOAD_CURE)
    piles = _locked_parts(db, entry)
    entry.out_at = by.now
    events, told = _tell(db, "load.taken_out", entry, piles, {"out_at": by.now.isoformat()}, by)
    steps = queries.steps_in(db, entry.id)
    for pile in piles.values():
        event = events[pile.line.job_id]
        if pile.stage is Stage.PREP:
            if pile.line.cancelled_at is None:
                _count_step(db, steps[pile.id], pile.qty)
            _take(db, pile, _back_in_prep(pile), MoveCause.OUT_OF_OVEN, event)
        else:
            _take(db, pile, _cured(db, pile), MoveCause.OUT_OF_OVEN, event)
    return told


def abort(db: Session, entry: Load, *, reason: str, by: Actor) -> None:
    """The load came out uncured: its parts go back to where they waited, with the reason."""
    by.demand(Permission.LOAD_CURE)
    piles = _locked_parts(db, entry)
    entry.out_at, entry.abort_reason = by.now, reason
    events, _ = _tell(db, "load.aborted", entry, piles, {"reason": reason}, by)
    for pile in piles.values():
        back = _back_in_prep(pile) if pile.stage is Stage.PREP else Standing(Stage.TO_CURE, pile.coat_number)
        _take(db, pile, back, MoveCause.ABORTED, events[pile.line.job_id])


def _locked_parts(db: Session, entry: Load) -> dict[int, Pile]:
    """What is in a running load: the jobs are locked before the load, as by all who move parts, then it is counted."""
    lock_piles(db, [pile.id for pile in queries.piles_in(db, entry.id)])
    _locked_running(db, entry)
    return lock_piles(db, [pile.id for pile in queries.piles_in(db, entry.id)])


def _tell(
    db: Session, verb: str, entry: Load, piles: Mapping[int, Pile], facts: dict[str, str], by: Actor
) -> tuple[dict[int, Event], Event]:
    """One event for each job, by job id, and one of them; a load that was emptied before still has its end."""
    counts = {pile.id: pile.qty for pile in piles.values()}
    events = event_per_job(db, verb, entry, counts, piles, by=by, facts=facts)
    return events, next(iter(events.values()), None) or record_event(db, verb, entry, by, after=facts)


def _count_step(db: Session, step_id: int, qty: int) -> None:
    step = db.get_one(LineStep, step_id, populate_existing=True)
    step.done_qty += qty
    db.flush()


def _back_in_prep(pile: Pile) -> Standing:
    return Standing(Stage.PREP, pile.coat_number) if pile.line.cancelled_at is None else uncoated(pile.coat_number)


def _cured(db: Session, pile: Pile) -> Standing:
    if pile.line.cancelled_at is not None:
        return Standing(Stage.READY, pile.coat_number)
    return parts_queries.way_of(db, pile.line_id).cured(pile.coat_number)


def _take(db: Session, pile: Pile, to: Standing, cause: MoveCause, event: Event) -> None:
    target = pile_at(db, pile.line_id, to, rack_id=pile.rack_id)
    move(db, pile, target, pile.qty, cause, event)


def _locked_running(db: Session, entry: Load) -> None:
    lock(db, Load, [entry.id])
    if entry.out_at is not None:
        raise DomainError(f"Load {entry.number} is out already.")
