"""Several requests at the same moment, with real commits."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text

from powderapp.base.access import Role
from powderapp.shop.models import Booth
from tests.support import factories
from tests.support.client import ORIGIN, PARTIAL, Client
from tests.web import playground


@pytest.fixture
def owner(committed_app, committed_db):
    committed_app.register_blueprint(playground.bp)
    factories.make_shop(committed_db)
    return Client(committed_app, committed_db).as_person(factories.person(committed_db, "Olga", Role.OWNER))


def at_once(owner, count, url, **fields):
    """The same request from `count` threads of one browser."""
    sent, session, form = {"csrf_token": owner.token} | fields, *map(owner.http.get_cookie, ("session", "form"))
    barrier = Barrier(count)

    def one(_):
        http = owner.app.test_client()
        http.set_cookie("session", session.value)
        http.set_cookie("form", form.value)
        barrier.wait(timeout=10)
        return http.post(url, data=sent, headers=ORIGIN | PARTIAL)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_twenty_equal_taps_make_one_record_and_twenty_equal_answers(owner, committed_db):
    answers = at_once(owner, 20, "/play/add", operation_key=str(uuid4()), name="Booth 1")
    assert {answer.status_code for answer in answers} == {200}
    assert len({_without_keys(answer.text) for answer in answers}) == 1
    assert committed_db.scalar(select(func.count()).select_from(Booth)) == 1


def _without_keys(html):
    """Each answer brings a fresh key for the next tap, and a token that tells the second it was signed in."""
    return re.sub(r'(name="(?:operation_key|csrf_token)" value)="[^"]+"', r"\1", html)


def test_two_who_lock_each_other_out_are_run_again(owner, committed_db):
    committed_db.add_all([Booth(id=1, name="Left"), Booth(id=2, name="Right")])
    committed_db.commit()
    playground.meet.reset()
    urls = ("/play/1/then/2", "/play/2/then/1")
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda url: at_once(owner, 1, url, operation_key=str(uuid4()))[0], urls))
    assert [answer.status_code for answer in answers] == [204, 204]
    versions = committed_db.scalars(select(Booth.version).execution_options(populate_existing=True)).all()
    assert versions == [3, 3]


def test_a_constraint_that_waits_for_the_commit_is_a_refusal_too(owner, committed_db, committed_owner):
    with committed_owner.begin() as connection:
        connection.execute(text(_LATE_CONSTRAINT))
    answer = at_once(owner, 1, "/play/add", operation_key=str(uuid4()), name="Booth 1")[0]
    assert answer.status_code == 409
    assert committed_db.scalar(select(func.count()).select_from(Booth)) == 0


_LATE_CONSTRAINT = """
create function refuse_late() returns trigger language plpgsql as $$
begin raise exception 'late' using errcode = 'check_violation'; end $$;
create constraint trigger late after insert on booth deferrable initially deferred
for each row execute function refuse_late()
"""
