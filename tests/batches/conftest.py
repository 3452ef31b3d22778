"""Parts in front of a booth, and batches started as a sprayer starts them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from powderapp.batches.queries import batch_by_number
from powderapp.jobs.models import Line
from powderapp.powders.models import Powder
from powderapp.stock.models import Box
from tests.support.chain import Works


@dataclass
class Seen:
    """A batch as it is whenever one looks: requests change it."""

    works: Works
    number: int

    def __getattr__(self, name: str) -> Any:
        return getattr(batch_by_number(self.works.db, self.number), name)


@pytest.fixture
def queued(works: Works) -> Callable[..., Line]:
    """`queued(26)`: a line of black pickets, blasted, on rack R3, waiting for the booth."""

    def queued(qty: int = 26, powder: Powder | None = None, **more: object) -> Line:
        (line,) = works.job(works.line(qty, "Picket", powder or works.black, **more)).lines
        works.prepared(line)
        return line

    return queued


@pytest.fixture
def sending(works: Works) -> Callable[..., dict[str, object]]:
    """What the start form sends: all parts of these lines, the black box at 21 kg, Booth 1."""

    def sending(*lines: Line, **more: object) -> dict[str, object]:
        piles = [works.pile(line) for line in lines]
        wanted = {"powder": works.black.id, "booth": works.booth.id, "box": works.black_box.id, "gross": "21"}
        return wanted | {"pile": [p.id for p in piles], "qty": [p.qty for p in piles]} | more

    return sending


@pytest.fixture
def started(works: Works, floor, sending) -> Callable[..., Seen]:
    """`started(line)`: the batch, running."""

    def started(*lines: Line, **more: object) -> Seen:
        answer = floor.post("/floor/queue/start", **sending(*lines, **more))
        assert answer.status_code == 303, answer.text
        return Seen(works, int(answer.location.rsplit("/", 1)[1]))

    return started


@pytest.fixture
def sprayed(works: Works, floor, started) -> Callable[..., Seen]:
    """The same with every part counted done: ready to be weighed back."""

    def sprayed(*lines: Line, **more: object) -> Seen:
        batch = started(*lines, **more)
        for task in batch.tasks:
            floor.post(f"/floor/batches/{batch.number}/tasks/{task.id}/done", out_qty=task.in_qty)
        return batch

    return sprayed


@pytest.fixture
def used_g(works: Works) -> Callable[[Box], int]:
    """Grams gone from a box of 20 kg, by its ledger."""
    return lambda box: 20_000 - works.db.get_one(Box, box.id).net_g
