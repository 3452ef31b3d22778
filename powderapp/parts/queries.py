"""Reads of where parts stand."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, any_, case, column, func, or_, select, table, text, union
from sqlalchemy.orm import Session, aliased, joinedload

from powderapp.base.db import Model
from powderapp.base.errors import NotFoundError
from powderapp.base.events import Event
from powderapp.jobs.models import Coat, Job, Line, LineStep
from powderapp.jobs.rules import LineKind
from powderapp.parts.models import Move, MoveCause, Pile
from powderapp.parts.rules import WORK, Stage, coats_on, least_advanced, strip
from powderapp.parts.ways import Standing, Way
from powderapp.people.models import Person
from powderapp.shop.models import Rack


def way_of(db: Session, line_id: int) -> Way:
    """The finish of a line as the way its parts go."""
    coats = select(func.count()).where(Coat.line_id == line_id, Coat.closed_at.is_(None))
    steps = select(LineStep.before_coat).where(LineStep.line_id == line_id)
    return Way(db.scalars(coats).one(), frozenset(db.scalars(steps)))


def pile_with_job(db: Session, pile_id: int) -> Pile:
    """The pile with rack, line and job; NotFoundError when there is none."""
    line = joinedload(Pile.line).joinedload(Line.job).joinedload(Job.customer)
    found = db.scalar(select(Pile).where(Pile.id == pile_id).options(line, joinedload(Pile.rack)))
    if found is None:
        raise NotFoundError("These parts are not here any more.")
    return found


def standing(db: Session, line_ids: Collection[int]) -> Sequence[Pile]:
    """All piles of these lines that hold parts, in the order of work."""
    piles = db.scalars(select(Pile).where(Pile.line_id.in_(line_ids), Pile.qty > 0)).all()
    return sorted(piles, key=lambda pile: (pile.line_id, pile.stage.rank, pile.coat_number, pile.id))


@dataclass(frozen=True)
class Whereabouts:
    """Where the parts of a job are. piles: by line; to_come, coats_on: by line id, in parts and cured coats.

    strip: the columns of the board, each with its state, by the root lines.
    """

    piles: dict[int, list[Pile]]
    to_come: dict[int, int]
    coats_on: dict[int, int]
    strip: list[tuple[str, str]]
    least: Stage


def whereabouts(db: Session, job: Job) -> Whereabouts:
    """Where the parts of a loaded job are: one statement."""
    piles = piles_of_job(db, job.id)
    here = Counter[int]()
    for line in job.lines:
        here[line.number] += sum(p.qty for p in piles.get(line.id, ()) if p.stage is not Stage.RETURNED_UNCOATED)
    wanted = [line for line in job.lines if line.parent_line_id is None and line.cancelled_at is None]
    to_come = {line.id: line.ordered_qty - here[line.number] for line in wanted if line.kind is not LineKind.GOODS}
    standing = {line_id: [pile for pile in of_line if pile.stage in WORK] for line_id, of_line in piles.items()}
    roots = {pile.stage for line in job.lines if line.parent_line_id is None for pile in standing.get(line.id, ())}
    return Whereabouts(
        piles,
        {line_id: qty for line_id, qty in to_come.items() if qty > 0},
        {line_id: min(coats_on(p.stage, p.coat_number) for p in of_line) for line_id, of_line in piles.items()},
        strip(roots, all_gone=job.closed_at is not None),
        least_advanced(roots) or Stage.RECEIVED,
    )


def piles_of_job(db: Session, job_id: int) -> dict[int, list[Pile]]:
    """All piles of a job that hold parts with their racks, by line, in the order of work; what left the shop too."""
    query = select(Pile).join(Line, Line.id == Pile.line_id).where(Line.job_id == job_id, Pile.qty > 0)
    found: dict[int, list[Pile]] = {}
    for pile in db.scalars(query.options(joinedload(Pile.rack))):
        found.setdefault(pile.line_id, []).append(pile)
    return {line_id: sorted(piles, key=_in_order) for line_id, piles in found.items()}


def _in_order(pile: Pile) -> tuple[int, int, int]:
    return pile.stage.rank, pile.coat_number, pile.id


def here_qty(db: Session, job_id: int) -> dict[int, int]:
    """Parts that arrived, by line number (reworks count under their root): whatever piles they stand in now.

    What went back uncoated may be brought again, unless it was cancelled.
    """
    query = select(Line.number, func.sum(Pile.qty)).join(Pile, Pile.line_id == Line.id).where(Line.job_id == job_id)
    query = query.where((Pile.stage != Stage.RETURNED_UNCOATED) | Line.cancelled_at.is_not(None))
    return {number: int(qty) for number, qty in db.execute(query.group_by(Line.number))}


def prepared_qty(db: Session, line_id: int, coat_number: int) -> int:
    """Parts of the line that may leave prep before this coat now: done in every step, less those that already left."""
    done = select(func.min(LineStep.done_qty)).where(LineStep.line_id == line_id, LineStep.before_coat == coat_number)
    return (db.scalars(done).one() or 0) - left_prep_qty(db, line_id, coat_number)


def left_prep_qty(db: Session, line_id: int, coat_number: int) -> int:
    """Parts that went on from prep before this coat, less those that came back."""
    source, target = aliased(Pile), aliased(Pile)
    onward = (Stage.TO_SPRAY, Stage.CHECKING)
    out = (source.stage == Stage.PREP) & (source.coat_number == coat_number) & target.stage.in_(onward)
    back = (target.stage == Stage.PREP) & (target.coat_number == coat_number) & source.stage.in_(onward)
    query = (
        select(func.coalesce(func.sum(case((out, Move.qty), (back, -Move.qty), else_=0)), 0))
        .join(source, source.id == Move.from_pile_id)
        .join(target, target.id == Move.to_pile_id)
        .where(source.line_id == line_id, target.line_id == line_id)
    )
    return int(db.scalars(query).one())


def is_closed(db: Session, pile: Pile) -> bool:
    """Whether the pile is in a batch that is finished or a load that is out: nothing goes back into those."""
    task, batch = table("task", column("id"), column("batch_id")), table("batch", column("id"), column("finished_at"))
    load = table("load", column("id"), column("out_at"))
    sprayed = select(task.c.id).join(batch, batch.c.id == task.c.batch_id)
    sprayed = sprayed.where(task.c.id == pile.task_id, batch.c.finished_at.is_not(None))
    cured = select(load.c.id).where(load.c.id == pile.load_id, load.c.out_at.is_not(None))
    return bool(db.scalar(select(or_(sprayed.exists(), cured.exists()))))


def prep_qty(db: Session, line_id: int, coat_number: int) -> int:
    """Parts of a line that came into prep before this coat so far: there now, or gone on."""
    return _in_stages(db, line_id, coat_number, Stage.PREP) + left_prep_qty(db, line_id, coat_number)


def countable_qty(db: Session, line_id: int, coat_number: int) -> int:
    """For how many parts a step before this coat can be done: those in prep or gone on, and those just received."""
    here = _in_stages(db, line_id, coat_number, Stage.PREP, Stage.RECEIVED)
    return here + left_prep_qty(db, line_id, coat_number)


def _in_stages(db: Session, line_id: int, coat_number: int, *stages: Stage) -> int:
    there = (Pile.line_id == line_id, Pile.coat_number == coat_number, Pile.stage.in_(stages))
    return int(db.scalars(select(func.coalesce(func.sum(Pile.qty), 0)).where(*there)).one())


def missing_moves(db: Session, line_id: int, standing: Standing) -> Sequence[tuple[Move, int]]:
    """Losses of a line from this place that were not found again, newest first, with how many are still missing."""
    back, source = aliased(Move), aliased(Pile)
    undone = select(func.coalesce(func.sum(back.qty), 0)).where(back.reverses_id == Move.id).scalar_subquery()
    query = select(Move, Move.qty - undone).join(source, source.id == Move.from_pile_id)
    lost = (Move.cause == MoveCause.MISSING, Move.qty > undone, source.line_id == line_id)
    place = (source.stage == standing.stage, source.coat_number == standing.coat_number, source.load_id.is_(None))
    rows = db.execute(query.where(*lost, *place).order_by(Move.id.desc())).all()
    return [(entry, int(left)) for entry, left in rows]


def undone_qty(db: Session, move_id: int) -> int:
    """How many parts of a move were already reversed."""
    return db.scalars(select(func.coalesce(func.sum(Move.qty), 0)).where(Move.reverses_id == move_id)).one()


def is_over(db: Session, pile_id: int) -> bool:
    """Whether the pile belongs to a batch that is finished or a load that is out: nothing may enter it any more.

    Whoever ends it at this moment is waited for. Batches and loads are higher features: asked by name.
    """
    of_batch = """select batch.finished_at is not null from pile join task on task.id = pile.task_id
                  join batch on batch.id = task.batch_id where pile.id = :pile for share of batch"""
    of_load = """select load.out_at is not null from pile join load on load.id = pile.load_id
                 where pile.id = :pile for share of load"""
    return any(db.scalar(text(asked), {"pile": pile_id}) for asked in (of_batch, of_load))


def moves_of_event(db: Session, event_id: int) -> Sequence[Move]:
    """The moves one event made, last first: the order in which they can be undone."""
    return db.scalars(select(Move).where(Move.event_id == event_id).order_by(Move.id.desc())).all()


def event_about(db: Session, entry: Model) -> Event:
    """The event that wrote this row of a ledger, so that its tap can be taken back."""
    about = (Event.subject == entry.__tablename__, Event.subject_id == entry.id)  # type: ignore[attr-defined]
    return db.scalars(select(Event).where(*about).order_by(Event.id).limit(1)).one()


@dataclass(frozen=True)
class MoveShown:
    """A move in words; left: parts of it that can still be put back, as long as they stand where it put them."""

    move: Move
    job_number: int
    label: str
    what: str
    source: str
    target: str
    who: str
    left: int


def moves_of_job(db: Session, job_id: int, most: int = 100) -> list[MoveShown]:
    """The last moves of the parts of a job, newest first."""
    piles = select(Pile.id).join(Line, Line.id == Pile.line_id).where(Line.job_id == job_id)
    ids = union(*(select(Move.id).where(end.in_(piles)) for end in (Move.to_pile_id, Move.from_pile_id)))
    own = Move.id == any_(func.array(ids.scalar_subquery()))  # found first: so many joins are not put in a better order
    return _shown(db, _moves().where(own).order_by(Move.id.desc()).limit(most))


def move_by_id(db: Session, move_id: int) -> MoveShown:
    """One move; NotFoundError when there is none."""
    found = _shown(db, _moves().where(Move.id == move_id))
    if not found:
        raise NotFoundError("There is no such move.")
    return found[0]


def event_by_id(db: Session, event_id: int) -> Event:
    """One event; NotFoundError when there is none."""
    found = db.get(Event, event_id)
    if found is None:
        raise NotFoundError("There is nothing to undo.")
    return found


_SOURCE, _TARGET, _FROM_RACK, _TO_RACK, _BACK, _BESIDE = (
    aliased(Pile),
    aliased(Pile),
    aliased(Rack),
    aliased(Rack),
    aliased(Move),
    aliased(Person),
)


def _moves() -> Select[Any]:
    undone = select(func.coalesce(func.sum(_BACK.qty), 0)).where(_BACK.reverses_id == Move.id).scalar_subquery()
    who = func.concat_ws(" with ", Person.name, _BESIDE.name)  # a supervisor stood beside it
    places = (_SOURCE.stage, _FROM_RACK.code, _TARGET.stage, _TO_RACK.code)
    return (
        select(Move, Line, Job.number, who, undone, _TARGET.qty, *places)
        .outerjoin(_SOURCE, _SOURCE.id == Move.from_pile_id)
        .outerjoin(_TARGET, _TARGET.id == Move.to_pile_id)
        .outerjoin(_FROM_RACK, _FROM_RACK.id == _SOURCE.rack_id)
        .outerjoin(_TO_RACK, _TO_RACK.id == _TARGET.rack_id)
        .join(Line, Line.id == func.coalesce(_TARGET.line_id, _SOURCE.line_id))
        .join(Job, Job.id == Line.job_id)
        .join(Event, Event.id == Move.event_id)
        .join(Person, Person.id == Event.person_id)
        .outerjoin(_BESIDE, _BESIDE.id == Event.supervisor_id)
    )


def _shown(db: Session, query: Select[Any]) -> list[MoveShown]:
    return [
        MoveShown(
            move=move,
            job_number=number,
            label=line.label(number),
            what=line.what,
            source=_place(source, from_rack),
            target=_place(target, to_rack),
            who=who,
            left=0 if move.reverses_id else min(move.qty - undone, there or 0),
        )
        for move, line, number, who, undone, there, source, from_rack, target, to_rack in db.execute(query)
    ]


def _place(stage: Stage | None, rack: str | None) -> str:
    return "outside" if stage is None else f"{stage.label}{', ' + rack if rack else ''}"
