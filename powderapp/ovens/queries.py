"""Reads of loads and of what may go into one."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from powderapp.base.errors import NotFoundError
from powderapp.jobs.models import Coat, Job, Line, LineStep
from powderapp.ovens.models import Load, LoadItem
from powderapp.parts.models import Pile
from powderapp.powders.models import Powder


def load_by_number(db: Session, number: int) -> Load:
    """The load with oven and items (pile, line, job, customer); NotFoundError when there is none."""
    line = selectinload(Load.items).joinedload(LoadItem.pile).joinedload(Pile.line)
    query = select(Load).where(Load.number == number).execution_options(populate_existing=True)
    load = db.scalars(query.options(joinedload(Load.oven), line.joinedload(Line.job).joinedload(Job.customer)))
    found = load.one_or_none()
    if found is None:
        raise NotFoundError(f"There is no load {number}.")
    return found


def open_load_in(db: Session, oven_id: int) -> Load | None:
    """The load that is in an oven now."""
    return db.scalars(select(Load).where(Load.oven_id == oven_id, Load.out_at.is_(None))).one_or_none()


def piles_in(db: Session, load_id: int) -> Sequence[Pile]:
    """Parts that are in a load now, with their lines."""
    query = select(Pile).where(Pile.load_id == load_id, Pile.qty > 0).order_by(Pile.id)
    return db.scalars(query.options(joinedload(Pile.line))).all()


def coats_with_cure(db: Session, line_ids: Collection[int]) -> dict[tuple[int, int], Coat]:
    """Open coats of these lines by (line, number), with their powders' cure schedules."""
    cure = joinedload(Coat.powder).selectinload(Powder.cure)
    query = select(Coat).where(Coat.line_id.in_(line_ids), Coat.closed_at.is_(None)).options(cure)
    return {(coat.line_id, coat.number): coat for coat in db.scalars(query)}


def oven_steps(db: Session, line_ids: Collection[int]) -> dict[tuple[int, int], list[LineStep]]:
    """Steps a load does, by (line, coat they come before), in order."""
    query = select(LineStep).where(LineStep.line_id.in_(line_ids)).order_by(LineStep.position)
    found: dict[tuple[int, int], list[LineStep]] = {}
    for step in db.scalars(query.options(joinedload(LineStep.prep_step))):
        if step.prep_step.in_oven:
            found.setdefault((step.line_id, step.before_coat), []).append(step)
    return found


def steps_in(db: Session, load_id: int) -> dict[int, int]:
    """The prep step a load does, by the id of the pile it came with."""
    query = select(LoadItem.pile_id, LoadItem.line_step_id).where(LoadItem.load_id == load_id)
    return {pile_id: step_id for pile_id, step_id in db.execute(query) if step_id is not None}
