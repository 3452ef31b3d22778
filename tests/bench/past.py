"""A long past for a shop, to see what its pages cost then: BENCH_JOBS jobs (20,000 when not set)."""

import os
from pathlib import Path

import psycopg

from powderapp.embedded import Server
from powderapp.embedded.roles import DATABASE
from tests.support.postgres import superuser_url

FILL = Path(__file__).with_name("past.sql")


def jobs() -> int:
    """How many."""
    return int(os.environ.get("BENCH_JOBS", "20000"))


def fill(server: Server) -> None:
    """Written at once, past every trigger."""
    with psycopg.connect(superuser_url(server, DATABASE), autocommit=True) as connection:
        connection.execute("select set_config('bench.jobs', %s, false)", [str(jobs())])
        connection.execute("set session_replication_role = replica")
        connection.execute(FILL.read_text(encoding="utf-8").encode())
        connection.execute("vacuum analyze")
