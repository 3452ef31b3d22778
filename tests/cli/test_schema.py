"""The schema is what the migrations say, and the application's rights are what the tables say."""

from collections.abc import Callable

import psycopg
import pytest
from alembic import command
from sqlalchemy import create_engine

from powderapp.base import grants
from powderapp.cli import schema
from powderapp.cli.connected import Connected
from powderapp.embedded.roles import APPLICATION
from powderapp.models import all_metadata
from tests.support.postgres import Database

To = Callable[[Database], Connected]


def _granted(database: Database) -> frozenset[grants.Grant]:
    with create_engine(database.owner_url).connect() as connection:
        return grants.granted(connection, APPLICATION)


def _tables(database: Database) -> int:
    with psycopg.connect(database.owner_url) as owner:
        row = owner.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone()
    return row[0] if row else 0


def test_models_migrations_and_rights_agree(copy: Database, to: To) -> None:
    assert schema.complaints(to(copy)) == []


def test_migrations_go_up_down_and_up_again(empty_database: Database, to: To) -> None:
    schema.upgrade(to(empty_database))
    tables = _tables(empty_database)
    with schema.as_owner(to(empty_database)) as connection:
        command.downgrade(schema.alembic_config(connection), "base")
    assert _tables(empty_database) == 1, "only the version stays"
    schema.upgrade(to(empty_database))
    assert _tables(empty_database) == tables
    assert schema.complaints(to(empty_database)) == []


def test_a_cure_typed_in_fahrenheit_gets_the_tenths_it_lost(copy: Database, to: To) -> None:
    with schema.as_owner(to(copy)) as connection:
        command.downgrade(schema.alembic_config(connection), "5b8e2f61d093-1")
    with psycopg.connect(copy.owner_url) as owner:
        owner.execute(
            """insert into powder (id, maker, code, name, finish, find_key) values (1, 'A', 'U', 'Red', 'gloss', 'red');
            insert into powder_cure (powder_id, temp_c, min_minutes, max_minutes, as_entered)
            values (1, 204, 10, 20, '400F 10 min PMT'), (1, 190, 15, 30, '15 min 190 °C'), (1, 177, 20, 40, null)"""
        )
    schema.upgrade(to(copy))
    with psycopg.connect(copy.owner_url) as owner:
        rows = owner.execute("select temp_c from powder_cure order by 1 desc").fetchall()
    assert [str(row[0]) for row in rows] == ["204.4", "190.0", "177.0"]


def test_a_column_that_no_migration_knows_is_told(copy: Database, to: To) -> None:
    with psycopg.connect(copy.owner_url) as owner:
        owner.execute("alter table shop add column motto text")
    assert any("motto" in complaint for complaint in schema.complaints(to(copy)))


def test_the_application_has_exactly_the_rights_its_tables_name(copy: Database) -> None:
    assert _granted(copy) == grants.expected(all_metadata())


def test_a_right_too_many_is_told_and_taken_back(copy: Database, to: To) -> None:
    with psycopg.connect(copy.owner_url) as owner:
        owner.execute("grant update, truncate on event to powderapp_app")
    assert "right differs: event TRUNCATE" in schema.complaints(to(copy))
    schema.upgrade(to(copy))
    assert schema.complaints(to(copy)) == []


def test_ledgers_take_rows_and_nothing_else() -> None:
    ledgers = {table.name for table in all_metadata().tables.values() if table.info.get("ledger")}
    assert {"event", "move", "movement"} <= ledgers
    rights = {grant.privilege for grant in grants.expected(all_metadata()) if grant.table in ledgers}
    assert rights == {"SELECT", "INSERT"}


def test_what_a_trigger_keeps_is_never_written_by_the_application() -> None:
    expected = grants.expected(all_metadata())
    assert grants.Grant("pile", "SELECT") in expected
    assert not {grants.Grant("pile", right, "qty") for right in ("INSERT", "UPDATE")} & expected
    assert not {grants.Grant("box", right, "net_g") for right in ("INSERT", "UPDATE")} & expected


@pytest.mark.parametrize("attack", ["truncate event", "delete from event", "update event set verb = 'job.never'"])
def test_the_database_itself_keeps_the_ledger_from_the_application(copy: Database, attack: str) -> None:
    with psycopg.connect(copy.app_url) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(attack)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "attack",
    ["alter table event disable trigger all", "set session_replication_role = replica", "create table mine (id int)"],
)
def test_the_application_cannot_switch_the_rules_off(copy: Database, attack: str) -> None:
    with psycopg.connect(copy.app_url) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(attack)  # type: ignore[call-overload]


def test_one_login_for_both_is_left_alone(copy: Database, to: To) -> None:
    same = Connected(to(copy).settings, copy.app_url)
    assert same.one_login
    assert not to(copy).one_login
