"""Check in: the job is opened and, when the parts are on the counter, they arrive with it."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from powderapp.base.access import Actor
from powderapp.customers.operations import CustomerWanted, add
from powderapp.jobs.models import Job, Line
from powderapp.jobs.operations import JobWanted, open_job
from powderapp.jobs.rules import LineKind
from powderapp.parts.operations import arrive


def check_in(
    db: Session, wanted: JobWanted, *, by: Actor, arrived: bool, new_customer: CustomerWanted | None = None
) -> Job:
    """Open the job; `arrived`: every part of every line is here now, else the parts come later in their own trips.

    new_customer: who brings it and is not on file yet.
    """
    if new_customer is not None:
        wanted = replace(wanted, customer_id=add(db, new_customer, by=by).id)
    job = open_job(db, wanted, by=by)
    if arrived:
        query = select(Line.id, Line.ordered_qty).where(Line.job_id == job.id, Line.kind != LineKind.GOODS)
        arrive(db, job, {line.id: line.ordered_qty for line in db.execute(query)}, by=by)
    return job
