"""Whatever is done in whichever order, the parts that stand somewhere are the parts that arrived."""

from collections.abc import Callable
from random import Random

import pytest
from sqlalchemy import func, select

from powderapp.base.errors import DomainError
from powderapp.checks import operations as checks
from powderapp.checks.operations import Verdict
from powderapp.checks.rules import FaultOwner, ReworkKind
from powderapp.jobs.models import Job, Line
from powderapp.ovens import operations as ovens
from powderapp.ovens.queries import open_load_in
from powderapp.parts.models import Pile
from powderapp.pickups import operations as pickups
from tests.support.chain import Works

ARRIVED = 40


def _piles(works: Works, job: Job) -> list[Pile]:
    query = select(Pile).join(Line, Line.id == Pile.line_id).where(Line.job_id == job.id, Pile.qty > 0)
    return list(works.db.scalars(query.order_by(Pile.id)))


def _load(works: Works, job: Job, chance: Random) -> None:
    pile = chance.choice(_piles(works, job))
    parts = {pile.id: chance.randint(1, pile.qty + 1)}
    ovens.load(works.db, works.oven, parts, set_point_c=200, minutes=15, by=works.by)


def _unload(works: Works, job: Job, chance: Random) -> None:
    load = open_load_in(works.db, works.oven.id)
    if load is not None and chance.random() < 0.3:
        ovens.abort(works.db, load, reason="power cut", by=works.by)
    elif load is not None:
        ovens.take_out(works.db, load, by=works.by)


def _check(works: Works, job: Job, chance: Random) -> None:
    verdict = Verdict(
        passed=chance.randint(0, 6),
        rework=chance.randint(0, 2),
        scrap=chance.randint(0, 1),
        cause="thin",
        fault_owner=FaultOwner.US,
        rework_kind=chance.choice(list(ReworkKind)),
        rework_steps=(works.bake.id,),
    )
    checks.check(works.db, chance.choice(_piles(works, job)), verdict, by=works.by)


def _give(works: Works, job: Job, chance: Random) -> None:
    pile = chance.choice(_piles(works, job))
    pickups.pick_up(works.db, job, {pile.id: chance.randint(1, pile.qty)}, to_whom="the driver", by=works.by)


STEPS: list[Callable[[Works, Job, Random], None]] = [_load, _unload, _check, _give]


def _counted(works: Works, job: Job) -> int:
    query = select(func.sum(Pile.qty)).join(Line, Line.id == Pile.line_id).where(Line.job_id == job.id)
    return int(works.db.scalars(query).one() or 0)


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 20))])
def test_the_parts_of_a_job_add_up_after_every_step(works: Works, seed: int) -> None:
    chance = Random(seed)
    job = works.job(works.line(ARRIVED, "Picket", works.black))
    (line,) = job.lines
    works.sprayed({works.prepared(line).id: ARRIVED}, works.black, works.black_box, 500)
    done = 0
    for _ in range(40):
        try:
            with works.db.begin_nested():
                chance.choice(STEPS)(works, job, chance)
            done += 1
        except DomainError:
            works.db.expire_all()
        assert _counted(works, job) == ARRIVED
    assert done > 5
