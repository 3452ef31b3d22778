"""While a batch runs: counted done, counted in part, taken back, sent back, added, paused and joined."""

import pytest
from sqlalchemy import select

from powderapp.base.access import Role
from powderapp.base.events import Event
from powderapp.batches.models import Clock, Task


@pytest.fixture
def line(queued):
    return queued(26)


@pytest.fixture
def batch(started, line):
    return started(line)


@pytest.fixture
def at(batch):
    """The address of the batch's only task."""
    return f"/floor/batches/{batch.number}/tasks/{batch.tasks[0].id}"


def _counts(works, line):
    works.db.expire_all()
    return works.counts(line)


def test_done_sends_all_parts_to_the_oven_and_the_row_says_so(floor, works, line, at, swapped_ids):
    answer = floor.htmx_post(f"{at}/done", out_qty=26)
    assert swapped_ids(answer) == ["batch", "toasts"]
    assert "26 of 26 parts" in answer.text
    assert _counts(works, line) == {"to_cure": 26}


def test_part_of_them_is_counted_in_all(floor, works, line, at):
    floor.htmx_post(f"{at}/done", out_qty=10)
    answer = floor.htmx_post(f"{at}/done", out_qty=14)
    assert "14 done, 12 left" in answer.text
    assert _counts(works, line) == {"spraying": 12, "to_cure": 14}


def test_done_twice_is_done_once(floor, works, line, at):
    floor.htmx_post(f"{at}/done", out_qty=26)
    assert floor.htmx_post(f"{at}/done", out_qty=26).status_code == 200
    assert _counts(works, line) == {"to_cure": 26}
    assert len(works.db.scalars(select(Event).where(Event.verb == "task.done")).all()) == 1


def test_more_than_there_are_or_fewer_than_are_done_is_refused_with_the_numbers(floor, works, line, at):
    assert "Only 26 parts are in this batch." in floor.htmx_post(f"{at}/done", out_qty=27).text
    floor.htmx_post(f"{at}/done", out_qty=20)
    answer = floor.htmx_post(f"{at}/done", out_qty=10)
    assert (answer.status_code, "20 parts are done already" in answer.text) == (409, True)
    assert _counts(works, line) == {"spraying": 6, "to_cure": 20}


def test_a_count_that_is_no_number_stays_typed_and_changes_nothing(floor, works, line, at):
    answer = floor.htmx_post(f"{at}/done", out_qty="some")
    assert answer.status_code == 422
    assert 'value="some"' in answer.text
    assert _counts(works, line) == {"spraying": 26}


def test_undo_takes_back_the_last_count_and_then_the_one_before(floor, works, line, at):
    for qty in (10, 26):
        floor.htmx_post(f"{at}/done", out_qty=qty)
    counts = works.db.scalars(select(Event.id).where(Event.verb == "task.done").order_by(Event.id)).all()
    assert f'name="event" value="{counts[1]}"' in floor.get("/floor/batches/1").text
    answer = floor.htmx_post(f"{at}/undo", event=counts[1])
    assert f'name="event" value="{counts[0]}"' in answer.text
    assert _counts(works, line) == {"spraying": 16, "to_cure": 10}


def test_what_was_taken_back_is_not_taken_back_again(floor, works, line, at):
    floor.htmx_post(f"{at}/done", out_qty=26)
    count = works.db.scalars(select(Event.id).where(Event.verb == "task.done")).one()
    floor.htmx_post(f"{at}/undo", event=count)
    assert floor.htmx_post(f"{at}/undo", event=count).status_code == 409
    assert _counts(works, line) == {"spraying": 26}


def test_a_count_of_another_task_is_not_found(floor, works, at):
    other = works.db.scalars(select(Event.id).where(Event.verb == "batch.started")).one()
    assert floor.htmx_post(f"{at}/undo", event=other).status_code == 404


def test_parts_that_were_not_sprayed_go_back_to_the_queue(floor, works, line, at):
    answer = floor.htmx_post(f"{at}/back", back_qty=6)
    assert "0 of 20 parts" in answer.text
    assert _counts(works, line) == {"to_spray": 6, "spraying": 20}
    assert floor.htmx_post(f"{at}/back", back_qty=21).status_code == 409


def test_more_parts_of_the_same_powder_join(floor, works, batch, queued):
    more = queued(9)
    pile = works.pile(more)
    assert "9 Picket" in floor.get(f"/floor/batches/{batch.number}/add").text
    answer = floor.post(f"/floor/batches/{batch.number}/add", ticked=pile.id, pile=pile.id, qty=7)
    assert answer.location == f"/floor/batches/{batch.number}"
    assert _counts(works, more) == {"to_spray": 2, "spraying": 7}
    assert len(works.db.scalars(select(Task)).all()) == 2


def test_nothing_ticked_adds_nothing(floor, works, batch, queued):
    pile = works.pile(queued(9))
    answer = floor.htmx_post(f"/floor/batches/{batch.number}/add", pile=pile.id, qty=7)
    assert (answer.status_code, "Choose the parts" in answer.text) == (422, True)


def test_parts_of_another_powder_do_not_join(floor, works, batch, queued):
    pile = works.pile(queued(4, works.primer))
    answer = floor.htmx_post(f"/floor/batches/{batch.number}/add", ticked=pile.id, pile=pile.id, qty=4)
    assert answer.status_code == 409
    assert "wants Zn primer P100, not Jet black B900." in answer.text


def test_a_pause_stops_the_clock_and_resuming_starts_one(floor, works, batch):
    url = f"/floor/batches/{batch.number}"
    assert "Resume" in floor.htmx_post(f"{url}/pause").text
    assert works.db.scalars(select(Clock).where(Clock.stopped_at.is_(None))).all() == []
    assert "Pause" in floor.htmx_post(f"{url}/join").text
    assert len(works.db.scalars(select(Clock)).all()) == 2


def test_a_second_sprayer_joins_and_both_are_named(sign_in, batch):
    other = sign_in("Sandra", Role.SPRAYER)
    url = f"/floor/batches/{batch.number}"
    assert "Join" in other.get(url).text
    assert "Sam, Sandra" in other.htmx_post(f"{url}/join").text


def test_what_must_stay_bare_is_on_the_row(floor, queued, started):
    batch = started(queued(4, stay_bare="No powder on threads"))
    assert "No powder on threads" in floor.get(f"/floor/batches/{batch.number}").text


def test_an_unknown_batch_or_task_is_not_found(floor, batch):
    assert floor.get("/floor/batches/999").status_code == 404
    assert floor.htmx_post(f"/floor/batches/{batch.number}/tasks/999/done", out_qty=1).status_code == 404


def test_prep_sees_a_batch_and_cannot_touch_it(prep_person, batch, at):
    page = prep_person.get(f"/floor/batches/{batch.number}")
    assert (page.status_code, "Finish, weigh back" in page.text) == (200, False)
    assert prep_person.post(f"{at}/done", out_qty=26).status_code == 403


def test_the_page_of_a_batch_costs_the_same_with_many_tasks(floor, queued, started, query_ceiling):
    batch = started(*[queued(2) for _ in range(6)])
    floor.get(f"/floor/batches/{batch.number}")
    with query_ceiling(18):
        floor.get(f"/floor/batches/{batch.number}")


def test_the_tab_leads_to_the_batch_of_this_booth_or_to_those_that_run(floor, works, batch):
    assert batch.code in floor.get("/floor/batch").text
    floor.post("/floor/station", kind="booth", which=works.booth.id)
    assert floor.get("/floor/batch").location == f"/floor/batches/{batch.number}"


def test_a_label_of_a_batch_or_a_box_leads_to_its_page(floor):
    assert floor.get("/S/218").location == "/floor/batches/218"
    assert floor.get("/B/0831").location == "/boxes/831"
