"""Check in over the counter."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from powderapp.base.clock import now
from powderapp.base.events import Event
from powderapp.customers.models import Customer
from powderapp.jobs.models import Job
from powderapp.jobs.queries import job_by_number
from powderapp.jobs.rules import LineKind
from powderapp.parts.rules import Stage

DUE = str(now().date() + timedelta(days=100))
KNOWN = {"customer": "harbor rail & gate", "due_on": DUE, "priority": "standard", "arrived": "y"}
FENCE = {"qty": "12", "what": "Fence panel", "prep": "blast", "coat1": "9005", "area_mm2": "1.2", "price": "780"}
GATE = {"qty": "4", "what": "Gate leaf", "coat1": "P100", "coat2": "jet black"}


def row(number, cells):
    return {f"lines-{number}-{name}": value for name, value in cells.items()}


@pytest.fixture(autouse=True)
def _shop(works):
    works.db.commit()


@pytest.fixture
def last(db):
    """The job checked in last, None while there is none."""

    def last():
        number = db.scalar(select(func.max(Job.number)))
        return job_by_number(db, number) if number else None

    return last


def test_two_lines_are_checked_in_and_their_parts_are_here(db, desk, works, last):
    answer = desk.htmx_post("/jobs/new", **KNOWN, **row(0, FENCE), **row(1, GATE))
    job = last()
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, f"/jobs/{job.number}")
    fence, gate = job.lines
    assert (fence.area_mm2, fence.price, [s.prep_step_id for s in fence.steps]) == (
        1_200_000,
        Decimal(780),
        [works.blast.id],
    )
    assert [(coat.powder_id, coat.role) for coat in gate.coats] == [
        (works.primer.id, "primer"),
        (works.black.id, "colour"),
    ]
    assert (job.customer_id, works.counts(fence), works.counts(gate)) == (
        works.customer.id,
        {Stage.RECEIVED: 12},
        {Stage.TO_SPRAY: 4},
    )
    assert f"{job.number} is checked in." in desk.get(f"/jobs/{job.number}").text


def test_parts_that_come_later_are_expected(desk, works, last):
    desk.post("/jobs/new", **(KNOWN | {"arrived": None}), **row(0, FENCE))
    assert works.counts(last().lines[0]) == {}


def test_rows_left_empty_are_no_lines_wherever_they_stand(desk, last):
    desk.post("/jobs/new", **KNOWN, **row(0, {"qty": "", "what": " "}), **row(5, FENCE), **row(11, GATE))
    assert [line.what for line in last().lines] == ["Fence panel", "Gate leaf"]


def test_a_walk_in_is_a_name_and_a_phone(desk, last):
    answer = desk.htmx_post("/jobs/new", **(KNOWN | {"customer": "Jane Miller"}), **row(0, FENCE))
    assert answer.status_code == 422
    assert "enter a phone for a walk-in" in answer.text
    assert last() is None
    desk.post("/jobs/new", **(KNOWN | {"customer": "Jane Miller", "phone": "555 0199"}), **row(0, FENCE))
    assert (last().walk_in_name, last().walk_in_phone, last().customer_id) == ("Jane Miller", "555 0199", None)


def test_somebody_new_is_kept_as_a_customer(db, desk, last):
    desk.post("/jobs/new", **(KNOWN | {"customer": "Mill Lane Joinery", "is_new": "y"}), **row(0, FENCE))
    assert db.get_one(Customer, last().customer_id).name == "Mill Lane Joinery"


def test_a_name_like_one_on_file_is_asked(desk, last):
    answer = desk.htmx_post("/jobs/new", **(KNOWN | {"customer": "Harbor"}), **row(0, FENCE))
    assert "there is Harbor Rail &amp; Gate. Choose one, or" in answer.text
    assert last() is None


def test_parts_may_be_blasted_only(desk, last):
    desk.post("/jobs/new", **KNOWN, **row(0, {"qty": "8", "what": "Bracket", "prep": "blast"}))
    (line,) = last().lines
    assert (line.kind, line.coats) == (LineKind.BLAST_ONLY, [])


def test_a_colour_with_a_question_mark_is_to_be_matched(desk, last):
    desk.post("/jobs/new", **KNOWN, **row(0, FENCE | {"coat1": "moss green?"}))
    ((coat,),) = (line.coats for line in last().lines)
    assert (coat.powder_id, coat.wish) == (None, "moss green")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"qty": "x"}, "Write a whole number of parts."),
        ({"qty": ""}, "How many?"),
        ({"what": ""}, "What is it?"),
        ({"prep": "polish"}, "polish is no prep step of this shop: Blast, Re-bake."),
        ({"coat1": "puce"}, "No powder is called puce. Write puce? to match it later."),
        ({"coat1": "?"}, "Write the colour before the question mark."),
        ({"coat1": "", "prep": ""}, "Choose a powder, or the prep alone."),
        ({"area_mm2": "1,234"}, "1,234 can be read two ways"),
        ({"price": "12.345"}, "At most two places after the point."),
        ({"price": "-1"}, "Price cannot be below 0."),
    ],
)
def test_what_is_wrong_is_said_at_its_cell_and_everything_typed_is_kept(desk, last, wrong, sentence, swapped_ids):
    answer = desk.htmx_post("/jobs/new", **KNOWN, **row(0, FENCE | wrong), **row(1, GATE))
    assert (answer.status_code, swapped_ids(answer)) == (422, ["intake"])
    assert answer.text.count(sentence) >= 2
    assert "Line 1, " in answer.text
    for kept in ("harbor rail &amp; gate", DUE, "Gate leaf", "jet black", *filter(None, wrong.values())):
        assert kept in answer.text
    assert last() is None


def test_a_powder_that_may_be_several_is_asked_with_their_codes(desk, works, last):
    works.powder("X1", "Jet black fine", works.black.finish, 190, 15, ral="9005")
    works.db.commit()
    answer = desk.htmx_post("/jobs/new", **KNOWN, **row(0, FENCE))
    assert answer.status_code == 422
    assert "This may be RAL 9005 matt (Maker A B900), RAL 9005 matt (Maker A X1). Write its code." in answer.text


def test_the_one_pressed_of_several_powders_is_meant(desk, works, last):
    fine = works.powder("X1", "Jet black fine", works.black.finish, 190, 15, ral="9005")
    works.db.commit()
    asked = desk.htmx_post("/jobs/new", **KNOWN, **row(0, FENCE)).text
    pressed = f'name="lines-0-coat1_id" value="{fine.id}"'
    assert f'<input type="radio" id="lines-0-coat1-is-{fine.id}" {pressed}>' in asked
    assert asked.index(pressed) < asked.index('id="lines-0-coat1-value"')  # the first of a name counts
    desk.post("/jobs/new", **KNOWN, **row(0, FENCE | {"coat1_id": [str(fine.id), ""]}))
    assert last().lines[0].coats[0].powder_id == fine.id


def test_the_powder_taken_from_the_choices_is_meant(desk, works, last):
    taken = {"coat1": "RAL 9005 matt B900", "coat1_id": works.black.id}
    desk.post("/jobs/new", **KNOWN, **row(0, FENCE | taken))
    assert last().lines[0].coats[0].powder_id == works.black.id


@pytest.mark.parametrize("customer", ["", " "])
def test_a_job_needs_somebody_and_something(desk, last, customer):
    answer = desk.htmx_post("/jobs/new", **(KNOWN | {"customer": customer}))
    assert answer.status_code == 422
    assert "Who brings it?" in answer.text
    assert "Enter at least one line." in answer.text
    assert last() is None


def test_without_javascript_the_page_comes_back_with_everything(desk):
    answer = desk.post("/jobs/new", **KNOWN, **row(0, FENCE | {"qty": "x"}))
    assert answer.status_code == 422
    assert "<!doctype html>" in answer.text
    assert 'value="Fence panel"' in answer.text


def test_more_rows_keep_what_was_typed(desk, last):
    answer = desk.post("/jobs/new/rows", **KNOWN, **row(0, FENCE))
    assert answer.status_code == 200
    assert 'name="lines-15-qty"' in answer.text
    assert 'value="Fence panel"' in answer.text
    assert last() is None


def test_a_row_beyond_the_last_is_refused(desk, last):
    rows = {name: value for number in range(39) for name, value in row(number, {"qty": "1"}).items()}
    answer = desk.post("/jobs/new", **KNOWN, **rows)
    assert answer.status_code == 422
    assert "Unknown field." in answer.text


def test_pressed_twice_it_is_one_job(db, desk):
    key = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
    first, second = (desk.post("/jobs/new", key=key, **KNOWN, **row(0, FENCE)) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert db.scalar(select(func.count()).select_from(Job)) == 1
    assert db.scalar(select(func.count()).select_from(Event).where(Event.verb == "job.checked_in")) == 1


def test_the_same_as_last_time_is_copied(desk, last):
    desk.post("/jobs/new", **KNOWN, **row(0, FENCE), **row(1, GATE))
    page = desk.get("/jobs/new", copy=last().number).text
    for value in ("Harbor Rail &amp; Gate", "Fence panel", "RAL 9005 matt", "Zn primer", "780"):
        assert f'value="{value}' in page


def test_a_customers_page_leads_here_with_the_customer(desk, works):
    page = desk.get("/jobs/new", customer=works.customer.id).text
    assert 'value="Harbor Rail &amp; Gate"' in page
    assert "first job" in page


def test_a_sprayer_checks_nothing_in(floor):
    assert floor.get("/jobs/new").status_code == 403
    for url in ("/jobs/new", "/jobs/new/totals", "/jobs/new/rows"):
        assert floor.post(url, **KNOWN, **row(0, FENCE)).status_code == 403


def test_a_job_that_is_not_there_is_not_copied(desk):
    assert desk.get("/jobs/new", copy=99).status_code == 404


def test_nothing_is_promised_for_a_day_before_today(desk, last):
    answer = desk.htmx_post("/jobs/new", **KNOWN | {"due_on": str(now().date() - timedelta(days=5))}, **row(0, FENCE))
    assert answer.status_code == 422
    assert "Due date is before the job came in" in answer.text
    assert last() is None
