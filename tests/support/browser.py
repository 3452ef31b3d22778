"""Chromium in front of a real server on a database of its own: `site`, `page`, `no_axe_violations`."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from powderapp.base.access import Role
from powderapp.base.clock import now
from powderapp.people.models import Person
from powderapp.web.transaction import ShopApp
from tests.support import chromium, factories

AXE = Path(__file__).with_name("axe.min.js")
LOOK_S = 0.02  # how often the server looks whether it is to end
PATIENCE_MS = 20_000  # how long a page may take on a busy machine before a test says that something never came
expect.set_options(timeout=PATIENCE_MS)
RUN_AXE = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
LOOKS = "document.documentElement.outerHTML + matchMedia('(prefers-color-scheme: dark)').matches"


@dataclass
class Site:
    """A running shop. `db` sees and writes what the browser sees; commit what is arranged."""

    url: str
    db: Session
    engine: Engine

    def person(self, name: str, *roles: Role) -> Person:
        """Somebody who works here."""
        return factories.person(self.db, name, *roles)

    def sign_in(self, page: Page, person: Person) -> None:
        """Let `person` stand at this browser."""
        token = factories.signed_in(self.db, person, now())
        page.context.add_cookies([{"name": "session", "value": token, "url": self.url}])


@contextmanager
def served(app: ShopApp, engine: Engine) -> Iterator[Site]:
    """`app` on 127.0.0.1 until the block ends; `engine` is where its data is."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(LOOK_S,), daemon=True)
    thread.start()
    with Session(engine, expire_on_commit=False) as db:
        yield Site(f"http://127.0.0.1:{server.server_port}", db, engine)
    server.shutdown()
    thread.join(timeout=5)
    server.server_close()


@pytest.fixture
def empty_site(committed: Engine, committed_app: ShopApp) -> Iterator[Site]:
    """A shop in a committed database that nobody has set up."""
    with served(committed_app, committed) as site:
        yield site


@pytest.fixture
def site(empty_site: Site) -> Site:
    """The same with a shop in it."""
    factories.make_shop(empty_site.db)
    return empty_site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests of this worker."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.executable(), args=chromium.ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A profile of its own; what a script complains about or the policy blocks fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, site: Site) -> Iterator[Page]:
    """A page on `site`: `page.goto("/board")` is not needed, `page.goto(site.url + "/board")` is."""
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda said: _note_policy(said, trouble))
    yield page
    assert trouble == []


@pytest.fixture
def sign_in_browser(page: Page, site: Site) -> Callable[..., Page]:
    """`sign_in_browser("Olga", Role.OWNER)`: the page with that person signed in."""

    def sign_in(name: str, *roles: Role) -> Page:
        site.sign_in(page, site.person(name, *roles))
        return page

    return sign_in


@pytest.fixture
def no_axe_violations() -> Callable[[Page], None]:
    """Fails with the rules a page breaks and where. The page to judge is there already: `expect` something of it first.

    A press returns before the page it leads to has come. Who does not wait judges the page that is left, or none.
    """
    source, judged = AXE.read_text(), set[str]()

    def check(page: Page) -> None:
        page.wait_for_load_state()
        looks: str = page.evaluate(LOOKS)
        assert looks not in judged, f"{page.url} was judged as it is: expect what was to come before judging again"
        judged.add(looks)
        page.evaluate(source)
        found: dict[str, Any] = page.evaluate(RUN_AXE)
        broken = {one["id"]: [node["html"][:160] for node in one["nodes"][:3]] for one in found["violations"]}
        assert broken == {}

    return check


def _note_policy(said: Any, trouble: list[str]) -> None:
    if "Content Security Policy" in said.text or "violates" in said.text:
        trouble.append(said.text)
