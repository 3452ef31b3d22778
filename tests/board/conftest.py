"""Jobs on the board."""

import pytest

from powderapp.base.clock import day, now
from powderapp.checks import operations as checks
from powderapp.checks.operations import Verdict
from powderapp.checks.rules import FaultOwner


@pytest.fixture
def today():
    """The shop's day."""
    return day(now(), "Europe/Berlin")


@pytest.fixture
def redone(db, works, by):
    """A job of 30 pickets: 29 are ready, one is too thin and is done again."""
    job, _, pile = works.checking(30)
    checks.check(db, pile, Verdict(passed=29, rework=1, cause="thin", fault_owner=FaultOwner.US), by=by)
    return job
