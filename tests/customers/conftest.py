"""Customers as a test wants them."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from powderapp.base.access import Actor
from powderapp.customers import operations
from powderapp.customers.models import Customer
from powderapp.customers.operations import CustomerWanted


@pytest.fixture
def make_customer(db: Session, by: Actor) -> Callable[..., Customer]:
    """`make_customer("Harbor Rail & Gate", phone="555-1632")`."""
    return lambda name, **details: operations.add(db, CustomerWanted(name, **details), by=by)


@pytest.fixture
def harbor(make_customer: Callable[..., Any]) -> Customer:
    """One customer with everything filled in."""
    known = {"contact": "Ann", "phone": "555-1632", "email": "ann@harbor.test", "terms": "Net 30"}
    return make_customer("Harbor Rail & Gate", **known)
