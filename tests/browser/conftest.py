"""The demo shop behind a real server, a desk that has only a keyboard, and a tablet that has only fingers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import Engine

from powderapp.web.transaction import ShopApp
from tests.browser.people import Desk, Tablet
from tests.support.browser import PATIENCE_MS, Site, served


@pytest.fixture
def demo_site(demo_database: Engine, demo_app: ShopApp) -> Iterator[Site]:
    """The demo shop in a database of its own."""
    with served(demo_app, demo_database) as site:
        yield site


@pytest.fixture
def keyboard_desk(browser: Browser, demo_site: Site, tmp_path: Path) -> Iterator[Desk]:
    """The office at its desk."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    desk = Desk(context.new_page(), demo_site)
    yield desk
    desk.page.screenshot(path=tmp_path / "desk.png")
    context.close()


@pytest.fixture
def tablet(browser: Browser, demo_site: Site, tmp_path: Path) -> Iterator[Tablet]:
    """A tablet on the floor. The last thing seen is kept beside the test's files, for whoever wonders why it failed."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, has_touch=True)
    context.set_default_timeout(PATIENCE_MS)
    tablet = Tablet(context.new_page(), demo_site)
    yield tablet
    tablet.page.screenshot(path=tmp_path / "tablet.png")
    context.close()
