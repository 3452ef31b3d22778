"""Weighing back: in - out = used, shared to the gram; what cannot be is refused; what is not weighed waits."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from powderapp.base.clock import now
from powderapp.base.events import Event
from powderapp.batches import sharing
from powderapp.batches.models import Batch, BatchUse, Clock
from powderapp.batches.rules import worked
from powderapp.stock.models import Box, Movement


@pytest.fixture
def weighed(floor):
    """`weighed(batch, gross="17.5")`: the answer to what the weigh form sends for its open box."""

    def weighed(batch, send=None, **fields):
        place = next((place.id for place in batch.boxes if place.closed_at is None), None)
        return (send or floor.post)(f"/floor/batches/{batch.number}/weigh", **({"place": place} | fields))

    return weighed


def _uses(works):
    works.db.expire_all()
    return {use.task_id: use.grams for use in works.db.scalars(select(BatchUse))}


def test_what_the_scale_says_is_shared_by_area_and_parts_to_the_gram(floor, works, queued, sprayed, weighed, used_g):
    batch = sprayed(queued(10, area_mm2=200_000), queued(5, area_mm2=800_000))
    answer = weighed(batch, gross="17.499")
    assert answer.location == f"/floor/batches/{batch.number}"
    assert used_g(works.black_box) == 3_501
    assert list(_uses(works).values()) == [1_167, 2_334, 0]
    assert "3.50 kg used" in floor.get(answer.location).text


def test_finishing_stops_the_clocks_and_is_told(works, queued, sprayed, weighed):
    weighed(sprayed(queued()), gross="18")
    assert works.db.scalars(select(Clock).where(Clock.stopped_at.is_(None))).all() == []
    assert works.db.scalars(select(Event).where(Event.verb == "batch.finished")).one()


def test_purge_belongs_to_nobody(works, queued, sprayed, weighed):
    batch = sprayed(queued())
    weighed(batch, gross="18", purge="0.5")
    assert _uses(works) == {batch.tasks[0].id: 2_500, None: 500}


def test_purge_is_not_more_than_was_used(works, queued, sprayed, weighed, floor):
    answer = weighed(sprayed(queued()), floor.htmx_post, gross="20.9", purge="0.5")
    assert (answer.status_code, "Only 0.10 kg were used in all." in answer.text) == (409, True)


def test_a_box_that_comes_back_heavier_than_it_went_in_is_refused_at_the_scale(
    floor, works, queued, sprayed, weighed, used_g
):
    answer = weighed(sprayed(queued()), floor.htmx_post, gross="21.5")
    assert answer.status_code == 422
    assert "went in with 21.00 kg. Weigh again" in answer.text
    assert 'value="21.5"' in answer.text
    assert used_g(works.black_box) == 0


def test_a_batch_with_parts_in_the_booth_does_not_finish(floor, works, queued, started, weighed):
    batch = started(queued(26))
    assert "26 parts are still in the booth." in floor.get(f"/floor/batches/{batch.number}/weigh").text
    answer = weighed(batch, floor.htmx_post, gross="18")
    assert answer.status_code == 409
    assert works.db.get_one(Batch, batch.id).finished_at is None


def test_nothing_said_about_the_box_is_asked_for(floor, queued, sprayed, weighed):
    answer = weighed(sprayed(queued()), floor.htmx_post, gross="")
    assert (answer.status_code, "press Weigh later" in answer.text) == (422, True)


def test_an_empty_box_gave_all_it_had(works, queued, sprayed, weighed):
    weighed(sprayed(queued(), gross="20.5"), empty="1")
    assert works.db.get_one(Box, works.black_box.id).net_g == 0
    assert sum(_uses(works).values()) == 19_500


def test_the_equation_shows_while_the_weight_is_typed_and_nothing_is_stored(floor, works, queued, sprayed):
    batch = sprayed(queued(10, area_mm2=200_000))
    url = f"/floor/batches/{batch.number}/weigh/reading"
    text = floor.htmx_get(url, place=batch.boxes[0].id, gross="17.5").text
    assert 'id="reading"' in text
    assert "3.50 <i>kg</i>" in text
    assert "usually" in text
    assert _uses(works) == {}


def test_what_is_not_weighed_waits_in_the_close_of_day_list(floor, works, queued, sprayed, weighed):
    batch = sprayed(queued())
    weighed(batch, later="1")
    text = floor.get("/floor/batches", waiting=1).text
    assert batch.code in text
    assert f"/boxes/{works.black_box.number}" in text
    assert works.db.scalars(select(Movement).where(Movement.batch_box_id.is_not(None))).all() == []


def test_an_unweighed_batch_is_settled_when_its_box_is_weighed(floor, works, queued, sprayed, weighed):
    batch = sprayed(queued(26, area_mm2=200_000), gross="", unweighed="1")
    weighed(batch, later="1")
    sharing.weigh_box(works.db, works.black_box, 19_000, by=works.by.at(now()))
    assert _uses(works) == {batch.tasks[0].id: 2_000, None: 0}
    assert "Every batch is weighed." in floor.get("/floor/batches", waiting=1).text


def test_a_box_weighed_on_its_way_into_the_next_batch_settles_the_one_before(works, queued, sprayed, weighed, started):
    first = sprayed(queued(), gross="", unweighed="1")
    weighed(first, later="1")
    started(queued(), gross="18.5")
    assert _uses(works) == {first.tasks[0].id: 2_500, None: 0}


def test_a_box_that_went_in_without_the_scale_is_settled_when_it_is_weighed_out(works, queued, sprayed, weighed):
    batch = sprayed(queued(), gross="", unweighed="1")
    weighed(batch, gross="19.2")
    assert _uses(works) == {batch.tasks[0].id: 1_800, None: 0}


def test_finishing_twice_finishes_once(floor, works, queued, sprayed, weighed, used_g):
    batch = sprayed(queued())
    weighed(batch, gross="18")
    assert weighed(batch, floor.htmx_post, gross="17").status_code == 409
    assert used_g(works.black_box) == 3_000


def test_a_count_is_not_taken_back_once_the_batch_is_finished(floor, works, queued, sprayed, weighed):
    batch = sprayed(queued())
    weighed(batch, gross="18")
    count = works.db.scalars(select(Event.id).where(Event.verb == "task.done")).one()
    answer = floor.htmx_post(f"/floor/batches/{batch.number}/tasks/{batch.tasks[0].id}/undo", event=count)
    assert (answer.status_code, f"Batch {batch.code} is finished." in answer.text) == (409, True)


def test_time_at_a_batch_counts_two_people_once_and_pauses_not_at_all():
    at = now()
    minutes = [at + timedelta(minutes=n) for n in range(60)]
    clocks = [(minutes[0], minutes[10]), (minutes[5], minutes[20]), (minutes[30], None)]
    assert worked(clocks, minutes[45]) == timedelta(minutes=35)
    assert worked([], at) == timedelta(0)
