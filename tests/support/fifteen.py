"""A PostgreSQL 15 from Debian's packages: the oldest server a shop may bring. Started and removed by the tests.

`pytest --postgres 15` puts every database test on it; where the programs are not installed they are skipped.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from powderapp.base.secret_files import read_or_make
from powderapp.embedded import locks, roles
from powderapp.embedded.account import account_for
from powderapp.embedded.binaries import Binaries
from powderapp.embedded.places import Place, write_private
from powderapp.embedded.roles import Logins
from tests.support.postgres import UNSAFE, runs

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
OPTIONS = {"listen_addresses": "", "unix_socket_permissions": "0700", "timezone": "UTC", "max_connections": "100"}


@dataclass(frozen=True)
class Fifteen:
    """What tests ask of a server: where it is, and its logins."""

    place: Place
    logins: Logins


def installed() -> bool:
    """Whether Debian's package is there."""
    return (PROGRAMS / "postgres").exists()


@contextmanager
def server(run: str) -> Iterator[Fifteen]:
    """The server of this test run: begun by the first worker, stopped by the last."""
    data = runs() / f"{run}-15" / "database"
    account = account_for(data)
    place = Place(data, account, Binaries(PROGRAMS, account))
    with locks.begin(data):
        use = locks.Use(data)
        if not place.cluster.exists():
            _begin(place)
    yield Fifteen(place, Logins(data, data.parent / "secrets"))
    with locks.begin(data):
        if use.is_last():
            place.programs.run("pg_ctl", "stop", "-m", "immediate", "-w", data=place.cluster)
            shutil.rmtree(data.parent, ignore_errors=True)
        use.leave()


def _begin(place: Place) -> None:
    place.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.data.parent.chmod(0o755)
    shutil.chown(place.data, place.account.uid, place.account.gid)
    password = place.data / "password"
    secrets = place.data.parent / "secrets"
    write_private(password, read_or_make(secrets, roles.PASSWORD_FILES[roles.SUPERUSER]), place.account)
    doors = ["--auth-local=scram-sha-256", "--auth-host=reject", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    place.programs.run("initdb", "-D", place.cluster, "-U", "postgres", f"--pwfile={password}", *doors)
    settings = OPTIONS | UNSAFE | {"unix_socket_directories": str(place.data)}
    with (place.cluster / "postgresql.conf").open("a") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
    with place.log.open("ab") as log:
        place.programs.run("pg_ctl", "start", "-w", data=place.cluster, log=log)
    Logins(place.data, secrets).ensure()
