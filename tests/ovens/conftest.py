"""Parts brought in front of an oven."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from powderapp.jobs.models import Line
from powderapp.parts.models import Pile
from powderapp.powders.models import Powder
from powderapp.powders.rules import Finish
from tests.support.chain import Works

Sprayed = Callable[..., tuple[Line, Pile]]


@pytest.fixture
def sprayed(works: Works) -> Sprayed:
    """`sprayed(powder, 10)`: a line of that many parts, sprayed and waiting for the oven on rack R3."""

    def sprayed(powder: Powder, qty: int = 10, **more: object) -> tuple[Line, Pile]:
        job = works.job(works.line(qty, "Picket", powder, **more))
        (line,) = job.lines
        works.sprayed({works.prepared(line).id: qty}, powder, works.box(powder, 20_000), 300)
        return line, works.pile(line)

    return sprayed


@pytest.fixture
def hot(works: Works) -> Powder:
    """The same minutes as in a data sheet from elsewhere: 400 °F for 10 min."""
    return works.powder("U400", "Signal red", Finish.GLOSS, Decimal("204.4"), 10, sg="1.5")
