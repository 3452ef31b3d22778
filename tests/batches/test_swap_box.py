"""Boxes that change while a batch runs: the sums stay exact, the wrong powder never gets in."""

import pytest
from sqlalchemy import select

from powderapp.batches.models import BatchBox, BatchUse
from powderapp.stock.models import Box


@pytest.fixture
def batch(sprayed, queued):
    return sprayed(queued(26))


@pytest.fixture
def swap(floor, works, batch):
    """Sends the swap form: the first box out, a second box of the same powder in."""
    second = works.box(works.black, 10_000)

    def swap(send=floor.post, **fields):
        sent = {"place": batch.boxes[0].id, "gross_out": "18.4", "box": second.id, "gross": "11"} | fields
        return send(f"/floor/batches/{batch.number}/box", **sent)

    swap.second = second
    return swap


def _finish(floor, works, batch, *weights):
    for gross in weights:
        place = next(p for p in batch.boxes if p.closed_at is None)
        answer = floor.post(f"/floor/batches/{batch.number}/weigh", place=place.id, gross=gross)
        assert answer.status_code == 303, answer.text
    works.db.expire_all()
    return sum(use.grams for use in works.db.scalars(select(BatchUse)))


def test_both_boxes_count_to_the_gram(floor, works, batch, swap):
    assert swap().location == f"/floor/batches/{batch.number}"
    assert _finish(floor, works, batch, "9.321") == 2_600 + 1_679
    assert works.db.get_one(Box, works.black_box.id).net_g == 17_400
    assert works.db.get_one(Box, swap.second.id).net_g == 8_321


def test_a_box_may_stay_beside_the_next_one_and_both_are_weighed_back(floor, works, batch, swap):
    swap(stays="y", gross_out="")
    assert "Next box" in floor.get(f"/floor/batches/{batch.number}/weigh").text
    assert _finish(floor, works, batch, "18", "10.5") == 3_000 + 500


def test_an_empty_box_is_swapped_without_the_scale(floor, works, batch, swap):
    swap(empty="y", gross_out="")
    assert works.db.get_one(Box, works.black_box.id).net_g == 0
    assert _finish(floor, works, batch, "11") == 20_000


def test_a_box_of_another_powder_stops_the_swap(works, floor, batch, swap):
    for send in (floor.post, floor.htmx_post):
        answer = swap(send, box=works.primer_box.id)
        assert answer.status_code == 409
        assert f"STOP. Box {works.primer_box.code}" in answer.text
    places = works.db.scalars(select(BatchBox)).all()
    assert [place.closed_at for place in places] == [None]


def test_a_scanned_box_of_another_powder_stops_too(floor, works, batch):
    answer = floor.get(f"/floor/batches/{batch.number}/box", code=works.primer_box.code)
    assert (answer.status_code, "STOP." in answer.text) == (409, True)


def test_the_old_box_must_be_said_something_about(floor, swap):
    answer = swap(floor.htmx_post, gross_out="")
    assert (answer.status_code, "Weigh the old box" in answer.text) == (422, True)


def test_the_old_box_cannot_come_back_heavier(floor, works, swap):
    answer = swap(floor.htmx_post, gross_out="21.4")
    assert answer.status_code == 422
    assert "went in with 21.00 kg" in answer.text


def test_a_box_of_another_batch_is_not_in_this_one(floor, swap):
    assert swap(place=999).status_code == 404
