"""Hung on a rack and sent on: only what every step is done for, some or all of it, taken back by one tap."""

import pytest
from sqlalchemy import select

from powderapp.base.events import Event
from powderapp.jobs.models import LineStep
from powderapp.jobs.operations import CoatWanted, LineWanted
from powderapp.parts import operations as parts
from powderapp.parts.rules import Stage
from powderapp.prep import operations as prep
from powderapp.prep.rules import may_leave


def _done(works, line, *counts):
    query = select(LineStep).where(LineStep.line_id == line.id).order_by(LineStep.position)
    for step, qty in zip(works.db.scalars(query).all(), counts, strict=True):
        prep.count_done(works.db, step, qty, by=works.by)


def _url(line, before_coat=1):
    return f"/floor/prep/lines/{line.id}/{before_coat}"


def test_prepared_parts_hang_on_the_rack_and_wait_for_the_booth(prep_person, works, received, swapped_ids):
    line = received(26)
    _done(works, line, 26)
    answer = prep_person.htmx_post(_url(line), qty=26, rack=works.rack.id)
    assert swapped_ids(answer) == ["prep", "toasts"]
    pile = works.pile(line, Stage.TO_SPRAY)
    assert (pile.qty, pile.rack_id) == (26, works.rack.id)
    assert "Nothing waits for prep." in answer.text


def test_only_what_every_step_is_done_for_goes_on(prep_person, works, masked):
    line = masked(26)
    _done(works, line, 26, 10)
    assert 'value="10"' in prep_person.get("/floor/prep").text
    answer = prep_person.htmx_post(_url(line), qty=11, rack="")
    assert (answer.status_code, "Prep is done for 10 parts, not 11." in answer.text) == (409, True)
    prep_person.htmx_post(_url(line), qty=10, rack="")
    assert works.counts(line) == {"prep": 16, "to_spray": 10}


def test_what_went_on_is_not_sent_on_again(prep_person, works, received):
    line = received(26)
    _done(works, line, 10)
    for _ in range(2):
        answer = prep_person.htmx_post(_url(line), qty=10, rack="")
    assert (answer.status_code, "Prep is done for 0 parts, not 10." in answer.text) == (409, True)
    assert works.counts(line) == {"prep": 16, "to_spray": 10}


def test_parts_on_two_racks_go_on_with_one_tap_and_come_back_with_one(prep_person, works, received):
    line = received(26)
    _done(works, line, 26)
    parts.rack(works.db, works.pile(line), 6, works.rack.id, by=works.by)
    prep_person.htmx_post(_url(line), qty=26, rack="")
    assert works.counts(line) == {"to_spray": 26}
    event = works.db.scalars(select(Event.id).where(Event.verb == "parts.prepared").order_by(Event.id.desc())).first()
    assert prep_person.htmx_post(f"/floor/prep/undo/{event}").status_code == 200
    works.db.expire_all()
    assert works.counts(line) == {"prep": 26}


def test_blasted_only_lines_go_to_the_check(prep_person, works):
    (line,) = works.job(works.line(8, "Bracket")).lines
    _done(works, line, 8)
    assert "To the check" in prep_person.get("/floor/prep").text
    prep_person.htmx_post(_url(line), qty=8, rack="")
    assert works.counts(line) == {"checking": 8}


def test_a_step_between_coats_is_counted_for_that_coat(prep_person, works):
    coats = (CoatWanted(works.primer.id, role="primer"), CoatWanted(works.black.id))
    (line,) = works.job(LineWanted(4, "Gate", coats=coats, steps=((works.blast.id, 2),))).lines
    works.sprayed({works.pile(line).id: 4}, works.primer, works.primer_box, 500)
    works.cured({works.pile(line).id: 4})
    assert "before coat 2" in prep_person.get("/floor/prep").text
    _done(works, line, 4)
    prep_person.htmx_post(_url(line, 2), qty=4, rack="")
    pile = works.pile(line)
    assert (pile.stage, pile.coat_number) == (Stage.TO_SPRAY, 2)


def test_nothing_and_an_unknown_rack_are_refused(prep_person, works, received):
    line = received(5)
    _done(works, line, 5)
    assert prep_person.htmx_post(_url(line), qty="", rack="").status_code == 422
    answer = prep_person.htmx_post(_url(line), qty=5, rack=999)
    assert (answer.status_code, "Choose from the list." in answer.text) == (422, True)
    assert works.counts(line) == {"prep": 5}


def test_an_unknown_line_is_not_found(prep_person):
    assert prep_person.htmx_post("/floor/prep/lines/999/1", qty=1, rack="").status_code == 404


def test_quality_does_not_send_on(quality, received):
    assert quality.post(_url(received(2)), qty=2).status_code == 403


@pytest.mark.parametrize(
    ("done", "gone", "in_prep", "expected"),
    [([26, 10], 0, 26, 10), ([26], 10, 16, 16), ([5], 8, 4, 0), ([30], 0, 26, 26), ([], 0, 0, 7)],
)
def test_as_many_leave_as_every_step_is_done_for(done, gone, in_prep, expected):
    assert may_leave(done, gone, in_prep, received=7) == expected
