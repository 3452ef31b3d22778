"""Count a prep step done; parts that were only received come into prep with it."""

from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.errors import DomainError
from powderapp.base.events import record_event
from powderapp.jobs.models import LineStep
from powderapp.parts import queries
from powderapp.parts.models import MoveCause
from powderapp.parts.moving import lock_jobs, move, pile_at
from powderapp.parts.rules import Stage
from powderapp.parts.ways import Standing
from powderapp.shop.models import PrepStep


def count_done(db: Session, step: LineStep, done_qty: int, *, by: Actor) -> None:
    """Say for how many parts of the line this step is done by now (an absolute count; lower corrects a slip).

    DomainError: more than came in, fewer than already left prep, or a step that only a load can do.
    """
    by.demand(Permission.PREP_DO)
    line = lock_jobs(db, [step.line_id])[step.line_id]
    db.refresh(step)
    prep_step = db.get_one(PrepStep, step.prep_step_id)
    if prep_step.in_oven:
        raise DomainError(f"{prep_step.name} is done in the oven: load these parts.")
    _refuse_count(db, step, done_qty)
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


def _refuse_count(db: Session, step: LineStep, done_qty: int) -> None:
    came = sum(pile.qty for pile in queries.standing(db, [step.line_id]))
    left = queries.left_prep_qty(db, step.line_id, step.before_coat)
    if done_qty > came:
        raise DomainError(f"Only {came} parts of this line are here.")
    if done_qty < left:
        raise DomainError(f"{left} parts have left prep already; it is done for those.")
