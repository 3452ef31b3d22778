"""What the check-in shows of what is known: a customer's habits, a past job to be copied."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from powderapp.customers.models import Customer
from powderapp.jobs.matching import shown
from powderapp.jobs.models import Job, Line
from powderapp.jobs.queries import job_by_number, usual_powders_of

MOST_LINES = 38
"""As many rows as the grid has."""


def known_of(db: Session, customer: Customer) -> str:
    """`Net 30 · last job 4122 · usual: RAL 9005 matt`, what there is of it."""
    last = db.scalar(select(Job.number).where(Job.customer_id == customer.id).order_by(Job.id.desc()).limit(1))
    usual = ", ".join(shown(powder) for powder in usual_powders_of(db, customer.id, 2))
    facts = [customer.terms, f"last job {last}" if last else "first job", f"usual: {usual}" if usual else None]
    return " · ".join(fact for fact in facts if fact)


def copied(db: Session, number: int) -> dict[str, Any]:
    """A past job as the values of a new form: who, and the lines with prep, powders and prices; not its day and PO."""
    job = job_by_number(db, number)
    lines = [line for line in job.lines if line.parent_line_id is None and line.cancelled_at is None]
    who = {"customer": job.customer_name, "customer_id": job.customer_id, "phone": job.walk_in_phone}
    return who | {"priority": job.priority, "lines": [_copied_line(line) for line in lines[:MOST_LINES]]}


def _copied_line(line: Line) -> Mapping[str, Any]:
    coats: dict[str, Any] = {}
    for place, coat in enumerate(line.coats[:3], start=1):
        coats[f"coat{place}"] = shown(coat.powder) if coat.powder else f"{coat.wish}?"
        coats[f"coat{place}_id"] = coat.powder_id
    plain = {"qty": line.ordered_qty, "what": line.what, "area_mm2": line.area_mm2, "metal": line.metal}
    return plain | coats | {"prep": _prep(line), "price": line.price}


def _prep(line: Line) -> str:
    """`Blast, Mask > Scuff`: the steps as the grid reads them."""
    befores = range(1, max((step.before_coat for step in line.steps), default=0) + 1)
    return " > ".join(", ".join(s.prep_step.name for s in line.steps if s.before_coat == b) for b in befores)
