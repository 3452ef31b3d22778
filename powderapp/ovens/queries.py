"""Reads of loads and of what may go into one."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from powderapp.base.errors import NotFoundError
from powderapp.base.events import Event
from powderapp.jobs.models import Coat, Job, Line, LineStep
from powderapp.ovens.models import Load, LoadItem
from powderapp.parts.models import Move, MoveCause, Pile
from powderapp.parts.rules import Stage
from powderapp.powders.models import Powder
from powderapp.shop.models import Oven, PrepStep, Rack

MOST = 200
"""Rows of a list on the floor: more than any shop has racks."""


def load_by_number(db: Session, number: int) -> Load:
    """The load with oven and items (pile, rack, line, job, customer, step); NotFoundError when there is none."""
    items = selectinload(Load.items)
    pile = items.joinedload(LoadItem.pile)
    query = select(Load).where(Load.number == number).execution_options(populate_existing=True).options(
        joinedload(Load.oven),
        pile.joinedload(Pile.line).joinedload(Line.job).joinedload(Job.customer),
        pile.joinedload(Pile.rack),
        items.joinedload(LoadItem.line_step).joinedload(LineStep.prep_step),
    )  # fmt: skip
    found = db.scalars(query).one_or_none()
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


def steps_before(db: Session, line_ids: Collection[int]) -> dict[tuple[int, int], list[LineStep]]:
    """All prep steps of these lines by (line, coat they come before), in order, with what the shop calls them."""
    query = select(LineStep).where(LineStep.line_id.in_(line_ids)).order_by(LineStep.position)
    found: dict[tuple[int, int], list[LineStep]] = {}
    for step in db.scalars(query.options(joinedload(LineStep.prep_step)).execution_options(populate_existing=True)):
        found.setdefault((step.line_id, step.before_coat), []).append(step)
    return found


def step_qty_in_ovens(db: Session, step_ids: Collection[int]) -> dict[int, int]:
    """Parts in an oven now, by the prep step that is done to them."""
    query = (
        select(LoadItem.line_step_id, func.sum(Pile.qty))
        .join(Pile, (Pile.id == LoadItem.pile_id) & (Pile.load_id == LoadItem.load_id))
        .where(LoadItem.line_step_id.in_(step_ids))
        .group_by(LoadItem.line_step_id)
    )
    return {step_id: int(qty) for step_id, qty in db.execute(query) if step_id is not None}


def waiting(db: Session) -> Sequence[Pile]:
    """Piles that may wait for an oven, late ones first: sprayed, or in prep of a line with an oven step."""
    bakes = select(LineStep.line_id).join(PrepStep, PrepStep.id == LineStep.prep_step_id).where(PrepStep.in_oven)
    in_prep = (Pile.stage == Stage.PREP) & Pile.load_id.is_(None) & Pile.line_id.in_(bakes)
    query = (
        select(Pile)
        .join(Line, Line.id == Pile.line_id)
        .join(Job, Job.id == Line.job_id)
        .outerjoin(Rack, Rack.id == Pile.rack_id)
        .where(Pile.qty > 0, (Pile.stage == Stage.TO_CURE) | in_prep)
        .order_by(Rack.position, Rack.code, Job.due_on, Job.number, Line.position, Pile.id)
    )
    shown = joinedload(Pile.line).joinedload(Line.job).joinedload(Job.customer)
    return db.scalars(query.options(shown, joinedload(Pile.rack)).limit(MOST)).all()


def waiting_qty(db: Session) -> int:
    """Sprayed parts that wait for an oven."""
    query = select(func.coalesce(func.sum(Pile.qty), 0)).where(Pile.stage == Stage.TO_CURE, Pile.qty > 0)
    return int(db.scalars(query).one())


def oven_by_id(db: Session, oven_id: int) -> Oven:
    """An oven in use; NotFoundError when there is none."""
    oven = db.scalars(select(Oven).where(Oven.id == oven_id, Oven.retired_at.is_(None))).one_or_none()
    if oven is None:
        raise NotFoundError("This oven is not in use.")
    return oven


def running(db: Session) -> dict[int, Load]:
    """Loads that are in now by oven, with items, their lines and jobs."""
    line = selectinload(Load.items).joinedload(LoadItem.pile).joinedload(Pile.line)
    query = select(Load).where(Load.out_at.is_(None)).options(line.joinedload(Line.job).joinedload(Job.customer))
    return {load.oven_id: load for load in db.scalars(query)}


def last_out(db: Session, oven_id: int, most: int = 3) -> Sequence[Load]:
    """The loads that came out of an oven last."""
    query = select(Load).where(Load.oven_id == oven_id, Load.out_at.is_not(None)).order_by(Load.id.desc())
    return db.scalars(query.limit(most)).all()


def cures_of(db: Session, line_ids: Collection[int]) -> dict[tuple[int, int], list[Load]]:
    """The loads that cured parts of these lines, by (line, coat), newest first; not the aborted ones."""
    query = (
        select(Pile.line_id, Pile.coat_number, Load)
        .join(LoadItem, LoadItem.load_id == Load.id)
        .join(Pile, Pile.id == LoadItem.pile_id)
        .where(Pile.line_id.in_(line_ids), LoadItem.line_step_id.is_(None))
        .where(Load.out_at.is_not(None), Load.abort_reason.is_(None))
        .order_by(Load.id.desc())
    )
    found: dict[tuple[int, int], list[Load]] = {}
    for line_id, coat_number, load in db.execute(query):
        loads = found.setdefault((line_id, coat_number), [])
        if load not in loads:
            loads.append(load)
    return found


def went_to(db: Session, pile_ids: Collection[int]) -> dict[int, Pile]:
    """Where the parts of a load went when it came out, by the pile they were in; with racks."""
    out = Move.cause.in_((MoveCause.OUT_OF_OVEN, MoveCause.ABORTED))
    query = select(Move.from_pile_id, Pile).join(Pile, Pile.id == Move.to_pile_id)
    query = query.where(Move.from_pile_id.in_(pile_ids), out, _stands())
    rows = db.execute(query.options(joinedload(Pile.rack)))
    return {source: target for source, target in rows if source is not None}


def moves_out_of(db: Session, load_id: int) -> list[Move]:
    """What took parts out of a load and was not taken back, the last first."""
    query = select(Move).join(Pile, Pile.id == Move.from_pile_id).where(Pile.load_id == load_id)
    query = query.where(Move.cause == MoveCause.OUT_OF_OVEN, _stands()).order_by(Move.id.desc())
    return list(db.scalars(query))


def _stands() -> ColumnElement[bool]:
    back = aliased(Move)
    return ~select(back.id).where(back.reverses_id == Move.id).exists()


UNDOABLE = ("load.at_temperature", "load.taken_out")
"""The taps of a load that can be taken back."""


def tap_of(db: Session, load: Load, event_id: int) -> Event:
    """A tap on a load; NotFoundError when it is none that can be taken back."""
    event = db.get(Event, event_id)
    if event is None or (event.subject, event.subject_id) != ("load", load.id) or event.verb not in UNDOABLE:
        raise NotFoundError("There is nothing to take back.")
    return event


def last_tap(db: Session, load_id: int) -> Event | None:
    """The last thing that was done to a load, if that is a tap that can be taken back."""
    query = select(Event).where(Event.subject == "load", Event.subject_id == load_id).order_by(Event.id.desc())
    event = db.scalars(query.limit(1)).one_or_none()
    return event if event is not None and event.verb in UNDOABLE else None


def steps_in(db: Session, load_id: int) -> dict[int, int]:
    """The prep step a load does, by the id of the pile it came with."""
    query = select(LoadItem.pile_id, LoadItem.line_step_id).where(LoadItem.load_id == load_id)
    return {pile_id: step_id for pile_id, step_id in db.execute(query) if step_id is not None}
