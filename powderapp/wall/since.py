"""Since when: parts of a job are ready, a booth or an oven stands free."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from powderapp.batches.models import Batch
from powderapp.jobs.models import Job, Line
from powderapp.ovens.models import Load
from powderapp.parts.models import Move, MoveCause, Pile
from powderapp.parts.rules import Stage
from powderapp.shop.models import Booth, Oven

_STAYED = (MoveCause.RACKED, MoveCause.REVERSED)
"""Moves by which parts were ready before."""


def ready_since(db: Session, numbers: Collection[int]) -> dict[int, datetime]:
    """When the last parts became ready, by job number."""
    query = select(Job.number, func.max(Move.moved_at)).join(Line, Line.job_id == Job.id)
    query = query.join(Pile, (Pile.line_id == Line.id) & (Pile.stage == Stage.READY))
    query = query.join(Move, (Move.to_pile_id == Pile.id) & Move.cause.not_in(_STAYED))
    rows = db.execute(query.where(Job.number.in_(numbers)).group_by(Job.number))
    return {number: at for number, at in rows if number is not None}


def booths_free_since(db: Session) -> dict[int, datetime]:
    """When the last batch of each booth was finished, by booth; not of those that spray."""
    last = select(Batch.finished_at).where(Batch.booth_id == Booth.id).order_by(Batch.id.desc()).limit(1)
    return {booth_id: at for booth_id, at in db.execute(select(Booth.id, last.scalar_subquery())) if at}


def ovens_free_since(db: Session) -> dict[int, datetime]:
    """When the last load of each oven came out, by oven; not of those that are in use."""
    last = select(Load.out_at).where(Load.oven_id == Oven.id).order_by(Load.id.desc()).limit(1)
    return {oven_id: at for oven_id, at in db.execute(select(Oven.id, last.scalar_subquery())) if at}
