from datetime import date

import pytest
from sqlalchemy import func, select

from powderapp.base.errors import FieldError
from powderapp.base.events import Event
from powderapp.stock.models import Box
from powderapp.stock.rules import Received, received


def newest(db, count=1):
    return list(db.scalars(select(Box).order_by(Box.id.desc()).limit(count)))


def count(db):
    return db.scalar(select(func.count()).select_from(Box))


def url(works):
    return f"/powders/{works.black.id}/receive"


def test_a_box_is_received_by_its_net_weight(desk, db, works, kinds):
    answer = desk.post(url(works), boxes="1", net="25", lot="24-1108", place="A3", expires_on="2027-05-31")
    assert answer.headers["Location"] == f"/powders/{works.black.id}"
    (box,) = newest(db)
    assert (box.net_g, box.tare_g, box.lot, box.place) == (25_000, None, "24-1108", "A3")
    assert (box.expires_on, kinds(box)) == (date(2027, 5, 31), [("receipt", 25_000)])
    assert db.scalars(select(Event).where(Event.verb == "box.received", Event.subject_id == box.id)).one()


def test_a_box_is_received_by_gross_and_tare(floor, db, works):
    floor.post(url(works), boxes="1", gross="21.18", tare="1.18")
    (box,) = newest(db)
    assert (box.net_g, box.tare_g) == (20_000, 1_180)


def test_equal_boxes_come_at_once_each_with_its_number(desk, db, works):
    answer = desk.htmx_post(url(works), boxes="3", net="20", lot="L9")
    assert answer.headers["HX-Redirect"] == f"/powders/{works.black.id}"
    numbers = [box.number for box in newest(db, 3)]
    assert numbers == [numbers[0], numbers[0] - 1, numbers[0] - 2]


@pytest.mark.parametrize("owner", ["Harbor Rail & Gate", "harbor  rail & gate"])
def test_powder_a_customer_brought_is_not_the_shops_stock(desk, db, works, owner):
    before = desk.get("/powders").text.count("20.00 kg")
    desk.post(url(works), boxes="1", net="5", owner=owner)
    (box,) = newest(db)
    assert box.owner_customer_id == works.customer.id
    assert desk.get("/powders").text.count("20.00 kg") == before
    assert "Belongs to Harbor Rail &amp; Gate" in desk.get(f"/powders/{works.black.id}").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Please enter the powder in the box, or the box on the scale and empty."),
        ({"gross": "20"}, "Please enter what the empty box weighs, or the powder in it."),
        ({"gross": "1", "tare": "2"}, "The empty box cannot weigh that much of the full one. Weigh again."),
        ({"gross": "21", "tare": "1", "net": "19"}, "These three weights do not fit together: leave one empty."),
        ({"net": "-5"}, "Weight must be above 0."),
        ({"net": "0"}, "Weight must be above 0."),
        ({"net": "1.234,5"}, "Write 1234.5 or 1234,5."),
        ({"net": "20", "boxes": "51"}, "At most 50 boxes."),
        ({"net": "20", "expires_on": "2026-02-30"}, "This day does not exist."),
        ({"net": "20", "owner": "Nobody"}, "There is no customer of that name: choose from the list."),
        ({"net": "20", "net_g": "1"}, "Unknown field."),
    ],
)
def test_a_delivery_that_cannot_be_is_asked_again(desk, db, works, swapped_ids, fields, sentence):
    before = count(db)
    answer = desk.htmx_post(url(works), **{"boxes": "1", "lot": "24-1108"} | fields)
    assert (answer.status_code, swapped_ids(answer)) == (422, ["receive"])
    assert sentence in answer.text
    assert 'value="24-1108"' in answer.text
    assert count(db) == before


def test_the_three_weights_fit_together_or_are_asked():
    assert received(20_000, 21_000, None) == Received(20_000, 1_000)
    assert received(20_000, 21_000, 1_000) == Received(20_000, 1_000)
    assert received(20_000, None, 900) == Received(20_000, 900)
    with pytest.raises(FieldError):
        received(5_000, 200_000, None)


def test_the_floor_does_not_say_whose_powder_it_is(floor, db, works):
    assert "Belongs to a customer" not in floor.get(url(works)).text
    answer = floor.post(url(works), boxes="1", net="5", owner="Harbor Rail & Gate")
    assert answer.status_code == 422
    assert "Unknown field." in answer.text


def test_prep_receives_no_powder(prep_person, works):
    assert prep_person.get(url(works)).status_code == 403
    assert prep_person.post(url(works), boxes="1", net="5").status_code == 403
