"""Pages of a demo shop, without and with a long past, one client, against a bare page with one query."""

import http.client
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from statistics import median

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from powderapp import embedded
from powderapp.base import clock
from powderapp.base.access import Role
from powderapp.demo import queries as demo
from tests.bench import past
from tests.bench.figures import Figure, seconds, spread
from tests.support import factories
from tests.support.http import Browser
from tests.support.running import Running, environment, free_port, running, wait_for

TIMES, IN_A_MINUTE = 300, 200
PAGES = {"page of jobs": "/jobs", "board": "/board"}
FOUND = {"jobs of a customer": "/jobs?q=harbor+metal", "one job by number": "/jobs?q=2077"}


def measure() -> Iterator[Figure]:
    """The demo is built by the shop itself, as a person would have it; then it gets a long past."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    folder.chmod(0o755)
    with running(folder) as shop:
        shop.wait_until_ready()
        server = embedded.start(folder / "storage" / "database")
        with Session(create_engine(server.app_url)) as db:
            yield Figure("demo shop built", f"{seconds(lambda: _build_demo(shop.port, db)):.1f}", "s")
            sessions = _owner(db)
            with _bare(folder) as port:
                yield from _compared(shop.port, port, sessions, PAGES)
                yield Figure("jobs in the past", f"{past.jobs()}", "jobs", "as fast as without")
                past.fill(server)
                yield from _compared(shop.port, port, sessions, PAGES | FOUND)
        yield from _memory(shop)
        server.leave()
    shutil.rmtree(folder)


def _build_demo(port: int, db: Session) -> None:
    browser = Browser(f"http://127.0.0.1:{port}")
    browser.get("/")
    browser.post("/demo")
    wait_for(_is_built, db)


def _is_built(db: Session) -> bool:
    db.rollback()
    found = demo.build(db)
    return found is not None and found.finished_at is not None


def _owner(db: Session) -> Iterator[str]:
    """One session after the other, each for as many requests as a minute allows."""
    who = factories.person(db, "Bench Owner", Role.OWNER, Role.OFFICE)
    while True:
        yield f"session={factories.signed_in(db, who, clock.now())}"


def _compared(port: int, bare_port: int, sessions: Iterator[str], pages: dict[str, str]) -> Iterator[Figure]:
    bare = _times(bare_port, "/", repeat(""))
    yield from spread("bare page, one query", bare)
    for name, path in pages.items():
        times = _times(port, path, sessions)
        yield from spread(name, times, "< 10")
        goal = "about 4" if name == "page of jobs" else ""
        yield Figure(f"{name}, of bare", f"{median(times) / median(bare):.1f}", "times", goal)


def _times(port: int, path: str, sessions: Iterator[str]) -> list[float]:
    """Seconds of each request on one connection, the first ones left out; cookies are kept as a browser does."""
    connection, times, cookie = http.client.HTTPConnection("127.0.0.1", port), list[float](), ""
    for number in range(TIMES + 50):
        if number % IN_A_MINUTE == 0:
            cookie = next(sessions)
        began = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        times.append(time.perf_counter() - began)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        if given := answer.getheader("Set-Cookie"):
            cookie = f"{cookie}; {given.partition(';')[0]}"
    return times[50:]


def _memory(shop: Running) -> Iterator[Figure]:
    for number, pid in enumerate(shop.workers(), start=1):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        resident_kb = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
        yield Figure(f"memory of worker {number}", f"{resident_kb / 1000:.0f}", "MB")


@contextmanager
def _bare(folder: Path) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.bare"]
    process = subprocess.Popen(
        command, cwd=folder, env=environment({"PORT": str(port)}), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    process.stdout.readline()
    yield port
    process.terminate()
    process.communicate()
