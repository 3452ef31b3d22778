"""The colour queue: what waits, grouped by powder and metal, late first, then light to dark."""

from datetime import timedelta

from powderapp.base.clock import day, now
from powderapp.jobs.models import Job
from powderapp.jobs.operations import CoatWanted, LineWanted, hold
from powderapp.powders.rules import Finish


def _groups(answer):
    return [part.split('"', 1)[0] for part in answer.text.split('id="group-')[1:]]


def test_parts_are_grouped_by_powder_and_metal(floor, works, queued):
    queued(4, metal="steel"), queued(6, metal="steel"), queued(3, metal="aluminium")
    black = works.black.id
    assert sorted(_groups(floor.get("/floor/queue"))) == [f"{black}-aluminium", f"{black}-steel"]
    assert _groups(floor.get("/floor/queue", metal="Aluminium")) == [f"{black}-aluminium"]


def test_light_colours_come_before_dark_ones_and_late_ones_before_all(floor, works, queued):
    white = works.powder("W901", "Pure white", Finish.SATIN, 180, 12, rgb="F1ECE1")
    queued(), queued(powder=white)
    assert _groups(floor.get("/floor/queue")) == [f"{white.id}-any", f"{works.black.id}-any"]
    late = works.db.get_one(Job, works.job(works.line(1, "Gate", works.black, blast=False)).id)
    late.due_on = day(now(), "Europe/Berlin") - timedelta(days=2)
    answer = floor.get("/floor/queue")
    assert _groups(answer) == [f"{works.black.id}-any", f"{white.id}-any"]
    assert "2 days late" in answer.text


def test_a_group_says_what_it_needs_of_what_is_there(floor, queued):
    queued(10, area_mm2=200_000)
    text = floor.get("/floor/queue").text
    assert "<b>0.34 kg</b> of 20.00 kg" in text
    queued(1)
    assert "about <b>" in floor.get("/floor/queue").text


def test_powder_that_will_not_do_is_told_before_the_start(floor, works, queued):
    scarce = works.powder("S1", "Rape yellow", Finish.GLOSS, 180, 12, sg="1.6")
    works.box(scarce, 1_100)
    queued(50, scarce, area_mm2=1_000_000)
    assert "needed, 1.10 kg here" in floor.get("/floor/queue").text


def test_a_coat_to_be_matched_waits_in_a_group_of_its_own_and_cannot_start(floor, works):
    works.job(LineWanted(3, "Sign", coats=(CoatWanted(wish="like the old gate"),)))
    text = floor.get("/floor/queue").text
    assert "like the old gate" in text
    assert "To match" in text
    assert 'id="start-' not in text


def test_parts_in_prep_are_announced_and_cannot_be_ticked(floor, works, queued):
    queued()
    works.job(works.line(18, "Leg", works.black))
    text = floor.get("/floor/queue").text
    assert "18 Leg · received" in text
    assert text.count(" disabled") == 1


def test_a_held_job_says_why_and_cannot_be_ticked(floor, works, queued):
    line = queued()
    hold(works.db, works.db.get_one(Job, line.job_id), reason="colour not confirmed", by=works.by)
    text = floor.get("/floor/queue").text
    assert "On hold: colour not confirmed" in text
    assert 'id="start-' not in text


def test_the_queue_costs_the_same_with_many_jobs(floor, queued, query_ceiling):
    for _ in range(6):
        queued(2)
    floor.get("/floor/queue")
    with query_ceiling(9):
        floor.get("/floor/queue")


def test_a_partial_request_gets_the_queue_alone(floor, queued, swapped_ids):
    queued()
    assert swapped_ids(floor.htmx_get("/floor/queue")) == ["queue"]


def test_somebody_who_only_looks_cannot_see_the_floor(anonymous):
    assert anonymous.get("/floor/queue").status_code == 303
