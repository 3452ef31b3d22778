"""Correcting who took the powder: the others keep their proportions, the sum is what the scale said."""

import pytest
from sqlalchemy import select

from powderapp.base.events import Event
from powderapp.batches.models import BatchUse, UseBy


@pytest.fixture
def batch(floor, queued, sprayed):
    """3 kg over three lines of equal area and parts."""
    batch = sprayed(*[queued(10, area_mm2=200_000) for _ in range(3)])
    floor.post(f"/floor/batches/{batch.number}/weigh", place=batch.boxes[0].id, gross="18")
    return batch


@pytest.fixture
def correct(floor, batch):
    url, version = f"/floor/batches/{batch.number}/shares/{batch.tasks[0].id}", batch.version

    def correct(grams):
        """From the page as it was before anybody changed it."""
        return floor.htmx_post(url, grams=grams, version=version)

    return correct


def _grams(works):
    works.db.expire_all()
    return [use.grams for use in works.db.scalars(select(BatchUse).order_by(BatchUse.id)) if use.task_id]


def test_one_share_by_hand_moves_the_others_and_not_the_sum(works, correct, batch, swapped_ids):
    answer = correct("2 kg")
    assert swapped_ids(answer) == ["batch", "toasts"]
    assert _grams(works) == [2_000, 500, 500]
    assert "by hand" in answer.text
    use = works.db.scalars(select(BatchUse).where(BatchUse.task_id == batch.tasks[0].id)).one()
    assert use.by is UseBy.HAND


def test_it_is_told_who_changed_what(works, correct):
    correct("2 kg")
    event = works.db.scalars(select(Event).where(Event.verb == "batch.use_corrected")).one()
    assert sum(event.before.values()) == sum(event.after.values()) == 3_000


def test_the_second_of_two_sees_both_values_and_loses_nothing(works, correct):
    correct("2 kg")
    answer = correct("1 kg")
    assert answer.status_code == 409
    assert "Now: 2 kg. Save again to keep yours." in answer.text
    assert 'value="1 kg"' in answer.text
    assert _grams(works) == [2_000, 500, 500]


def test_more_than_was_used_in_all_is_refused(works, correct):
    answer = correct("4 kg")
    assert (answer.status_code, "This batch used 3.00 kg in all." in answer.text) == (409, True)
    assert _grams(works) == [1_000, 1_000, 1_000]


def test_what_is_no_weight_stays_typed(works, correct):
    answer = correct("much")
    assert (answer.status_code, 'value="much"' in answer.text) == (422, True)


def test_prep_may_not_correct(prep_person, batch):
    url = f"/floor/batches/{batch.number}/shares/{batch.tasks[0].id}"
    assert prep_person.post(url, grams="1", version=1).status_code == 403
