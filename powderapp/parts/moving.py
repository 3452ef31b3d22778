"""The only hands that move parts: find or make a pile, write the move, lock first. All operations go through here."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from powderapp.base.db import lock
from powderapp.base.errors import DomainError
from powderapp.base.events import Event
from powderapp.jobs.models import Job, Line
from powderapp.parts.models import Move, MoveCause, Pile
from powderapp.parts.ways import NEEDS, Standing


def lock_jobs(db: Session, line_ids: Iterable[int]) -> dict[int, Line]:
    """Lock the jobs of these lines in id order, before anything else; the lines by id, with their jobs loaded."""
    wanted = list(set(line_ids))
    jobs = {job.id: job for job in lock(db, Job, db.scalars(select(Line.job_id).where(Line.id.in_(wanted))))}
    lines = {line.id: line for line in db.scalars(select(Line).where(Line.id.in_(wanted)))}
    for line in lines.values():
        line.job = jobs[line.job_id]
    return lines


def lock_piles(db: Session, pile_ids: Iterable[int]) -> dict[int, Pile]:
    """Lock the jobs the piles belong to; the piles by id in id order, with counts read fresh.

    The job's lock is the lock of its piles: nothing moves parts without it, and the application may not lock piles.
    """
    wanted = list(set(pile_ids))
    lines = lock_jobs(db, db.scalars(select(Pile.line_id).where(Pile.id.in_(wanted))))
    query = select(Pile).where(Pile.id.in_(wanted)).order_by(Pile.id).execution_options(populate_existing=True)
    piles = {pile.id: pile for pile in db.scalars(query)}
    for pile in piles.values():
        pile.line = lines[pile.line_id]
    return piles


def pile_at(
    db: Session,
    line_id: int,
    standing: Standing,
    *,
    rack_id: int | None = None,
    task_id: int | None = None,
    load_id: int | None = None,
) -> Pile:
    """The pile of this line at this place, made empty when it is not there yet."""
    place = {"line_id": line_id, **standing._asdict(), "rack_id": rack_id, "task_id": task_id, "load_id": load_id}
    db.execute(insert(Pile).values(place).on_conflict_do_nothing())
    same = [getattr(Pile, name).is_not_distinct_from(value) for name, value in place.items()]
    return db.scalars(select(Pile).where(*same)).one()


def move(
    db: Session,
    source: Pile | None,
    target: Pile | None,
    qty: int,
    cause: MoveCause,
    event: Event,
    *,
    reason: str | None = None,
    reverses_id: int | None = None,
) -> Move:
    """Write one move of `qty` parts; DomainError with the numbers when the source holds fewer, or for none at all."""
    if qty < 1:
        raise DomainError("Say how many parts: one or more.")
    if source is not None and qty > source.qty:
        raise DomainError(f"Only {source.qty} parts stand there now, not {qty}.")
    entry = Move(
        from_pile_id=source.id if source else None,
        to_pile_id=target.id if target else None,
        qty=qty,
        cause=cause,
        reason=reason,
        reverses_id=reverses_id,
        event_id=event.id,
        moved_at=event.happened_at,
    )
    db.add(entry)
    db.flush()
    for pile in (source, target):
        if pile is not None:
            db.refresh(pile, ["qty"])
    return entry


def refuse_cancelled(line: Line) -> None:
    """DomainError when the line (its job loaded) was cancelled: its parts are handed back, nothing else."""
    if line.cancelled_at is not None:
        raise DomainError(f"Line {line.label(line.job.number or 0)} is cancelled: its parts are handed back.")


def refuse_unless(pile: Pile, *stages: str) -> None:
    """DomainError naming the next step unless the pile stands in one of these stages."""
    if pile.stage not in stages:
        raise DomainError(NEEDS.get(pile.stage, f"These parts are {pile.stage.label.lower()}."))
