"""Reads of where parts stand."""

from collections.abc import Collection, Sequence

from sqlalchemy import case, func, select, text
from sqlalchemy.orm import Session, aliased

from powderapp.base.errors import NotFoundError
from powderapp.jobs.models import Coat, Line, LineStep
from powderapp.parts.models import Move, Pile
from powderapp.parts.rules import Stage
from powderapp.parts.ways import Way


def way_of(db: Session, line_id: int) -> Way:
    """The finish of a line as the way its parts go."""
    coats = select(func.count()).where(Coat.line_id == line_id, Coat.closed_at.is_(None))
    steps = select(LineStep.before_coat).where(LineStep.line_id == line_id)
    return Way(db.scalars(coats).one(), frozenset(db.scalars(steps)))


def pile_by_id(db: Session, pile_id: int) -> Pile:
    """The pile; NotFoundError when there is none."""
    found = db.get(Pile, pile_id)
    if found is None:
        raise NotFoundError("These parts are not here any more.")
    return found


def standing(db: Session, line_ids: Collection[int]) -> Sequence[Pile]:
    """All piles of these lines that hold parts, in the order of work."""
    piles = db.scalars(select(Pile).where(Pile.line_id.in_(line_ids), Pile.qty > 0)).all()
    return sorted(piles, key=lambda pile: (pile.line_id, pile.stage.rank, pile.coat_number, pile.id))


def here_qty(db: Session, job_id: int) -> dict[int, int]:
    """Parts that arrived, by line number (reworks count under their root): whatever piles they stand in now."""
    query = select(Line.number, func.sum(Pile.qty)).join(Pile, Pile.line_id == Line.id).where(Line.job_id == job_id)
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


def undone_qty(db: Session, move_id: int) -> int:
    """How many parts of a move were already reversed."""
    return db.scalars(select(func.coalesce(func.sum(Move.qty), 0)).where(Move.reverses_id == move_id)).one()


def is_over(db: Session, pile_id: int) -> bool:
    """Whether the pile belongs to a batch that is finished or a load that is out: nothing may enter it any more.

    Batches and loads are higher features, so their tables are asked by name.
    """
    over = """select exists (
              select from pile p left join task t on t.id = p.task_id
              left join batch b on b.id = t.batch_id left join load l on l.id = p.load_id
              where p.id = :pile and (b.finished_at is not null or l.out_at is not null))"""
    return bool(db.scalars(text(over), {"pile": pile_id}).one())


def moves_of_event(db: Session, event_id: int) -> Sequence[Move]:
    """The moves one event made, last first: the order in which they can be undone."""
    return db.scalars(select(Move).where(Move.event_id == event_id).order_by(Move.id.desc())).all()
