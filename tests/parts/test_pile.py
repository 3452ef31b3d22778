"""Parts that stand together: hung elsewhere, missing, found, given back."""

import pytest

from powderapp.batches import operations as batches
from powderapp.parts.rules import Stage
from powderapp.shop.models import Rack


@pytest.fixture
def pile(works, line):
    return works.prepared(line)


@pytest.fixture
def other(db):
    db.add(rack := Rack(name="Rack 4", code="R4"))
    db.commit()
    return rack


def test_some_parts_hang_on_another_rack(other, desk, works, job, line, pile, told):
    answer = desk.post(f"/piles/{pile.id}/rack", qty="6", rack_id=other.id)
    assert answer.headers["Location"] == f"/jobs/{job.number}/parts"
    page = desk.get(f"/jobs/{job.number}/parts").text
    assert "6 Picket hang on Rack 4." in page
    assert "To spray, R4" in page
    assert (works.counts(line), told("parts.racked")) == ({Stage.TO_SPRAY: 26}, 1)


def test_a_rack_that_is_not_there_is_refused(other, desk, works, line, pile):
    answer = desk.htmx_post(f"/piles/{pile.id}/rack", qty="6", rack_id="2147483647")
    assert answer.status_code == 422
    assert "Choose from the list." in answer.text
    assert works.pile(line).qty == 26


def test_parts_do_not_move_to_where_they_hang(desk, works, pile):
    answer = desk.htmx_post(f"/piles/{pile.id}/rack", qty="6", rack_id=works.rack.id)
    assert answer.status_code == 409
    assert "They hang there already." in answer.text


@pytest.mark.parametrize(
    ("which", "left", "verb", "words"),
    [
        ("missing", 24, "parts.missing", "2 Picket missing: not in the crate."),
        ("returned", 24, "parts.returned_uncoated", "2 Picket given back uncoated: not in the crate."),
        ("found", 28, "parts.found", "2 Picket more found at a count: not in the crate."),
    ],
)
def test_a_count_is_corrected_with_a_reason(desk, works, job, line, pile, told, which, left, verb, words):
    answer = desk.htmx_post(f"/piles/{pile.id}/{which}", qty="2", reason="not in the crate")
    assert answer.headers["HX-Redirect"] == f"/jobs/{job.number}/parts"
    assert (works.counts(line)[Stage.TO_SPRAY], told(verb)) == (left, 1)
    assert words in desk.get(f"/jobs/{job.number}").text


@pytest.mark.parametrize("which", ["missing", "returned", "found"])
def test_a_correction_needs_a_number_and_a_reason(desk, works, line, pile, which, swapped_ids):
    answer = desk.htmx_post(f"/piles/{pile.id}/{which}", qty="two", reason="")
    assert (answer.status_code, swapped_ids(answer)) == (422, ["pile"])
    for words in ("Write a whole number of parts.", "Please say why.", 'value="two"'):
        assert words in answer.text
    assert works.pile(line).qty == 26


@pytest.mark.parametrize("which", ["missing", "returned"])
def test_more_than_stand_there_cannot_leave(desk, works, line, pile, which):
    answer = desk.htmx_post(f"/piles/{pile.id}/{which}", qty="27", reason="why")
    assert answer.status_code == 409
    assert "Only 26 parts stand there now, not 27." in answer.text
    assert works.pile(line).qty == 26


@pytest.mark.parametrize("which", ["missing", "returned", "found", "rack"])
def test_what_is_in_the_booth_stays_there(db, desk, works, by, line, pile, which):
    batches.start(db, works.booth, works.black, {pile.id: 26}, [], by=by)
    booth = works.pile(line, Stage.SPRAYING)
    assert "finish or take out there first" in desk.get(f"/piles/{booth.id}").text
    if which == "found":
        assert desk.htmx_post(f"/piles/{booth.id}/found", qty="1", reason="why").status_code == 409


def test_on_the_floor_corrections_need_a_supervisor(floor, pile):
    for which in ("missing", "returned", "found"):
        assert floor.post(f"/piles/{pile.id}/{which}", qty="1", reason="why").status_code == 403
    assert "Missing" in floor.get(f"/piles/{pile.id}").text


@pytest.mark.parametrize("path", ["", "/rack", "/missing", "/returned", "/found"])
def test_parts_that_are_not_there_are_not_found(desk, path):
    answer = desk.post(f"/piles/999{path}", qty="1") if path else desk.get("/piles/999")
    assert answer.status_code == 404
