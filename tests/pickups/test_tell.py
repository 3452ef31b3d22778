"""The ready list: how many of how many, where, since when, and who was told."""

import pytest
from sqlalchemy import select

from powderapp.base.events import Event
from powderapp.customers.models import Customer
from powderapp.jobs.models import Line
from powderapp.pickups import queries
from powderapp.pickups.models import Told


def test_the_list_counts_what_is_ready_and_says_where(desk, works, ready):
    job, _, _ = ready(10, passed=7)
    page = desk.get("/ready").text
    assert f">{job.number}<" in page
    assert '<b class="tn">7</b> of 10 ready' in page
    assert "Rack 3" in page
    assert "Not told yet" in page


@pytest.mark.parametrize("how", ["called", "voicemail", "mailed", "texted"])
def test_telling_the_customer_is_noted_with_who_and_when(quality, works, ready, swapped_ids, how):
    job, _, _ = ready(10)
    answer = quality.htmx_post(f"/floor/ready/{job.number}/told", how=how)
    assert swapped_ids(answer) == ["ready", "toasts"]
    assert f"{how.capitalize()} today" in answer.text
    assert "by Quinn" in answer.text
    assert works.db.scalars(select(Told.how)).one() == how
    assert works.db.scalars(select(Event).where(Event.verb == "job.told")).one().job_id == job.id


def test_a_way_that_does_not_exist_is_refused(quality, works, ready):
    job, _, _ = ready(10)
    assert quality.htmx_post(f"/floor/ready/{job.number}/told", how="shouted").status_code == 422
    assert list(works.db.scalars(select(Told))) == []


def test_only_who_hands_over_may_tell(floor, works, ready):
    job, _, _ = ready(10)
    assert floor.post(f"/floor/ready/{job.number}/told", how="called").status_code == 403
    assert 'name="how"' not in floor.get("/floor/ready").text


def test_the_phone_is_at_the_desk_alone_and_prices_nowhere(desk, quality, works, ready):
    _, line, _ = ready(10)
    works.db.get_one(Customer, works.customer.id).phone = "0123 456"
    works.db.get_one(Line, line.id).price = 777
    assert "0123 456" in desk.get("/ready").text
    assert "0123 456" not in desk.get("/floor/ready").text
    for client, url in ((desk, "/ready"), (quality, "/floor/ready"), (quality, "/floor/ready/1001")):
        assert "777" not in client.get(url).text


def test_an_empty_list_says_so(desk, works):
    assert "Nothing is ready." in desk.get("/ready").text


def test_the_list_goes_on_after_a_job(desk, works, ready):
    first, second = ready(1)[0], ready(2)[0]
    rows = queries.ready_jobs(works.db, after=first.number, most=1)
    assert [row.number for row in rows] == [second.number]
    page = desk.get("/ready", after=first.number).text
    assert f">{second.number}<" in page
    assert f">{first.number}<" not in page


def test_five_jobs_need_no_more_questions_than_one(desk, works, ready, query_ceiling):
    for _ in range(5):
        ready(1)
    with query_ceiling(15):
        desk.get("/ready")
