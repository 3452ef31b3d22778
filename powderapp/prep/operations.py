"""Count a prep step done, send prepared parts on, take either back."""

from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.errors import DomainError
from powderapp.base.events import Event, record_event
from powderapp.jobs.models import Line, LineStep
from powderapp.parts import operations as parts
from powderapp.parts import queries
from powderapp.parts.models import Move, MoveCause, Pile
from powderapp.parts.moving import lock_jobs, move, pile_at, refuse_cancelled
from powderapp.parts.rules import Stage
from powderapp.parts.ways import Standing
from powderapp.prep import queries as queries_here
from powderapp.shop.models import PrepStep


def count_done(db: Session, step: LineStep, done_qty: int, *, by: Actor) -> Event | None:
    """Say for how many parts of the line this step is done by now (an absolute count; lower corrects a slip).

    Received parts come into prep with it. None when it was counted already. DomainError: more than came in, fewer than
    already left prep, or a step that only a load can do.
    """
    by.demand(Permission.PREP_DO)
    line = lock_jobs(db, [step.line_id])[step.line_id]
    refuse_cancelled(line)
    db.refresh(step)
    prep_step = db.get_one(PrepStep, step.prep_step_id)
    if prep_step.in_oven:
        raise DomainError(f"{prep_step.name} is done in the oven: load these parts.")
    _refuse_count(db, step, done_qty)
    if done_qty == step.done_qty:
        return None
    before, step.done_qty = step.done_qty, done_qty
    db.flush()
    event = record_event(
        db,
        "prep.done",
        step,
        by,
        job_id=line.job_id,
        before={"done_qty": before},
        after={"done_qty": done_qty, "step": prep_step.name},
        inverse={"prep.done": before},
    )
    for pile in queries.standing(db, [line.id]):
        if pile.stage is Stage.RECEIVED and step.before_coat == 1:
            target = pile_at(db, line.id, Standing(Stage.PREP, 1), rack_id=pile.rack_id)
            move(db, pile, target, pile.qty, MoveCause.NEXT, event)
    return event


def undo_count(db: Session, event: Event, *, by: Actor) -> None:
    """Set a step back to what it was before a count; DomainError when somebody counted since."""
    by.demand(Permission.PREP_DO)
    step = db.get_one(LineStep, event.subject_id)
    lock_jobs(db, [step.line_id])
    db.refresh(step)
    if event.verb != "prep.done" or step.done_qty != (event.after or {}).get("done_qty"):
        raise DomainError(f"Somebody counted since: it is {step.done_qty} now.")
    count_done(db, step, (event.before or {})["done_qty"], by=by)


def send_on(
    db: Session, line: Line, before_coat: int, qty: int, *, by: Actor, rack_id: int | None = None
) -> Event | None:
    """Send `qty` prepared parts on, hung on a rack: the event to undo it by. DomainError with how many may."""
    by.demand(Permission.PREP_DO)
    lock_jobs(db, [line.id])
    piles = queries_here.piles_in_prep(db, line.id, before_coat)
    steps = [step for step in line.steps if step.before_coat == before_coat]
    standing = [pile for pile in piles if pile.stage is Stage.PREP or not steps]
    allowed = sum(pile.qty for pile in standing)
    if steps:
        allowed = max(0, min(allowed, queries.prepared_qty(db, line.id, before_coat)))
    if qty > allowed:
        raise DomainError(f"Prep is done for {allowed} parts, not {qty}.")
    last: Move | None = None
    for pile in standing:
        part = min(qty, pile.qty)
        if part:
            last = _leave(db, pile, part, rack_id, by)
            qty -= part
    return db.get_one(Event, last.event_id) if last is not None else None


def _leave(db: Session, pile: Pile, qty: int, rack_id: int | None, by: Actor) -> Move:
    if pile.stage is Stage.RECEIVED:
        return parts.start_prep(db, pile, qty, by=by)
    return parts.leave_prep(db, pile, qty, by=by, rack_id=rack_id)


def undo_sending(db: Session, event: Event, *, by: Actor) -> None:
    """Parts that were sent on by one tap come back, as long as they still wait where they were sent."""
    by.demand(Permission.PREP_DO)
    for sent in queries_here.events_of_tap(db, event):
        parts.undo(db, sent, by=by)


def _refuse_count(db: Session, step: LineStep, done_qty: int) -> None:
    came = queries.countable_qty(db, step.line_id, step.before_coat)
    left = queries.left_prep_qty(db, step.line_id, step.before_coat)
    if done_qty > came:
        raise DomainError(f"Only {came} parts of this line are here.")
    if done_qty < left:
        raise DomainError(f"{left} parts have left prep already; it is done for those.")
