"""A batch that was started by mistake is cancelled as long as nothing was sprayed; it leaves nothing to be weighed."""

import pytest
from sqlalchemy import select

from powderapp.base.errors import DomainError
from powderapp.base.events import Event
from powderapp.batches import cancelling, queries, sharing
from powderapp.batches import operations as batches
from powderapp.batches.models import Batch, Clock, Task
from powderapp.jobs.models import Job
from powderapp.parts.cancelling import cancel_job
from powderapp.stock.models import Box, Movement
from powderapp.stock.rules import MovementKind


def cancel(client, batch):
    return client.htmx_post(f"/floor/batches/{batch.number}/cancel")


def entries(works):
    return works.db.scalars(select(Movement.kind).where(Movement.kind != MovementKind.RECEIPT)).all()


def test_parts_go_back_and_the_box_leaves_as_it_came(floor, works, queued, started):
    line = queued(26)
    batch = started(line)
    answer = cancel(floor, batch)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/floor/queue")
    assert (works.counts(line), works.pile(line).rack_id) == ({"to_spray": 26}, works.rack.id)
    (place,) = batch.boxes
    assert (place.gross_in_g, place.gross_out_g, place.closed_at) == (21_000, 21_000, batch.finished_at)
    assert (batch.cancelled_at, batch.tasks[0].in_qty, entries(works)) == (batch.finished_at, 0, [])


def test_the_job_is_told_and_the_clock_stops(floor, works, queued, started):
    line = queued(26)
    cancel(floor, started(line))
    told = works.db.scalars(select(Event).where(Event.verb == "batch.cancelled")).one()
    assert (told.job_id, told.after["parts"], told.after["gross_in_g"]) == (line.job_id, 26, {"B0002": 21_000})
    assert works.db.scalars(select(Clock).where(Clock.stopped_at.is_(None))).all() == []


def test_the_story_of_the_job_says_so(desk, floor, works, queued, started):
    cancel(floor, started(queued(26)))
    assert "26 Picket back in the queue, S1 was cancelled." in desk.get("/jobs/1001").text


def test_the_booth_is_free_and_the_parts_may_start_again(floor, works, queued, started):
    line = queued(26)
    cancel(floor, started(line))
    started(line)
    assert works.counts(line) == {"spraying": 26}


@pytest.fixture
def boxless(works, queued):
    """A batch of five parts without a box."""
    pile = works.pile(queued(5))
    return batches.start(works.db, works.booth, works.black, {pile.id: 5}, [], by=works.by)


def test_a_batch_without_a_box_is_cancelled(floor, works, boxless):
    cancel(floor, boxless)
    assert works.db.get_one(Batch, boxless.id).cancelled_at is not None
    assert "Every batch is weighed." in floor.get("/floor/batches", waiting=1).text


def test_a_batch_that_was_sprayed_without_a_box_waits_for_no_scale(floor, works, boxless):
    (task,) = queries.tasks_of(works.db, boxless.id)
    floor.post(f"/floor/batches/{boxless.number}/tasks/{task.id}/done", out_qty=5)
    floor.post(f"/floor/batches/{boxless.number}/weigh")
    assert works.db.get_one(Batch, boxless.id).finished_at is not None
    assert "Every batch is weighed." in floor.get("/floor/batches", waiting=1).text


def test_an_unweighed_box_of_a_cancelled_batch_settles_nothing(floor, works, queued, started):
    batch = started(queued(26), gross="", unweighed="1")
    cancel(floor, batch)
    assert "Every batch is weighed." in floor.get("/floor/batches", waiting=1).text
    sharing.weigh_box(works.db, works.db.get_one(Box, works.black_box.id), 20_900, by=works.by)
    assert entries(works) == [MovementKind.ADJUST]


def test_what_was_sprayed_is_finished_not_cancelled(floor, works, queued, started):
    line = queued(26)
    batch = started(line)
    floor.post(f"/floor/batches/{batch.number}/tasks/{batch.tasks[0].id}/done", out_qty=1)
    answer = cancel(floor, batch)
    assert answer.status_code == 409
    assert "1 part of it is sprayed: finish the batch instead." in answer.text
    assert works.counts(line) == {"spraying": 25, "to_cure": 1}
    assert "Cancel batch" not in floor.get(f"/floor/batches/{batch.number}").text


def test_a_batch_that_drew_powder_is_finished_not_cancelled(floor, works, queued, started):
    batch, fresh = started(queued(26)), works.box(works.black, 5_000)
    swap = {"place": batch.boxes[0].id, "gross_out": "20.5", "box": fresh.id, "gross": "6"}
    floor.post(f"/floor/batches/{batch.number}/box", **swap)
    answer = cancel(floor, batch)
    assert answer.status_code == 409
    assert "Powder left its boxes already: weigh back and finish the batch instead." in answer.text


def test_parts_of_a_job_that_was_cancelled_meanwhile_are_ready_to_hand_back(floor, works, queued, started):
    line = queued(26)
    batch = started(line)
    cancel_job(works.db, works.db.get_one(Job, line.job_id), reason="too dear", by=works.by)
    cancel(floor, batch)
    assert works.counts(line) == {"ready": 26}


def test_a_batch_of_which_everything_was_sent_back_is_cancelled_too(floor, works, queued, started):
    line = queued(26)
    batch = started(line)
    floor.post(f"/floor/batches/{batch.number}/tasks/{batch.tasks[0].id}/back", back_qty=26)
    cancel(floor, batch)
    assert (batch.cancelled_at is None, works.counts(line)) == (False, {"to_spray": 26})
    assert works.db.scalars(select(Event).where(Event.verb == "batch.cancelled")).one().job_id is None


def test_the_page_says_what_will_happen(floor, works, queued, started):
    batch = started(queued(26))
    assert "Cancel batch" in floor.get(f"/floor/batches/{batch.number}").text
    page = floor.get(f"/floor/batches/{batch.number}/cancel").text
    assert "26 parts go back to the colour queue." in page
    assert "leaves with 21.00 kg, as it came in" in page


def test_a_cancelled_batch_says_so_and_is_not_cancelled_again(floor, works, queued, started):
    batch = started(queued(26))
    cancel(floor, batch)
    assert "Nothing was sprayed" in floor.get(f"/floor/batches/{batch.number}").text
    assert "cancelled today" in floor.get("/floor/batches").text.lower()
    answer = cancel(floor, batch)
    assert answer.status_code == 409
    assert "Batch S1 is finished." in answer.text


def test_a_cancel_sent_twice_is_one(floor, works, queued, started):
    batch, key = started(queued(26)), "6f9b8f2e-5f0c-4e0e-9d55-0b7c5c5d9d12"
    answers = [floor.post(f"/floor/batches/{batch.number}/cancel", key=key) for _ in range(2)]
    assert [answer.location for answer in answers] == ["/floor/queue"] * 2
    assert works.db.scalars(select(Event).where(Event.verb == "batch.cancelled")).one()


def test_only_who_sprays_may_cancel(quality, works, queued, started):
    batch = started(queued(26))
    assert quality.get(f"/floor/batches/{batch.number}/cancel").status_code == 403
    assert cancel(quality, batch).status_code == 403
    assert "Cancel batch" not in quality.get(f"/floor/batches/{batch.number}").text


def test_one_who_cancels_and_one_who_counts_at_once_do_not_both(open_works, hands):
    (line,) = open_works.job(open_works.line(4, "Gate", open_works.black, blast=False)).lines
    piles = {open_works.pile(line).id: 4}
    batch = batches.start(open_works.db, open_works.booth, open_works.black, piles, [], by=open_works.by)
    (task,) = queries.tasks_of(open_works.db, batch.id)
    open_works.db.commit()

    def act(db, i):
        if i:
            cancelling.cancel(db, db.get_one(Batch, batch.id), by=open_works.by)
        else:
            batches.count_done(db, db.get_one(Task, task.id), 4, by=open_works.by)

    refused = [answer for answer in hands.at_once(2, act) if answer is not None]
    assert len(refused) == 1
    assert isinstance(refused[0], DomainError)
