"""Boxes that ran unweighed: what they lost is given to their batches later, once, and nothing said before is lost."""

import pytest
from sqlalchemy import select

from powderapp.base.events import Event
from powderapp.batches import operations as batches
from powderapp.batches import queries, sharing, weighing
from powderapp.batches.models import UseBy
from powderapp.batches.weighing import BoxIn, BoxOut
from powderapp.jobs.models import Line
from tests.support.chain import Works

GROSS_G = 21_000


@pytest.fixture
def run(works: Works):
    """`run(BoxIn(...), out={...})`: a finished batch; `out`: what came back, by box id."""

    def run(*boxes, qty=10, out=None, purge_g=0):
        (line,) = works.job(works.line(qty, "Picket", works.black, blast=False)).lines
        (more,) = works.job(works.line(qty, "Post", works.black, blast=False)).lines
        piles = {works.pile(each).id: qty for each in (line, more)}
        batch = batches.start(works.db, works.booth, works.black, piles, boxes, by=works.by)
        for task in queries.tasks_of(works.db, batch.id):
            batches.count_done(works.db, task, task.in_qty, by=works.by)
        outs = {
            place.id: out[place.box_id] for place in queries.boxes_of(works.db, batch.id) if place.box_id in (out or {})
        }
        weighing.finish(works.db, batch, outs, by=works.by, purge_g=purge_g)
        return batch

    return run


def uses(works, batch):
    return [(use.grams, use.by) for use in queries.uses_of(works.db, batch.id)]


def waiting(works, box):
    return len(queries.unsettled_boxes(works.db, box.id))


def test_a_box_that_lost_nothing_is_settled_too(works, run):
    run(BoxIn(works.black_box.id, None))
    sharing.weigh_box(works.db, works.black_box, GROSS_G, by=works.by)
    assert waiting(works, works.black_box) == 0


def test_purge_and_a_share_by_hand_outlive_the_settlement(works, run):
    other = works.box(works.black, 20_000)
    batch = run(BoxIn(works.black_box.id, None), BoxIn(other.id, GROSS_G), out={other.id: BoxOut(20_000)}, purge_g=100)
    first, _ = queries.tasks_of(works.db, batch.id)
    sharing.correct_use(works.db, batch, first, 300, batch.version, by=works.by)
    sharing.weigh_box(works.db, works.black_box, 20_500, by=works.by)
    assert uses(works, batch) == [(300, UseBy.HAND), (1_100, UseBy.RULE), (100, UseBy.RULE)]
    event = works.db.scalars(select(Event).where(Event.verb == "batch.settled")).one()
    assert sum(event.after["shares"].values()) - sum(event.before["shares"].values()) == 500


def test_an_empty_box_is_shared_by_all_batches_it_stood_in(works, run):
    box = works.box(works.black, 1_000)
    many = run(BoxIn(box.id, None), qty=90)
    few = run(BoxIn(box.id, None), qty=10, out={box.id: BoxOut(None, empty=True)})
    assert [queries.used_g(works.db, batch.id) for batch in (many, few)] == [900, 100]
    assert waiting(works, box) == 0


def test_a_box_without_tare_is_settled_by_what_it_lost(works, run):
    box = works.box(works.black, 5_000, tare_g=None)
    first = run(BoxIn(box.id, 6_000))
    run(BoxIn(box.id, 5_700), out={box.id: BoxOut(5_500)})
    assert queries.used_g(works.db, first.id) == 300
    assert box.net_g == 4_500


def test_two_boxes_of_one_batch_are_settled_one_after_the_other(works, run):
    other = works.box(works.black, 20_000)
    batch = run(BoxIn(works.black_box.id, None), BoxIn(other.id, None))
    sharing.weigh_box(works.db, works.black_box, 20_500, by=works.by)
    sharing.weigh_box(works.db, other, 20_600, by=works.by)
    assert sum(grams for grams, _ in uses(works, batch)) == 900


def test_a_batch_whose_box_joined_later_is_weighed_all_the_same(works):
    (line,) = works.job(works.line(10, "Picket", works.black, blast=False)).lines
    assert isinstance(line, Line)
    batch = batches.start(works.db, works.booth, works.black, {works.pile(line).id: 10}, [], by=works.by)
    place = weighing.add_box(works.db, batch, BoxIn(works.black_box.id, GROSS_G), by=works.by)
    (task,) = queries.tasks_of(works.db, batch.id)
    batches.count_done(works.db, task, 10, by=works.by)
    weighing.finish(works.db, batch, {place.id: BoxOut(20_500)}, by=works.by)
    assert batch.weighed
