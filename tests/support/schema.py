"""Databases as `powderapp db upgrade` leaves them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from powderapp.cli import schema
from powderapp.cli.connected import Connected
from powderapp.config import Settings
from tests.support.postgres import Database


@contextmanager
def _outside(connection: Connection) -> Iterator[Session]:
    with Session(connection, join_transaction_mode="create_savepoint") as db:
        yield db
        db.commit()


def inside(connection: Connection) -> Any:
    """Stands for `base.outside` where a test's own transaction must see what was written."""
    return lambda: _outside(connection)


def build(database: Database) -> None:
    """Migrations and grants."""
    settings = Settings("", "", Path(), Path(), database_url=database.app_url)
    schema.upgrade(Connected(settings, database.owner_url))
