"""When things are done on a working day of the demo; minutes after opening, on the last day of the last three hours."""

from functools import partial

from powderapp.demo import benches, booths, counter, inspection, loads, store
from powderapp.demo.story import STORY
from powderapp.demo.workday import Workday

COUNTED_AGAIN, STOPPED = (4, 8), 9
"""Days on which boxes are weighed between batches, and the day on which orders are held."""


def plan(day: Workday) -> None:
    """Put a day's work on its clock."""
    (_plan_today if day.is_today else _plan_past)(day)


def _plan_past(day: Workday) -> None:
    _take_orders(day, early=8, late=285 + day.late)
    day.at(52 + day.late, partial(benches.prepare, day))
    day.at(100 + day.late, partial(counter.hand_over, day))
    day.at(150, partial(benches.bake_bare, day))
    day.at(192, partial(benches.prepare, day))
    day.at(210 + day.late, partial(_coat, day, 2))
    if day.index in COUNTED_AGAIN:
        day.at(290, partial(store.count_again, day))
    if day.index == STOPPED:
        day.at(520, partial(counter.stop, day))


def _plan_today(day: Workday) -> None:
    _take_orders(day, early=2, late=30)
    day.at(6, partial(benches.prepare, day))
    day.at(12, partial(counter.hand_over, day))
    day.at(22, partial(_coat, day, 1))
    day.at(142, partial(booths.leave_running, day))
    day.at(165, partial(loads.leave_running, day))


def _take_orders(day: Workday, early: int, late: int) -> None:
    """What is prepared on the same day comes first thing in the morning."""
    for number, order in enumerate(order for order in STORY if order.day == day.index):
        at = early if order.prep_day == day.index else late
        day.at(at + 9 * number, partial(counter.take_in, day, order))


def _coat(day: Workday, layers: int, minute: int) -> None:
    """Spray and cure, once for every layer; then the day's checks, calls and pickups."""
    if not layers:
        done = inspection.inspect(day, minute + 5)
        day.at(done + 4, partial(counter.ring_up, day))
        day.at(done + 25, partial(counter.hand_over, day))
        return
    cured = partial(_coat, day, layers - 1)
    booths.spray(day, minute, lambda now: loads.cure(day, now, cured))
