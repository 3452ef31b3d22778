"""Moves put back: some parts of one, or a whole tap."""

import pytest
from sqlalchemy import select

from powderapp.base.events import Event
from powderapp.parts.models import Move
from powderapp.parts.rules import Stage


@pytest.fixture
def last_move(db):
    return lambda: db.scalars(select(Move).order_by(Move.id.desc())).first()


@pytest.fixture
def last_event(db):
    return lambda verb: db.scalars(select(Event).where(Event.verb == verb).order_by(Event.id.desc())).first()


def test_some_parts_of_a_move_go_back_and_the_rest_later(desk, works, job, line, last_move):
    works.prepared(line)
    move = last_move()
    desk.post(f"/moves/{move.id}/reverse", qty="6", reason="wrong rack")
    assert works.counts(line) == {Stage.PREP: 6, Stage.TO_SPRAY: 20}
    assert "At most 20" in desk.get(f"/moves/{move.id}").text
    desk.post(f"/moves/{move.id}/reverse", qty="20", reason="wrong rack")
    assert works.counts(line) == {Stage.PREP: 26}
    assert "6 Picket put back: wrong rack." in desk.get(f"/jobs/{job.number}").text


def test_more_than_a_move_moved_cannot_go_back(desk, works, line, last_move):
    works.prepared(line)
    answer = desk.htmx_post(f"/moves/{last_move().id}/reverse", qty="27", reason="why")
    assert answer.status_code == 409
    assert "Only 26 parts of this move can still be reversed." in answer.text


def test_putting_back_needs_a_number_and_a_reason(desk, works, line, last_move, swapped_ids):
    works.prepared(line)
    answer = desk.htmx_post(f"/moves/{last_move().id}/reverse", qty="0", reason="")
    assert (answer.status_code, swapped_ids(answer)) == (422, ["move"])
    assert "Please say why." in answer.text
    assert works.counts(line) == {Stage.TO_SPRAY: 26}


def test_nothing_goes_back_into_a_finished_batch(desk, works, line, last_move):
    works.sprayed({works.prepared(line).id: 26}, works.black, works.black_box, 500)
    answer = desk.htmx_post(f"/moves/{last_move().id}/reverse", qty="1", reason="why")
    assert answer.status_code == 409
    assert works.counts(line) == {Stage.TO_CURE: 26}


def test_nothing_goes_back_into_a_load_that_is_out(desk, works, line, last_move):
    works.sprayed({works.prepared(line).id: 26}, works.black, works.black_box, 500)
    works.cured({works.pile(line).id: 26})
    assert desk.htmx_post(f"/moves/{last_move().id}/reverse", qty="1", reason="why").status_code == 409
    assert works.counts(line) == {Stage.CHECKING: 26}


def test_a_tap_is_undone_from_the_page_it_was_pressed_on(desk, works, job, line, last_event):
    works.prepared(line)
    page = f"/jobs/{job.number}"
    assert f"/events/{last_event('parts.prepared').id}/undo" in desk.get(page).text
    answer = desk.post(
        f"/events/{last_event('parts.prepared').id}/undo", headers={"Referer": f"http://localhost{page}"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, page)
    assert works.counts(line) == {Stage.PREP: 26}


def test_a_tap_is_undone_once(desk, works, line, last_event):
    works.prepared(line)
    event = last_event("parts.prepared")
    assert desk.post(f"/events/{event.id}/undo").status_code == 303
    answer = desk.htmx_post(f"/events/{event.id}/undo")
    assert answer.status_code == 409
    assert works.counts(line) == {Stage.PREP: 26}


def test_what_went_on_meanwhile_is_not_undone_and_not_offered(desk, works, job, line, last_event):
    works.prepared(line)
    event = last_event("parts.arrived")
    assert f"/events/{event.id}/undo" not in desk.get(f"/jobs/{job.number}").text
    assert desk.htmx_post(f"/events/{event.id}/undo").status_code == 409


def test_an_undo_never_leads_to_another_host(desk, works, line, last_event):
    works.prepared(line)
    elsewhere = {"Referer": "http://evil.example/jobs"}
    answer = desk.post(f"/events/{last_event('parts.prepared').id}/undo", headers=elsewhere)
    assert answer.headers["Location"] == "/board"


def test_what_is_not_there_is_not_put_back(desk):
    assert desk.get("/moves/999").status_code == 404
    assert desk.post("/moves/999/reverse", qty="1", reason="why").status_code == 404
    assert desk.post("/events/999/undo").status_code == 404


def test_every_move_of_a_job_is_on_its_parts_page(desk, works, job, line, query_ceiling):
    works.prepared(line)
    with query_ceiling(9):
        page = desk.get(f"/jobs/{job.number}/parts").text
    for words in ("outside", "Received", "Prep", "To spray, R3", "Put back"):
        assert words in page
