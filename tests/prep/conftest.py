"""Lines that wait for prep."""

from collections.abc import Callable

import pytest

from powderapp.jobs.models import Line
from powderapp.jobs.operations import CoatWanted, LineWanted
from powderapp.shop.models import PrepStep
from tests.support.chain import Works


@pytest.fixture
def received(works: Works) -> Callable[..., Line]:
    """`received(26)`: a line of black pickets to blast, just arrived."""

    def received(qty: int = 26, **more: object) -> Line:
        (line,) = works.job(works.line(qty, "Picket", works.black, **more)).lines
        return line

    return received


@pytest.fixture
def masked(works: Works) -> Callable[..., Line]:
    """A line that is blasted and masked."""

    def masked(qty: int = 26) -> Line:
        mask = PrepStep(name="Mask")
        works.db.add(mask)
        works.db.flush()
        steps = ((works.blast.id, 1), (mask.id, 1))
        (line,) = works.job(LineWanted(qty, "Picket", coats=(CoatWanted(works.black.id),), steps=steps)).lines
        return line

    return masked


@pytest.fixture
def steps(works: Works) -> Callable[[Line], list[int]]:
    """The ids of a line's steps, in order."""
    return lambda line: sorted(step.id for step in works.db.get_one(Line, line.id, populate_existing=True).steps)
