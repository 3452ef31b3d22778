"""Workers, database and supervisor are killed while forms are sent: each form does its work exactly once."""

import os
import signal
import threading
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from powderapp import embedded
from tests.support.http import Browser
from tests.support.processes import kill_postmaster
from tests.support.running import Running, running, wait_for

SENDERS = 3
PIN = "48151623"
OWNER = {"name": "Rosa Lind", "password": "a long one for the desk", "pin": PIN}
SHOP = {"shop_name": "Lind Coating", "unit_system": "metric", "timezone": "UTC", "currency": "EUR"}


class Senders:
    """Office people who add customers and press again, with the same key, until the shop has answered."""

    def __init__(self, address: str, forms_each: int) -> None:
        self.acknowledged: list[str] = []
        self.forms_each = forms_each
        browsers = [Browser(address) for _ in range(SENDERS)]
        browsers[0].get("/setup")
        assert browsers[0].post("/setup", code=PIN, **SHOP, **OWNER)[0] == 303
        self.threads = [threading.Thread(target=self._send, args=sender) for sender in enumerate(browsers)]
        for thread in self.threads:
            thread.start()

    def _send(self, number: int, browser: Browser) -> None:
        browser.get("/signin")
        browser.post("/signin/password", name=OWNER["name"], password=OWNER["password"])
        browser.get("/customers/new")
        for n in range(self.forms_each):
            name, key = f"Customer {number}-{n}", str(uuid4())
            wait_for(lambda name=name, key=key: browser.post("/customers/new", key, name=name)[0] == 303)
            self.acknowledged.append(name)

    def wait_for(self, part: float) -> None:
        wait_for(lambda: len(self.acknowledged) >= part * SENDERS * self.forms_each)

    def end(self) -> list[str]:
        for thread in self.threads:
            thread.join()
        return self.acknowledged


def _kill_workers(shop: Running) -> None:
    for worker in shop.workers():
        os.kill(worker, signal.SIGKILL)


def _customers(folder: Path) -> Counter[str]:
    server = embedded.start(folder / "storage" / "database")
    with psycopg.connect(server.app_url) as app:
        found = Counter(name for (name,) in app.execute("select name from customer").fetchall())
    server.leave()
    return found


@pytest.mark.parametrize("forms_each", [10, pytest.param(100, marks=pytest.mark.long)])
def test_whatever_is_killed_every_form_does_its_work_exactly_once(shop_folder: Path, forms_each: int) -> None:
    with ExitStack() as shops:
        first = shops.enter_context(running(shop_folder, ADMIN_PIN=PIN))
        first.wait_until_ready()
        senders = Senders(f"http://127.0.0.1:{first.port}", forms_each)
        senders.wait_for(0.2)
        _kill_workers(first)
        senders.wait_for(0.4)
        kill_postmaster(first.cluster)
        senders.wait_for(0.6)
        first.end(signal.SIGKILL)
        shops.enter_context(running(shop_folder, port=first.port, ADMIN_PIN=PIN))
        acknowledged = senders.end()
    assert len(acknowledged) == SENDERS * forms_each
    assert _customers(shop_folder) == Counter(acknowledged)
