"""Begin or join the server of a data folder, and stop it when the last one leaves."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from sys import stderr

from psycopg import pq
from psycopg.conninfo import make_conninfo

from powderapp.embedded import cluster, locks, places, processes, roles, safety
from powderapp.embedded.errors import EmbeddedError
from powderapp.embedded.places import SOCKET_NAME, Place, Say
from powderapp.embedded.roles import APPLICATION, OWNER, Logins

ORPHANS_MAY_TAKE_S = 10
AS_LONG_AS_IT_TAKES_S = str(7 * 24 * 3600)
LOG_LIMIT_BYTES = 10_000_000


@dataclass
class Server:
    """A running server. `started` tells that this process began it; whoever leaves last stops it."""

    place: Place
    logins: Logins
    started: bool
    use: locks.Use
    settings: Mapping[str, str]
    process: int = field(default_factory=os.getpid)

    @property
    def owner_url(self) -> str:
        """For migrations, grants and backups."""
        return self.logins.url(OWNER)

    @property
    def app_url(self) -> str:
        """For the application: it owns nothing."""
        return self.logins.url(APPLICATION)

    @property
    def bindir(self) -> Path:
        """PostgreSQL's own programs."""
        return self.place.programs.folder

    def alive(self) -> bool:
        """Whether the server's process lives; cheap enough to ask every second."""
        return processes.postmaster_lives(self.place.cluster)

    def revive(self) -> None:
        """Start the server again if it died: it recovers what was acknowledged. Its addresses stay the same."""
        if not self.alive():
            with locks.begin(self.place.data):
                _open(self.place, self.logins.secrets, self.settings)

    def leave(self) -> bool:
        """Use the server no more; the last one out stops it. Returns whether it was stopped.

        A forked child shares its parent's use and leaves nothing.
        """
        if os.getpid() != self.process:
            return False
        with locks.begin(self.place.data):
            last = self.use.is_last()
            if last:
                _stop(self.place)
            self.use.leave()
        return last


def start(
    data: Path, *, secrets: Path | None = None, settings: Mapping[str, str] | None = None, say: Say | None = None
) -> Server:
    """Begin the server of `data`, or join the one that runs.

    secrets: folder of the passwords, default beside `data`. settings: for tests only, they are not checked for safety.
    say: gets one line when the data stands elsewhere than asked. Errors: EmbeddedError, one sentence.
    """
    place = places.locate(data, say or _tell)
    secrets = secrets or data.parent / "secrets"
    with locks.begin(place.data):
        places.prepare(place)
        use = locks.Use(place.data)
        try:
            logins, started = _open(place, secrets, settings or {})
        except BaseException:
            use.leave()
            raise
    return Server(place, logins, started, use, settings or {})


def _open(place: Place, secrets: Path, settings: Mapping[str, str]) -> tuple[Logins, bool]:
    """The logins of the server that runs now, and whether it had to be begun. Refused when it is not safe."""
    cluster.ensure(place, roles.superuser_password(secrets, place.cluster), flush=settings.get("fsync") != "off")
    running = _running_socket(place)
    logins = Logins(running or _launch(place, settings), secrets)
    try:
        logins.ensure()
        safety.refuse_unsafe(logins.url(OWNER), allowed=settings)
    except EmbeddedError:
        if running is None:
            _stop(place)
        raise
    return logins, running is None


def _tell(line: str) -> None:
    stderr.write(f"{line}\n")


def stop(data: Path) -> None:
    """Stop the server of `data`, whoever uses it; nothing when none runs."""
    place = places.locate(data, say=lambda _: None)
    if place.cluster.exists():
        with locks.begin(place.data):
            _stop(place)


def _stop(place: Place) -> None:
    if processes.at_work_in(place.cluster):
        place.programs.run("pg_ctl", "stop", "-m", "fast", "-w", "-t", "120", data=place.cluster)


def _running_socket(place: Place) -> Path | None:
    """The socket folder of the server that runs, once it answers; None when there is none (any more).

    A server that is recovering or going down is waited for as long as it takes; children of a killed one for 10 s.
    """
    orphans_until = None
    while at_work := processes.at_work_in(place.cluster):
        socket = _socket_in_lock_file(place.cluster)
        if socket and _answers(socket) == pq.Ping.OK:
            return socket
        if processes.postmaster_pid(place.cluster) not in at_work:
            orphans_until = orphans_until or time.monotonic() + ORPHANS_MAY_TAKE_S
            if time.monotonic() > orphans_until:
                raise EmbeddedError(
                    f"Processes of a killed PostgreSQL are still at work ({sorted(at_work)}): end them."
                )
        time.sleep(0.02)
    return None


def _socket_in_lock_file(folder: Path) -> Path | None:
    """PostgreSQL writes its socket folder into the fifth line."""
    try:
        lines = (folder / "postmaster.pid").read_text().split("\n")
    except FileNotFoundError:
        return None
    return Path(lines[4]) if len(lines) > 4 and lines[4] else None


def _answers(socket: Path) -> pq.Ping:
    target = make_conninfo(host=str(socket), dbname=roles.SUPERUSER, user=roles.SUPERUSER, connect_timeout=5)
    return pq.Ping(pq.PGconn.ping(target.encode()))


def _launch(place: Place, settings: Mapping[str, str]) -> Path:
    """Start PostgreSQL, nobody of it being alive: both lock files it may have left are stale."""
    socket = places.socket_folder(place)
    (place.cluster / "postmaster.pid").unlink(missing_ok=True)
    (socket / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)
    cluster.configure(place, socket, settings)
    if place.log.exists() and place.log.stat().st_size > LOG_LIMIT_BYTES:
        place.log.replace(place.log.with_suffix(".log.1"))
    with os.fdopen(os.open(place.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600), "ab") as log:
        try:
            place.programs.run("pg_ctl", "start", "-w", "-t", AS_LONG_AS_IT_TAKES_S, data=place.cluster, log=log)
        except EmbeddedError:
            raise EmbeddedError(f"PostgreSQL did not start: {_complaint(place.log)}") from None
    return socket


def _complaint(log: Path) -> str:
    """The last thing the server itself complained of."""
    lines = log.read_text(errors="replace").splitlines()[-50:]
    fatal = [line.split(":  ", 1)[-1] for line in lines if "FATAL:" in line or "PANIC:" in line]
    return fatal[-1] if fatal else f"see {log}."
