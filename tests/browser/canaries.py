"""A shop in which every word was typed by somebody who means harm: canaries in all columns of words, old facts too."""

import psycopg
from psycopg import sql

CANARIES = ('"><img src=x onerror=X()>', "zz{{7*7}}zz", "' data-hx-post='/x")
WORKED_OUT = "zz49zz"
NO_WORDS = {
    ("alembic_version", "version_num"),
    ("counter", "name"),
    ("customer", "sort_key"),
    ("event", "subject"),
    ("event", "verb"),
    ("job", "stage"),
    ("operation", "action"),
    ("person", "password_hash"),
    ("powder", "find_key"),
    ("shop", "currency"),
    ("shop", "timezone"),
    ("throttle", "key"),
}
"""Columns that nobody fills by typing; what a check lists or describes by a pattern is left out anyway."""
OF_WORDS = r"""
select k.relname, a.attname, a.atttypmod - 4 as longest,
    exists (select from pg_attribute i where i.attrelid = k.oid and i.attname = 'id') as has_id,
    exists (select from pg_constraint c where c.conrelid = k.oid and c.contype = 'c' and a.attnum = any(c.conkey))
from pg_attribute a join pg_class k on k.oid = a.attrelid
where k.relnamespace = 'public'::regnamespace and k.relkind = 'r' and a.attnum > 0 and a.atttypid = 'varchar'::regtype
and not exists (
    select from pg_constraint c where c.conrelid = k.oid and a.attnum = any(c.conkey)
    and (c.contype = 'f' or c.contype = 'c' and pg_get_constraintdef(c.oid) ~ 'ANY \(|~ '))
"""
FACTS = r"""update event set {0} = (
    select jsonb_object_agg(key, case when jsonb_typeof(value) = 'string' and value #>> '{{}}' !~ '^[0-9.]+$'
        then to_jsonb(%s::text) else value end)
    from jsonb_each({0})) where jsonb_typeof({0}) = 'object' and {0} <> '{{}}'"""


def let_loose(superuser_url: str) -> set[tuple[str, str]]:
    """Put them everywhere, past all triggers; returns the columns. Each begins with the id, so that names differ."""
    with psycopg.connect(superuser_url) as connection:
        connection.execute("set session_replication_role = replica")
        found = connection.execute(OF_WORDS).fetchall()
        columns = [row for row in found if (row[0], row[1]) not in NO_WORDS]
        for row in columns:
            _fill(connection, *row)
        for column in ("before", "after"):
            connection.execute(sql.SQL(FACTS).format(sql.Identifier(column)), ["".join(CANARIES)])
        return {(row[0], row[1]) for row in columns}


def _fill(connection: psycopg.Connection, table: str, column: str, longest: int, has_id: bool, tied: bool) -> None:
    """The three in turn, as many as fit; where a column is tied to others, only what was filled before."""
    number = sql.Identifier("id") if has_id else sql.SQL("0")
    where = sql.SQL("{} is not null").format(sql.Identifier(column)) if tied else sql.SQL("true")
    update = sql.SQL("update {} set {} = left({} || %s, %s) where mod({}, 3) = %s and {}").format(
        sql.Identifier(table), sql.Identifier(column), number, number, where
    )
    for first in range(3):
        words = "".join(CANARIES[first:] + CANARIES[:first])
        connection.execute(update, [words, longest, first])
