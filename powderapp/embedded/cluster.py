"""The cluster on disk: made whole or not at all, of our major version, with our settings and our doors."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

from powderapp.embedded.binaries import MAJOR
from powderapp.embedded.errors import EmbeddedError
from powderapp.embedded.places import Place, write_private

LOCALE = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
DOORS = "local all all scram-sha-256\n"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "shared_buffers": "128MB",
    "max_connections": "60",
    "random_page_cost": "1.1",
    "log_min_duration_statement": "500",
    "log_parameter_max_length": "0",
    "log_line_prefix": "%m [%p] %u ",
}


def ensure(place: Place, superuser_password: str, *, flush: bool = True) -> None:
    """Make the cluster when there is none: beside its place, then renamed, so that there is never half of one.

    flush: False only where the machine may lose it all (tests).
    """
    if (place.cluster / "PG_VERSION").exists():
        _refuse_other_major(place)
        return
    for left_over in place.data.glob("pg.new*"):
        shutil.rmtree(left_over, ignore_errors=True)
    # A name of its own: the initdb of a killed start may still be writing into the old one.
    draft = place.data / f"pg.new-{uuid4().hex}"
    password = place.data / f"password.new-{uuid4().hex}"
    write_private(password, superuser_password, place.account)
    try:
        checks = ["--data-checksums", "--auth-local=scram-sha-256", "--auth-host=reject", *LOCALE]
        place.programs.run(
            "initdb", "-D", draft, "-U", "postgres", f"--pwfile={password}", *checks, *([] if flush else ["--no-sync"])
        )
    finally:
        password.unlink()
    with (draft / "postgresql.conf").open("a") as file:
        file.write("\ninclude_if_exists = 'powderapp.conf'\n")
    draft.rename(place.cluster)


def _refuse_other_major(place: Place) -> None:
    found = (place.cluster / "PG_VERSION").read_text().strip()
    if found != str(MAJOR):
        raise EmbeddedError(
            f"The database in {place.cluster} was written by PostgreSQL {found} and this PowderApp brings {MAJOR}: "
            f"back it up with the PowderApp that wrote it, then restore it into an empty folder."
        )


def configure(place: Place, socket: Path, settings: Mapping[str, str]) -> None:
    """Write our settings and the only door: the socket, with a password."""
    lines = SETTINGS | {"unix_socket_directories": _quoted_folder(socket)} | dict(settings)
    text = "".join(f"{name} = '{value.replace(chr(39), chr(39) * 2)}'\n" for name, value in lines.items())
    write_private(place.cluster / "powderapp.conf", text, place.account)
    write_private(place.cluster / "pg_hba.conf", DOORS, place.account)


def _quoted_folder(folder: Path) -> str:
    """A list of one folder, as PostgreSQL reads lists: quotes keep commas and capitals."""
    return '"' + str(folder).replace('"', '""') + '"'
