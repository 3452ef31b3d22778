"""What the ids in the events of a job are called."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, String, cast, func, literal, select, union_all
from sqlalchemy.orm import Session

from powderapp.base.events import Event
from powderapp.batches.models import Batch, Task
from powderapp.checks.models import Check
from powderapp.jobs.models import Coat, Line, LineStep
from powderapp.jobs.rules import line_label
from powderapp.ovens.models import Load
from powderapp.powders.models import Powder
from powderapp.shop.models import Rack


def names_of(db: Session, job_id: int, job_number: int, events: Sequence[Event]) -> dict[str, str]:
    """`line:12` -> `4115-2`, `task:5` -> the line it sprays, `batch:3` -> `S218`, `powder:7` -> `9005`.

    Two statements.
    """
    rows = db.execute(select(Line.id, Line.number, Line.rework_number).where(Line.job_id == job_id))
    labels = {str(line_id): line_label(job_number, number, rework) for line_id, number, rework in rows}
    found = {f"line:{line_id}": label for line_id, label in labels.items()}
    for kind, row_id, name in db.execute(union_all(*_called(events), *_on_lines(job_id))):
        found[f"{kind}:{row_id}"] = labels.get(name, name) if kind in _ON_LINES else name
    return found


_ON_LINES = ("task", "coat", "line_step", "check")


def _called(events: Sequence[Event]) -> Iterator[Select[Any]]:
    powder = func.coalesce(Powder.ral, Powder.name)
    yield _select("powder", Powder.id, powder).where(Powder.id.in_(_ids(events, "powder_id")))
    yield _select("rack", Rack.id, Rack.code).where(Rack.id.in_(_ids(events, "rack_id")))
    number = func.concat("S", Batch.number)
    yield _select("batch", Batch.id, number).where(Batch.id.in_(_subjects(events, "batch")))
    yield _select("load", Load.id, func.concat("Load ", Load.number)).where(Load.id.in_(_subjects(events, "load")))


def _on_lines(job_id: int) -> Iterator[Select[Any]]:
    for kind, row_id, line_id in (
        ("coat", Coat.id, Coat.line_id),
        ("line_step", LineStep.id, LineStep.line_id),
        ("check", Check.id, Check.line_id),
    ):
        yield _select(kind, row_id, line_id).join(Line, Line.id == line_id).where(Line.job_id == job_id)
    task = _select("task", Task.id, Coat.line_id).join(Coat, Coat.id == Task.coat_id)
    yield task.join(Line, Line.id == Coat.line_id).where(Line.job_id == job_id)


def _select(kind: str, row_id: Any, name: Any) -> Select[Any]:
    return select(literal(kind), row_id, cast(name, String))


def _ids(events: Sequence[Event], key: str) -> set[int]:
    facts = (facts for event in events for facts in (event.before, event.after) if facts)
    return {fact[key] for fact in facts if fact.get(key) is not None}


def _subjects(events: Sequence[Event], kind: str) -> set[int]:
    return {event.subject_id for event in events if event.subject == kind}
