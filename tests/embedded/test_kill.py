"""kill -9 at any moment loses nothing that was acknowledged, and the next start works by itself."""

import os
import random
import signal
import threading
import time
from pathlib import Path

import psycopg
import pytest

from powderapp import embedded
from powderapp.embedded.processes import at_work_in
from tests.support.begun import copied
from tests.support.processes import keep_orphans, kill_postmaster, python

WRITERS = 4


class Writers:
    """Threads that commit numbers one by one and keep the ones that were acknowledged."""

    def __init__(self, server: embedded.Server, first: int = 0) -> None:
        with psycopg.connect(server.owner_url) as owner:
            owner.execute("create table if not exists entry (n int primary key)")
            owner.execute("grant insert, select on entry to powderapp_app")
        self.acknowledged: set[int] = set()
        self.threads = [threading.Thread(target=self._write, args=(server.app_url, first + n)) for n in range(WRITERS)]
        for thread in self.threads:
            thread.start()

    def _write(self, url: str, first: int) -> None:
        try:
            with psycopg.connect(url, autocommit=True) as app:
                for n in range(first, first + 1_000_000, WRITERS):
                    app.execute("insert into entry values (%s)", [n])
                    self.acknowledged.add(n)
        except psycopg.OperationalError:
            return

    def wait_for(self, count: int) -> None:
        while len(self.acknowledged) < count:
            time.sleep(0.01)

    def end(self) -> set[int]:
        for thread in self.threads:
            thread.join()
        return self.acknowledged


def _stored(server: embedded.Server) -> set[int]:
    with psycopg.connect(server.app_url) as app:
        return {n for (n,) in app.execute("select n from entry").fetchall()}


@pytest.mark.parametrize("whole_family", [False, True])
def test_nothing_acknowledged_is_lost_when_the_server_is_killed(kept: Path, whole_family: bool) -> None:
    server = embedded.start(kept)
    writers = Writers(server)
    writers.wait_for(500)
    kill_postmaster(kept / "pg")
    for pid in at_work_in(kept / "pg") if whole_family else ():
        os.kill(pid, signal.SIGKILL)
    acknowledged = writers.end()
    assert acknowledged <= _stored(embedded.start(kept))


def test_killed_again_and_again_it_still_starts(kept: Path) -> None:
    server = embedded.start(kept)
    Writers(server).wait_for(50)
    for _ in range(3):
        kill_postmaster(kept / "pg")
        assert embedded.start(kept).started


@pytest.mark.long
def test_a_hundred_kills_lose_nothing_that_was_acknowledged(kept: Path) -> None:
    acknowledged: set[int] = set()
    for cycle in range(100):
        server = embedded.start(kept)
        writers = Writers(server, first=cycle * 1_000_000)
        writers.wait_for(random.randint(1, 500))
        kill_postmaster(kept / "pg")
        acknowledged |= writers.end()
    assert acknowledged <= _stored(embedded.start(kept))


def test_the_supervisor_brings_a_killed_server_back_under_the_same_addresses(kept: Path) -> None:
    server = embedded.start(kept)
    addresses = server.app_url, server.owner_url
    kill_postmaster(kept / "pg")
    server.revive()
    assert server.alive()
    assert (server.app_url, server.owner_url) == addresses
    psycopg.connect(server.app_url).close()


def test_a_zombie_that_nobody_reaps_does_not_block_the_start(kept: Path) -> None:
    keep_orphans()
    embedded.start(kept)
    zombie = kill_postmaster(kept / "pg")
    try:
        assert embedded.start(kept).started
        assert Path(f"/proc/{zombie}").exists(), "it still has its number"
    finally:
        os.waitpid(zombie, 0)


@pytest.mark.parametrize("other", ["python", "another postgres"])
def test_a_number_given_to_another_process_does_not_block_the_start(
    folder: Path, kept: Path, begun: Path, other: str
) -> None:
    server = embedded.start(kept)
    kill_postmaster(kept / "pg")
    stranger = os.getpid()
    if other == "another postgres":
        elsewhere = copied(begun, folder / "elsewhere") / "database"
        embedded.start(elsewhere)
        stranger = min(at_work_in(elsewhere / "pg"))
    for lock_file in (kept / "pg" / "postmaster.pid", server.logins.socket / ".s.PGSQL.5432.lock"):
        lines = lock_file.read_text().split("\n")
        lock_file.write_text("\n".join([str(stranger), *lines[1:]]))
    assert embedded.start(kept).started


def test_a_supervisor_killed_in_its_first_start_leaves_no_half_database(data: Path) -> None:
    begin = "import sys, pathlib; from powderapp import embedded; embedded.start(pathlib.Path(sys.argv[1]))"
    for wait_s in (0.3, 0.5, 0.7):
        first = python(begin, data)
        time.sleep(wait_s)
        first.kill()
        first.communicate()
    assert embedded.start(data).alive()


def test_a_server_that_is_going_down_is_waited_for_and_started_again(kept: Path) -> None:
    server = embedded.start(kept)
    os.kill(int((kept / "pg" / "postmaster.pid").read_text().split()[0]), signal.SIGINT)
    assert embedded.start(kept).alive()
    psycopg.connect(server.app_url).close()
