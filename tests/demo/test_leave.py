"""Start my own shop: everything made up goes, and nothing that is real."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from powderapp.base.access import Role
from powderapp.demo import operations
from powderapp.demo.rules import CAST
from powderapp.jobs.models import Job
from powderapp.parts.models import Arrival
from powderapp.people.models import Person
from powderapp.people.operations import system_actor
from powderapp.shop.models import Shop
from tests.conftest import NOW
from tests.support.client import Client


@pytest.fixture
def marta(demo_app, demo_database):
    """The demo's owner in front of the demo shop."""
    with Session(demo_database, expire_on_commit=False) as db:
        yield Client(demo_app, db).as_person(db.scalars(select(Person).where(Person.name == CAST[0].name)).one())


def rows(db):
    tables = db.scalars(
        text("select tablename from pg_tables where schemaname = 'public' and tablename != 'alembic_version'")
    )
    return {table: n for table in tables.all() if (n := db.scalar(text(f'select count(*) from "{table}"')))}


def test_the_banner_leads_to_a_question_and_yes_empties_everything(marta):
    assert 'href="/demo/leave"' in marta.get("/me").text
    jobs = rows(marta.db)["job"]
    asked = marta.get("/demo/leave").text
    assert "Everything in this demo shop is thrown away" in asked
    assert 'method="post" action="/demo/leave"' in asked
    assert rows(marta.db)["job"] == jobs
    answer = marta.post("/demo/leave")
    assert answer.headers["Location"] == "/"
    assert rows(marta.db) == {}
    assert "Set up my shop" in marta.get("/").text


def test_the_emptied_shop_can_be_set_up_or_made_a_demo_again(marta):
    marta.post("/demo/leave")
    marta.db.add(Shop(id=1, name="North Gate Coating", is_demo=False))
    marta.db.commit()
    assert marta.db.scalars(select(Shop.name)).one() == "North Gate Coating"


def test_who_leaves_in_the_middle_of_a_step_waits_for_its_end(committed, committed_db):
    assert operations.begin(committed_db, "pepper", 13, now=NOW)
    committed_db.commit()
    with ThreadPoolExecutor(1) as pool, Session(committed) as step:
        operations.go_on(step, NOW, now=NOW)
        left = pool.submit(_leave, committed)
        while not step.scalar(text("select exists (select from pg_locks where not granted)")):
            assert not left.done()
        assert step.scalar(select(func.count()).select_from(Arrival)) == 0
        step.commit()
        left.result(timeout=20)
    assert rows(committed_db) == {}


def _leave(engine):
    with Session(engine) as db:
        operations.leave(db, by=system_actor(db, NOW))
        db.commit()


def test_a_shop_of_ones_own_is_never_emptied(desk, db, works):
    job = works.job(works.line(2, "Gate leaf", works.black))
    assert desk.get("/demo/leave").status_code == 404
    assert desk.post("/demo/leave").status_code == 409
    assert db.get(Job, job.id) is not None
    assert "/demo/leave" not in desk.get("/me").text


@pytest.mark.parametrize("role", [Role.OFFICE, Role.SPRAYER])
def test_only_the_owner_leaves_the_demo(sign_in, shop, db, role):
    shop.is_demo = True
    person = sign_in("Sam", role)
    assert person.get("/demo/leave").status_code == person.post("/demo/leave").status_code == 403
    assert "/demo/leave" not in person.get("/me").text
