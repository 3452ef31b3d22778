from sqlalchemy import select

from powderapp.base.events import Event
from tests.support.chain import Works

KNOWN = {"name": "Harbor Rail & Gate", "contact": "Ann", "phone": "555-1632", "email": "ann@harbor.test"}


def test_a_changed_phone_is_saved_with_what_it_was(desk, db, harbor, swapped_ids):
    answer = desk.htmx_post(f"/customers/{harbor.id}/edit", **KNOWN | {"phone": "555-7777"}, terms="Cash", version=1)
    assert swapped_ids(answer) == [f"customer-{harbor.id}-fields", f"customer-{harbor.id}-head", "toasts"]
    assert (harbor.phone, harbor.terms, harbor.version) == ("555-7777", "Cash", 2)
    event = db.scalars(select(Event).where(Event.verb == "customer.edited")).one()
    assert (event.before["phone"], event.inverse["terms"]) == ("555-1632", "Net 30")


def test_saving_what_stands_there_changes_nothing(desk, db, harbor):
    desk.post(f"/customers/{harbor.id}/edit", **KNOWN, terms="Net 30", version=1)
    assert harbor.version == 1
    assert db.scalars(select(Event).where(Event.verb == "customer.edited")).all() == []


def test_who_saves_second_sees_both_values_and_decides(desk, harbor):
    desk.post(f"/customers/{harbor.id}/edit", **KNOWN, terms="Cash", version=1)
    answer = desk.htmx_post(f"/customers/{harbor.id}/edit", **KNOWN, terms="COD", version=1)
    assert answer.status_code == 409
    assert "Now: Cash. Save again to keep yours." in answer.text
    assert 'value="COD"' in answer.text
    assert harbor.terms == "Cash"
    desk.post(f"/customers/{harbor.id}/edit", **KNOWN, terms="COD", version=2)
    assert harbor.terms == "COD"


def test_another_customers_name_is_refused(desk, harbor, make_customer):
    docks = make_customer("Harbor Docks")
    answer = desk.htmx_post(f"/customers/{docks.id}/edit", name="harbor rail & gate", version=1)
    assert answer.status_code == 422
    assert "Harbor Rail &amp; Gate is a customer already." in answer.text
    assert docks.name == "Harbor Docks"


def test_a_name_may_change_its_case(desk, harbor):
    desk.post(f"/customers/{harbor.id}/edit", name="HARBOR rail & gate", version=1)
    assert harbor.name == "HARBOR rail & gate"


def test_an_edit_without_version_is_out_of_date(desk, harbor):
    assert desk.post(f"/customers/{harbor.id}/edit", name="Other").status_code == 400
    assert harbor.name == "Harbor Rail & Gate"


def test_nobody_edits_who_is_not_there(desk, floor, harbor):
    assert desk.get("/customers/999999").status_code == 404
    assert desk.post("/customers/999999/edit", name="X", version=1).status_code == 404
    assert floor.post(f"/customers/{harbor.id}/edit", name="X", version=1).status_code == 403


def test_a_customers_page_lists_open_and_earlier_work(desk, db, by, query_ceiling):
    works = Works(db, by)
    job = works.job(works.line(26, "Picket", works.black), works.line(4, "Gate leaf", works.primer, works.black))
    with query_ceiling(7):
        page = desk.get(f"/customers/{works.customer.id}").text
    assert f'href="/jobs/{job.number}"' in page
    assert "26 Picket, 4 Gate leaf" in page
    assert "Jet black" in page


def test_the_list_says_how_much_is_open(desk, db, by):
    works = Works(db, by)
    works.job(works.line(2, "Picket", works.black))
    assert '<td data-label="Open jobs" class="num">1</td>' in desk.get("/customers").text
