"""The schema: brought up to date by its owner, with the application's rights after it, in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError as AlembicError
from sqlalchemy import Connection, NullPool, create_engine, make_url, text

from powderapp.assets_path import MIGRATIONS
from powderapp.base import grants
from powderapp.cli.connected import Connected
from powderapp.models import all_metadata

ONE_AT_A_TIME = text("select pg_advisory_xact_lock(hashtextextended('powderapp schema', 0))")


def upgrade(to: Connected) -> None:
    """Run the migrations that are missing and give the application its rights. Twice is the same as once."""
    with as_owner(to) as connection:
        connection.execute(ONE_AT_A_TIME)
        command.upgrade(alembic_config(connection), "head")
        if not to.one_login and _wrong_grants(connection, to):
            grants.apply(connection, all_metadata(), _application(to))


def complaints(to: Connected) -> list[str]:
    """What is not as it should be: several heads, a schema that differs from the models, other rights."""
    with as_owner(to) as connection:
        found = list(_of_migrations(alembic_config(connection)))
        if not to.one_login:
            found += [f"right differs: {' '.join(filter(None, right))}" for right in _wrong_grants(connection, to)]
    return found


def _of_migrations(config: Config) -> Iterator[str]:
    heads = ScriptDirectory.from_config(config).get_heads()
    if len(heads) > 1:
        yield f"several migration heads: {', '.join(heads)}"
        return
    try:
        command.check(config)
    except AlembicError as error:
        yield str(error)


def _wrong_grants(connection: Connection, to: Connected) -> list[grants.Grant]:
    """Rights that are missing or too many."""
    found = grants.granted(connection, _application(to)) ^ grants.expected(all_metadata())
    return sorted(found, key=str)


def _application(to: Connected) -> str:
    return make_url(to.app_url).username or ""


@contextmanager
def as_owner(to: Connected) -> Iterator[Connection]:
    """One transaction; it waits at most 5 s for a lock, so that a running shop is not held up."""
    engine = create_engine(to.owner_url, poolclass=NullPool, connect_args={"options": "-c lock_timeout=5000"})
    with engine.begin() as connection:
        yield connection


def alembic_config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option(
        "file_template", "%%(year)d%%(month).2d%%(day).2d_%%(hour).2d%%(minute).2d_%%(rev)s_%%(slug)s"
    )
    config.attributes["connection"] = connection
    return config


def new_revision(to: Connected, message: str) -> None:
    """Write the next migration from the difference between the models and the schema."""
    with as_owner(to) as connection:
        command.revision(alembic_config(connection), message, autogenerate=True)
