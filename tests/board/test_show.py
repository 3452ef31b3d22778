"""The board's page: its statements, its words, and what a poll costs."""

import pytest

from powderapp.base.access import Role
from powderapp.jobs import operations as jobs

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


def test_the_board_takes_six_statements_however_many_jobs_are_open(desk, works, redone, query_ceiling):
    for number in range(12):
        works.job(works.line(1 + number, "Picket", works.black, works.primer))
    with query_ceiling(6):
        assert desk.get("/board").status_code == 200
    with query_ceiling(6):
        assert desk.htmx_get("/board").status_code == 200


def test_a_card_says_what_a_person_at_the_desk_asks(db, desk, works, by):
    job = works.job(works.line(26, "Picket", works.black))
    jobs.hold(db, job, reason="powder due Friday", by=by)
    page = desk.get("/board").text
    for words in (str(job.number), "Harbor Rail &amp; Gate", "26 Picket", "9005 matt", "Hold: powder due Friday"):
        assert words in page


def test_a_walk_in_is_called_by_the_surname(db, desk, works, by):
    job = works.job(works.line(1, "Bench", works.black))
    job.customer_id, job.walk_in_name = None, "Jane Miller"
    page = desk.get("/board").text
    assert '<div class="cust">Miller</div>' in page


def test_a_poll_with_nothing_new_is_empty_and_costs_three_statements(desk, works, query_ceiling):
    works.job(works.line(26, "Picket", works.black))
    first = desk.htmx_get("/board")
    assert first.headers["Cache-Control"] == "private, no-cache"
    with query_ceiling(3):
        second = desk.get("/board", headers=PARTIAL | {"If-None-Match": first.headers["ETag"]})
    assert (second.status_code, second.text) == (304, "")


def test_after_an_event_a_poll_brings_the_new_board(db, desk, works, by):
    job = works.job(works.line(26, "Picket", works.black))
    first = desk.htmx_get("/board")
    jobs.hold(db, job, reason="no powder", by=by)
    second = desk.get("/board", headers=PARTIAL | {"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert "Hold: no powder" in second.text
    assert second.content_length == len(second.data)


def test_the_whole_page_is_never_kept(desk):
    answer = desk.get("/board")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "No job is open." in answer.text


@pytest.mark.parametrize(("view", "words"), [("late", "Nothing is late."), ("held", "Nothing is on hold.")])
def test_an_empty_view_says_so(desk, view, words):
    assert words in desk.get("/board", view=view).text


def test_a_view_nobody_knows_is_all_of_it(desk):
    assert desk.get("/board", view="x' or 1=1").status_code == 200


def test_more_than_a_column_shows_is_a_link_to_the_list(desk, works):
    for number in range(13):
        works.job(works.line(1 + number, "Picket", works.black))
    page = desk.get("/board").text
    assert "1 more" in page
    assert "/jobs?stage=received&amp;view=all" in page


def test_somebody_who_only_looks_sees_cards_and_no_links(sign_in, works):
    job = works.job(works.line(26, "Picket", works.black))
    page = sign_in("Vic", Role.VIEWER).get("/board").text
    assert "26 Picket" in page
    assert f"/jobs/{job.number}" not in page


def test_who_is_not_signed_in_sees_no_board(anonymous):
    assert anonymous.get("/board").status_code == 303
