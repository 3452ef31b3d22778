"""Empty databases on the run's server, and a shop's folder for commands."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from powderapp import embedded
from powderapp.cli.connected import Connected
from powderapp.config import Settings
from powderapp.embedded import Server
from tests.support import postgres
from tests.support.begun import copied


@pytest.fixture
def empty_database(server: Server) -> Iterator[postgres.Database]:
    """No tables yet."""
    database = postgres.create(server, "empty")
    yield database
    postgres.drop(server, database.name)


@pytest.fixture
def copy(server: Server, template: str) -> Iterator[postgres.Database]:
    """Migrations and grants are there, and the test may commit."""
    database = postgres.create(server, "copy", template)
    yield database
    postgres.drop(server, database.name)


@pytest.fixture
def to() -> Callable[[postgres.Database], Connected]:
    """What commands know of a database."""
    return lambda database: Connected(
        Settings("", "", Path(), Path(), database_url=database.app_url), database.owner_url
    )


@pytest.fixture
def shop_folder() -> Iterator[Path]:
    """An empty folder to run commands in, as `make run` would: the storage appears in it."""
    path = Path(tempfile.mkdtemp(prefix="shop-"))
    path.chmod(0o755)
    yield path
    for secrets in path.rglob("secrets"):
        embedded.stop(secrets.with_name("database"))
    shutil.rmtree(path)


@pytest.fixture
def served_before(shop_folder: Path, upgraded: Path) -> Path:
    """A folder in which the shop was served before: its database is there and up to date."""
    copied(upgraded, shop_folder / "storage")
    return shop_folder


@pytest.fixture
def elsewhere(shop_folder: Path, begun: Path) -> Server:
    """A server that is not the shop's own, and has no tables yet."""
    return embedded.start(copied(begun, shop_folder / "elsewhere") / "database")
