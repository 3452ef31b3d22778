"""The story of a job: its events, and those of the batches and loads its parts were in, newest first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, func, select, union
from sqlalchemy.orm import Session, aliased

from powderapp.base.events import Event
from powderapp.base.units import UnitSystem
from powderapp.batches.models import Task
from powderapp.board.names import names_of
from powderapp.board.sentences import Happened, icon, sentence
from powderapp.board.used import PowderUse
from powderapp.jobs.models import Coat, Line
from powderapp.parts.models import Move, Pile
from powderapp.parts.rules import UNDO
from powderapp.people.models import Person

AT_MOST = 60


@dataclass(frozen=True)
class Entry:
    """One line of the story. undo_event_id: of the event that a tap can still take back."""

    at: datetime
    icon: str
    sentence: str
    who: str
    undo_event_id: int | None


@dataclass(frozen=True)
class Reader:
    """Who reads: units of the shop, whether prices are for these eyes, and the shop's day."""

    units: UnitSystem
    with_prices: bool
    today: date


def timeline(db: Session, job_id: int, job_number: int, reader: Reader, use: Sequence[PowderUse] = ()) -> list[Entry]:
    """The last events of a job as sentences, newest first: six statements. use: what its batches used of powder."""
    rows = _events(db, job_id)
    events = [event for event, _ in rows]
    moved = _moved(db, job_id, events)
    names = names_of(db, job_id, job_number, events)
    undoable = _undoable(db, events)
    shown = (each.shown(reader.units) for each in use)
    used = {f"batch:{batch}": {"used": words} for of_powder in shown for batch, words in of_powder.items()}
    return [
        Entry(
            event.happened_at,
            icon(event.verb),
            sentence(_happened(event, moved.get(event.id, ""), names, reader, used)),
            who,
            event.id if event.id in undoable else None,
        )
        for event, who in rows
    ]


def _happened(
    event: Event, parts: str, names: dict[str, str], reader: Reader, used: Mapping[str, dict[str, str]]
) -> Happened:
    before, after = event.before or {}, event.after or {}
    line_id = after.get("line_id") or before.get("line_id")
    thing = names.get(f"{event.subject}:{event.subject_id}") or names.get(f"line:{line_id}", "")
    facts = after | used.get(f"{event.subject}:{event.subject_id}", {})
    return Happened(event.verb, before, facts, parts, thing, names, reader.units, reader.with_prices, reader.today)


def _events(db: Session, job_id: int) -> Sequence[Row[Event, str]]:
    own = select(Event.id).where(Event.job_id == job_id).order_by(Event.id.desc()).limit(AT_MOST).subquery()
    of_moves = select(Move.event_id).join(Pile, Pile.id == Move.to_pile_id).join(Line, Line.id == Pile.line_id)
    batches = select(Task.batch_id).join(Coat, Coat.id == Task.coat_id).join(Line, Line.id == Coat.line_id)
    of_batches = select(Event.id).where(
        Event.subject == "batch",
        Event.subject_id.in_(batches.where(Line.job_id == job_id)),
        Event.verb.in_(("batch.finished", "batch.settled", "batch.use_corrected")),
    )
    ids = union(select(own.c.id), of_moves.where(Line.job_id == job_id), of_batches)
    beside = aliased(Person)
    who = func.concat_ws(" with ", Person.name, beside.name)  # a supervisor stood beside it
    query = select(Event, who).join(Person, Person.id == Event.person_id).where(Event.id.in_(ids))
    query = query.outerjoin(beside, beside.id == Event.supervisor_id)
    return db.execute(query.order_by(Event.id.desc()).limit(AT_MOST)).all()


def _moved(db: Session, job_id: int, events: Sequence[Event]) -> dict[int, str]:
    """`26 Picket, 4 Gate leaf`: what each event moved of this job."""
    pile_id = func.coalesce(Move.to_pile_id, Move.from_pile_id)
    query = (
        select(Move.event_id, Line.what, func.sum(Move.qty))
        .join(Pile, Pile.id == pile_id)
        .join(Line, Line.id == Pile.line_id)
        .where(Move.event_id.in_([event.id for event in events]), Line.job_id == job_id)
        .group_by(Move.event_id, Line.id)
        .order_by(Line.position)
    )
    words: dict[int, list[str]] = {}
    for event_id, what, qty in db.execute(query):
        words.setdefault(event_id, []).append(f"{qty} {what}")
    return {event_id: ", ".join(of_event) for event_id, of_event in words.items()}


def _undoable(db: Session, events: Sequence[Event]) -> Collection[int]:
    """Events whose parts still stand where they put them, and that nobody took back yet."""
    taps = [event.id for event in events if event.inverse == UNDO]
    back = aliased(Move)
    untouched = ~select(back.id).where(back.reverses_id == Move.id).exists()
    query = select(Move.event_id).join(Pile, Pile.id == Move.to_pile_id).where(Move.event_id.in_(taps))
    return set(db.scalars(query.group_by(Move.event_id).having(func.bool_and(untouched & (Pile.qty >= Move.qty)))))
