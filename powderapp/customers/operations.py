"""Customers are added and changed; two of one name cannot be told apart and are refused."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.db import lock
from powderapp.base.errors import FieldError, StaleError
from powderapp.base.events import record_event
from powderapp.base.sheets import BroughtIn, Listed, Read
from powderapp.base.text import sort_key
from powderapp.customers import queries
from powderapp.customers.models import Customer
from powderapp.customers.reading import CustomerRow, same_firm

LONGEST_KEY = 240


@dataclass(frozen=True)
class CustomerWanted:
    """A customer as typed: only the name is needed."""

    name: str
    contact: str | None = None
    phone: str | None = None
    email: str | None = None
    terms: str | None = None
    note: str | None = None


def add(db: Session, wanted: CustomerWanted, *, by: Actor) -> Customer:
    """A new customer. FieldError (name): there is one of that name, in whatever case and spaces."""
    by.demand(Permission.CUSTOMER_EDIT)
    _refuse_taken(db, wanted.name)
    customer = Customer(**asdict(wanted), sort_key=_key(wanted.name), added_at=by.now)
    db.add(customer)
    db.flush()
    record_event(db, "customer.added", customer, by, after=asdict(wanted))
    return customer


def edit(db: Session, customer: Customer, wanted: CustomerWanted, version: int, *, by: Actor) -> Customer:
    """Change what is known of a customer. StaleError with what stands there now; FieldError: the name is taken."""
    by.demand(Permission.CUSTOMER_EDIT)
    (customer,) = lock(db, Customer, [customer.id])
    after = asdict(wanted)
    before = {name: getattr(customer, name) for name in after}
    if customer.version != version:
        raise StaleError("Somebody changed this customer while you were typing.", _differing(before, after, customer))
    if before == after:
        return customer
    _refuse_taken(db, wanted.name, but=customer)
    for name, value in after.items():
        setattr(customer, name, value)
    customer.sort_key, customer.version = _key(wanted.name), version + 1
    record_event(db, "customer.edited", customer, by, before=before, after=after, inverse=before)
    return customer


def bring_in(db: Session, read: Read[CustomerRow], *, by: Actor) -> BroughtIn:
    """Add the certain rows of an old list. Who is there as written stays; who may be there in another spelling, or
    with other details, is listed and not touched.
    """
    by.demand(Permission.CUSTOMER_EDIT)
    there = {same_firm(row.name): row for row in queries.everybody(db)}
    listed, added = list(read.listed), 0
    for line in read.certain:
        found = there.get(same_firm(line.record.name))
        if found is None:
            add(db, CustomerWanted(**asdict(line.record)), by=by)
            added += 1
        elif reason := _why_other(found, line.record):
            listed.append(Listed(line.line, reason, {"name": line.record.name}))
    known = len(read.certain) - added - (len(listed) - len(read.listed))
    return BroughtIn(added, known, tuple(sorted(listed, key=lambda row: row.line)))


def _why_other(found: Row[*tuple[Any, ...]], record: CustomerRow) -> str | None:
    if sort_key(found.name) != sort_key(record.name):
        return f"May be {found.name}, who is a customer already."
    other = [name for name, value in asdict(record).items() if name != "name" and value != getattr(found, name)]
    return f"{found.name} is a customer already, with another {', '.join(other)}." if other else None


def _differing(before: Mapping[str, Any], after: Mapping[str, Any], customer: Customer) -> dict[str, object]:
    changed = {name: value for name, value in before.items() if value != after[name]}
    return changed | {"version": customer.version}


def _refuse_taken(db: Session, name: str, but: Customer | None = None) -> None:
    found = queries.customer_named(db, name)
    if found is not None and found is not but:
        raise FieldError("name", f"{found.name} is a customer already.")


def _key(name: str) -> str:
    return sort_key(name)[:LONGEST_KEY]
