"""Two at the same moment, the first not committed yet: the second waits, looks again, and is refused in words."""

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from powderapp.base.db import lock
from powderapp.base.errors import DomainError
from powderapp.batches import clocks, queries, sharing, weighing
from powderapp.batches import operations as batches
from powderapp.batches.models import Batch
from powderapp.batches.weighing import BoxIn, BoxOut
from powderapp.jobs.models import Line
from powderapp.ovens import operations as ovens
from powderapp.ovens.models import Load
from powderapp.parts import operations as parts
from powderapp.parts.models import Move, MoveCause, Pile
from powderapp.stock.models import Box
from tests.support.chain import Works

Act = Callable[[Session], Any]


@pytest.fixture
def meet(committed: Engine) -> Callable[[Act, Act], list[Any]]:
    """`meet(first, second)`: the second begins while the first is not committed; what each got."""

    def meet(first: Act, second: Act) -> list[Any]:
        got: dict[str, Any] = {}

        def act(name: str, session: Session, do: Act) -> None:
            try:
                got[name] = do(session)
                session.commit()
            except DomainError as refusal:
                got[name] = refusal
                session.rollback()

        with Session(committed, expire_on_commit=False) as one, Session(committed, expire_on_commit=False) as other:
            got["first"] = first(one)
            thread = Thread(target=act, args=("second", other, second))
            thread.start()
            thread.join(0.5)
            one.commit()
            thread.join(8)
        return [got["first"], got["second"]]

    return meet


@pytest.fixture
def line(open_works: Works) -> Line:
    (line,) = open_works.job(open_works.line(10, "Picket", open_works.black, blast=False)).lines
    return line


def begun(works: Works, line: Line, *boxes: BoxIn) -> Batch:
    """A batch with all parts counted done."""
    batch = batches.start(works.db, works.booth, works.black, {works.pile(line).id: 10}, boxes, by=works.by)
    (task,) = queries.tasks_of(works.db, batch.id)
    batches.count_done(works.db, task, 10, by=works.by)
    return batch


def test_parts_do_not_slip_back_into_a_batch_that_is_being_finished(open_works, line, meet):
    by, batch = open_works.by, begun(open_works, line)
    sprayed = open_works.db.scalars(select(Move).where(Move.cause == MoveCause.SPRAYED)).one()
    open_works.db.commit()
    _, refusal = meet(
        lambda db: weighing.finish(db, db.get_one(Batch, batch.id), {}, by=by),
        lambda db: parts.reverse(db, db.get_one(Move, sprayed.id), 3, by=by, reason="slip"),
    )
    assert "over" in str(refusal)
    open_works.db.expire_all()
    assert open_works.counts(line) == {"to_cure": 10}


def test_no_clock_starts_at_a_batch_that_is_being_finished(open_works, line, meet):
    by, batch = open_works.by, begun(open_works, line)
    clocks.pause(open_works.db, batch, by=by)
    open_works.db.commit()
    _, refusal = meet(
        lambda db: weighing.finish(db, db.get_one(Batch, batch.id), {}, by=by),
        lambda db: clocks.start(db, db.get_one(Batch, batch.id), by=by),
    )
    assert str(refusal) == f"Batch {batch.code} is finished."
    assert queries.running_clocks(open_works.db, batch.id) == []


def test_two_boxes_of_one_unweighed_batch_are_weighed_at_once(open_works, line, meet):
    by, one, other = open_works.by, open_works.black_box, open_works.box(open_works.black, 20_000)
    batch = begun(open_works, line, BoxIn(one.id, None), BoxIn(other.id, None))
    weighing.finish(open_works.db, batch, {}, by=by)
    open_works.db.commit()
    got = meet(
        lambda db: sharing.weigh_box(db, db.get_one(Box, one.id), 20_500, by=by),
        lambda db: sharing.weigh_box(db, db.get_one(Box, other.id), 20_600, by=by),
    )
    assert got == [None, None]
    assert sum(use.grams for use in queries.uses_of(open_works.db, batch.id)) == 900


def test_parts_that_are_being_lost_in_the_oven_do_not_stay_in_it(open_works, line, meet):
    by = open_works.by
    weighing.finish(open_works.db, begun(open_works, line), {}, by=by)
    load = ovens.load(
        open_works.db, open_works.oven, {open_works.pile(line).id: 10}, set_point_c=200, minutes=15, by=by
    )
    pile = open_works.pile(line)
    open_works.db.commit()
    meet(
        lambda db: parts.lose(db, db.get_one(Pile, pile.id), 4, by=by, reason="fell off"),
        lambda db: ovens.take_out(db, db.get_one(Load, load.id), by=by),
    )
    open_works.db.expire_all()
    assert open_works.counts(line) == {"checking": 6, "missing": 4}
    assert open_works.db.get_one(Load, load.id).out_at is not None


@pytest.mark.parametrize("at_booth", [0, 1])
def test_a_swap_and_a_pouring_of_the_same_boxes_do_not_block_each_other(open_works, line, meet, at_booth):
    by, box = open_works.by, open_works.black_box
    spare = [open_works.box(open_works.black, 20_000) for _ in range(2)]
    batch = batches.start(
        open_works.db,
        open_works.booth,
        open_works.black,
        {open_works.pile(line).id: 10},
        [BoxIn(box.id, 21_000)],
        by=by,
    )
    (place,) = queries.boxes_of(open_works.db, batch.id)
    open_works.db.commit()

    def swap(db):
        here = db.get_one(Batch, batch.id)
        return weighing.swap_box(
            db, here, db.get_one(type(place), place.id), BoxOut(20_500), BoxIn(spare[0].id, 21_000), by=by
        )

    def pour(db):
        return lock(db, Box, [box.id, spare[0].id])

    acts = [swap, pour] if at_booth else [pour, swap]
    assert not any(isinstance(answer, Exception) for answer in meet(*acts))
