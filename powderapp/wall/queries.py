"""What the wall shows, in a fixed number of statements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from powderapp.batches import work
from powderapp.batches.models import Batch, Clock, Task
from powderapp.batches.rules import worked
from powderapp.board.queries import Board, board
from powderapp.board.rules import View
from powderapp.jobs.models import Coat, Line
from powderapp.ovens import queries as ovens
from powderapp.ovens.models import Load
from powderapp.parts.rules import Stage
from powderapp.powders.models import Powder
from powderapp.shop.models import Booth, Oven
from powderapp.shop.queries import listed
from powderapp.wall.rules import CARDS
from powderapp.wall.since import booths_free_since, ovens_free_since, ready_since


@dataclass(frozen=True)
class BoothTile:
    """A booth and what is sprayed there. counts_from: when it began without pauses; None while paused or free.

    since: when the batch began, or the one before it ended; None where there was none.
    """

    name: str
    since: datetime | None = None
    powder: Powder | None = None
    jobs: int = 0
    in_qty: int = 0
    out_qty: int = 0
    seconds: int = 0
    counts_from: datetime | None = None


@dataclass(frozen=True)
class OvenTile:
    """An oven and what is in it. ends_at: when the metal was hot long enough; None while it heats up, or is free.

    since: when the load before it came out, where it is free. powders: what is cured, each once; not of baked parts.
    """

    name: str
    since: datetime | None = None
    jobs: tuple[int, ...] = ()
    powders: tuple[Powder, ...] = ()
    qty: int = 0
    minutes: int = 0
    in_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Wall:
    """stages: the board of all open jobs. waiting_qty: sprayed parts that wait for an oven. ready_since: by number."""

    booths: Sequence[BoothTile]
    ovens: Sequence[OvenTile]
    stages: Board
    waiting_qty: int
    ready_since: Mapping[int, datetime]


def wall(db: Session, today: date, now: datetime) -> Wall:
    """All of it, however much runs."""
    stages = board(db, View.ALL, today, at_most=CARDS)
    ready = ready_since(db, [card.number for card in stages.cards[Stage.READY]])
    return Wall(_booths(db, now), _ovens(db), stages, ovens.waiting_qty(db), ready)


def _booths(db: Session, now: datetime) -> list[BoothTile]:
    running = {batch.booth_id: batch for batch in work.running(db)}
    ids = [batch.id for batch in running.values()]
    jobs, clocks, free = _jobs_in(db, ids), _clocks_of(db, ids), booths_free_since(db)
    return [
        _booth(booth, running[booth.id], jobs, clocks, now)
        if booth.id in running
        else BoothTile(booth.name, free.get(booth.id))
        for booth in listed(db, Booth)
        if isinstance(booth, Booth)
    ]


def _booth(
    booth: Booth,
    batch: Batch,
    jobs: Mapping[int, int],
    clocks: Mapping[int, list[tuple[datetime, datetime | None]]],
    now: datetime,
) -> BoothTile:
    of_batch = clocks.get(batch.id, [])
    spent, runs = worked(of_batch, now), any(stop is None for _, stop in of_batch)
    return BoothTile(
        booth.name,
        batch.started_at,
        batch.powder,
        jobs.get(batch.id, 0),
        sum(task.in_qty for task in batch.tasks),
        sum(task.out_qty for task in batch.tasks),
        int(spent.total_seconds()),
        now - spent if runs else None,
    )


def _jobs_in(db: Session, batch_ids: Collection[int]) -> dict[int, int]:
    query = select(Task.batch_id, func.count(Line.job_id.distinct())).join(Coat, Coat.id == Task.coat_id)
    query = query.join(Line, Line.id == Coat.line_id).where(Task.batch_id.in_(batch_ids), Task.in_qty > 0)
    return {row[0]: row[1] for row in db.execute(query.group_by(Task.batch_id))}


def _clocks_of(db: Session, batch_ids: Collection[int]) -> dict[int, list[tuple[datetime, datetime | None]]]:
    found: dict[int, list[tuple[datetime, datetime | None]]] = {}
    query = select(Clock.batch_id, Clock.started_at, Clock.stopped_at).where(Clock.batch_id.in_(batch_ids))
    for batch_id, start, stop in db.execute(query):
        found.setdefault(batch_id, []).append((start, stop))
    return found


def _ovens(db: Session) -> list[OvenTile]:
    running, free = ovens.running(db), ovens_free_since(db)
    powders = _powders_of(db, [item.pile.line_id for load in running.values() for item in load.items])
    return [
        _oven(oven, running[oven.id], powders) if oven.id in running else OvenTile(oven.name, free.get(oven.id))
        for oven in listed(db, Oven)
        if isinstance(oven, Oven)
    ]


def _powders_of(db: Session, line_ids: Collection[int]) -> dict[tuple[int, int], Powder]:
    """The powder of each coat, by line and number of the coat."""
    query = select(Coat.line_id, Coat.number, Powder).join(Powder, Powder.id == Coat.powder_id)
    rows = db.execute(query.where(Coat.line_id.in_(line_ids), Coat.closed_at.is_(None)))
    return {(line_id, number): powder for line_id, number, powder in rows}


def _oven(oven: Oven, load: Load, powders: Mapping[tuple[int, int], Powder]) -> OvenTile:
    ends_at = load.at_temp_at + timedelta(minutes=load.minutes) if load.at_temp_at else None
    numbers = {item.pile.line.job.number or 0 for item in load.items}
    qty = sum(item.qty for item in load.items)
    coats = [(item.pile.line_id, item.pile.coat_number) for item in load.items if item.line_step_id is None]
    inside = tuple(dict.fromkeys(powders[coat] for coat in coats if coat in powders))
    return OvenTile(oven.name, None, tuple(sorted(numbers)), inside, qty, load.minutes, load.in_at, ends_at)
