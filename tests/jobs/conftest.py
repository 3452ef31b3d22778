"""A job to look at."""

import pytest

from powderapp.jobs.queries import job_by_number


@pytest.fixture
def job(works):
    """26 pickets and 4 gate leaves of Harbor Rail & Gate."""
    picket = works.line(26, "Picket", works.black, area_mm2=300_000, price="312.00", stay_bare="Threads M12")
    return works.job(picket, works.line(4, "Gate leaf", works.primer, works.black))


@pytest.fixture
def again(db):
    """The job as it is now."""
    return lambda job: job_by_number(db, job.number)
