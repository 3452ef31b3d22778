"""What is in a load as the rules see it: each pile as something baked, with its powder's schedule or its oven step."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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

    @property
    def key(self) -> str:
        """Which row it is: a pile, or a pile and the step it goes in for."""
        return f"{self.pile.id}-{self.step.id}" if self.step else str(self.pile.id)


def candidates(db: Session, piles: Sequence[Pile]) -> list[Candidate]:
    """What of these piles waits for an oven now: several piles, and the steps of one, share what is waiting."""
    coats, waiting = _coats(db, piles), _waiting(db, piles)
    found: list[Candidate] = []
    taken = Counter[int]()
    for pile in piles:
        if pile.stage is Stage.TO_CURE:
            found += _coated(pile, coats)
        elif pile.load_id is None:
            found += _stepping(pile, waiting.get((pile.line_id, pile.coat_number), ()), taken)
    return [candidate for candidate in found if candidate.qty > 0]


def going_in(db: Session, piles: Sequence[Pile], steps: Mapping[int, int]) -> list[Candidate]:
    """These piles as they go into a load. steps: oven step by pile id, where none is named the first that waits."""
    coats, waiting = _coats(db, piles), _waiting(db, piles)
    found: list[Candidate] = []
    for pile in piles:
        if pile.stage is Stage.TO_CURE:
            found += _coated(pile, coats)
        elif pile.load_id is None:
            named, here = steps.get(pile.id), waiting.get((pile.line_id, pile.coat_number), ())
            fitting = [(step, qty) for step, qty in here if step.id == named or named is None]
            found += _stepping(pile, fitting[:1], Counter())
    return found


def _coats(db: Session, piles: Sequence[Pile]) -> dict[tuple[int, int], Coat]:
    return queries.coats_with_cure(db, {pile.line_id for pile in piles})


def _coated(pile: Pile, coats: Mapping[tuple[int, int], Coat]) -> Iterator[Candidate]:
    coat = coats.get((pile.line_id, pile.coat_number))
    if coat is None or coat.powder is None:
        return
    powder = coat.powder
    schedule = [CureWindow(w.temp_c, w.min_minutes, w.max_minutes, w.assumed) for w in powder.cure]
    item = Baked(f"{powder.name} {powder.code}", schedule, coat.part_cure, pile.line.thickness_um)
    yield Candidate(pile, pile.qty, item, powder=powder)


def _waiting(db: Session, piles: Sequence[Pile]) -> dict[tuple[int, int], list[tuple[LineStep, int]]]:
    """The oven steps of these piles in order, each with the parts that wait for it: those the steps before did."""
    steps = queries.steps_before(db, {pile.line_id for pile in piles if pile.stage is Stage.PREP})
    in_oven = queries.step_qty_in_ovens(db, [step.id for some in steps.values() for step in some])
    found: dict[tuple[int, int], list[tuple[LineStep, int]]] = {}
    for place in {(pile.line_id, pile.coat_number) for pile in piles if pile.stage is Stage.PREP}:
        done = prep_qty(db, *place)
        for step in steps.get(place, ()):
            if step.prep_step.in_oven:
                found.setdefault(place, []).append((step, done - step.done_qty - in_oven.get(step.id, 0)))
            done = min(done, step.done_qty)
    return found


def _stepping(pile: Pile, waiting: Iterable[tuple[LineStep, int]], taken: Counter[int]) -> Iterator[Candidate]:
    left = pile.qty
    for step, waits in waiting:
        qty = min(waits - taken[step.id], left)
        if qty <= 0:
            continue
        taken[step.id] += qty
        left -= qty
        figures = point(step.prep_step.oven_c or 0, step.prep_step.oven_minutes or 0)
        item = Baked(step.prep_step.name, [figures], thickness_um=pile.line.thickness_um)
        yield Candidate(pile, qty, item, step=step)


def oven_step_of(db: Session, pile: Pile, qty: int, step_id: int | None = None) -> LineStep:
    """The oven step these parts go in for; DomainError when fewer wait for it, or none."""
    found = going_in(db, [pile], {pile.id: step_id} if step_id else {})
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


def refuse_together(
    db: Session, piles: Sequence[Pile], steps: Mapping[int, int], set_point_c: Decimal | int, minutes: int
) -> None:
    """DomainError naming the powders that do not share this set point, or the minutes they all need."""
    found, system = going_in(db, piles, steps), units_of(db)
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
