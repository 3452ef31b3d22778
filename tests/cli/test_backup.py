"""A backup is whole or not there, and its fingerprint lies beside it."""

import hashlib
import os
import subprocess
from pathlib import Path

import psycopg
import pytest

from powderapp.cli.backup import dump
from powderapp.cli.errors import CommandError
from powderapp.embedded import Server
from tests.support.postgres import Database


def test_a_backup_restores_what_was_there(
    copy: Database, empty_database: Database, server: Server, tmp_path: Path
) -> None:
    with psycopg.connect(copy.owner_url) as owner:
        owner.execute("create table shelf as select generate_series(1, 700) as id")
    path = dump(copy.owner_url, tmp_path)
    restore = [server.bindir / "pg_restore", "--no-owner", "--exit-on-error", "-d", empty_database.owner_url, path]
    subprocess.run(restore, check=True)
    with psycopg.connect(empty_database.owner_url) as owner:
        assert owner.execute("select count(*), max(id) from shelf").fetchone() == (700, 700)


def test_the_fingerprint_is_that_of_the_file(copy: Database, tmp_path: Path) -> None:
    path = dump(copy.owner_url, tmp_path)
    fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()
    assert Path(f"{path}.sha256").read_text() == f"{fingerprint}  {path.name}\n"


def test_a_backup_is_private(copy: Database, tmp_path: Path) -> None:
    path = dump(copy.owner_url, tmp_path / "backups")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_backup_that_fails_leaves_no_file(copy: Database, tmp_path: Path) -> None:
    with psycopg.connect(copy.owner_url) as owner:
        owner.execute("create table for_the_owner_alone (id int)")
    with pytest.raises(CommandError, match="The backup failed and was thrown away: "):
        dump(copy.app_url, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_password_is_not_among_the_arguments(
    copy: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "pg_dump"
    program.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && exec echo "pg_dump (PostgreSQL) 18.4"\necho "$@" >&2; exit 1\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(CommandError) as told:
        dump(copy.owner_url, tmp_path / "backups")
    assert "user=powderapp_owner" in str(told.value)
    assert "password" not in str(told.value)
