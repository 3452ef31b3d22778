"""A shop's database that was made and stopped: where a first start is not what is tested, a copy of it begins."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from powderapp import embedded
from tests.support import schema
from tests.support.postgres import Database


@pytest.fixture(scope="session")
def begun() -> Iterator[Path]:
    """A storage folder as the first start leaves it: the database, and beside it its passwords."""
    path = Path(tempfile.mkdtemp(prefix="begun-"))
    path.chmod(0o755)
    embedded.start(path / "database").leave()
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session")
def upgraded(begun: Path) -> Iterator[Path]:
    """The same after `powderapp db upgrade`."""
    path = Path(tempfile.mkdtemp(prefix="upgraded-"))
    path.chmod(0o755)
    server = embedded.start(copied(begun, path / "storage") / "database")
    schema.build(Database("powderapp", server.owner_url, server.app_url))
    server.leave()
    yield path / "storage"
    shutil.rmtree(path)


def copied(storage: Path, to: Path) -> Path:
    """A copy with its owners and rights, at `to`."""
    to.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", storage, to], check=True)
    return to
