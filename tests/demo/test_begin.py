"""An empty shop becomes a demo once, whoever presses, and waits with a progress bar."""

from datetime import timedelta
from threading import enumerate as threads

import pytest
from sqlalchemy import func, select

from powderapp.base.clock import now
from powderapp.base.events import Event
from powderapp.demo import operations
from powderapp.demo.models import DemoBuild
from powderapp.people.models import Person
from powderapp.people.operations import system_actor
from powderapp.shop.models import Shop
from tests.support import factories
from tests.support.client import Client


@pytest.fixture
def newcomer(committed_app, committed_db):
    """A browser in front of an empty shop; what is being built is left when the test ends."""
    yield Client(committed_app, committed_db)
    committed_db.rollback()  # what was looked at is let go, or nobody could leave
    operations.leave(committed_db, by=system_actor(committed_db, now()))
    committed_db.commit()
    for thread in threads():
        if thread.name == "demo":
            thread.join(20)


@pytest.fixture
def waiting(db, shop):
    """A build that somebody watches."""
    build = DemoBuild(id=1, started_at=now(), seen_at=now(), steps=13, steps_done=4, doing="Tuesday 10 November")
    shop.is_demo = True
    db.add(build)
    db.commit()
    return build


def test_the_first_page_offers_it(committed_app, committed_db):
    page = Client(committed_app, committed_db).get("/").text
    assert "Set up my shop" in page
    assert 'action="/demo"' in page


def test_pressed_twice_it_is_begun_once(newcomer, committed_db):
    answers = [newcomer.post("/demo"), newcomer.post("/demo")]
    assert [answer.headers["Location"] for answer in answers] == ["/demo/progress"] * 2
    assert committed_db.scalar(select(func.count()).where(Event.verb == "demo.begun")) == 1
    assert committed_db.scalar(select(func.count()).where(~Person.is_system)) == 6
    assert committed_db.scalars(select(Shop.is_demo)).one()
    assert sum(thread.name == "demo" for thread in threads()) == 1


def test_two_workers_that_begin_at_once_begin_one(hands, committed_db):
    crews = hands.at_once(4, lambda db, i: operations.begin(db, "pepper", 13, now=now()))
    assert sum(crew is not None for crew in crews) == 1
    assert committed_db.scalar(select(func.count()).where(~Person.is_system)) == 6


def test_a_build_that_was_cut_off_is_begun_again(committed_db):
    begun = now() - timedelta(minutes=5)
    assert operations.begin(committed_db, "pepper", 13, now=begun)
    committed_db.commit()
    assert operations.begin(committed_db, "pepper", 13, now=now())
    committed_db.commit()
    assert committed_db.scalars(select(DemoBuild.started_at)).one() > begun
    with pytest.raises(operations.DomainError, match="begun anew"):
        operations.go_on(committed_db, begun, now=now())


def test_a_shop_of_ones_own_never_becomes_a_demo(desk, db, shop):
    assert desk.post("/demo").status_code == 409
    assert not db.get_one(Shop, 1).is_demo


def test_the_page_tells_how_far_it_is_and_asks_again(anonymous, waiting, swapped_ids):
    page = anonymous.get("/demo/progress").text
    assert '<progress class="bar" value="4" max="13"' in page
    assert "Tuesday 10 November" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    answer = anonymous.htmx_get("/demo/progress")
    assert swapped_ids(answer) == ["demo-progress"]
    assert 'hx-trigger="every 1s"' in answer.text


def test_an_unchanged_answer_is_not_sent_again(anonymous, waiting):
    etag = anonymous.htmx_get("/demo/progress").headers["ETag"]
    again = anonymous.get("/demo/progress", headers={"HX-Request-Type": "partial", "If-None-Match": etag})
    assert again.status_code == 304


def test_when_it_is_ready_one_signs_in(anonymous, waiting):
    waiting.finished_at = now()
    page = anonymous.get("/demo/progress").text
    assert 'href="/signin"' in page
    assert "hx-trigger" not in page


def test_when_it_was_cut_off_it_can_be_begun_again(anonymous, waiting):
    waiting.seen_at = now() - timedelta(minutes=1)
    page = anonymous.get("/demo/progress").text
    assert "Begin again" in page
    assert 'action="/demo"' in page


def test_nobody_works_in_it_before_it_is_ready(anonymous, waiting, db):
    factories.person(db, "Olga")
    assert anonymous.get("/signin").headers["Location"] == "/demo/progress"
    assert anonymous.get("/").headers["Location"] == "/demo/progress"


def test_without_a_demo_there_is_nothing_to_wait_for(anonymous):
    assert anonymous.get("/demo/progress").headers["Location"] == "/"
