"""Jobs with parts that are ready."""

from collections.abc import Callable

import pytest

from powderapp.checks import operations as checks
from powderapp.checks.operations import Verdict
from powderapp.jobs.models import Job, Line
from powderapp.parts.models import Pile
from powderapp.parts.rules import Stage
from tests.support.chain import Works

Ready = Callable[..., tuple[Job, Line, Pile]]


@pytest.fixture
def ready(works: Works) -> Ready:
    """`ready(10)`: a job of one line, all of it checked and standing on rack R3."""

    def ready(qty: int = 10, passed: int | None = None) -> tuple[Job, Line, Pile]:
        job, line, pile = works.checking(qty)
        checks.check(works.db, pile, Verdict(passed=passed or qty), by=works.by)
        return job, line, works.pile(line, Stage.READY)

    return ready
