"""Hold a job or a line, and let it go on."""

import re

import pytest
from sqlalchemy import select

from powderapp.jobs import operations, queries
from powderapp.jobs.models import Hold


@pytest.fixture
def holds(db):
    return lambda: db.scalars(select(Hold).where(Hold.released_at.is_(None))).all()


def test_a_held_job_says_why(desk, job, holds, swapped_ids):
    answer = desk.htmx_post(f"/jobs/{job.number}/hold", reason="powder due Friday", line_id="")
    assert swapped_ids(answer)[0] == f"job-{job.number}-head"
    assert "On hold: powder due Friday" in answer.text
    assert [(held.line_id, held.reason) for held in holds()] == [(None, "powder due Friday")]


def test_one_line_can_be_held_alone(desk, job, holds):
    line = job.lines[1]
    answer = desk.htmx_post(f"/jobs/{job.number}/hold", reason="drawing missing", line_id=line.id)
    assert f"Only {line.label(job.number)} Gate leaf." in answer.text
    assert [held.line_id for held in holds()] == [line.id]


def test_a_job_is_held_once(desk, job, holds):
    desk.post(f"/jobs/{job.number}/hold", reason="powder due Friday", line_id="")
    answer = desk.htmx_post(f"/jobs/{job.number}/hold", reason="again", line_id="")
    assert answer.status_code == 409
    assert "This is on hold already." in answer.text
    assert len(holds()) == 1


def test_a_hold_needs_a_reason(desk, job, holds):
    answer = desk.htmx_post(f"/jobs/{job.number}/hold", reason=" ", line_id="")
    assert answer.status_code == 422
    assert "Please say why." in answer.text
    assert holds() == []


def test_a_line_of_another_job_cannot_be_held_here(desk, works, job, holds):
    other = works.job(works.line(1, "Bench", works.black))
    answer = desk.post(f"/jobs/{job.number}/hold", reason="why", line_id=other.lines[0].id)
    assert (answer.status_code, holds()) == (422, [])


def test_what_goes_on_is_told_and_told_once(db, desk, job, by, holds):
    held = operations.hold(db, job, reason="powder due Friday", by=by)
    answer = desk.htmx_post(f"/jobs/{job.number}/release", hold_id=held.id)
    assert "The job goes on; the hold was: powder due Friday." in answer.text
    assert holds() == []
    assert desk.htmx_post(f"/jobs/{job.number}/release", hold_id=held.id).status_code == 409


def test_the_key_of_a_held_job_releases_it(db, desk, job, by):
    page = f"/jobs/{job.number}"
    assert re.search(r'<summary class="btn" data-hotkey="h"', desk.get(page).text)
    operations.hold(db, job, reason="powder due Friday", by=by)
    held = desk.get(page).text
    assert re.search(r'data-hotkey="h"[^>]*>(<svg.*?</svg>)?<span>Release', held)
    assert held.count('data-hotkey="h"') == 1


def test_a_hold_of_another_job_is_not_found(db, desk, works, job, by):
    other = works.job(works.line(1, "Bench", works.black))
    held = operations.hold(db, other, reason="why", by=by)
    assert desk.post(f"/jobs/{job.number}/release", hold_id=held.id).status_code == 404
    assert len(queries.open_holds(db, [other.id])) == 1


def test_prep_may_not_hold(prep_person, job, holds):
    assert prep_person.post(f"/jobs/{job.number}/hold", reason="why", line_id="").status_code == 403
    assert prep_person.post(f"/jobs/{job.number}/release", hold_id=1).status_code == 403
    assert holds() == []


def test_a_job_that_is_not_there_cannot_be_held(desk):
    assert desk.post("/jobs/99/hold", reason="why", line_id="").status_code == 404
