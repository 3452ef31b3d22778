"""Parts to move."""

import pytest
from sqlalchemy import func, select

from powderapp.base.events import Event
from powderapp.jobs.queries import job_by_number


@pytest.fixture
def job(works):
    """26 pickets, received."""
    return works.job(works.line(26, "Picket", works.black))


@pytest.fixture
def line(job):
    return job.lines[0]


@pytest.fixture
def expected(works):
    """26 pickets and 4 gate leaves that are still to come."""
    return works.job(works.line(26, "Picket", works.black), works.line(4, "Gate leaf", works.black), arrived=False)


@pytest.fixture
def again(db):
    """The job as it is now."""
    return lambda job: job_by_number(db, job.number)


@pytest.fixture
def told(db):
    """How many events of a verb there are."""
    return lambda verb: db.scalar(select(func.count()).select_from(Event).where(Event.verb == verb))
