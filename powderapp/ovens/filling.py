"""What is in a load as the rules see it: each pile as something baked, with its powder's schedule or its oven step."""

from collections.abc import Sequence
from math import ceil, floor

from sqlalchemy.orm import Session

from powderapp.base.errors import DomainError
from powderapp.base.units import show_temp
from powderapp.jobs.models import Coat, LineStep
from powderapp.ovens import queries
from powderapp.ovens.rules import Baked, common_window, why_not_together
from powderapp.parts.models import Pile
from powderapp.parts.rules import Stage
from powderapp.powders.cure import CureWindow, point
from powderapp.shop.wording import units_of


def baked(db: Session, piles: Sequence[Pile]) -> list[Baked]:
    """The piles as baked things: only the outermost coat's window decides. DomainError where nothing is known."""
    coats = queries.coats_with_cure(db, [pile.line_id for pile in piles])
    return [_baked(db, pile, coats.get((pile.line_id, pile.coat_number))) for pile in piles]


def _baked(db: Session, pile: Pile, coat: Coat | None) -> Baked:
    if pile.stage is Stage.PREP:
        step = oven_step_of(db, pile).prep_step
        return Baked(step.name, [point(step.oven_c or 0, step.oven_minutes or 0)])
    if coat is None or coat.powder is None:
        raise DomainError("Nothing on these parts needs the oven.")
    powder = coat.powder
    if not powder.cure:
        raise DomainError(f"{powder.name} {powder.code} has no cure schedule yet; enter it with the powder.")
    schedule = [CureWindow(w.temp_c, w.min_minutes, w.max_minutes, w.assumed) for w in powder.cure]
    return Baked(f"{powder.name} {powder.code}", schedule, coat.part_cure, pile.line.thickness_um)


def oven_step_of(db: Session, pile: Pile) -> LineStep:
    """The next oven step these parts wait for; DomainError when there is none."""
    steps = queries.oven_steps(db, [pile.line_id]).get((pile.line_id, pile.coat_number), [])
    waiting = [step for step in steps if step.done_qty == min(other.done_qty for other in steps)]
    if not waiting:
        raise DomainError("These parts have no prep step for the oven.")
    return waiting[0]


def refuse_together(db: Session, piles: Sequence[Pile], set_point_c: int, minutes: int) -> None:
    """DomainError naming the powders that do not share this set point, or the minutes they all need."""
    items, system = baked(db, piles), units_of(db)
    sentence = why_not_together(items, system, set_point_c=set_point_c)
    if sentence:
        raise DomainError(sentence)
    window = common_window(items, set_point_c)
    if window and not window.min_minutes <= minutes <= window.max_minutes:
        least, most = ceil(window.min_minutes), floor(window.max_minutes)
        hot = show_temp(set_point_c, system)
        raise DomainError(f"At {hot} these parts need {least} to {most} minutes, not {minutes}.")
