"""At the check table of the demo: film readings round the target, most parts pass, a few are done again."""

from decimal import Decimal
from functools import partial

from powderapp.base.access import Actor
from powderapp.checks import operations as checks
from powderapp.checks.operations import Verdict
from powderapp.checks.rules import FaultOwner, ReworkKind
from powderapp.demo.equipment import SHELVES
from powderapp.demo.story import Goal
from powderapp.demo.workday import Going, Workday
from powderapp.jobs.models import Coat, Line
from powderapp.ovens.queries import coats_with_cure
from powderapp.parts.models import Pile
from powderapp.parts.operations import rack
from powderapp.parts.rules import Stage

SPREAD_UM = tuple(map(Decimal, ("-4.5", "2.0", "6.5", "-1.0", "3.5", "-7.0", "0.5")))
MINUTES = 6


def inspect(day: Workday, minute: int) -> int:
    """Check what is cured, one line after the other; the minute when the last one is done."""
    due = [(g, line, pile) for g, line, pile in day.piles(Stage.CHECKING) if g.order.goal > Goal.CHECKING]
    for late, (going, line, pile) in enumerate(due):
        day.at(minute + MINUTES * late, partial(_check, day, going, line, pile))
    return minute + MINUTES * len(due)


def _check(day: Workday, going: Going, line: Line, pile: Pile, minute: int) -> None:
    by_place = coats_with_cure(day.db, [line.id])
    coats = [coat for (_, number), coat in sorted(by_place.items())]
    again = max(1, pile.qty // 10) if going.order.redo and line.parent_line_id is None else 0
    verdict = Verdict(
        passed=pile.qty - again,
        rework=again,
        readings=_readings(line.id, coats),
        film_low_um=sum((coat.powder.film_low_um for coat in coats if coat.powder), Decimal(0)) or None,
        film_high_um=sum((coat.powder.film_high_um for coat in coats if coat.powder), Decimal(0)) or None,
        cause=going.order.redo if again else None,
        fault_owner=FaultOwner.US if again else None,
        rework_kind=ReworkKind.STRIP,
        rework_steps=tuple(day.steps[name].id for name in ("Strip", "Blast", "Hang")) if again else (),
    )
    by = day.by("quality", minute)
    checks.check(day.db, pile, verdict, by=by)
    _put_away(day, going, line, by)


def _put_away(day: Workday, going: Going, line: Line, by: Actor) -> None:
    """What passed goes on a shelf, where the customer finds it."""
    shelf = day.racks[SHELVES[going.job_id % len(SHELVES)]]
    for pile in day.of_line(line, Stage.READY):
        if pile.rack_id != shelf.id:
            rack(day.db, pile, pile.qty, shelf.id, by=by)


def _readings(line_id: int, coats: list[Coat]) -> tuple[Decimal, ...]:
    target = sum((coat.film_um for coat in coats), Decimal(0))
    if not target:
        return ()
    turned = SPREAD_UM[line_id % len(SPREAD_UM) :] + SPREAD_UM[: line_id % len(SPREAD_UM)]
    return tuple(target + spread for spread in turned[:5])
