"""A job or a line is cancelled: what is not begun is handed back."""

from powderapp.jobs.rules import JobState
from powderapp.parts.rules import Stage


def test_a_cancelled_job_stands_ready_to_hand_back(desk, works, job, line, again, told):
    answer = desk.htmx_post(f"/jobs/{job.number}/cancel", reason="changed their mind")
    assert answer.headers["HX-Redirect"] == f"/jobs/{job.number}"
    assert (again(job).state, works.counts(line)) == (JobState.CANCELLED, {Stage.READY: 26})
    assert told("job.cancelled") == 1
    assert "The job was cancelled: changed their mind." in desk.get(f"/jobs/{job.number}").text


def test_one_line_is_cancelled_alone(desk, works, again):
    job = works.job(works.line(26, "Picket", works.black), works.line(4, "Gate leaf", works.black))
    picket, gate = job.lines
    desk.post(f"/jobs/{job.number}/lines/{gate.id}/cancel", reason="sold")
    assert (works.counts(picket), works.counts(gate)) == ({Stage.RECEIVED: 26}, {Stage.READY: 4})
    assert again(job).lines[1].cancel_reason == "sold"


def test_the_page_says_what_will_happen_to_which_parts(desk, works, job, line):
    works.sprayed({works.prepared(line).id: 26}, works.black, works.black_box, 500)
    assert "26 for oven: finished first" in desk.get(f"/jobs/{job.number}/cancel").text


def test_cancelling_needs_a_reason(desk, works, job, line, again, swapped_ids):
    answer = desk.htmx_post(f"/jobs/{job.number}/cancel", reason="")
    assert (answer.status_code, swapped_ids(answer)) == (422, ["cancel"])
    assert again(job).state is JobState.OPEN


def test_a_job_is_cancelled_once(desk, job):
    desk.post(f"/jobs/{job.number}/cancel", reason="why")
    answer = desk.htmx_post(f"/jobs/{job.number}/cancel", reason="why")
    assert answer.status_code == 409
    assert "This job is cancelled already." in answer.text


def test_a_line_of_another_job_is_not_cancelled_here(desk, works, job):
    (other,) = works.job(works.line(1, "Bench", works.black)).lines
    assert desk.post(f"/jobs/{job.number}/lines/{other.id}/cancel", reason="why").status_code == 404
    assert desk.get(f"/jobs/{job.number}/lines/{other.id}/cancel").status_code == 404


def test_a_sprayer_may_not_cancel(floor, job, line):
    assert floor.get(f"/jobs/{job.number}/cancel").status_code == 403
    assert floor.post(f"/jobs/{job.number}/cancel", reason="why").status_code == 403
    assert floor.post(f"/jobs/{job.number}/lines/{line.id}/cancel", reason="why").status_code == 403
