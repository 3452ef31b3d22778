"""The list of jobs."""

import re

import pytest

from powderapp.base.text import sort_key
from powderapp.board.lists import PAGE
from powderapp.jobs.models import ACCENTED, PLAIN, Coat, Job, Line
from powderapp.jobs.rules import JobState, LineKind


def numbers(answer):
    return [int(number) for number in re.findall(r'<tr class="row-link" id="job-(\d+)">', answer.text)]


@pytest.fixture
def many(db, works):
    """More jobs than a page shows, in three statements: each of one picket, to be sprayed black."""
    numbers = range(1001, 1001 + PAGE + 2)
    for number in numbers:
        coats = [Coat(number=1, powder_id=works.black.id)]
        line = Line(number=1, position=100, kind=LineKind.COAT, ordered_qty=1, what="Picket", coats=coats)
        db.add(Job(number=number, state=JobState.OPEN, customer_id=works.customer.id, lines=[line]))
    db.commit()
    return list(numbers)


def test_the_newest_job_stands_on_top_and_the_rest_on_further_pages(desk, many):
    first = desk.get("/jobs")
    assert numbers(first) == many[:1:-1]
    after = re.search(r"/jobs\?after=(\d+)", first.text)[1]
    assert numbers(desk.get("/jobs", after=after)) == many[1::-1]


def test_a_page_of_fifty_jobs_takes_two_statements(desk, many, query_ceiling):
    with query_ceiling(2):
        assert len(numbers(desk.get("/jobs"))) == PAGE


def test_a_job_is_found_by_its_number(desk, many):
    assert numbers(desk.get("/jobs", q=many[3])) == [many[3]]
    assert numbers(desk.get("/jobs", q=f"j{many[3]}")) == [many[3]]


@pytest.mark.parametrize("typed", ["harbor", "rail har", "HARBÓR", "gate"])
def test_a_job_is_found_by_words_of_the_customer(desk, job, typed):
    assert numbers(desk.get("/jobs", q=typed)) == [job.number]


def test_a_number_stands_above_customers_of_that_name(db, desk, works, many):
    works.customer.name, works.customer.sort_key = f"Studio {many[3]}", f"studio {many[3]}"
    assert numbers(desk.get("/jobs", q=many[3]))[0] == many[3]
    assert len(numbers(desk.get("/jobs", q=many[3]))) == PAGE


@pytest.mark.parametrize("typed", ["müller", "Muller", "mul zoe", "MÜLLER-L"])
def test_a_walk_in_is_found_by_beginnings_of_the_name(db, desk, job, typed):
    job.customer_id, job.walk_in_name = None, "Zoë Müller-Lund"
    assert numbers(desk.get("/jobs", q=typed)) == [job.number]


def test_open_jobs_of_a_stage_are_found_by_the_customer_too(desk, works, job):
    assert numbers(desk.get("/jobs", stage="received", q="harbor")) == [job.number]
    assert numbers(desk.get("/jobs", stage="ready", q="harbor")) == []


def test_a_walk_ins_letters_are_folded_as_all_others():
    assert "".join(map(sort_key, ACCENTED)) == PLAIN


def test_only_open_jobs_of_a_stage(desk, works, job):
    for line in list(job.lines):
        works.prepared(line)
    other = works.job(works.line(2, "Bench", works.black))
    assert numbers(desk.get("/jobs", stage="to_spray")) == [job.number]
    assert numbers(desk.get("/jobs", stage="received")) == [other.number]


@pytest.mark.parametrize("typed", ["nobody", "%", "' or 1=1", "-", "99999999999999999999", "é" * 200])
def test_what_is_not_there_is_said(desk, job, typed):
    answer = desk.get("/jobs", q=typed)
    assert answer.status_code == 200
    assert numbers(answer) == [] or typed == "-"


def test_typing_asks_for_the_list_alone(desk, job, swapped_ids):
    assert swapped_ids(desk.htmx_get("/jobs", q="harbor")) == ["jobs"]


def test_an_empty_shop_leads_to_the_first_job(desk):
    assert "There are no jobs here yet." in desk.get("/jobs").text


@pytest.mark.parametrize("page", ["/jobs", "/powders", "/customers"])
def test_a_list_leaves_the_keys_of_the_page_free(desk, page):
    shown = desk.get(page).text
    assert 'data-hotkey="/"' in shown
    assert "autofocus" not in shown


def test_a_number_and_enter_opens_the_thing_itself(desk, many):
    leads = {many[3]: f"/J/{many[3]}", f"{many[3]}-1": f"/J/{many[3]}-1", "B0002": "/B/2", "s31": "/S/31"}
    for typed, path in leads.items():
        answer = desk.get("/jobs", q=typed, open="1")
        assert (answer.status_code, answer.headers.get("Location")) == (303, path)


@pytest.mark.parametrize("typed", ["harbor", "999999", "999999-1", "B2-1"])
def test_what_is_no_label_is_looked_for(desk, job, typed):
    assert desk.get("/jobs", q=typed, open="1").status_code == 200
