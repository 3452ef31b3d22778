"""Several oven steps of one line: what had the first may get the second while the rest still waits for the first."""

from dataclasses import replace

import pytest

from powderapp.base.errors import DomainError
from powderapp.jobs.models import LineStep
from powderapp.ovens import operations as ovens
from powderapp.parts import operations as parts
from powderapp.parts.rules import Stage
from powderapp.shop.models import Oven, PrepStep


@pytest.fixture
def castings(works):
    """Ten castings in prep that are outgassed at 200 °C, then baked again at 200 °C."""
    works.db.add(outgas := PrepStep(name="Outgas", in_oven=True, oven_c=200, oven_minutes=8))
    works.db.flush()
    wanted = replace(works.line(10, "Casting", works.black), steps=((outgas.id, 1), (works.bake.id, 1)))
    (line,) = works.job(wanted).lines
    parts.start_prep(works.db, works.pile(line), 10, by=works.by)
    return line


@pytest.fixture
def steps(castings):
    """The ids of both steps."""
    return [step.id for step in castings.steps]


@pytest.fixture
def key(works, castings, steps):
    """`key(0)`: the row of these parts for their first oven step."""
    return lambda place: f"{works.pile(castings, Stage.PREP).id}-{steps[place]}"


@pytest.fixture
def done(works, steps):
    """For how many parts each step is done."""
    return lambda: [works.db.get_one(LineStep, step_id).done_qty for step_id in steps]


@pytest.fixture
def load(floor, works):
    """`load(key, 4)`: so many parts of a row go in for 10 min, and come out again unless said."""

    def load(key, qty, *more, out=True):
        url = f"/floor/ovens/{works.oven.id}/load"
        sent = {"asked": "1", "pile": [key, *more], "set_point": "200", "minutes": "10", f"qty_{key}": qty}
        answer = floor.htmx_post(url, **sent, **{f"qty_{other}": 1 for other in more})
        if out and answer.status_code == 204:
            floor.post(f"{answer.headers['HX-Redirect']}/take-out", sure="y")
        return answer

    return load


def test_parts_that_had_the_first_step_get_the_second_while_the_others_wait(floor, works, castings, key, load, done):
    assert load(key(0), 4).status_code == 204
    page = floor.get(f"/floor/ovens/{works.oven.id}").text
    assert "<b>6 Casting</b>" in page
    assert "<b>4 Casting</b>" in page
    assert load(key(1), 4).status_code == 204
    assert (done(), works.counts(castings)) == ([4, 4], {"prep": 10})
    assert parts.leave_prep(works.db, works.pile(castings, Stage.PREP), 4, by=works.by).qty == 4


def test_the_second_step_waits_for_the_first(key, load, done):
    answer = load(key(1), 1)
    assert (answer.status_code, done()) == (409, [0, 0])
    load(key(0), 4)
    answer = load(key(1), 5)
    assert answer.status_code == 409
    assert "Only 4 of these parts wait for Re-bake, not 5." in answer.text


def test_all_parts_get_one_step_after_the_other(key, load, done):
    for place in (0, 1):
        assert load(key(place), 10).status_code == 204
    assert done() == [10, 10]


def test_while_some_are_in_the_oven_the_others_are_offered_what_they_wait_for(floor, works, key, load):
    load(key(0), 4)
    load(key(0), 6, out=False)
    works.db.add(second := Oven(name="Oven 2"))
    works.db.commit()
    page = floor.get(f"/floor/ovens/{second.id}").text
    assert f'value="{key(1)}"' in page
    assert f'value="{key(0)}"' not in page


def test_one_pile_goes_in_for_one_step_at_a_time(floor, works, key, load, done):
    load(key(0), 4)
    page = floor.htmx_get(f"/floor/ovens/{works.oven.id}").text
    assert "One step at a time: parts of this pile go in for another one." in page
    answer = load(key(0), 1, key(1))
    assert answer.status_code == 422
    assert "One step at a time" in answer.text
    assert done() == [4, 0]


def test_without_a_word_parts_go_in_for_the_first_step_they_wait_for(works, castings, done):
    pile = works.pile(castings)
    load = ovens.load(works.db, works.oven, {pile.id: 10}, set_point_c=200, minutes=10, by=works.by)
    ovens.take_out(works.db, load, by=works.by)
    assert done() == [10, 0]


def test_a_step_of_another_line_is_no_step_of_these_parts(works, castings):
    wanted = replace(works.line(2, "Bracket", works.black), steps=((works.bake.id, 1),))
    (other,) = works.job(wanted).lines
    steps = {works.pile(castings).id: other.steps[0].id}
    with pytest.raises(DomainError, match="no prep step that waits for the oven"):
        ovens.load(
            works.db, works.oven, {works.pile(castings).id: 1}, set_point_c=200, minutes=10, steps=steps, by=works.by
        )
