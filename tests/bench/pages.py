"""Pages of a demo shop, one client, against a bare page with one query in the same run."""

import http.client
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from powderapp import embedded
from powderapp.base import clock
from powderapp.base.access import Role
from powderapp.demo import queries as demo
from tests.bench.figures import Figure, seconds, spread
from tests.support import factories
from tests.support.http import Browser
from tests.support.running import environment, free_port, running, wait_for

TIMES = 300
PAGES = {"page of jobs": "/jobs", "board": "/board"}


def measure() -> Iterator[Figure]:
    """The demo is built by the shop itself, as a person would have it."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    folder.chmod(0o755)
    with running(folder) as shop:
        shop.wait_until_ready()
        server = embedded.start(folder / "storage" / "database")
        with Session(create_engine(server.app_url)) as db:
            yield Figure("demo shop built", f"{seconds(lambda: _build_demo(shop.port, db)):.1f}", "s")
            cookie = _owner(db)
        with _bare(folder) as port:
            yield from _compared(shop.port, port, cookie)
        server.leave()
    shutil.rmtree(folder)


def _build_demo(port: int, db: Session) -> None:
    browser = Browser(f"http://127.0.0.1:{port}")
    browser.get("/")
    browser.post("/demo")
    wait_for(lambda: db.rollback() or ((found := demo.build(db)) and found.finished_at))


def _owner(db: Session) -> str:
    who = factories.person(db, "Bench Owner", Role.OWNER, Role.OFFICE)
    return f"session={factories.signed_in(db, who, clock.now())}"


def _compared(port: int, bare_port: int, cookie: str) -> Iterator[Figure]:
    yield from spread("bare page, one query", _times(bare_port, "/", ""))
    for name, path in PAGES.items():
        yield from spread(name, _times(port, path, cookie), "< 10")


def _times(port: int, path: str, cookie: str) -> list[float]:
    """Seconds of each request on one connection, the first ones left out."""
    connection, times = http.client.HTTPConnection("127.0.0.1", port), []
    for _ in range(TIMES + 50):
        began = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        times.append(time.perf_counter() - began)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
    return times[50:]


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
