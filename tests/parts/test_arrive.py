"""Parts come in as many trips as they like."""

from uuid import uuid4

import pytest

from powderapp.parts.rules import Stage


@pytest.fixture
def lines(expected):
    return list(expected.lines)


def url(job):
    return f"/jobs/{job.number}/arrive"


def counts(lines, *numbers, **more):
    return {f"line_{line.id}": number for line, number in zip(lines, numbers, strict=True)} | more


def test_two_trips_bring_all_parts(desk, works, expected, lines, told):
    answer = desk.htmx_post(url(expected), **counts(lines, "20", "", from_whom="their driver"))
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, f"/jobs/{expected.number}")
    desk.post(url(expected), **counts(lines, "6", "4"))
    assert [works.counts(line) for line in lines] == [{Stage.RECEIVED: 26}, {Stage.RECEIVED: 4}]
    assert told("parts.arrived") == 2
    page = desk.get(f"/jobs/{expected.number}").text
    assert "20 parts arrived" in page
    assert "their driver" in page


def test_the_form_offers_what_is_still_to_come(desk, expected, lines):
    desk.post(url(expected), **counts(lines, "20", "4"))
    page = desk.get(url(expected)).text
    assert "6 still to come" in page
    assert f"line_{lines[1].id}" not in page


def test_more_than_were_ordered_do_not_arrive(desk, works, expected, lines):
    answer = desk.htmx_post(url(expected), **counts(lines, "27", "4"))
    assert answer.status_code == 422
    assert "At most 26 parts." in answer.text
    assert 'value="27"' in answer.text
    assert works.counts(lines[1]) == {}


def test_a_trip_without_parts_is_refused_in_words(desk, expected, lines, told):
    answer = desk.htmx_post(url(expected), **counts(lines, "", ""))
    assert answer.status_code == 409
    assert "Say how many parts of which line arrived." in answer.text
    assert told("parts.arrived") == 0


def test_the_same_trip_pressed_twice_arrives_once(desk, works, expected, lines):
    key = str(uuid4())
    answers = [desk.post(url(expected), key=key, **counts(lines, "20", "")) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert works.counts(lines[0]) == {Stage.RECEIVED: 20}


def test_a_line_of_another_job_is_an_unknown_field(desk, job, expected, lines):
    answer = desk.htmx_post(url(expected), **counts(lines, "1", "1"), **{f"line_{job.lines[0].id}": "1"})
    assert answer.status_code == 422
    assert "Unknown field." in answer.text


def test_when_all_is_here_the_page_says_so(desk, job):
    assert "All parts of this job are here." in desk.get(url(job)).text


def test_prep_may_take_parts_in_and_a_sprayer_may_not(prep_person, floor, expected, lines):
    assert prep_person.post(url(expected), **counts(lines, "1", "1")).status_code == 303
    assert floor.post(url(expected), **counts(lines, "1", "1")).status_code == 403


def test_nothing_arrives_for_a_job_that_is_not_there(desk):
    assert desk.post("/jobs/99/arrive").status_code == 404
