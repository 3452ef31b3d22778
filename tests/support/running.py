"""`powderapp run` as a process of its own, in a folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
READY_WITHIN_S = 60


def command(folder: Path, *arguments: str, **said: str) -> subprocess.CompletedProcess[str]:
    """Run `powderapp` to its end in `folder`."""
    return subprocess.run(_command(*arguments), cwd=folder, env=environment(said), capture_output=True, text=True)


@dataclass
class Running:
    """A shop that is served."""

    process: subprocess.Popen[str]
    folder: Path
    port: int

    @property
    def cluster(self) -> Path:
        """Where its database is."""
        return self.folder / "storage" / "database" / "pg"

    def status(self, path: str = "/") -> int:
        """The status a browser gets, 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def workers(self) -> list[int]:
        """The numbers of the processes that answer."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in children if _command_line(int(pid)) == _command_line(self.process.pid)]

    def wait_until_ready(self) -> str:
        """The line that says so."""
        assert self.process.stdout
        return self.process.stdout.readline()

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """Stop it as a person would, and say how it ended."""
        self.process.send_signal(number)
        return self.process.wait(30)


@contextmanager
def running(folder: Path, port: int | None = None, **said: str) -> Iterator[Running]:
    """Serve from `folder` until the block ends."""
    port = port or free_port()
    said = {"PORT": str(port), **said}
    process = subprocess.Popen(_command("run"), cwd=folder, env=environment(said), stdout=subprocess.PIPE, text=True)
    try:
        yield Running(process, folder, port)
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate()


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(met: object, *arguments: object) -> None:
    """Wait until `met(*arguments)` is true; a test that waits in vain fails here."""
    assert callable(met)
    until = time.monotonic() + READY_WITHIN_S
    while not met(*arguments):
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def _command_line(pid: int) -> bytes:
    """Forked workers have their master's; programs it started have their own."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "powderapp", *arguments]


def environment(said: dict[str, str]) -> dict[str, str]:
    """What the person running the tests has set is not the shop's."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT)} | said
