"""Reads of customers: one, a page of them, those that were typed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, any_, func, select
from sqlalchemy.orm import Session

from powderapp.base.errors import NotFoundError
from powderapp.base.finding import begin_with, words
from powderapp.base.text import sort_key
from powderapp.customers.models import FOUND_BY, Customer

PAGE, CHOICES, MOST_FOUND = 50, 8, 1000
_ROW = (Customer.id, Customer.name, Customer.contact, Customer.phone, Customer.email, Customer.terms)


def customer_by_id(db: Session, customer_id: int) -> Customer:
    """The customer; NotFoundError when there is none."""
    found = db.get(Customer, customer_id)
    if found is None:
        raise NotFoundError("There is no such customer.")
    return found


def customer_named(db: Session, name: str) -> Customer | None:
    """The customer of that name, whatever its case, accents and spaces."""
    return db.scalar(select(Customer).where(Customer.sort_key == sort_key(name)))


def everybody(db: Session) -> Sequence[Row[*tuple[Any, ...]]]:
    """All customers with everything a spreadsheet says of them: to compare an old list with."""
    return db.execute(select(*_ROW, Customer.note)).all()


def page(db: Session, typed: str = "", after: int | None = None) -> Sequence[Row[*tuple[Any, ...]]]:
    """One page of customers by name and one more, if there is more; only those whose words begin as typed.

    Of more than 1000 that fit, 1000 are looked at: the person at the screen types on. after: id of the last one seen.
    """
    query = select(*_ROW).order_by(Customer.sort_key).limit(PAGE + 1)
    if after is not None:
        seen = select(Customer.sort_key).where(Customer.id == after).scalar_subquery()
        query = query.where(Customer.sort_key > seen)
    if sought := words(typed):
        query = query.where(Customer.id == any_(func.array(_fitting(sought, MOST_FOUND).scalar_subquery())))
    return db.execute(query).all()


def choices(db: Session, typed: str) -> Sequence[Row[*tuple[Any, ...]]]:
    """At most 8 for a list under a field: names that begin as typed first, then those with such words."""
    sought = words(typed)
    if not sought:
        return []
    first = select(*_ROW).where(Customer.sort_key.startswith(sort_key(typed[:200]), autoescape=True))
    found = list(db.execute(first.order_by(Customer.sort_key).limit(CHOICES)))
    if len(found) < CHOICES:
        fitting = _fitting(sought, CHOICES + len(found)).scalar_subquery()
        others = select(*_ROW).where(Customer.id == any_(func.array(fitting))).order_by(Customer.sort_key)
        known = {row.id for row in found}
        found += [row for row in db.execute(others) if row.id not in known]
    return found[:CHOICES]


def _fitting(sought: Sequence[str], most: int) -> Select[int]:
    # Asked for by itself, the index over words is used whatever the order of the list is.
    return select(Customer.id).where(begin_with(FOUND_BY, sought)).limit(most)
