"""Keys of operations are thrown away when they are thirty days old: in portions, beside the work."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from powderapp import embedded
from powderapp.base.db import session_factory
from powderapp.base.operation_keys import Operation
from powderapp.cli import tidying
from tests.support import factories
from tests.support.running import command, running, wait_for

OLD, YOUNG = timedelta(days=31), timedelta(days=29)


@pytest.fixture
def used(committed_db: Session) -> Session:
    """Five keys of last month and one of this."""
    person, device = factories.person(committed_db, "Olga"), factories.device(committed_db)
    for age in [OLD] * 5 + [YOUNG]:
        values = {"key": uuid4(), "device_id": device.id, "person_id": person.id, "action": "jobs.hold"}
        committed_db.add(Operation(**values, body_hash=b"", begun_at=func.now() - age))
    committed_db.commit()
    return committed_db


def _left(db: Session) -> int:
    return db.scalar(select(func.count()).select_from(Operation)) or 0


def test_old_keys_go_in_portions_and_young_ones_stay(
    committed: Engine, used: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "PORTION", 2)
    assert tidying.tidy(session_factory(committed)) == 5
    assert _left(used) == 1
    assert tidying.tidy(session_factory(committed)) == 0


def test_a_key_somebody_holds_is_passed_by(committed: Engine, used: Session) -> None:
    used.execute(text("select key from operation order by begun_at limit 1 for update"))
    assert tidying.tidy(session_factory(committed)) == 4
    used.rollback()
    assert tidying.tidy(session_factory(committed)) == 1


def test_where_another_is_at_it_nothing_is_done(committed: Engine, used: Session) -> None:
    used.execute(tidying.ONE_AT_A_TIME)
    assert tidying.tidy(session_factory(committed)) == 0
    used.rollback()
    assert _left(used) == 6


def test_a_shop_that_is_opened_throws_old_keys_away(shop_folder: Path) -> None:
    server = embedded.start(shop_folder / "storage" / "database")
    command(shop_folder, "db", "upgrade")
    with psycopg.connect(server.owner_url) as owner:
        owner.execute(
            """insert into person (id, name, initials, roles) values (7, 'Olga', 'OL', '{owner}');
            insert into device (id, name, first_seen_at, last_seen_at) values (7, 'Desk', now(), now());
            insert into operation (key, device_id, person_id, action, body_hash, begun_at)
            select gen_random_uuid(), 7, 7, 'jobs.hold', '', now() - days * interval '1 day'
              from unnest('{31,29}'::int[]) days"""
        )

    def left() -> int:
        with psycopg.connect(server.app_url) as app:
            row = app.execute("select count(*) from operation").fetchone()
        return row[0] if row else 0

    with running(shop_folder) as shop:
        shop.wait_until_ready()
        wait_for(lambda: left() == 1)
