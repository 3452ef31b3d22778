import pytest
from sqlalchemy import func, select

from powderapp.base.events import Event
from powderapp.customers.models import Customer


def count(db):
    return db.scalar(select(func.count()).select_from(Customer))


def test_a_new_customer_gets_a_page(desk, db):
    answer = desk.post("/customers/new", name="  Harbor   Rail ", phone="555-1632", terms="Net 30")
    customer = db.scalars(select(Customer)).one()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/customers/{customer.id}")
    assert (customer.name, customer.sort_key, customer.phone) == ("Harbor Rail", "harbor rail", "555-1632")
    event = db.scalars(select(Event).where(Event.verb == "customer.added")).one()
    assert (event.subject_id, event.after["terms"]) == (customer.id, "Net 30")


@pytest.mark.parametrize(
    "name", ["harbor rail & gate", "HARBOR RAIL & GATE", " Harbor  Rail & Gate ", "Hárbor Rail & Gate"]
)
def test_a_name_that_is_there_in_another_spelling_is_refused(desk, db, harbor, name):
    answer = desk.htmx_post("/customers/new", name=name, phone="555-9999")
    assert answer.status_code == 422
    assert "Harbor Rail &amp; Gate is a customer already." in answer.text
    assert 'value="555-9999"' in answer.text
    assert count(db) == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "  "}, "Please enter a name."),
        ({"name": "x" * 300}, "At most 120 characters; you have 300."),
        ({"name": "Harbor", "email": "two@@at.test"}, "Check the address."),
        ({"name": "Harbor", "email": "a b@at.test"}, "Check the address."),
        ({"name": "Harbor", "role": "owner"}, "Unknown field."),
    ],
)
def test_what_cannot_be_is_asked_again_and_stays_typed(desk, db, swapped_ids, fields, sentence):
    answer = desk.htmx_post("/customers/new", note="call first", **fields)
    assert (answer.status_code, swapped_ids(answer)) == (422, ["new-customer"])
    assert sentence in answer.text
    assert "call first" in answer.text
    assert count(db) == 0


@pytest.mark.parametrize("name", ["O'Brien", "Ångström", "<b>bold</b>", "{{7*7}}", "Ѐлегия 🚪", "ﷺ" * 120])
def test_every_name_is_kept_and_shown_as_it_is(desk, db, name):
    assert desk.post("/customers/new", name=name).status_code == 303
    customer = db.scalars(select(Customer)).one()
    assert customer.name == name
    page = desk.get(f"/customers/{customer.id}")
    assert page.status_code == 200
    assert "<b>bold</b>" not in page.text


def test_the_floor_adds_no_customer(floor, db):
    assert floor.get("/customers/new").status_code == 403
    assert floor.post("/customers/new", name="Harbor").status_code == 403
    assert count(db) == 0
