"""A box swapped by a slip is taken back: the sums are as if it had not happened, and the ledger says that it did."""

import pytest
from sqlalchemy import select

from powderapp.base.events import Event
from powderapp.batches.models import BatchUse
from powderapp.batches.queries import last_box_tap
from powderapp.batches.sharing import weigh_box
from powderapp.stock.models import Box, Movement


@pytest.fixture
def batch(sprayed, queued):
    return sprayed(queued(26))


@pytest.fixture
def second(works):
    return works.box(works.black, 10_000)


@pytest.fixture
def swap(floor, batch, second):
    """Sends the swap form: the first box out, a second box of the same powder in."""

    def swap(**fields):
        sent = {"place": batch.boxes[0].id, "gross_out": "18.4", "box": second.id, "gross": "10.5"} | fields
        return floor.post(f"/floor/batches/{batch.number}/box", **sent)

    return swap


def undo_url(works, batch):
    return f"/floor/batches/{batch.number}/box/undo/{last_box_tap(works.db, batch.id).id}"


def inside(batch):
    return [(place.box.code, place.gross_in_g) for place in batch.boxes if place.closed_at is None]


def finish(floor, works, batch, gross):
    (place,) = [place for place in batch.boxes if place.closed_at is None]
    assert floor.post(f"/floor/batches/{batch.number}/weigh", place=place.id, gross=gross).status_code == 303
    works.db.expire_all()
    return sum(use.grams for use in works.db.scalars(select(BatchUse)))


@pytest.mark.parametrize(
    "said",
    [{}, {"gross_out": "", "empty": "y"}, {"gross_out": "", "later": "y"}, {"gross": "", "unweighed": "1"}],
    ids=["weighed", "empty", "later", "no scale"],
)
def test_both_boxes_are_as_they_were(floor, works, batch, swap, second, said):
    assert swap(**said).status_code == 303
    assert floor.post(undo_url(works, batch)).status_code == 303
    assert inside(batch) == [(works.black_box.code, 21_000)]
    assert works.db.get_one(Box, second.id).net_g == 10_000
    assert works.db.get_one(Box, works.black_box.id).net_g == 20_000
    assert finish(floor, works, batch, "18") == 3_000
    assert batch.weighed
    assert works.db.get_one(Box, works.black_box.id).net_g == 17_000
    page = floor.get(f"/floor/batches/{batch.number}").text
    assert (f"<dt>Box {second.code}" in page, "21.00 kg − 18.00 kg" in page, "waits for the scale" in page) == (
        False,
        True,
        False,
    )


def test_the_toast_offers_it_and_the_ledger_keeps_all_of_it(floor, works, batch, swap):
    swap()
    page = floor.get(f"/floor/batches/{batch.number}").text
    assert f'action="{undo_url(works, batch)}"' in page
    floor.post(undo_url(works, batch))
    kinds = works.db.scalars(select(Movement.kind).where(Movement.box_id == works.black_box.id).order_by(Movement.id))
    assert [kind.value for kind in kinds] == ["receipt", "use", "reverse"]
    assert works.db.scalars(select(Event).where(Event.verb == "batch.box_undone")).one().subject_id == batch.id


def test_a_box_put_in_beside_the_first_leaves_unused(floor, works, batch, swap, second):
    swap(stays="y", gross_out="")
    floor.post(undo_url(works, batch))
    assert inside(batch) == [(works.black_box.code, 21_000)]
    assert works.db.get_one(Box, second.id).net_g == 10_000


def test_a_box_weighed_back_too_early_comes_in_again(floor, works, batch, swap, second):
    swap(stays="y", gross_out="")
    first = batch.boxes[0].id
    floor.post(f"/floor/batches/{batch.number}/weigh", place=first, gross="18")
    assert inside(batch) == [(second.code, 10_500)]
    floor.post(undo_url(works, batch))
    assert sorted(inside(batch)) == [(works.black_box.code, 21_000), (second.code, 10_500)]
    assert works.db.get_one(Box, works.black_box.id).net_g == 20_000


def test_it_is_taken_back_once(floor, works, batch, swap):
    swap()
    url = undo_url(works, batch)
    floor.post(url)
    answer = floor.htmx_post(url)
    assert (answer.status_code, "is out of the batch already" in answer.text) == (409, True)


def test_a_box_that_was_weighed_since_stays_out(floor, works, batch, swap):
    swap()
    box = works.db.get_one(Box, works.black_box.id)
    weigh_box(works.db, box, 18_000, by=works.by.at(batch.boxes[-1].opened_at.replace(year=2099)))
    answer = floor.htmx_post(undo_url(works, batch))
    assert (answer.status_code, "was weighed or used since" in answer.text) == (409, True)


def test_a_weight_that_settled_an_earlier_batch_stays(floor, works, queued, started, batch, swap, second):
    finish(floor, works, batch, "18")
    other = started(queued(4), box=second.id, gross="", unweighed="1")
    for task in other.tasks:
        floor.post(f"/floor/batches/{other.number}/tasks/{task.id}/done", out_qty=task.in_qty)
    floor.post(f"/floor/batches/{other.number}/weigh", place=other.boxes[0].id, later="1")
    third = started(queued(4), gross="19")
    floor.post(
        f"/floor/batches/{third.number}/box", place=third.boxes[0].id, gross_out="18.4", box=second.id, gross="10"
    )
    answer = floor.htmx_post(undo_url(works, third))
    assert (answer.status_code, "that is in the books" in answer.text) == (409, True)


def test_a_finished_batch_keeps_its_boxes(floor, works, batch, swap):
    swap()
    url = undo_url(works, batch)
    finish(floor, works, batch, "9")
    answer = floor.htmx_post(url)
    assert (answer.status_code, "is finished" in answer.text) == (409, True)


def test_only_sprayers_and_the_office_and_only_box_taps(floor, quality, works, batch, swap):
    swap()
    assert quality.post(undo_url(works, batch)).status_code == 403
    assert floor.post(f"/floor/batches/{batch.number}/box/undo/1").status_code == 404
