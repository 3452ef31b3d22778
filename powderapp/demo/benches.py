"""At the benches of the demo: prep steps counted one after the other, bare parts baked, prepared parts hung."""

from functools import partial

from sqlalchemy import select

from powderapp.demo.equipment import RACKS
from powderapp.demo.story import Goal
from powderapp.demo.workday import Going, Workday
from powderapp.jobs.models import Line, LineStep
from powderapp.ovens import operations as ovens
from powderapp.parts.operations import leave_prep
from powderapp.parts.rules import Stage
from powderapp.prep.operations import count_done
from powderapp.shop.models import PrepStep

MINUTES = 9


def prepare(day: Workday, minute: int) -> None:
    """Everything whose prep is due goes through its steps, side by side, up to one that only the oven can do."""
    due: dict[int, tuple[Going, Line]] = {}
    for going, line, _ in day.piles(Stage.RECEIVED, Stage.PREP):
        if going.order.prep_day <= day.index and day.may_go_on(going, line, beyond=Goal.RECEIVED):
            due[line.id] = (going, line)
    for late, (going, line) in enumerate(due.values()):
        day.at(minute + 5 * late, partial(_step, day, going, line))


def bake_bare(day: Workday, minute: int) -> None:
    """What waits for the same oven step goes into the large oven together."""
    waiting: dict[int, dict[int, int]] = {}
    for going, line, pile in day.piles(Stage.PREP):
        coming = _next(day, line)
        if coming is not None and _is_baked(day, coming) and going.order.goal > Goal.PREP:
            waiting.setdefault(coming.prep_step_id, {})[pile.id] = pile.qty
    for step in day.steps.values():
        if step.id in waiting:
            _bake(day, step, waiting[step.id], minute)


def _bake(day: Workday, step: PrepStep, counts: dict[int, int], minute: int) -> None:
    oven, by = day.ovens["Large oven"], day.by("prep", minute)
    heat, minutes = step.oven_c or 0, step.oven_minutes or 0
    load = ovens.load(day.db, oven, counts, set_point_c=heat, minutes=minutes, by=by)
    day.at(minute + 6 + load.minutes, lambda now: ovens.take_out(day.db, load, by=day.by("prep", now)))


def _step(day: Workday, going: Going, line: Line, minute: int) -> None:
    """One step for all parts of a line, or for half of them where the story stops here; then the next one."""
    step, by = _next(day, line), day.by("prep", minute)
    if step is None:
        _hang(day, going, line, minute)
    elif not _is_baked(day, step):
        stops = going.order.goal is Goal.PREP and step.position == 2
        count_done(day.db, step, line.ordered_qty // 2 if stops else line.ordered_qty, by=by)
        if not stops:
            day.at(minute + MINUTES, partial(_step, day, going, line))


def _hang(day: Workday, going: Going, line: Line, minute: int) -> None:
    racks = [rack for code, rack in sorted(day.racks.items()) if code in RACKS]
    rack = racks[(going.job_id * 5 + line.number) % len(racks)]
    for pile in day.of_line(line, Stage.PREP):
        leave_prep(day.db, pile, pile.qty, by=day.by("prep", minute), rack_id=rack.id)


def _next(day: Workday, line: Line) -> LineStep | None:
    """The first step that is not done for all parts."""
    steps = select(LineStep).where(LineStep.line_id == line.id, LineStep.done_qty < line.ordered_qty)
    return day.db.scalars(steps.order_by(LineStep.position).limit(1)).first()


def _is_baked(day: Workday, step: LineStep) -> bool:
    return any(known.id == step.prep_step_id and known.in_oven for known in day.steps.values())
