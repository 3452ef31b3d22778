"""One PostgreSQL for a whole test run, and databases copied from a template.

The server is begun by whoever comes first and stopped by whoever leaves last; nothing on it survives a power cut.
Folders of runs that were killed are swept at the next start.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from powderapp import embedded
from powderapp.embedded import roles

UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


@dataclass(frozen=True)
class Database:
    """One database and the two logins it is reached by."""

    name: str
    owner_url: str
    app_url: str


def runs() -> Path:
    """Where the servers of this user's runs are."""
    return Path(tempfile.gettempdir()) / f"powderapp-test-runs-{os.getuid()}"


@contextmanager
def shared_server(run: str) -> Iterator[embedded.Server]:
    """The server of this test run (`run`: xdist's testrun uid, the same in every worker)."""
    folder = runs() / run
    _sweep(spare=folder)
    server = embedded.start(folder / "database", settings=UNSAFE)
    try:
        yield server
    finally:
        if server.leave():
            shutil.rmtree(folder, ignore_errors=True)


def template(server: embedded.Server, build: Callable[[Database], None], name: str = "template_shop") -> str:
    """A template that `build` filled (migrations, grants): built once in a run, the other workers wait for it."""
    with _only_one(server, name), _superuser(server) as connection:
        if not _exists(connection, name):
            drop(server, f"{name}_draft")
            roles.create_database(connection, f"{name}_draft")
            build(_database(server, f"{name}_draft"))
            connection.execute(sql.SQL("alter database {} rename to {}").format(*_names(f"{name}_draft", name)))
    return name


def create(server: embedded.Server, kind: str, template: str = "template0") -> Database:
    """A fresh database of this worker made from a template; its old one of that kind is dropped."""
    name = f"{kind}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    drop(server, name)
    with _superuser(server) as connection:
        roles.create_database(connection, name, template)
    return _database(server, name)


def drop(server: embedded.Server, name: str) -> None:
    """Drop a database, whoever is connected."""
    with _superuser(server) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def rows(database: Database) -> dict[str, int]:
    """How many rows every table has."""
    tables = "select tablename from pg_tables where schemaname = 'public'"
    with psycopg.connect(database.owner_url) as owner:
        names = [name for (name,) in owner.execute(tables).fetchall()]
        counts = [sql.SQL("select {}, count(*) from {}").format(sql.Literal(n), sql.Identifier(n)) for n in names]
        return dict(owner.execute(sql.SQL(" union all ").join(counts)).fetchall())


def superuser_url(server: embedded.Server, database: str = "postgres") -> str:
    """The bootstrap login, which the application never gets."""
    return server.logins.url(roles.SUPERUSER, database)


def _database(server: embedded.Server, name: str) -> Database:
    owner, application = (server.logins.url(role, name) for role in (roles.OWNER, roles.APPLICATION))
    return Database(name, owner, application)


@contextmanager
def _superuser(server: embedded.Server) -> Iterator[psycopg.Connection]:
    with psycopg.connect(superuser_url(server), autocommit=True) as connection:
        yield connection


@contextmanager
def _only_one(server: embedded.Server, name: str) -> Iterator[None]:
    with (server.place.data.parent / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _exists(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone() is not None


def _names(*names: str) -> list[sql.Identifier]:
    return [sql.Identifier(name) for name in names]


def _sweep(spare: Path) -> None:
    """Remove what killed runs left: nobody holds their users lock any more."""
    for users in runs().glob("*/database.users"):
        with suppress(OSError, embedded.EmbeddedError):
            if users.parent != spare and _unused(users):
                embedded.stop(users.with_name("database"))
                shutil.rmtree(users.parent, ignore_errors=True)


def _unused(users: Path) -> bool:
    descriptor = os.open(users, os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True
