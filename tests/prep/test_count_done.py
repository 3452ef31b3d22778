"""Counting prep steps: all that are here, some of them, never more than came, taken back while nobody counted since."""

import pytest
from sqlalchemy import select

from powderapp.base.events import Event
from powderapp.jobs.models import Job, LineStep
from powderapp.jobs.operations import LineWanted, hold
from powderapp.jobs.rules import LineKind


def _step(works, line, place=0):
    query = select(LineStep).where(LineStep.line_id == line.id).order_by(LineStep.position)
    return works.db.scalars(query.execution_options(populate_existing=True)).all()[place]


def _url(works, line, place=0):
    return f"/floor/prep/steps/{_step(works, line, place).id}"


def test_what_is_received_shows_its_steps_with_counts(prep_person, received):
    received(26, stay_bare="Threads M8")
    text = prep_person.get("/floor/prep").text
    assert "26 Picket" in text
    assert "0 of 26" in text
    assert "Stays bare: Threads M8" in text


def test_done_brings_received_parts_into_prep_and_says_so(prep_person, works, received, swapped_ids):
    line = received(26)
    answer = prep_person.htmx_post(_url(works, line), done_qty=20)
    assert swapped_ids(answer) == ["prep", "toasts"]
    assert "20 of 26" in answer.text
    assert "-1: Blast is done for 20 parts." in answer.text
    assert works.counts(line) == {"prep": 26}
    event = works.db.scalars(select(Event).where(Event.verb == "prep.done")).one()
    assert (event.before, event.after["done_qty"]) == ({"done_qty": 0}, 20)


def test_done_twice_is_counted_once(prep_person, works, received):
    url = _url(works, received(26))
    for _ in range(2):
        assert prep_person.htmx_post(url, done_qty=26).status_code == 200
    assert len(works.db.scalars(select(Event).where(Event.verb == "prep.done")).all()) == 1


def test_more_than_came_is_refused_with_the_number(prep_person, works, received):
    line = received(26)
    answer = prep_person.htmx_post(_url(works, line), done_qty=27)
    assert (answer.status_code, "Only 26 parts of this line are here." in answer.text) == (409, True)
    assert _step(works, line).done_qty == 0


def test_a_count_that_is_no_number_stays_typed(prep_person, works, received):
    line = received(26)
    answer = prep_person.htmx_post(_url(works, line), done_qty="most")
    assert (answer.status_code, 'value="most"' in answer.text) == (422, True)
    assert _step(works, line).done_qty == 0


def test_an_oven_step_is_done_by_a_load_and_nobody_taps_it(prep_person, works):
    steps = ((works.blast.id, 1), (works.bake.id, 1))
    (line,) = works.job(LineWanted(4, "Wheel", kind=LineKind.BLAST_ONLY, steps=steps)).lines
    assert "in the oven" in prep_person.get("/floor/prep").text
    answer = prep_person.htmx_post(_url(works, line, 1), done_qty=4)
    assert (answer.status_code, "Re-bake is done in the oven" in answer.text) == (409, True)


def test_undo_sets_the_count_back(prep_person, works, received):
    line = received(26)
    prep_person.htmx_post(_url(works, line), done_qty=20)
    event = works.db.scalars(select(Event.id).where(Event.verb == "prep.done")).one()
    assert prep_person.htmx_post(f"/floor/prep/undo/{event}").status_code == 200
    assert _step(works, line).done_qty == 0


def test_undo_is_refused_when_somebody_counted_since(prep_person, works, received):
    line = received(26)
    for qty in (10, 20):
        prep_person.htmx_post(_url(works, line), done_qty=qty)
    first = works.db.scalars(select(Event.id).where(Event.verb == "prep.done").order_by(Event.id)).first()
    answer = prep_person.htmx_post(f"/floor/prep/undo/{first}")
    assert (answer.status_code, "it is 20 now" in answer.text) == (409, True)


def test_only_taps_of_prep_are_undone_here(prep_person, works, received):
    received()
    other = works.db.scalars(select(Event.id).where(Event.verb == "parts.arrived")).one()
    assert prep_person.htmx_post(f"/floor/prep/undo/{other}").status_code == 404


def test_late_lines_come_first_and_a_held_one_says_why(prep_person, works, received):
    soon, late = received(3), received(4)
    works.db.get_one(Job, soon.job_id).due_on = works.by.now.date()
    job = works.db.get_one(Job, late.job_id)
    job.due_on = works.by.now.date().replace(year=2025)
    hold(works.db, job, reason="wait for the sample", by=works.by)
    text = prep_person.get("/floor/prep").text
    assert text.index("4 Picket") < text.index("3 Picket")
    assert "On hold: wait for the sample" in text


def test_a_scanned_label_shows_its_job_alone(prep_person, works, received):
    wanted, other = received(3), received(4)
    number = works.db.get_one(Job, wanted.job_id).number
    text = prep_person.get("/floor/prep", code=f"HTTPS://shop.example/J/{number}-1").text
    assert "3 Picket" in text
    assert "4 Picket" not in text
    assert works.counts(other) == {"received": 4}
    assert "is no job" in prep_person.get("/floor/prep", code="B0831x").text


@pytest.mark.parametrize("who", ["floor", "desk"])
def test_sprayers_and_the_office_may_count_too(request, works, received, who):
    client = request.getfixturevalue(who)
    assert client.htmx_post(_url(works, received(2)), done_qty=2).status_code == 200


def test_quality_sees_prep_and_does_not_count(quality, works, received):
    line = received(2)
    assert "0 of 2" not in quality.get("/floor/prep").text
    assert quality.post(_url(works, line), done_qty=2).status_code == 403


def test_an_unknown_step_is_not_found(prep_person):
    assert prep_person.post("/floor/prep/steps/999", done_qty=1).status_code == 404


def test_prep_costs_the_same_with_many_lines(prep_person, received, query_ceiling):
    for _ in range(6):
        received(2)
    prep_person.get("/floor/prep")
    with query_ceiling(14):
        prep_person.get("/floor/prep")
