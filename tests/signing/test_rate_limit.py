"""Three hundred pages a minute are enough for anybody; most of them cost no write."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from powderapp import create_app
from powderapp.base import clock
from powderapp.base.access import Role
from powderapp.base.errors import TooOftenError
from powderapp.base.outside import Outside
from powderapp.base.throttle import Limit, Throttle
from powderapp.signing.pace import Pace
from tests.support import factories
from tests.support.client import PARTIAL, Client


@pytest.fixture
def ann(committed_app, committed_db):
    factories.make_shop(committed_db)
    committed_app.extensions["pace"] = Pace(Limit(6, timedelta(minutes=1)), batch=2)
    return Client(committed_app, committed_db).as_person(factories.person(committed_db, "Ann", Role.OFFICE))


def test_too_many_pages_a_minute_wait_and_then_go_on(ann, moved):
    assert [ann.get("/me").status_code for _ in range(7)] == [200] * 7
    answer = ann.get("/me")
    assert (answer.status_code, "That was too often. Wait" in answer.text) == (429, True)
    assert 50 < int(answer.headers["Retry-After"]) <= 60
    moved(minutes=1)
    assert ann.get("/me").status_code == 200


def test_an_action_is_refused_with_the_seconds_and_does_nothing(ann, committed_db):
    for _ in range(8):
        ann.get("/me")
    answer = ann.htmx_post("/customers/new", name="Bay")
    assert (answer.status_code, "Wait" in answer.text) == (429, True)


def test_whoever_says_to_be_a_page_that_refreshes_itself_counts_like_any_other(ann):
    poll = PARTIAL | {"X-Poll": "1"}
    assert [ann.get("/board", headers=poll).status_code for _ in range(8)] == [200] * 7 + [429]


def test_all_workers_count_together(ann, committed, settings, committed_db):
    other = create_app(settings, engine=committed, outside=Outside(committed))
    other.extensions["pace"] = Pace(Limit(6, timedelta(minutes=1)), batch=2)
    there = Client(other, committed_db)
    there.http.set_cookie("session", ann.http.get_cookie("session").value)
    answers = [browser.get("/me").status_code for _ in range(6) for browser in (ann, there)]
    assert answers.count(200) <= 6 + 2
    assert answers[-2:] == [429, 429]


def test_nineteen_of_twenty_requests_write_nothing(committed, moved):
    pace, outside = Pace(Limit(300, timedelta(minutes=1)), batch=20), Outside(committed)
    for _ in range(19):
        pace.keep("requests:1", clock.now(), outside)
    with outside() as db:
        assert db.scalars(select(Throttle)).all() == []
    pace.keep("requests:1", clock.now(), outside)
    with outside() as db:
        assert db.scalars(select(Throttle.tries)).one() == 20


def test_who_was_refused_costs_nothing_until_the_minute_is_over(committed):
    pace, now, asked = Pace(Limit(2, timedelta(minutes=1))), clock.now(), []

    def outside():
        asked.append(1)
        return Outside(committed)()

    for _ in range(2):
        pace.keep("a", now, outside)
    for _ in range(50):
        with pytest.raises(TooOftenError):
            pace.keep("a", now, outside)
    assert len(asked) == 3
    pace.keep("a", now + timedelta(minutes=1, seconds=1), outside)
