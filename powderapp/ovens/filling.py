"""What is in a load as the rules see it: each pile as something baked, with its powder's schedule or its oven step."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor

from sqlalchemy.orm import Session

from powderapp.base.errors import DomainError
from powderapp.base.units import show_temp
from powderapp.jobs.models import Coat, LineStep
from powderapp.ovens import queries
from powderapp.ovens.rules import Baked, common_window, why_not_together
from powderapp.parts.models import Pile
from powderapp.parts.queries import prep_qty
from powderapp.parts.rules import Stage
from powderapp.powders.cure import CureWindow, point
from powderapp.powders.models import Powder
from powderapp.shop.wording import units_of


@dataclass(frozen=True)
class Candidate:
    """A pile that may go into an oven, how many of it, and what the oven does to it: cure a powder or do a step."""

    pile: Pile
    qty: int
    baked: Baked
    powder: Powder | None = None
    step: LineStep | None = None


def candidates(db: Session, piles: Sequence[Pile]) -> list[Candidate]:
    """What of these piles waits for an oven now; nothing for those that do not."""
    lines = {pile.line_id for pile in piles}
    coats = queries.coats_with_cure(db, lines)
    steps = queries.steps_before(db, {pile.line_id for pile in piles if pile.stage is Stage.PREP})
    in_oven = queries.step_qty_in_ovens(db, [step.id for some in steps.values() for step in some])
    found = []
    taken: dict[int, int] = {}
    for pile in piles:
        if pile.stage is Stage.TO_CURE:
            found.append(_coated(pile, coats.get((pile.line_id, pile.coat_number))))
        elif pile.load_id is None and pile.stage is Stage.PREP:
            place = (pile.line_id, pile.coat_number)
            found.append(_stepping(pile, steps.get(place, []), in_oven, prep_qty(db, *place), taken))
    return [candidate for candidate in found if candidate is not None and candidate.qty > 0]


def _coated(pile: Pile, coat: Coat | None) -> Candidate | None:
    if coat is None or coat.powder is None:
        return None
    powder = coat.powder
    schedule = [CureWindow(w.temp_c, w.min_minutes, w.max_minutes, w.assumed) for w in powder.cure]
    item = Baked(f"{powder.name} {powder.code}", schedule, coat.part_cure, pile.line.thickness_um)
    return Candidate(pile, pile.qty, item, powder=powder)


def _stepping(
    pile: Pile, steps: Sequence[LineStep], in_oven: dict[int, int], came: int, taken: dict[int, int]
) -> Candidate | None:
    """The first oven step for which the steps before it are done; several piles share what is waiting for it."""
    ready = came
    for step in steps:
        waiting = ready - step.done_qty - in_oven.get(step.id, 0) - taken.get(step.id, 0)
        if step.prep_step.in_oven and waiting > 0:
            qty = min(waiting, pile.qty)
            taken[step.id] = taken.get(step.id, 0) + qty
            figures = point(step.prep_step.oven_c or 0, step.prep_step.oven_minutes or 0)
            item = Baked(step.prep_step.name, [figures], thickness_um=pile.line.thickness_um)
            return Candidate(pile, qty, item, step=step)
        ready = min(ready, step.done_qty)
    return None


def oven_step_of(db: Session, pile: Pile, qty: int) -> LineStep:
    """The oven step these parts wait for; DomainError when fewer do, or none."""
    found = candidates(db, [pile])
    if not found or found[0].step is None:
        raise DomainError("These parts have no prep step that waits for the oven.")
    if qty > found[0].qty:
        raise DomainError(f"Only {found[0].qty} of these parts wait for {found[0].step.prep_step.name}, not {qty}.")
    return found[0].step


def _refuse_unknown(piles: Sequence[Pile], known: Collection[int]) -> None:
    for pile in piles:
        if pile.stage is Stage.TO_CURE and pile.qty and pile.id not in known:
            label = pile.line.label(pile.line.job.number or 0)
            raise DomainError(f"Line {label} has no powder for coat {pile.coat_number}: nothing says how it cures.")


def refuse_together(db: Session, piles: Sequence[Pile], set_point_c: Decimal | int, minutes: int) -> None:
    """DomainError naming the powders that do not share this set point, or the minutes they all need."""
    found, system = candidates(db, piles), units_of(db)
    _refuse_unknown(piles, {candidate.pile.id for candidate in found})
    items = [candidate.baked for candidate in found]
    sentence = why_not_together(items, system, set_point_c=set_point_c)
    if sentence:
        raise DomainError(sentence)
    window = common_window(items, set_point_c)
    if window and not window.min_minutes <= minutes <= window.max_minutes:
        least, most = ceil(window.min_minutes), floor(window.max_minutes)
        hot = show_temp(set_point_c, system)
        raise DomainError(f"At {hot} these parts need {least} to {most} minutes, not {minutes}.")
