"""One job with all that is known of it."""

import pytest

from powderapp.base.access import Role
from powderapp.checks import operations as checks
from powderapp.checks.operations import Verdict
from powderapp.checks.rules import FaultOwner


def test_the_page_says_who_what_where_and_for_how_much(desk, works, job):
    works.prepared(job.lines[0])
    page = desk.get(f"/jobs/{job.number}").text
    for words in ("Harbor Rail &amp; Gate", "26 Picket", "Threads M12", "RAL 9005 matt", "Zn primer", "€ 312.00", "R3"):
        assert words in page
    assert "26 Picket left prep." in page


def test_powder_boxes_checks_and_the_story_of_a_job_are_on_its_page(db, desk, works, by):
    job, _, pile = works.checking(10)
    verdict = Verdict(passed=9, rework=1, cause="thin", fault_owner=FaultOwner.US, readings=[55, 61])
    checks.check(db, pile, verdict, by=by)
    page = desk.get(f"/jobs/{job.number}").text
    for words in ("0.50 kg", "lot 24-1107", "B0002", "55 µm, 61 µm", "Rework: thin", f"{job.number}-1R1"[5:]):
        assert words in page
    assert "S1 finished and weighed back, 0.50 kg used." in page
    assert f"{job.number}-1 checked: 9 passed, 1 to do again (thin)." in page


def test_prices_are_not_on_the_page_of_a_sprayer(floor, job):
    page = floor.get(f"/jobs/{job.number}").text
    assert "26 Picket" in page
    assert "312" not in page
    assert "Harbor Rail" in page


def test_the_owner_may_show_prices_on_the_floor(db, floor, shop, job):
    shop.prices_on_floor = True
    assert "€ 312.00" in floor.get(f"/jobs/{job.number}").text


def test_the_phone_of_a_walk_in_is_for_the_desk(db, desk, floor, job):
    job.customer_id, job.walk_in_name, job.walk_in_phone = None, "Jane Miller", "555 0199"
    assert "555 0199" in desk.get(f"/jobs/{job.number}").text
    assert "555 0199" not in floor.get(f"/jobs/{job.number}").text


def test_a_job_takes_as_many_statements_with_ten_lines_as_with_one(desk, works, query_ceiling):
    job = works.job(*(works.line(2 + n, "Picket", works.primer, works.black) for n in range(10)))
    with query_ceiling(26):
        assert desk.get(f"/jobs/{job.number}").status_code == 200


def test_a_number_nobody_has_is_not_found(desk):
    answer = desk.get("/jobs/4115")
    assert answer.status_code == 404
    assert "There is no job 4115." in answer.text


def test_who_only_looks_at_the_board_sees_no_job(sign_in, job):
    assert sign_in("Vic", Role.VIEWER).get(f"/jobs/{job.number}").status_code == 403


@pytest.mark.parametrize(
    ("label", "leads_to"), [("{}", "/jobs/{}"), ("{}-2", "/jobs/{}#{}-2"), ("{}-2r1", "/jobs/{}#{}-2R1")]
)
def test_a_label_that_is_scanned_leads_to_the_job(desk, job, label, leads_to):
    answer = desk.get(f"/J/{label.format(job.number)}")
    assert (answer.status_code, answer.headers["Location"]) == (303, leads_to.format(job.number, job.number))


@pytest.mark.parametrize("label", ["9999", "9999-1", "x", "12x", "99999999999"])
def test_a_label_of_nothing_is_not_found(desk, label):
    assert desk.get(f"/J/{label}").status_code == 404


def test_the_next_step_is_offered_to_those_who_may_do_it(desk, prep_person, works, job, again):
    page = f"/jobs/{job.number}"
    assert 'href="/floor/prep"' in prep_person.get(page).text.split("job-head")[1]
    for line in list(again(job).lines):
        works.prepared(line)
    assert 'href="/floor/queue"' in desk.get(page).text
    assert 'href="/floor/queue"' not in prep_person.get(page).text.split("job-head")[1].split("</header>")[0]
