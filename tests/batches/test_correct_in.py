"""A wrong weight at the start of a batch is put right while it runs; the books then agree with the scale."""

import pytest
from sqlalchemy import select

from powderapp.base.events import Event
from powderapp.stock.models import Box


@pytest.fixture
def slipped(sprayed, queued):
    """A batch whose box of 21 kg went in as 12 kg."""
    return sprayed(queued(), gross="12", sure="12000")


def _url(batch):
    return f"/floor/batches/{batch.number}/box/{batch.boxes[-1].id}/weight-in"


def test_the_right_weight_in_gives_the_right_use(floor, works, slipped):
    assert "Correct the weight in" in floor.get(f"/floor/batches/{slipped.number}/box").text
    assert floor.post(_url(slipped), gross_in="21").status_code == 303
    event = works.db.scalars(select(Event).where(Event.verb == "batch.weight_in_corrected")).one()
    assert (event.before["gross_in_g"], event.after["gross_in_g"]) == (12_000, 21_000)
    floor.post(f"/floor/batches/{slipped.number}/weigh", place=slipped.boxes[-1].id, gross="18.5")
    works.db.expire_all()
    assert works.db.get_one(Box, works.black_box.id).net_g == 17_500


def test_a_weight_that_cannot_be_read_is_asked_for_again(floor, slipped):
    answer = floor.htmx_post(_url(slipped), gross_in="1,234")
    assert (answer.status_code, "1,234 can be read two ways" in answer.text) == (422, True)


def test_only_while_the_box_is_in_and_by_who_may(floor, quality, slipped):
    assert quality.post(_url(slipped), gross_in="21").status_code == 403
    url = _url(slipped)
    floor.post(f"/floor/batches/{slipped.number}/weigh", place=slipped.boxes[-1].id, gross="11")
    answer = floor.htmx_post(url, gross_in="21")
    assert answer.status_code == 409
    assert floor.post(f"/floor/batches/{slipped.number}/box/99999/weight-in", gross_in="21").status_code == 404
