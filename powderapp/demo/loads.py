"""At the ovens of the demo: what shares a window goes in together, low-bake powder by itself."""

from collections.abc import Callable, Iterable
from functools import partial

from powderapp.demo.story import Goal
from powderapp.demo.workday import Act, Workday
from powderapp.ovens import operations as ovens
from powderapp.ovens.models import Load
from powderapp.ovens.queries import coats_with_cure
from powderapp.parts.models import Pile
from powderapp.parts.rules import Stage

HEAT_UP = 12
PLANS = {False: ("Oven 1", 200, 16), True: ("Large oven", 160, 22)}
"""Low bake or not: which oven, its set point in C, minutes at temperature."""
_LOW_C = 180


def cure(day: Workday, minute: int, then: Act) -> None:
    """Load what was sprayed and may be cured; `then` follows when everything is out again."""
    out = minute
    for low, piles in _sprayed(day, lambda goal: goal > Goal.CURING or goal is Goal.PRIMED).items():
        load = _load(day, low, piles, minute)
        out = max(out, minute + HEAT_UP + load.minutes + 2)
        day.at(out, partial(_take_out, day, load))
    day.at(out + 1, then)


def leave_running(day: Workday, minute: int) -> None:
    """The load that is in the oven at the end."""
    for low, piles in _sprayed(day, lambda goal: goal is Goal.CURING).items():
        _load(day, low, piles, minute)


def _load(day: Workday, low: bool, piles: Iterable[Pile], minute: int) -> Load:
    name, set_point_c, minutes = PLANS[low]
    counts = {pile.id: pile.qty for pile in piles}
    by = day.by("sprayer 1", minute)
    load = ovens.load(day.db, day.ovens[name], counts, set_point_c=set_point_c, minutes=minutes, by=by)
    day.at(minute + HEAT_UP, lambda now: ovens.at_temperature(day.db, load, by=day.by("sprayer 1", now)))
    return load


def _take_out(day: Workday, load: Load, minute: int) -> None:
    ovens.take_out(day.db, load, by=day.by("sprayer 1", minute))


def _sprayed(day: Workday, wanted: Callable[[Goal], bool]) -> dict[bool, list[Pile]]:
    """Sprayed piles, those that take only little heat apart."""
    due = [pile for going, _, pile in day.piles(Stage.TO_CURE) if wanted(going.order.goal)]
    coats = coats_with_cure(day.db, {pile.line_id for pile in due})
    found: dict[bool, list[Pile]] = {}
    for pile in due:
        powder = coats[pile.line_id, pile.coat_number].powder
        low = powder is not None and max(point.temp_c for point in powder.cure) < _LOW_C
        found.setdefault(low, []).append(pile)
    return found
