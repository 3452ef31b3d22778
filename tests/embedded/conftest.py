"""A folder for a shop's database; whatever runs in it is stopped and removed afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from powderapp import embedded
from powderapp.embedded.places import locate

collect_ignore = [] if os.geteuid() == 0 else ["test_root.py"]


@pytest.fixture
def folder() -> Iterator[Path]:
    """Short, so that the socket fits, and passable for the account a child of root runs as."""
    path = Path(tempfile.mkdtemp(prefix="shop-"))
    path.chmod(0o755)
    yield path
    path.chmod(0o755)
    for database in path.rglob("database"):
        _remove(database)
    shutil.rmtree(path)


def _remove(data: Path) -> None:
    embedded.stop(data)
    home = locate(data, say=lambda _: None).data.parent
    if not home.is_relative_to(data.parent):
        shutil.rmtree(home)


@pytest.fixture
def data(folder: Path) -> Path:
    """Where the database of this test's shop is."""
    return folder / "database"
