"""Jobs by what was typed: their number, words of the customer, words of a walk-in's name."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, any_, func, select, true, union
from sqlalchemy.orm import Session

from powderapp.base.finding import begin_with
from powderapp.customers.models import FOUND_BY, Customer
from powderapp.jobs.models import WALK_IN_WORDS, Job
from powderapp.jobs.queries import is_open

MOST_CUSTOMERS, MOST_WALK_INS, NEWEST_WALK_INS = 300, 300, 500


def found_ids(db: Session, typed: Sequence[str], number: int | None, after: int | None, most: int) -> Sequence[int]:
    """Ids of the newest jobs below `after` that fit, the one of that number first: each way has an index of its own.

    Of more than 300 customers that fit, 300 are looked at, likewise of walk-ins beside the newest 500.
    """
    ways: list[Select[*tuple[Any, ...]]] = [
        _of_customers(typed, after, most),
        _newest_walk_ins(typed, after),
        _walk_ins(typed, after),
    ]
    if number is not None and after is None:
        ways.append(select(Job.id, Job.number).where(Job.number == number))
    found = union(*(select(way.subquery()) for way in ways)).subquery("found")
    query = select(found.c.id).order_by(found.c.number.is_distinct_from(number), found.c.number.desc())
    return db.scalars(query.limit(most)).all()


def open_ids(db: Session, typed: Sequence[str]) -> Sequence[int]:
    """Ids of all open jobs that fit."""
    known = Job.customer_id == any_(func.array(_customers(typed).scalar_subquery()))
    walk_in = Job.walk_in_name.is_not(None) & begin_with(WALK_IN_WORDS, typed)
    return db.scalars(select(Job.id).where(is_open(), known | walk_in)).all()


def _of_customers(typed: Sequence[str], after: int | None, most: int) -> Select[*tuple[Any, ...]]:
    """The newest jobs of each customer: one with thousands of jobs costs no more than others."""
    known = _customers(typed).subquery("known")
    each = _newest(after).where(Job.customer_id == known.c.id).limit(most).lateral("each")
    return select(each.c.id, each.c.number).select_from(known.join(each, true()))


def _customers(typed: Sequence[str]) -> Select[int]:
    return select(Customer.id).where(begin_with(FOUND_BY, typed)).limit(MOST_CUSTOMERS)


def _newest_walk_ins(typed: Sequence[str], after: int | None) -> Select[*tuple[Any, ...]]:
    newest = _newest(after).add_columns(Job.walk_in_name).where(Job.walk_in_name.is_not(None))
    job = newest.limit(NEWEST_WALK_INS).subquery("job")
    return select(job.c.id, job.c.number).where(begin_with(WALK_IN_WORDS, typed))


def _walk_ins(typed: Sequence[str], after: int | None) -> Select[*tuple[Any, ...]]:
    fits = select(Job.id).where(Job.walk_in_name.is_not(None), begin_with(WALK_IN_WORDS, typed)).limit(MOST_WALK_INS)
    return _newest(after).where(Job.id == any_(func.array(fits.scalar_subquery())))


def _newest(after: int | None) -> Select[*tuple[Any, ...]]:
    query = select(Job.id, Job.number).where(Job.number.is_not(None)).order_by(Job.number.desc())
    return query.where(Job.number < after) if after is not None else query
