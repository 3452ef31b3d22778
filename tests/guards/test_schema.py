"""Triggers keep the ledgers where grants would not: from the owner of the schema. Alembic's check sees no trigger."""

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from powderapp.cli import schema
from powderapp.cli.connected import Connected
from powderapp.config import Settings
from powderapp.models import all_metadata
from tests.support import postgres

LEDGERS = sorted(table.name for table in all_metadata().tables.values() if table.info.get("ledger"))
KEPT = sorted({c.table.name for t in all_metadata().tables.values() for c in t.c if c.info.get("kept_by_trigger")})
TRIGGERS = text(
    "select c.relname as on_table, t.tgname as name, t.tgtype as kind, t.tgenabled as enabled "
    "from pg_trigger t join pg_class c on c.oid = t.tgrelid where not t.tgisinternal order by 1, 2"
)
FUNCTIONS = text("select count(*) from pg_proc where pronamespace = 'public'::regnamespace")
TRUNCATE, UPDATE, DELETE = 32, 16, 8
KEEPERS = {
    "batch": {"batch_balance_batch", "batch_cancelled", "batch_empty", "batch_over", "batch_unsprayed"},
    "batch_box": {"batch_box_closed", "batch_joined"},
    "batch_use": {"batch_balance_use", "use_of_batch"},
    "box": {"box_given"},
    "check": {"check_moved"},
    "clock": {"batch_joined", "clock_kept"},
    "coat": {"coat_on_parts", "coat_sprayed"},
    "hold": {"hold_kept"},
    "job": {"job_given"},
    "line": {"line_changed", "line_given"},
    "line_step": {"step_counted"},
    "load": {"load_empty", "load_goes_on", "load_over"},
    "load_item": {"load_joined"},
    "move": {"move_apply", "move_ordered"},
    "movement": {"batch_balance_movement", "box_in_batch", "movement_apply"},
    "operation": {"operation_kept"},
    "pile": {"pile_of_task"},
    "shop": {"demo_only_when_empty"},
    "task": {"batch_joined"},
}
LENT = text(
    "select p.proname from pg_proc p where pronamespace = 'public'::regnamespace and p.prorettype <> 'trigger'::regtype"
    " and (p.proacl is null or exists (select from aclexplode(p.proacl) a where a.grantee = 0)) order by 1"
)


@pytest.fixture(scope="module")
def fresh(server, template, settings):
    """A database of its own, as its owner."""
    database = postgres.create(server, "guard_schema", template)
    yield Connected(Settings("", "", settings.storage_dir, settings.backup_dir, database.app_url), database.owner_url)
    postgres.drop(server, database.name)


def asked(to, query):
    with create_engine(to.owner_url).connect() as connection:
        return connection.execute(query).all()


@pytest.mark.parametrize("table", LEDGERS)
def test_a_ledger_is_kept_by_triggers_too(fresh, table):
    kinds = [row.kind for row in asked(fresh, TRIGGERS) if row.on_table == table and row.enabled == "O"]
    assert any(kind & UPDATE and kind & DELETE for kind in kinds), "update and delete are not refused"
    assert any(kind & TRUNCATE for kind in kinds), "truncate is not refused"


def test_somebody_keeps_what_the_application_may_not_write(fresh):
    assert KEPT
    assert {"box", "pile"} <= set(KEPT)
    assert {"movement", "move"} <= {row.on_table for row in asked(fresh, TRIGGERS) if not row.kind & TRUNCATE}


def test_what_must_never_happen_has_its_keeper(fresh):
    found = {}
    for row in asked(fresh, TRIGGERS):
        if not row.name.startswith("ledger_"):
            found.setdefault(row.on_table, set()).add(row.name)
    assert found == KEEPERS


def test_the_application_may_call_one_function_and_no_other(fresh):
    assert asked(fresh, LENT) == [("leave_demo",)]


def test_the_way_down_leaves_no_trigger_and_no_function_behind(fresh):
    before = asked(fresh, TRIGGERS)
    with schema.as_owner(fresh) as connection:
        command.downgrade(schema.alembic_config(connection), "base")
    assert (asked(fresh, TRIGGERS), asked(fresh, FUNCTIONS)) == ([], [(0,)])
    schema.upgrade(fresh)
    assert asked(fresh, TRIGGERS) == before


def test_the_application_owns_nothing_and_is_nobody_special(engine):
    with engine.connect() as connection:
        owned = "select count(*) from pg_class where relowner = current_user::regrole::oid"
        special = "select rolsuper or rolcreaterole or rolbypassrls from pg_roles where rolname = current_user"
        assert (connection.scalar(text(owned)), connection.scalar(text(special))) == (0, False)


def test_the_planner_is_told_that_nearly_all_piles_are_of_the_past(db):
    known = "select stxname from pg_statistic_ext where stxrelid = 'pile'::regclass"
    assert db.scalars(text(known)).all() == ["pile_standing"]
