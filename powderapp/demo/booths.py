"""At the booths of the demo: batches of one powder, boxes weighed in and out, use near what was expected."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from powderapp.base.access import Actor
from powderapp.batches import operations as batches
from powderapp.batches import queries as batch_queries
from powderapp.batches import weighing
from powderapp.batches.models import Batch, Task
from powderapp.batches.rules import Sprayed, expected_g
from powderapp.batches.weighing import BoxIn, BoxOut
from powderapp.demo.store import boxes_for
from powderapp.demo.story import Goal
from powderapp.demo.workday import Act, Workday
from powderapp.jobs.models import Coat, Line
from powderapp.ovens.queries import coats_with_cure
from powderapp.parts.models import Pile
from powderapp.parts.rules import Stage
from powderapp.powders.models import Powder
from powderapp.powders.rules import Finish, density
from powderapp.shop.models import Booth

USUAL_PERCENT = (97, 104, 111, 94, 107, 101, 116, 92)
PURGE_G = 35
BETWEEN = 8


@dataclass
class Lot:
    """What goes into one batch: piles that want the same powder, with their coats and lines."""

    powder: Powder
    own_powder: bool
    weighed: bool
    parts: list[tuple[Pile, Coat, Line]]

    @property
    def qty(self) -> int:
        """Parts of all piles."""
        return sum(pile.qty for pile, *_ in self.parts)

    @property
    def need_g(self) -> int:
        """What these parts should draw from the boxes."""
        tasks = [Sprayed(line.area_mm2, coat.film_um, pile.qty, line.size_class) for pile, coat, line in self.parts]
        return expected_g(tasks, density(self.powder.sg)[0], self.powder.utilisation)


def spray(day: Workday, minute: int, then: Act) -> None:
    """What is due for spraying, powder after powder at both booths; `then` follows when the last batch is done."""
    lots = _lots(day, lambda goal, coat: goal > Goal.SPRAYING or (goal is Goal.PRIMED and coat == 1))
    booths, free, first = day.booths, [minute, minute], [True, True]
    for lot in lots:
        at = free.index(min(free))
        minutes = 14 + min(lot.qty, 30)
        day.at(free[at], partial(_run, day, lot, booths[at], f"sprayer {at + 1}", minutes, 0 if first[at] else PURGE_G))
        free[at], first[at] = free[at] + minutes + BETWEEN, False
    day.at(max(free) + 1, then)


def leave_running(day: Workday, minute: int) -> None:
    """The batch that is in booth 1 at the end: a part of its first task is done."""
    for lot in _lots(day, lambda goal, coat: goal is Goal.SPRAYING)[:1]:
        batch = _start(day, lot, day.booths[0], day.by("sprayer 1", minute))
        task = batch_queries.tasks_of(day.db, batch.id)[0]
        day.at(minute + 21, partial(_count, day, task, task.in_qty * 3 // 5, "sprayer 1"))


def _count(day: Workday, task: Task, qty: int, who: str, minute: int) -> None:
    batches.count_done(day.db, task, qty, by=day.by(who, minute))


def _lots(day: Workday, wanted: Callable[[Goal, int], bool]) -> list[Lot]:
    found: dict[tuple[int, bool, bool], Lot] = {}
    due = [
        (going.order, line, pile)
        for going, line, pile in day.piles(Stage.TO_SPRAY)
        if going.order.spray_day <= day.index
        and wanted(going.order.goal, pile.coat_number)
        and day.may_go_on(going, line, beyond=Goal.TO_SPRAY)
    ]
    coats = coats_with_cure(day.db, {line.id for _, line, _ in due})
    for order, line, pile in due:
        coat = coats[line.id, pile.coat_number]
        if coat.powder is not None:
            key = (coat.powder.id, order.own_powder, order.weighed)
            found.setdefault(key, Lot(coat.powder, order.own_powder, order.weighed, [])).parts.append(
                (pile, coat, line)
            )
    return sorted(found.values(), key=lambda lot: (lot.powder.finish is not Finish.PRIMER, lot.powder.code))


def _run(day: Workday, lot: Lot, booth: Booth, who: str, minutes: int, purge_g: int, minute: int) -> None:
    need_g = lot.need_g
    batch = _start(day, lot, booth, day.by(who, minute))
    tasks = batch_queries.tasks_of(day.db, batch.id)
    for number, task in enumerate(tasks, start=1):
        at = minute + (minutes - 4) * number // len(tasks)
        day.at(at, partial(_count, day, task, task.in_qty, who))
    used_g = need_g * USUAL_PERCENT[batch.number % len(USUAL_PERCENT)] // 100
    purge_g = purge_g if lot.weighed else 0
    day.at(minute + minutes, lambda now: _finish(day, batch, used_g + purge_g, purge_g, day.by(who, now)))


def _start(day: Workday, lot: Lot, booth: Booth, by: Actor) -> Batch:
    boxes = boxes_for(day, lot.powder, lot.need_g, lot.parts[0][2].job_id if lot.own_powder else None, by.now)
    weighed_in = [BoxIn(box.id, box.net_g + (box.tare_g or 0) if lot.weighed else None) for box in boxes]
    return batches.start(day.db, booth, lot.powder, {pile.id: pile.qty for pile, *_ in lot.parts}, weighed_in, by=by)


def _finish(day: Workday, batch: Batch, used_g: int, purge_g: int, by: Actor) -> None:
    outs: dict[int, BoxOut] = {}
    for place in batch_queries.boxes_of(day.db, batch.id):
        taken = min(used_g, place.box.net_g)
        used_g -= taken
        if place.gross_in_g is not None:
            empty = taken == place.box.net_g
            outs[place.id] = BoxOut(None, empty=True) if empty else BoxOut(place.gross_in_g - taken)
    weighing.finish(day.db, batch, outs, by=by, purge_g=purge_g)
