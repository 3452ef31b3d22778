"""The two logins: the owner of the schema, and the application that owns nothing.

The bootstrap superuser makes them, and does nothing else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from powderapp.base.secret_files import read_or_make
from powderapp.embedded.errors import EmbeddedError

DATABASE = "powderapp"
OWNER = "powderapp_owner"
APPLICATION = "powderapp_app"
SUPERUSER = "postgres"
PASSWORD_FILES = {
    SUPERUSER: "database_superuser_password",
    OWNER: "database_owner_password",
    APPLICATION: "database_app_password",
}


def superuser_password(secrets: Path, cluster: Path) -> str:
    """The bootstrap password; made when there is no cluster yet, missed when there is one (EmbeddedError)."""
    path = secrets / PASSWORD_FILES[SUPERUSER]
    if cluster.exists() and not path.exists():
        raise EmbeddedError(f"The password of the database in {cluster} is missing: put {path} back.")
    return read_or_make(secrets, PASSWORD_FILES[SUPERUSER])


@dataclass(frozen=True)
class Logins:
    """How to reach the server behind `socket`: the passwords are files in `secrets`, made at the first start."""

    socket: Path
    secrets: Path

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address SQLAlchemy, psycopg and pg_dump understand alike."""
        password = read_or_make(self.secrets, PASSWORD_FILES[role])
        return f"postgresql://{role}:{quote(password)}@/{database}?host={quote(str(self.socket), safe='')}"

    def ensure(self) -> None:
        """Both roles and the database are there and their passwords are the ones in the files."""
        if self._opens(OWNER) and self._opens(APPLICATION):
            return
        with self._superuser() as connection:
            for role in (APPLICATION, OWNER):
                _ensure_role(connection, role, read_or_make(self.secrets, PASSWORD_FILES[role]))
            create_database(connection, DATABASE)

    def _opens(self, role: str) -> bool:
        try:
            psycopg.connect(self.url(role), connect_timeout=10).close()
        except psycopg.OperationalError:
            return False
        return True

    @contextmanager
    def _superuser(self) -> Iterator[psycopg.Connection]:
        try:
            connection = psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True)
        except psycopg.OperationalError as error:
            path = self.secrets / PASSWORD_FILES[SUPERUSER]
            raise EmbeddedError(f"The password in {path} does not open the database: put the old file back.") from error
        with connection:
            yield connection


def _ensure_role(connection: psycopg.Connection, role: str, password: str) -> None:
    """Only the hash travels, so that no log can hold the password."""
    found = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
    hashed = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    verb = sql.SQL("alter role" if found else "create role")
    rights = sql.SQL("login nosuperuser nocreatedb nocreaterole nobypassrls noreplication password")
    connection.execute(sql.SQL(" ").join([verb, sql.Identifier(role), rights, sql.Literal(hashed)]))


def create_database(connection: psycopg.Connection, name: str, template: str = "template0") -> None:
    """A database of the owner, into which the application may connect and nobody else. Nothing when it is there."""
    if not connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
        made = sql.SQL("create database {} owner {} template {}")
        connection.execute(made.format(*map(sql.Identifier, (name, OWNER, template))))
    database, application = sql.Identifier(name), sql.Identifier(APPLICATION)
    connection.execute(sql.SQL("revoke all on database {} from public").format(database))
    connection.execute(sql.SQL("grant connect on database {} to {}").format(database, application))
