"""A load from hot metal to the next coat or the check, or aborted."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from powderapp.base.events import Event
from powderapp.jobs.models import LineStep
from powderapp.ovens import operations as ovens
from powderapp.ovens.queries import load_by_number
from powderapp.parts import operations as parts
from powderapp.parts.rules import Stage
from powderapp.prep import operations as prep
from powderapp.shop.models import Reason, ReasonKind


@pytest.fixture
def running(works, sprayed):
    """A load of ten black parts in the oven."""
    line, pile = sprayed(works.black, 10)
    return line, ovens.load(works.db, works.oven, {pile.id: 10}, set_point_c=200, minutes=15, by=works.by)


def verbs(db):
    return set(db.scalars(select(Event.verb).where(Event.subject == "load")))


def test_at_temperature_starts_the_minutes_and_is_noted_once(floor, works, running, swapped_ids):
    answer = floor.htmx_post("/floor/loads/1/at-temperature")
    assert swapped_ids(answer) == ["load", "toasts"]
    assert load_by_number(works.db, 1).at_temp_at is not None
    again = floor.htmx_post("/floor/loads/1/at-temperature")
    assert again.status_code == 409
    assert "It is noted already when load 1 was at temperature." in again.text
    assert "load.at_temperature" in verbs(works.db)


def test_cured_parts_go_to_the_check_and_the_load_shows_where(floor, works, running, swapped_ids):
    answer = floor.htmx_post("/floor/loads/1/take-out", sure="y")
    assert swapped_ids(answer) == ["load", "toasts"]
    assert works.counts(running[0]) == {"checking": 10}
    assert "<b>Check</b>" in answer.text
    assert "Rack 3" in answer.text


def test_taking_out_too_early_is_asked_once(floor, works, running, swapped_ids):
    answer = floor.htmx_post("/floor/loads/1/take-out")
    assert (answer.status_code, swapped_ids(answer)) == (422, ["load"])
    assert "Nobody noted that the metal was at temperature; planned are 15 min." in answer.text
    assert "Take out now" in answer.text
    floor.post("/floor/loads/1/at-temperature")
    assert "At temperature for 0 of 15 min" in floor.post("/floor/loads/1/take-out").text
    assert works.counts(running[0]) == {"curing": 10}
    assert floor.post("/floor/loads/1/take-out", sure="y").status_code == 303
    assert works.counts(running[0]) == {"checking": 10}


def test_after_the_planned_minutes_nobody_asks(floor, works, sprayed):
    _, pile = sprayed(works.black, 10)
    before = works.by.at(works.by.now - timedelta(minutes=15))
    load = ovens.load(works.db, works.oven, {pile.id: 10}, set_point_c=200, minutes=15, by=before)
    ovens.at_temperature(works.db, load, by=before)
    assert floor.post("/floor/loads/1/take-out").status_code == 303


def test_a_primed_line_goes_back_to_the_booth(floor, works):
    (line,) = works.job(works.line(4, "Gate leaf", works.primer, works.black)).lines
    works.sprayed({works.prepared(line).id: 4}, works.primer, works.primer_box, 100)
    ovens.load(works.db, works.oven, {works.pile(line).id: 4}, set_point_c=200, minutes=10, by=works.by)
    assert "<b>To spray</b>" in floor.htmx_post("/floor/loads/1/take-out", sure="y").text
    assert works.counts(line) == {"to_spray": 4}


def test_out_is_out(floor, works, running):
    floor.post("/floor/loads/1/take-out", sure="y")
    for way in ("take-out", "at-temperature"):
        answer = floor.htmx_post(f"/floor/loads/1/{way}")
        assert answer.status_code == 409
        assert "Load 1 is out already." in answer.text


def test_an_aborted_load_gives_its_parts_back_with_the_reason(floor, works, running):
    works.db.add(Reason(kind=ReasonKind.ABORT, name="Power cut"))
    answer = floor.htmx_post("/floor/loads/1/abort", reason="Power cut", other="")
    assert answer.headers["HX-Redirect"] == "/floor/loads/1"
    assert works.counts(running[0]) == {"to_cure": 10}
    page = floor.get("/floor/loads/1").text
    assert "Aborted: Power cut" in page
    assert "<b>For oven</b>" in page
    assert "load.aborted" in verbs(works.db)


def test_an_abort_wants_a_reason(floor, works, running):
    answer = floor.htmx_post("/floor/loads/1/abort", reason="", other="  ")
    assert answer.status_code == 422
    assert "Please say why." in answer.text
    assert works.counts(running[0]) == {"curing": 10}


def test_the_load_page_counts_down_to_the_plan(floor, works, running):
    page = floor.get("/floor/loads/1").text
    assert "data-ends-at" in page
    assert "Heating up" in page
    assert floor.get("/floor/loads/99").status_code == 404


def test_who_does_not_cure_may_look_and_not_touch(quality, works, running):
    assert "Take out" not in quality.get("/floor/loads/1").text
    for way in ("take-out", "at-temperature", "abort"):
        assert quality.post(f"/floor/loads/1/{way}").status_code == 403


@pytest.fixture
def castings(works):
    """Six castings that are blasted and wait for outgassing."""
    wanted = works.line(6, "Casting", works.black)
    (line,) = works.job(replace(wanted, steps=((works.blast.id, 1), (works.bake.id, 1)))).lines
    prep.count_done(works.db, line.steps[0], 4, by=works.by)
    return line


def test_an_oven_step_of_prep_waits_only_for_what_the_step_before_did(floor, works, castings):
    page = floor.get(f"/floor/ovens/{works.oven.id}").text
    assert "<b>4 Casting</b>" in page
    key = f"{works.pile(castings).id}-{castings.steps[1].id}"
    sent = {"asked": "1", "pile": key, "set_point": "200", "minutes": "10", f"qty_{key}": "5"}
    answer = floor.htmx_post(f"/floor/ovens/{works.oven.id}/load", **sent)
    assert answer.status_code == 409
    assert "Only 4 of these parts wait for Re-bake, not 5." in answer.text


def test_an_oven_step_is_done_by_its_load_and_the_parts_stay_in_prep(floor, works, castings):
    key = f"{works.pile(castings).id}-{castings.steps[1].id}"
    sent = {"asked": "1", "pile": key, "set_point": "200", "minutes": "10", f"qty_{key}": "4"}
    assert floor.post(f"/floor/ovens/{works.oven.id}/load", **sent).status_code == 303
    assert "Casting" not in floor.get(f"/floor/ovens/{works.oven.id}").text
    floor.post("/floor/loads/1/take-out", sure="y")
    assert works.counts(castings) == {"prep": 6}
    assert works.db.get_one(LineStep, castings.steps[1].id).done_qty == 4
    assert parts.leave_prep(works.db, works.pile(castings, Stage.PREP), 4, by=works.by).qty == 4


def test_an_aborted_oven_step_is_not_done(floor, works, castings):
    pile = works.pile(castings)
    load = ovens.load(works.db, works.oven, {pile.id: 4}, set_point_c=200, minutes=10, by=works.by)
    ovens.abort(works.db, load, reason="power cut", by=works.by)
    assert works.counts(castings) == {"prep": 6}
    assert "<b>4 Casting</b>" in floor.get(f"/floor/ovens/{works.oven.id}").text
