"""What can be done to a job on paper: open it, change its fields, hold it, let it go on. Parts move elsewhere."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.db import lock
from powderapp.base.errors import DomainError, FieldError, StaleError
from powderapp.base.events import record_event
from powderapp.jobs import queries
from powderapp.jobs.models import Coat, Hold, Job, Line, LineStep
from powderapp.jobs.rules import JobState, LineKind, Priority
from powderapp.powders.models import Powder
from powderapp.shop.numbers import next_number

UNKNOWN_FILM_UM = Decimal(70)
"""Until a powder says more."""


@dataclass(frozen=True)
class CoatWanted:
    """One coat as ordered; powder_id null: to be matched to `wish`. film_um null: the middle of the powder's range."""

    powder_id: int | None = None
    wish: str | None = None
    role: str = "colour"
    film_um: Decimal | None = None
    part_cure: bool = False


@dataclass(frozen=True)
class LineWanted:
    """One line as ordered. steps: prep step ids with the coat they come before. price: of the whole line."""

    qty: int
    what: str
    coats: tuple[CoatWanted, ...] = ()
    steps: tuple[tuple[int, int], ...] = ()
    kind: LineKind = LineKind.COAT
    metal: str | None = None
    thickness_um: int | None = None
    area_mm2: int | None = None
    area_entered: str | None = None
    size_class: str | None = None
    stay_bare: str | None = None
    price: Decimal | None = None


@dataclass(frozen=True)
class JobWanted:
    """A job as ordered: a known customer, or a walk-in's name and phone."""

    lines: tuple[LineWanted, ...]
    customer_id: int | None = None
    walk_in_name: str | None = None
    walk_in_phone: str | None = None
    due_on: date | None = None
    priority: Priority = Priority.STANDARD
    po: str | None = None
    note: str | None = None


def open_job(db: Session, wanted: JobWanted, *, by: Actor, state: JobState = JobState.OPEN) -> Job:
    """A numbered job with its lines; FieldError when it is for nobody or has no line."""
    by.demand(Permission.JOB_CHECK_IN)
    if wanted.customer_id is None and not wanted.walk_in_name:
        raise FieldError("customer", "Please enter the customer.")
    if not wanted.lines:
        raise FieldError("lines", "Please enter at least one line.")
    job = Job(
        number=next_number(db, "job"),
        state=state,
        customer_id=wanted.customer_id,
        walk_in_name=wanted.walk_in_name,
        walk_in_phone=wanted.walk_in_phone,
        po=wanted.po,
        priority=wanted.priority,
        first_promise_on=wanted.due_on,
        due_on=wanted.due_on,
        note=wanted.note,
        checked_in_at=by.now if state is JobState.OPEN else None,
    )
    db.add(job)
    db.flush()
    for number, line in enumerate(wanted.lines, start=1):
        add_line(db, job, line, number=number)
    after = {"number": job.number, "lines": len(wanted.lines), "due_on": wanted.due_on and wanted.due_on.isoformat()}
    record_event(db, "job.checked_in" if state is JobState.OPEN else "job.quoted", job, by, job_id=job.id, after=after)
    return job


def add_line(
    db: Session,
    job: Job,
    wanted: LineWanted,
    *,
    number: int,
    parent: Line | None = None,
    rework_number: int | None = None,
) -> Line:
    """A line with its coats and steps; the caller holds the job and writes the event."""
    line = Line(
        job_id=job.id,
        number=number,
        position=number * 100 + (rework_number or 0),
        parent_line_id=parent.id if parent else None,
        rework_number=rework_number,
        kind=wanted.kind,
        ordered_qty=wanted.qty,
        what=wanted.what,
        metal=wanted.metal,
        thickness_um=wanted.thickness_um,
        area_mm2=wanted.area_mm2,
        area_entered=wanted.area_entered,
        size_class=wanted.size_class,
        stay_bare=wanted.stay_bare,
        price=wanted.price,
    )
    db.add(line)
    db.flush()
    db.add_all(_coat(db, line, place, coat) for place, coat in enumerate(wanted.coats, start=1))
    db.add_all(
        LineStep(line_id=line.id, prep_step_id=step, before_coat=before, position=place)
        for place, (step, before) in enumerate(wanted.steps, start=1)
    )
    db.flush()
    return line


def _typed_film_um(db: Session, coat: Coat) -> Decimal | None:
    """The film somebody asked for; None where it was only what the powder (or no powder) suggests."""
    suggested = UNKNOWN_FILM_UM if coat.powder_id is None else _middle_um(db.get_one(Powder, coat.powder_id))
    return None if coat.film_um == suggested else coat.film_um


def _middle_um(powder: Powder) -> Decimal:
    return round((powder.film_low_um + powder.film_high_um) / 2, 1)


def _coat(db: Session, line: Line, number: int, wanted: CoatWanted) -> Coat:
    film_um = wanted.film_um
    if film_um is None and wanted.powder_id is not None:
        film_um = _middle_um(db.get_one(Powder, wanted.powder_id))
    return Coat(
        line_id=line.id,
        number=number,
        role=wanted.role,
        powder_id=wanted.powder_id,
        wish=wanted.wish,
        film_um=film_um or UNKNOWN_FILM_UM,
        part_cure=wanted.part_cure,
    )


def edit(db: Session, thing: Job | Line, changes: Mapping[str, Any], version: int, *, by: Actor) -> None:
    """Change fields of a job or a line; StaleError with what stands there when somebody saved first."""
    by.demand(Permission.JOB_EDIT)
    job_id = thing.id if isinstance(thing, Job) else thing.job_id
    lock(db, Job, [job_id])
    db.refresh(thing, [*changes, "version"])
    before = {name: getattr(thing, name) for name in changes}
    if thing.version != version:
        theirs = {name: value for name, value in before.items() if value != changes[name]}
        raise StaleError("Somebody changed this while you were typing.", theirs | {"version": thing.version})
    changed = {name: value for name, value in changes.items() if value != before[name]}
    if not changed:
        return
    if isinstance(thing, Line) and "ordered_qty" in changed:
        _refuse_fewer(db, thing, changed["ordered_qty"])
    for name, value in changed.items():
        setattr(thing, name, value)
    thing.version = version + 1
    verb = "job.edited" if isinstance(thing, Job) else "line.edited"
    was = _plain({name: before[name] for name in changed})
    record_event(db, verb, thing, by, job_id=job_id, before=was, after=_plain(changed))


def _refuse_fewer(db: Session, line: Line, ordered_qty: int) -> None:
    came = queries.came_qty(db, line)
    if ordered_qty < came and ordered_qty < line.ordered_qty:
        raise DomainError(f"{came} parts of this line are here already; they cannot be fewer.")


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, int | str | None) else str(value) for name, value in values.items()}


def give_powder(db: Session, coat: Coat, powder: Powder, *, by: Actor) -> Coat:
    """Match a coat to a powder, or change its colour before the first part is sprayed: the old row is closed."""
    by.demand(Permission.JOB_EDIT)
    line = db.get_one(Line, coat.line_id)
    lock(db, Job, [line.job_id])
    db.refresh(coat)
    if coat.closed_at is not None:
        raise DomainError("This coat was changed by somebody else; load the page again.")
    if queries.is_sprayed(db, coat.id):
        raise DomainError(
            "Parts were sprayed with this powder already: check them, and have them done again in another."
        )
    coat.closed_at = by.now
    db.flush()
    wanted = CoatWanted(powder.id, coat.wish, coat.role, _typed_film_um(db, coat), part_cure=coat.part_cure)
    fresh = _coat(db, line, coat.number, wanted)
    db.add(fresh)
    db.flush()
    before = {"powder_id": coat.powder_id, "coat": coat.number, "line_id": line.id}
    record_event(db, "coat.powder_given", fresh, by, job_id=line.job_id, before=before, after={"powder_id": powder.id})
    return fresh


def hold(db: Session, job: Job, *, reason: str, by: Actor, line: Line | None = None) -> Hold:
    """Stop further work on a job or one line, with a reason; what is in a booth or oven is still finished."""
    by.demand(Permission.JOB_HOLD)
    lock(db, Job, [job.id])
    line_id = line.id if line else None
    if any(held.line_id == line_id for held in queries.open_holds(db, [job.id])):
        raise DomainError("This is on hold already.")
    held = Hold(job_id=job.id, line_id=line_id, reason=reason, held_at=by.now, held_by_id=by.person_id)
    db.add(held)
    db.flush()
    record_event(db, "job.held", job, by, job_id=job.id, after={"reason": reason, "line_id": line_id})
    return held


def release(db: Session, job: Job, held: Hold, *, by: Actor) -> None:
    """Let a held job or line go on; released twice is told."""
    by.demand(Permission.JOB_HOLD)
    lock(db, Job, [job.id])
    db.refresh(held)
    if held.released_at is not None:
        raise DomainError("This hold was released already.")
    held.released_at = by.now
    record_event(db, "job.released", job, by, job_id=job.id, before={"reason": held.reason, "line_id": held.line_id})


def refuse_held(db: Session, lines: Collection[Line]) -> None:
    """DomainError when a line, the line it is a rework of, or the job is on hold: no way into batch, load, pickup."""
    by_job = {line.job_id for line in lines}
    for held in queries.open_holds(db, by_job):
        if any(queries.held_with(db, held, line) for line in lines):
            number = db.get_one(Job, held.job_id).number
            raise DomainError(f"Job {number} is on hold: {held.reason}.")
