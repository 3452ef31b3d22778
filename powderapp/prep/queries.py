"""What prep has to do: lines with parts received or in prep, their steps, and how many may go on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from powderapp.base.errors import NotFoundError
from powderapp.base.events import Event
from powderapp.jobs.models import Coat, Hold, Job, Line, LineStep
from powderapp.jobs.queries import open_holds
from powderapp.parts.models import Move, Pile
from powderapp.parts.rules import Stage
from powderapp.prep.rules import may_leave

MOST_LINES = 80
IN_PREP = (Stage.RECEIVED, Stage.PREP)
SENT_ON = ("parts.prepared", "parts.prep_started")
Place = tuple[int, int]
"""A line and the coat its parts are prepared for."""


@dataclass(frozen=True)
class Standing:
    """Parts of a line before one coat, in counts. gone: went on from prep before; coming: ordered, not arrived yet."""

    received: int = 0
    in_prep: int = 0
    in_oven: int = 0
    gone: int = 0
    coming: int = 0
    racks: tuple[str, ...] = ()

    @property
    def here(self) -> int:
        """Parts that stand in prep now."""
        return self.received + self.in_prep + self.in_oven

    @property
    def known(self) -> int:
        """Parts that a step's count runs up to: those that are here, and those that went on."""
        return self.here + self.gone

    @property
    def at_hand(self) -> int:
        """The count that "all that are here" means: what is in the oven is not at hand."""
        return self.known - self.in_oven


@dataclass(frozen=True)
class Work:
    """A line in prep before one coat."""

    line: Line
    before_coat: int
    standing: Standing
    steps: tuple[LineStep, ...]
    held: str | None

    @property
    def may_leave(self) -> int:
        """How many may go on now."""
        counts = [step.done_qty for step in self.steps]
        return may_leave(counts, self.standing.gone, self.standing.in_prep, self.standing.received)

    @property
    def forms(self) -> frozenset[str]:
        """Names of the forms on this row: where a refused one is shown again."""
        return frozenset([f"line-{self.line.id}-{self.before_coat}", *(f"step-{step.id}" for step in self.steps)])

    @property
    def coat(self) -> Coat | None:
        """The coat they get next; None: blasted only, or all coats are on."""
        return next((coat for coat in self.line.coats if coat.number == self.before_coat), None)


def work(db: Session, job_number: int | None = None) -> tuple[list[Work], int]:
    """What prep has to do, the earliest due first, and how many more there are than shown."""
    places = _places(db, job_number)
    shown = places[:MOST_LINES]
    lines = _lines(db, {line_id for line_id, _ in shown})
    standing = _standing(db, list(lines))
    holds = _reasons(open_holds(db, {line.job_id for line in lines.values()}))
    found = [_work(lines[line_id], coat, standing.get((line_id, coat), Standing()), holds) for line_id, coat in shown]
    return found, len(places) - len(shown)


def line_by_id(db: Session, line_id: int) -> Line:
    """A line with its job and steps; NotFoundError."""
    query = select(Line).where(Line.id == line_id).options(joinedload(Line.job), selectinload(Line.steps))
    line = db.scalars(query).one_or_none()
    if line is None:
        raise NotFoundError("There is no such line.")
    return line


def step_by_id(db: Session, step_id: int) -> LineStep:
    """A step of a line, with the shop's step and the line; NotFoundError."""
    query = select(LineStep).where(LineStep.id == step_id)
    step = db.scalars(
        query.options(joinedload(LineStep.prep_step), joinedload(LineStep.line).joinedload(Line.job))
    ).one_or_none()
    if step is None:
        raise NotFoundError("There is no such step.")
    return step


def event_by_id(db: Session, event_id: int) -> Event:
    """What a tap in prep did; NotFoundError when it was something else."""
    event = db.get(Event, event_id)
    if event is None or event.verb not in ("prep.done", *SENT_ON):
        raise NotFoundError("There is nothing to take back.")
    return event


def events_of_tap(db: Session, event: Event) -> Sequence[Event]:
    """The events that sent parts on with the same tap, the last first: several piles may have gone at once."""
    if event.key is None:
        return [event]
    query = select(Event).where(Event.subject == event.subject, Event.key == event.key, Event.verb.in_(SENT_ON))
    query = query.where(Event.job_id == event.job_id).order_by(Event.id.desc())
    return db.scalars(query).all()


def piles_in_prep(db: Session, line_id: int, before_coat: int) -> Sequence[Pile]:
    """Piles of a line before a coat that are received or in prep and not in the oven."""
    query = select(Pile).where(Pile.line_id == line_id, Pile.coat_number == before_coat, Pile.stage.in_(IN_PREP))
    return db.scalars(query.where(Pile.qty > 0, Pile.load_id.is_(None)).order_by(Pile.id)).all()


def _places(db: Session, job_number: int | None) -> list[Place]:
    query = (
        select(Pile.line_id, Pile.coat_number)
        .join(Line, Line.id == Pile.line_id)
        .join(Job, Job.id == Line.job_id)
        .where(Pile.qty > 0, Pile.stage.in_(IN_PREP))
        .group_by(Pile.line_id, Pile.coat_number, Job.due_on, Job.number, Line.position)
        .order_by(Job.due_on.nulls_last(), Job.number, Line.position, Pile.coat_number)
    )
    if job_number is not None:
        query = query.where(Job.number == job_number)
    return [(line_id, coat) for line_id, coat in db.execute(query.limit(1000))]


def _lines(db: Session, line_ids: Collection[int]) -> dict[int, Line]:
    query = select(Line).where(Line.id.in_(line_ids)).execution_options(populate_existing=True).options(
        joinedload(Line.job).joinedload(Job.customer),
        selectinload(Line.coats).joinedload(Coat.powder),
        selectinload(Line.steps).joinedload(LineStep.prep_step),
    )  # fmt: skip
    return {line.id: line for line in db.scalars(query)}


def _standing(db: Session, line_ids: Sequence[int]) -> dict[Place, Standing]:
    gone = {(line_id, coat): int(qty) for line_id, coat, qty in db.execute(_gone(line_ids))}
    coming = {line_id: int(qty) for line_id, qty in db.execute(_coming(line_ids))}
    counts: dict[Place, dict[str, int]] = {}
    racks: dict[Place, list[str]] = {}
    for pile in db.scalars(_here(line_ids)):
        place = (pile.line_id, pile.coat_number)
        kind = "received" if pile.stage is Stage.RECEIVED else "in_oven" if pile.load_id else "in_prep"
        counts.setdefault(place, {}).setdefault(kind, 0)
        counts[place][kind] += pile.qty
        if pile.rack is not None and pile.rack.code not in racks.setdefault(place, []):
            racks[place].append(pile.rack.code)
    return {
        place: Standing(
            **found,
            gone=gone.get(place, 0),
            coming=max(0, coming.get(place[0], 0)) if place[1] == 1 else 0,
            racks=tuple(racks.get(place, ())),
        )
        for place, found in counts.items()
    }


def _here(line_ids: Sequence[int]) -> Select[Pile]:
    query = select(Pile).where(Pile.line_id.in_(line_ids), Pile.qty > 0, Pile.stage.in_(IN_PREP))
    return query.options(joinedload(Pile.rack))


def _gone(line_ids: Sequence[int]) -> Select[int, int, int]:
    """Parts that went on from prep before a coat, less those that came back."""
    source, target = aliased(Pile), aliased(Pile)
    onward = (Stage.TO_SPRAY, Stage.CHECKING)
    out = (source.stage == Stage.PREP) & target.stage.in_(onward)
    back = (target.stage == Stage.PREP) & source.stage.in_(onward)
    coat = case((out, source.coat_number), else_=target.coat_number)
    return (
        select(source.line_id, coat, func.sum(case((out, Move.qty), else_=-Move.qty)))
        .select_from(Move)
        .join(source, source.id == Move.from_pile_id)
        .join(target, target.id == Move.to_pile_id)
        .where(source.line_id.in_(line_ids), target.line_id == source.line_id, out | back)
        .group_by(source.line_id, coat)
    )


def _coming(line_ids: Sequence[int]) -> Select[int, int]:
    """Parts ordered that did not arrive yet, of lines that are no rework."""
    family = aliased(Line)
    came = select(func.coalesce(func.sum(Pile.qty), 0)).join(family, family.id == Pile.line_id)
    came = came.where(Pile.stage != Stage.RETURNED_UNCOATED)
    came_of_line = came.where(family.job_id == Line.job_id, family.number == Line.number).correlate(Line)
    query = select(Line.id, Line.ordered_qty - came_of_line.scalar_subquery())
    return query.where(Line.id.in_(line_ids), Line.parent_line_id.is_(None), Line.cancelled_at.is_(None))


def _work(line: Line, coat: int, standing: Standing, holds: Mapping[tuple[int, int | None], str]) -> Work:
    steps = tuple(step for step in line.steps if step.before_coat == coat)
    held = holds.get((line.job_id, line.id)) or holds.get((line.job_id, None))
    return Work(line, coat, standing, steps, held)


def _reasons(holds: Iterable[Hold]) -> dict[tuple[int, int | None], str]:
    return {(held.job_id, held.line_id): held.reason for held in holds}
