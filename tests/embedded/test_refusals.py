"""What is wrong with the database is said in one sentence."""

import tempfile
from pathlib import Path

import pytest

from powderapp import embedded
from powderapp.embedded import EmbeddedError
from powderapp.embedded.processes import at_work_in


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_server_that_would_lose_work_in_a_power_cut_is_refused_and_stopped(kept: Path, setting: str) -> None:
    with (kept / "pg" / "postgresql.auto.conf").open("a") as file:
        file.write(f"{setting} = off\n")
    with pytest.raises(EmbeddedError, match=f"not safe against a power cut .{setting} is off"):
        embedded.start(kept)
    assert not at_work_in(kept / "pg")


def test_a_test_server_is_not_joined_by_a_shop(kept: Path) -> None:
    embedded.start(kept, settings={"fsync": "off"})
    with pytest.raises(EmbeddedError, match="fsync is off"):
        embedded.start(kept)


def test_data_of_another_major_version_is_refused(kept: Path) -> None:
    (kept / "pg" / "PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedError, match="was written by PostgreSQL 17 and this PowderApp brings 18"):
        embedded.start(kept)


def test_a_lost_password_file_is_named(kept: Path) -> None:
    (kept.parent / "secrets" / "database_superuser_password").unlink()
    with pytest.raises(EmbeddedError, match=r"put .*/secrets/database_superuser_password back"):
        embedded.start(kept)


def test_a_password_that_does_not_fit_the_database_is_named(kept: Path) -> None:
    for path in (kept.parent / "secrets").iterdir():
        path.write_text("of another shop")
    with pytest.raises(EmbeddedError, match="does not open the database: put the old file back"):
        embedded.start(kept)


def test_a_server_that_does_not_start_says_what_it_complained_of(kept: Path) -> None:
    with (kept / "pg" / "postgresql.auto.conf").open("a") as file:
        file.write("max_connections = 'many'\n")
    with pytest.raises(EmbeddedError, match=r"^PostgreSQL did not start: .*max_connections|contains errors"):
        embedded.start(kept)


def test_no_place_for_a_socket_says_which_limit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    too_long = folder / ("long" * 30)
    monkeypatch.setattr(tempfile, "tempdir", str(too_long))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    with pytest.raises(EmbeddedError, match=r"longer than 10[37] bytes: set STORAGE_DIR or TMPDIR shorter"):
        embedded.start(too_long / "database")
