"""A tap at the oven is taken back as long as that is true: nobody went on with the parts, nothing else is in there."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from powderapp.checks import operations as checks
from powderapp.checks.operations import Verdict
from powderapp.jobs import operations as jobs
from powderapp.jobs.models import Job, LineStep
from powderapp.ovens import operations as ovens
from powderapp.ovens.queries import last_tap, load_by_number
from powderapp.parts.queries import standing
from powderapp.prep import operations as prep
from tests.support.refusals import refused_by

URL = "/floor/loads/1"


@pytest.fixture
def running(works, sprayed):
    """A load of ten black parts in the oven."""
    line, pile = sprayed(works.black, 10)
    ovens.load(works.db, works.oven, {pile.id: 10}, set_point_c=200, minutes=15, by=works.by)
    return line


def undo_url(works):
    return f"{URL}/undo/{last_tap(works.db, load_by_number(works.db, 1).id).id}"


def test_at_temperature_is_taken_back_from_its_toast(floor, works, running, swapped_ids):
    answer = floor.htmx_post(f"{URL}/at-temperature")
    url = undo_url(works)
    assert f'action="{url}"' in answer.text.split('class="toast')[1]
    assert swapped_ids(floor.htmx_post(url)) == ["load", "toasts"]
    assert load_by_number(works.db, 1).at_temp_at is None
    assert floor.htmx_post(f"{URL}/at-temperature").status_code == 200


def test_what_was_noted_since_stays(floor, works, running):
    floor.post(f"{URL}/at-temperature")
    url = undo_url(works)
    floor.post(url)
    floor.post(f"{URL}/at-temperature")
    answer = floor.htmx_post(url)
    assert (answer.status_code, "Another moment is noted" in answer.text) == (409, True)
    assert load_by_number(works.db, 1).at_temp_at is not None


def test_a_load_taken_out_by_a_slip_goes_on_with_its_minutes(floor, works, running):
    floor.post(f"{URL}/at-temperature")
    hot_at = load_by_number(works.db, 1).at_temp_at
    page = floor.htmx_post(f"{URL}/take-out", sure="y").text
    assert "undo/" in page.split('class="toast')[1]
    assert floor.post(undo_url(works)).status_code == 303
    load = load_by_number(works.db, 1)
    assert (load.out_at, load.at_temp_at) == (None, hot_at)
    assert works.counts(running) == {"curing": 10}
    floor.post(f"{URL}/take-out", sure="y")
    assert works.counts(running) == {"checking": 10}
    assert "<b>Check</b>" in floor.get(URL).text


def test_the_first_of_two_takings_out_is_not_taken_back_twice(floor, works, running):
    floor.post(f"{URL}/take-out", sure="y")
    url = undo_url(works)
    floor.post(url)
    floor.post(f"{URL}/take-out", sure="y")
    assert floor.htmx_post(url).status_code == 409
    assert works.counts(running) == {"checking": 10}


def test_parts_that_went_on_really_were_out(floor, works, running):
    floor.post(f"{URL}/take-out", sure="y")
    url = undo_url(works)
    checks.check(works.db, works.pile(running), Verdict(passed=1, looks_right=True), by=works.by)
    answer = floor.htmx_post(url)
    assert (answer.status_code, "went on since: they really are out" in answer.text) == (409, True)
    assert works.counts(running) == {"checking": 9, "ready": 1}


def test_the_oven_holds_another_load_by_now(floor, works, sprayed, running):
    floor.post(f"{URL}/take-out", sure="y")
    _, pile = sprayed(works.black, 2)
    ovens.load(works.db, works.oven, {pile.id: 2}, set_point_c=200, minutes=15, by=works.by)
    answer = floor.htmx_post(undo_url(works))
    assert (answer.status_code, "Oven 1 holds load 2 now: load 1 stays out." in answer.text) == (409, True)


def test_an_oven_step_is_not_done_after_all(floor, works):
    wanted = works.line(6, "Casting", works.black)
    (line,) = works.job(replace(wanted, steps=((works.blast.id, 1), (works.bake.id, 1)))).lines
    bake = line.steps[1]
    prep.count_done(works.db, line.steps[0], 4, by=works.by)
    ovens.load(works.db, works.oven, {works.pile(line).id: 4}, set_point_c=200, minutes=10, by=works.by)
    floor.post(f"{URL}/take-out", sure="y")
    assert works.db.get_one(LineStep, bake.id).done_qty == 4
    assert floor.post(undo_url(works)).status_code == 303
    assert works.db.get_one(LineStep, bake.id).done_qty == 0
    assert sorted(pile.qty for pile in standing(works.db, [line.id])) == [2, 4]


def test_a_line_that_is_held_meanwhile_is_still_in_the_oven(floor, works, running):
    floor.post(f"{URL}/take-out", sure="y")
    jobs.hold(works.db, works.db.get_one(Job, running.job_id), reason="colour", by=works.by)
    assert floor.post(undo_url(works)).status_code == 303
    assert works.counts(running) == {"curing": 10}


def test_an_aborted_load_stays_out(floor, works, running):
    floor.post(f"{URL}/abort", reason="", other="power cut")
    assert last_tap(works.db, load_by_number(works.db, 1).id) is None
    assert refused_by(works.db, "update load set out_at = null") == "ck_load_over"


def test_the_database_lets_no_load_go_on_without_its_parts(floor, works, running):
    floor.post(f"{URL}/take-out", sure="y")
    assert refused_by(works.db, "update load set out_at = null") == "ck_load_over"
    later = text("select out_at + interval '1 hour' from load")
    assert works.db.scalars(later).one() - load_by_number(works.db, 1).out_at == timedelta(hours=1)
    assert refused_by(works.db, "update load set out_at = out_at + interval '1 hour'") == "ck_load_over"


def test_who_does_not_cure_takes_nothing_back(floor, quality, works, running):
    floor.post(f"{URL}/take-out", sure="y")
    assert "Undo" not in quality.get(URL).text
    assert quality.post(undo_url(works)).status_code == 403
    assert floor.post(f"{URL}/undo/1").status_code == 404
