"""A folder for a shop's database; whatever runs in it is stopped and removed afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from powderapp import embedded
from powderapp.embedded.places import elsewhere
from tests.support.begun import copied

collect_ignore = [] if os.geteuid() == 0 else ["test_root.py"]


@pytest.fixture
def folder() -> Iterator[Path]:
    """Short, so that the socket fits, and passable for the account a child of root runs as."""
    path = Path(tempfile.mkdtemp(prefix="shop-"))
    path.chmod(0o755)
    yield path
    for secrets in list(path.rglob("secrets")):
        _remove(secrets.with_name("database"))
    shutil.rmtree(path)


def _remove(data: Path) -> None:
    """Stop it, and remove what had to go elsewhere because its own folders are locked."""
    embedded.stop(data)
    shutil.rmtree(elsewhere(data), ignore_errors=True)


@pytest.fixture
def data(folder: Path) -> Path:
    """Where the database of this test's shop is; nothing is there yet."""
    return folder / "database"


@pytest.fixture
def kept(folder: Path, begun: Path) -> Path:
    """A database that was made and stopped."""
    return copied(begun, folder / "shop") / "database"
