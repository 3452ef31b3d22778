"""Jobs by what was typed: their number, words of the customer, words of a walk-in's name."""

from collections.abc import Sequence

from sqlalchemy import Select, any_, func, select, true, union
from sqlalchemy.orm import Session

from powderapp.base.finding import begin_with
from powderapp.customers.models import FOUND_BY, Customer
from powderapp.jobs.models import WALK_IN_WORDS, Job
from powderapp.jobs.queries import is_open

MOST_CUSTOMERS, MOST_WALK_INS, MOST_JOBS = 1000, 1000, 51
NEWEST_WALK_INS = 2000


def found_ids(
    db: Session, typed: Sequence[str], number: int | None, after: int | None, *, of_open: bool
) -> Sequence[int]:
    """Ids of jobs below `after` that fit, among them the newest: each way in the order of an index of its own.

    Of more than 1000 customers that fit, 1000 are looked at, likewise of walk-ins beside the newest ones.
    """
    ways = [_of_open(typed)] if of_open else [_of_customers(typed, after)]
    ways += [_newest_walk_ins(typed, after), _walk_ins(typed)]
    if number is not None and after is None:
        ways.append(select(Job.id).where(Job.number == number))
    return db.scalars(union(*(select(way.subquery().c.id) for way in ways))).all()


def _of_open(typed: Sequence[str]) -> Select[int]:
    return select(Job.id).where(is_open(), Job.customer_id == any_(func.array(_customers(typed).scalar_subquery())))


def _of_customers(typed: Sequence[str], after: int | None) -> Select[int]:
    """The newest jobs of each customer: one with thousands of jobs costs no more than others."""
    known = _customers(typed).subquery("known")
    newest = select(Job.id).where(Job.customer_id == known.c.id, Job.number.is_not(None))
    newest = newest.where(Job.number < after) if after is not None else newest
    each = newest.order_by(Job.number.desc()).limit(MOST_JOBS).lateral("each")
    return select(each.c.id).select_from(known.join(each, true()))


def _customers(typed: Sequence[str]) -> Select[int]:
    return select(Customer.id).where(begin_with(FOUND_BY, typed)).limit(MOST_CUSTOMERS)


def _newest_walk_ins(typed: Sequence[str], after: int | None) -> Select[int]:
    newest = select(Job.id, Job.walk_in_name).where(Job.walk_in_name.is_not(None), Job.number.is_not(None))
    newest = newest.where(Job.number < after) if after is not None else newest
    job = newest.order_by(Job.number.desc()).limit(NEWEST_WALK_INS).subquery("job")
    return select(job.c.id).where(begin_with(WALK_IN_WORDS, typed))


def _walk_ins(typed: Sequence[str]) -> Select[int]:
    fits = begin_with(WALK_IN_WORDS, typed)
    return select(Job.id).where(Job.walk_in_name.is_not(None), fits).limit(MOST_WALK_INS)
