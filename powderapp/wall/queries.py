"""What the wall shows, in a fixed number of statements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from powderapp.batches import work
from powderapp.batches.models import Batch, Clock, Task
from powderapp.batches.rules import worked
from powderapp.board.queries import Board, board, pulse
from powderapp.board.rules import View
from powderapp.jobs.models import Coat, Line
from powderapp.ovens import queries as ovens
from powderapp.ovens.models import Load
from powderapp.powders.models import Powder
from powderapp.shop.models import Booth, Oven
from powderapp.shop.queries import listed
from powderapp.wall.rules import CARDS

__all__ = ["BoothTile", "OvenTile", "Wall", "pulse", "wall"]


@dataclass(frozen=True)
class BoothTile:
    """A booth and what is sprayed there. counts_from: when it began without pauses; None while paused or free."""

    name: str
    powder: Powder | None = None
    jobs: int = 0
    in_qty: int = 0
    out_qty: int = 0
    seconds: int = 0
    counts_from: datetime | None = None


@dataclass(frozen=True)
class OvenTile:
    """An oven and what is in it. ends_at: when the metal was hot long enough; None while it heats up, or is free."""

    name: str
    jobs: tuple[int, ...] = ()
    qty: int = 0
    minutes: int = 0
    in_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Wall:
    """stages: the board of all open jobs. waiting_qty: sprayed parts that wait for an oven."""

    booths: Sequence[BoothTile]
    ovens: Sequence[OvenTile]
    stages: Board
    waiting_qty: int


def wall(db: Session, today: date, now: datetime) -> Wall:
    """All of it, however much runs."""
    stages = board(db, View.ALL, today, at_most=CARDS)
    return Wall(_booths(db, now), _ovens(db), stages, ovens.waiting_qty(db))


def _booths(db: Session, now: datetime) -> list[BoothTile]:
    running = {batch.booth_id: batch for batch in work.running(db)}
    ids = [batch.id for batch in running.values()]
    jobs, clocks = _jobs_in(db, ids), _clocks_of(db, ids)
    return [
        _booth(booth, running.get(booth.id), jobs, clocks, now)
        for booth in listed(db, Booth)
        if isinstance(booth, Booth)
    ]


def _booth(
    booth: Booth,
    batch: Batch | None,
    jobs: Mapping[int, int],
    clocks: Mapping[int, list[tuple[datetime, datetime | None]]],
    now: datetime,
) -> BoothTile:
    if batch is None:
        return BoothTile(booth.name)
    of_batch = clocks.get(batch.id, [])
    spent, runs = worked(of_batch, now), any(stop is None for _, stop in of_batch)
    return BoothTile(
        booth.name,
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
    running = ovens.running(db)
    return [_oven(oven, running.get(oven.id)) for oven in listed(db, Oven) if isinstance(oven, Oven)]


def _oven(oven: Oven, load: Load | None) -> OvenTile:
    if load is None:
        return OvenTile(oven.name)
    ends_at = load.at_temp_at + timedelta(minutes=load.minutes) if load.at_temp_at else None
    numbers = {item.pile.line.job.number or 0 for item in load.items}
    qty = sum(item.qty for item in load.items)
    return OvenTile(oven.name, tuple(sorted(numbers)), qty, load.minutes, load.in_at, ends_at)
