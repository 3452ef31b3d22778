"""What to put into an oven: which parts are chosen, what suits them all, and why the others do not fit beside them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from powderapp.base.units import UnitSystem, show_temp
from powderapp.ovens.filling import Candidate
from powderapp.ovens.rules import ONE_STEP, Baked, Suggestion, kinds, suggestion, why_not_together
from powderapp.shop.models import Oven


@dataclass(frozen=True)
class Row:
    """One pile on the list. why_not: the sentence that keeps it out of this load; held: the reason of its hold."""

    candidate: Candidate
    chosen: bool
    why_not: str | None = None
    held: str | None = None


@dataclass(frozen=True)
class Choice:
    """The list with what is ticked; suggestion None: nothing is, or it does not share a cure (`why_not`)."""

    rows: Sequence[Row]
    suggestion: Suggestion | None
    why_not: str | None

    @property
    def chosen(self) -> list[Row]:
        return [row for row in self.rows if row.chosen]

    @property
    def items(self) -> list[Baked]:
        return [row.candidate.baked for row in self.chosen]


class Fit:
    """Whether things share this oven; asked often for the same few powders, so that the answers are kept."""

    def __init__(self, oven: Oven, system: UnitSystem) -> None:
        self.oven, self.system = oven, system
        self._known: dict[frozenset[tuple[str, bool]], Suggestion | None] = {}

    def suggest(self, items: Sequence[Baked]) -> Suggestion | None:
        """A set point within the limits of this oven."""
        some = kinds(items)
        key = frozenset(item.kind for item in some)
        if key not in self._known:
            oven = self.oven
            limits = {"lowest_c": oven.lowest_c, "highest_c": oven.highest_c, "usual_c": oven.usual_c}
            self._known[key] = suggestion(some, self.system, **limits)
        return self._known[key]

    def why_not_beside(self, chosen: Sequence[Baked], extra: Baked) -> str | None:
        """Why `extra` does not fit beside what is chosen: named with the first it does not share a cure with."""
        pairs = (self.why_not([one, extra]) for one in kinds(chosen))
        return next((sentence for sentence in pairs if sentence), None) or self.why_not([*chosen, extra])

    def why_not(self, items: Sequence[Baked]) -> str | None:
        """One sentence; None: they share it."""
        if not items or self.suggest(items):
            return None
        sentence = why_not_together(kinds(items), self.system)
        low, high = (show_temp(limit, self.system) for limit in (self.oven.lowest_c, self.oven.highest_c))
        return sentence or f"{self.oven.name} goes from {low} to {high}: nothing in there suits these parts."


def choose(
    oven: Oven,
    waiting: Sequence[Candidate],
    wanted: Collection[str] | None,
    holds: Mapping[int, str],
    system: UnitSystem,
) -> Choice:
    """wanted: keys of the ticked rows, None: whatever fits together, first due first. holds: reason by line id."""
    fit = Fit(oven, system)
    keys = _that_fit(fit, waiting, holds) if wanted is None else set(wanted)
    chosen = [candidate for candidate in waiting if candidate.key in keys]
    items = [candidate.baked for candidate in chosen]
    rows = [
        Row(
            candidate,
            chosen=candidate.key in keys,
            why_not=None if candidate.key in keys else _why_not_beside(fit, chosen, candidate),
            held=holds.get(candidate.pile.line_id),
        )
        for candidate in waiting
    ]
    return Choice(rows, fit.suggest(items) if items else None, fit.why_not(items))


def _that_fit(fit: Fit, waiting: Sequence[Candidate], holds: Mapping[int, str]) -> set[str]:
    taken: list[Candidate] = []
    for candidate in sorted(waiting, key=_urgency):
        if candidate.pile.line_id not in holds and _why_not_beside(fit, taken, candidate) is None:
            taken.append(candidate)
    return {candidate.key for candidate in taken}


def _why_not_beside(fit: Fit, chosen: Sequence[Candidate], extra: Candidate) -> str | None:
    """Why `extra` does not go in beside what is chosen: these parts do for another step, or it shares no cure."""
    if any(other.pile.id == extra.pile.id for other in chosen):
        return ONE_STEP
    return fit.why_not_beside([other.baked for other in chosen], extra.baked)


def _urgency(candidate: Candidate) -> tuple[bool, bool, str, int]:
    due_on = candidate.pile.line.job.due_on
    return candidate.step is not None, due_on is None, due_on.isoformat() if due_on else "", candidate.pile.id
