"""Five taps make one record and five equal answers."""

from uuid import uuid4

from sqlalchemy import func, select

from powderapp.base.access import Role
from powderapp.base.events import Event
from powderapp.shop.models import Booth


def count(db, kind=Booth):
    return db.scalar(select(func.count()).select_from(kind))


def test_a_second_tap_makes_no_second_record_and_gets_the_same_answer(desk, db, swapped_ids):
    key = str(uuid4())
    first, second = (desk.htmx_post("/play/add", key=key, name="Booth 1") for _ in range(2))
    assert count(db) == 1
    assert swapped_ids(first) == swapped_ids(second) == ["booths", "booth-count", "toasts"]
    assert second.status_code == 200
    assert "Booth 1 is there." in second.text


def test_without_javascript_both_taps_lead_to_the_page(desk, db):
    key = str(uuid4())
    answers = [desk.post("/play/add", key=key, name="Booth 1") for _ in range(2)]
    assert [(a.status_code, a.headers["Location"]) for a in answers] == [(303, "/play")] * 2
    assert count(db) == 1
    assert "Booth 1 is there." in desk.get("/play").text


def test_a_form_without_a_key_is_out_of_date(desk, db):
    answer = desk.post("/play/add", key="not-a-key", name="Booth 1")
    assert (answer.status_code, count(db)) == (400, 0)
    assert "This page is out of date; load it again. Your text is kept." in answer.text


def test_the_same_key_with_other_values_is_refused(desk, db):
    key = str(uuid4())
    desk.post("/play/add", key=key, name="Booth 1")
    answer = desk.post("/play/add", key=key, name="Booth 2")
    assert (answer.status_code, count(db)) == (422, 1)
    assert "already sent with other values" in answer.text


def test_a_key_from_another_device_is_refused(desk, sign_in, db):
    key = str(uuid4())
    desk.post("/play/add", key=key, name="Booth 1")
    answer = sign_in("Otto", Role.OWNER).post("/play/add", key=key, name="Booth 1")
    assert (answer.status_code, count(db)) == (403, 1)


def test_a_refusal_frees_the_key(desk, db):
    key = str(uuid4())
    assert desk.post("/play/add", key=key, name=" ").status_code == 422
    assert desk.post("/play/add", key=key, name="Booth 1").status_code == 303
    assert count(db) == 1


def test_the_event_carries_the_key(desk, db):
    key = str(uuid4())
    desk.post("/play/add", key=key, name="Booth 1")
    assert str(db.scalars(select(Event.key).order_by(Event.id.desc())).first()) == key


def test_a_key_may_come_as_a_header(desk, db):
    key = str(uuid4())
    sent = {"headers": {"Idempotency-Key": key}, "name": "Booth 1"}
    answers = [desk.post("/play/add", operation_key=None, **sent) for _ in range(2)]
    assert [a.status_code for a in answers] == [303, 303]
    assert count(db) == 1
