"""What the application's login may do, derived from the tables themselves.

Everything may be read. A ledger takes rows and never changes them, nor do `insert_only` tables, which triggers change.
Other rows may be added and changed, but not their primary key, not what a trigger keeps or the database computes; they
are deleted only where the table's info says `delete`. Nothing is ever truncated. The owner of the schema keeps all
rights and is used by `powderapp db` alone.
"""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Column, Connection, MetaData, Table, inspect, text

VERSION_TABLE = "alembic_version"


class Grant(NamedTuple):
    """One right on a table, or on one of its columns."""

    table: str
    privilege: str
    column: str | None = None


def expected(metadata: MetaData) -> frozenset[Grant]:
    """The rights of the application on every table of `metadata` and on the table that tells the schema's version."""
    of_tables = {grant for table in metadata.tables.values() for grant in _of_table(table)}
    return frozenset(of_tables | {Grant(VERSION_TABLE, "SELECT")})


def _of_table(table: Table) -> Iterator[Grant]:
    yield Grant(table.name, "SELECT")
    written = [column for column in table.columns if _is_written(column)]
    yield from (Grant(table.name, "INSERT", column.name) for column in written)
    if table.info.get("ledger") or table.info.get("insert_only"):
        return
    yield from (Grant(table.name, "UPDATE", column.name) for column in written if not column.primary_key)
    if table.info.get("delete"):
        yield Grant(table.name, "DELETE")


def _is_written(column: Column[object]) -> bool:
    return not column.info.get("kept_by_trigger") and column.computed is None


def granted(connection: Connection, role: str) -> frozenset[Grant]:
    """The rights `role` really has in the schema `public`."""
    rows = connection.execute(text(_GRANTED), {"role": role})
    return frozenset(Grant(row.table_name, row.privilege_type, row.column_name) for row in rows)


_GRANTED = """
with rights as (
  select c.oid, null::smallint as attnum, a.* from pg_class c, aclexplode(c.relacl) a where c.relkind in ('r', 'p', 'v')
  union all
  select t.attrelid, t.attnum, a.* from pg_attribute t, aclexplode(t.attacl) a
)
select c.relname as table_name, r.privilege_type, t.attname as column_name
from rights r
join pg_class c on c.oid = r.oid
left join pg_attribute t on t.attrelid = r.oid and t.attnum = r.attnum
where c.relnamespace = 'public'::regnamespace and r.grantee = (select oid from pg_roles where rolname = :role)
"""


def apply(connection: Connection, metadata: MetaData, role: str) -> None:
    """Give `role` exactly what is expected, on the tables and columns that are there. Twice is the same as once."""
    quoted = connection.dialect.identifier_preparer.quote(role)
    connection.execute(text(f"revoke all on all tables in schema public from {quoted}"))
    connection.execute(text(f"grant usage on schema public to {quoted}"))
    connection.execute(text(f"grant usage on all sequences in schema public to {quoted}"))
    for table, rights in _by_table(_present(connection, expected(metadata))).items():
        name = connection.dialect.identifier_preparer.quote(table)
        connection.execute(text(f"grant {', '.join(rights)} on {name} to {quoted}"))


def _by_table(grants: frozenset[Grant]) -> dict[str, list[str]]:
    tables: dict[str, list[str]] = {}
    for grant in sorted(grants, key=lambda grant: (grant.table, grant.privilege, grant.column or "")):
        column = f' ("{grant.column}")' if grant.column else ""
        tables.setdefault(grant.table, []).append(f"{grant.privilege}{column}")
    return tables


def _present(connection: Connection, grants: frozenset[Grant]) -> frozenset[Grant]:
    """An older schema lacks some tables and columns: what is not there needs no right."""
    inspector = inspect(connection)
    columns = {name: {str(c["name"]) for c in inspector.get_columns(name)} for name in inspector.get_table_names()}
    return frozenset(g for g in grants if g.table in columns and (g.column is None or g.column in columns[g.table]))
