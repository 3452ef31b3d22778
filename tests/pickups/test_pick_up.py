"""Handing over: all or some, once, to whom; held jobs stay, cancelled parts go back uncoated."""

import re

import pytest
from sqlalchemy import func, select

from powderapp.base.access import Role
from powderapp.base.events import Event
from powderapp.jobs import operations as jobs
from powderapp.parts.cancelling import cancel_line
from powderapp.pickups.models import Pickup, PickupLine


def give(client, job, **more):
    return client.htmx_post(f"/jobs/{job.number}/pickup", **({"to_whom": "the driver"} | more))


def pickups(db):
    return db.scalar(select(func.count()).select_from(Pickup))


def test_all_ready_parts_leave_and_the_job_is_closed(desk, works, ready):
    job, line, pile = ready(10)
    answer = give(desk, job, note="two trips", **{f"qty_{pile.id}": "10"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, f"/jobs/{job.number}/pickup")
    assert works.counts(line) == {"collected": 10}
    works.db.refresh(job)
    assert job.closed_at is not None
    assert works.db.scalars(select(Event).where(Event.verb == "job.picked_up")).one().after["parts"] == 10


def test_some_parts_leave_and_the_rest_stays_ready(desk, works, ready):
    job, line, pile = ready(10)
    give(desk, job, **{f"qty_{pile.id}": "4"})
    assert works.counts(line) == {"ready": 6, "collected": 4}
    page = desk.get(f"/jobs/{job.number}/pickup").text
    assert 'value="6"' in page
    assert '<b class="tn">4 parts</b><span>the driver' in page
    give(desk, job, **{f"qty_{pile.id}": "6"})
    assert list(works.db.scalars(select(PickupLine.qty))) == [4, 6]


def undo_of(page):
    """Where the Undo of the toast leads."""
    found = re.search(r'action="(/events/\d+/undo)"', page)
    assert found, "no toast offers to take it back"
    return found[1]


def test_a_mistaken_pickup_is_taken_back_from_its_toast(desk, works, ready):
    job, line, pile = ready(10)
    give(desk, job, **{f"qty_{pile.id}": "10"})
    undo = undo_of(desk.get(f"/jobs/{job.number}/pickup").text)
    assert "10 parts collected" in desk.get(f"/jobs/{job.number}").text
    assert desk.post(undo).status_code == 303
    assert works.counts(line) == {"ready": 10}
    works.db.refresh(job)
    assert job.closed_at is None
    page = desk.get(f"/jobs/{job.number}/pickup").text
    assert "all put back" in page
    assert "10 parts collected" not in desk.get(f"/jobs/{job.number}").text
    assert desk.htmx_post(undo).status_code == 409


def test_who_did_not_hand_over_takes_nothing_back_alone(desk, works, ready, sign_in):
    job, line, pile = ready(10)
    give(desk, job, **{f"qty_{pile.id}": "10"})
    undo = undo_of(desk.get(f"/jobs/{job.number}/pickup").text)
    assert sign_in("Sam", Role.SPRAYER).htmx_post(undo).status_code == 403
    assert works.counts(line) == {"collected": 10}


def test_nothing_leaves_twice(desk, works, ready):
    job, line, pile = ready(10)
    give(desk, job, **{f"qty_{pile.id}": "10"})
    answer = give(desk, job, **{f"qty_{pile.id}": "10"})
    assert answer.status_code == 409
    assert f"Line {job.number}-1 was collected already." in answer.text
    assert (pickups(works.db), works.counts(line)) == (1, {"collected": 10})


def test_more_than_is_ready_is_refused_with_the_number(desk, works, ready):
    job, _, pile = ready(10)
    answer = give(desk, job, **{f"qty_{pile.id}": "11"})
    assert answer.status_code == 409
    assert "Only 10 parts are ready there now, not 11." in answer.text


def test_a_held_job_stays_and_says_why(desk, works, ready):
    job, line, pile = ready(10)
    jobs.hold(works.db, job, reason="balance open", by=works.by)
    page = desk.get(f"/jobs/{job.number}/pickup").text
    assert "On hold: balance open. Nothing leaves until the hold is released." in page
    assert 'id="pick-up"' not in page
    answer = give(desk, job, **{f"qty_{pile.id}": "10"})
    assert answer.status_code == 409
    assert f"Job {job.number} is on hold: balance open." in answer.text
    assert works.counts(line) == {"ready": 10}


def test_a_held_line_stays_while_another_leaves(desk, works, ready):
    job, line, pile = ready(10)
    jobs.hold(works.db, job, reason="shade differs", by=works.by, line=line)
    page = desk.get(f"/jobs/{job.number}/pickup").text
    assert "On hold: shade differs" in page
    assert give(desk, job, **{f"qty_{pile.id}": "10"}).status_code == 409


def test_parts_that_are_not_ready_are_listed_and_do_not_leave(desk, works, ready):
    job, _line, pile = works.checking(10)
    page = desk.get(f"/jobs/{job.number}/pickup").text
    assert "Nothing of this job is ready." in page
    assert f'<b class="no">{job.number}-1</b><span>10 Picket</span>' in page
    answer = give(desk, job, **{f"qty_{pile.id}": "10"})
    assert answer.status_code == 409
    assert "Next step is the check." in answer.text


def test_parts_still_to_come_are_named(desk, works):
    job = works.job(works.line(7, "Gate leaf", works.black), arrived=False)
    page = desk.get(f"/jobs/{job.number}/pickup").text
    assert "7 Gate leaf" in page
    assert "still to come in" in page


def test_parts_of_a_cancelled_line_leave_uncoated(desk, works):
    job = works.job(works.line(7, "Gate leaf", works.black))
    (line,) = job.lines
    cancel_line(works.db, line, reason="changed their mind", by=works.by)
    assert "Uncoated" in desk.get(f"/jobs/{job.number}/pickup").text
    give(desk, job, **{f"qty_{works.pile(line).id}": "7"})
    assert works.counts(line) == {"collected": 7}


def test_parts_of_another_job_do_not_leave_with_this_one(desk, works, ready):
    (job, _, _), (_, other, foreign) = ready(3), ready(4)
    answer = give(desk, job, **{f"qty_{foreign.id}": "4"})
    assert answer.status_code == 409
    assert "Some of these parts are not part of this job." in answer.text
    assert works.counts(other) == {"ready": 4}


def test_nobody_to_take_them_is_asked_for_and_the_counts_stay(desk, works, ready, swapped_ids):
    job, line, pile = ready(10)
    answer = give(desk, job, to_whom="  ", note="blue van", **{f"qty_{pile.id}": "4"})
    assert (answer.status_code, swapped_ids(answer)) == (422, ["pickup"])
    assert "Please say who takes the parts." in answer.text
    assert 'value="4"' in answer.text
    assert "blue van" in answer.text
    assert works.counts(line) == {"ready": 10}


@pytest.mark.parametrize("typed", ["-1", "some", "1.5", "999999999"])
def test_a_count_that_cannot_be_is_asked_for_again(desk, works, ready, typed):
    job, _, pile = ready(10)
    answer = give(desk, job, **{f"qty_{pile.id}": typed})
    assert (answer.status_code, pickups(works.db)) == (422, 0)
    assert typed in answer.text


def test_an_empty_pickup_is_none(desk, works, ready):
    job, _, pile = ready(10)
    answer = give(desk, job, **{f"qty_{pile.id}": "0"})
    assert answer.status_code == 409
    assert "Choose what is collected." in answer.text


def test_a_pickup_sent_twice_is_one(desk, works, ready):
    job, _, pile = ready(10)
    key = "6f9b8f2e-5f0c-4e0e-9d55-0b7c5c5d9d12"
    answers = [give(desk, job, key=key, **{f"qty_{pile.id}": "4"}) for _ in range(2)]
    assert [answer.headers["HX-Redirect"] for answer in answers] == [f"/jobs/{job.number}/pickup"] * 2
    assert pickups(works.db) == 1


def test_only_who_hands_over_may_and_an_unknown_job_is_not_found(floor, desk, works, ready):
    job, _, pile = ready(10)
    assert give(floor, job, **{f"qty_{pile.id}": "4"}).status_code == 403
    assert 'id="pick-up"' not in floor.get(f"/floor/ready/{job.number}").text
    assert desk.get("/jobs/999999/pickup").status_code == 404
    assert desk.post("/jobs/999999/pickup", to_whom="x").status_code == 404


def test_the_same_pickup_works_on_the_floor(quality, works, ready):
    job, line, pile = ready(10)
    answer = quality.post(f"/floor/ready/{job.number}", to_whom="the driver", **{f"qty_{pile.id}": "10"})
    assert answer.headers["Location"] == f"/floor/ready/{job.number}"
    assert works.counts(line) == {"collected": 10}
