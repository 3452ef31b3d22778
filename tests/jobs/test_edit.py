"""Change the fields of a job."""

import json
import re
from datetime import date, timedelta
from html import unescape

import pytest
from sqlalchemy import func, select

from powderapp.base.clock import now
from powderapp.base.events import Event
from powderapp.jobs.rules import Priority

SWAPPED = ["job-{}-head", "job-{}-lines", "job-{}-story", "job-{}-facts", "toasts"]


def events(db, verb):
    return db.scalar(select(func.count()).select_from(Event).where(Event.verb == verb))


def edit(job, **fields):
    return {"due_on": "2027-03-05", "priority": "rush", "po": "HR-1", "note": "", "version": job.version} | fields


def test_what_is_saved_stands_on_the_page_and_in_the_story(db, desk, job, again, swapped_ids):
    answer = desk.htmx_post(f"/jobs/{job.number}/edit", **edit(job))
    assert swapped_ids(answer) == [name.format(job.number) for name in SWAPPED]
    assert (again(job).due_on, again(job).priority, again(job).po) == (date(2027, 3, 5), Priority.RUSH, "HR-1")
    assert again(job).first_promise_on is None
    assert "PO HR-1 instead of nothing" in answer.text
    assert events(db, "job.edited") == 1


def test_who_saves_second_sees_both_values_and_loses_nothing(db, desk, job, again):
    desk.post(f"/jobs/{job.number}/edit", **edit(job))
    late = desk.htmx_post(f"/jobs/{job.number}/edit", **edit(job, po="HR-2", version=1))
    assert late.status_code == 409
    assert "Somebody changed this while you were typing." in late.text
    assert 'value="HR-2"' in late.text
    assert "Now: HR-1. Save again to keep yours." in late.text
    assert again(job).po == "HR-1"


def test_who_changed_another_field_is_not_asked_about_it_and_saves_both(desk, job, again):
    page = desk.get(f"/jobs/{job.number}").text
    was = unescape(re.search(r'name="was" value="([^"]*)"', page)[1])
    mine = {"due_on": "", "priority": "standard", "po": "", "note": "mind the threads", "version": job.version}
    desk.post(f"/jobs/{job.number}/edit", **mine | {"priority": "rush", "due_on": "2027-03-05", "note": ""})
    late = desk.htmx_post(f"/jobs/{job.number}/edit", **mine, was=was)
    assert late.status_code == 409
    assert "Priority is Rush now." in late.text
    assert "Due is Fri 5 Mar 2027 now." in late.text
    assert "Save again to keep yours" not in late.text
    assert 'value="2027-03-05"' in late.text
    assert '<option selected value="rush">' in late.text


def test_only_what_both_changed_stands_side_by_side(desk, job):
    was = json.dumps({"due_on": "", "priority": "standard", "po": "", "note": ""})
    mine = {"due_on": "", "priority": "standard", "po": "HR-2", "note": "", "version": job.version}
    desk.post(f"/jobs/{job.number}/edit", **mine | {"po": "HR-1", "priority": "rush"})
    late = desk.htmx_post(f"/jobs/{job.number}/edit", **mine, was=was)
    assert late.text.count("Save again to keep yours.") == 2  # on top and at its field
    assert "Now: HR-1. Save again to keep yours." in late.text
    assert json.loads(unescape(re.search(r'name="was" value="([^"]*)"', late.text)[1]))["po"] == "HR-1"


@pytest.mark.parametrize("was", ["{", "[]", "3", '{"po": {"x": 1}}'])
def test_an_edit_with_a_spoiled_past_is_an_edit(desk, job, again, was):
    assert desk.post(f"/jobs/{job.number}/edit", **edit(job), was=was).status_code == 303
    assert again(job).po == "HR-1"


def test_a_day_that_cannot_be_keeps_what_was_typed(db, desk, job):
    answer = desk.htmx_post(f"/jobs/{job.number}/edit", **edit(job, due_on="31/2", note="mind the threads"))
    assert answer.status_code == 422
    assert 'value="31/2"' in answer.text
    assert "mind the threads" in answer.text
    assert events(db, "job.edited") == 0


def test_a_job_is_never_due_before_it_came_in(db, desk, job, again):
    answer = desk.htmx_post(f"/jobs/{job.number}/edit", **edit(job, due_on="2026-11-10"))
    assert answer.status_code == 422
    assert "Due date is before the job came in (11 Nov" in answer.text
    assert again(job).due_on is None
    assert desk.post(f"/jobs/{job.number}/edit", **edit(job, due_on="2026-11-11")).status_code == 303


def test_a_day_just_gone_by_is_not_taken_for_next_year(db, desk, job, again):
    slip = now().date() - timedelta(days=12)
    answer = desk.htmx_post(f"/jobs/{job.number}/edit", **edit(job, due_on=f"{slip.day}.{slip.month}."))
    assert answer.status_code == 422
    assert "write the year if you mean it" in answer.text
    assert again(job).due_on is None


def test_saving_what_is_there_already_is_no_event(db, desk, job):
    fields = {"due_on": "", "priority": "standard", "po": "", "note": "", "version": job.version}
    assert desk.post(f"/jobs/{job.number}/edit", **fields).status_code == 303
    assert events(db, "job.edited") == 0


def test_a_sprayer_may_not_change_a_job(floor, job):
    assert floor.post(f"/jobs/{job.number}/edit", **edit(job)).status_code == 403


def test_a_job_that_is_not_there_cannot_be_changed(desk, job):
    assert desk.post("/jobs/99/edit", **edit(job)).status_code == 404
