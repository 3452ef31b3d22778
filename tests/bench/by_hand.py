"""A new shop set up by hand: how long it takes a person who types, points, thinks and walks, on a real clock."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from powderapp.config import load
from tests.bench.figures import Figure, seconds
from tests.browser.new_shop import BY_HAND, Somebody, from_nothing
from tests.support import chromium
from tests.support.running import Running, running


def measure() -> Iterator[Figure]:
    """From the first page of an empty shop to three people, one of them signed in at the tablet."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    folder.chmod(0o755)
    with running(folder) as shop, sync_playwright() as playwright:
        shop.wait_until_ready()
        browser = playwright.chromium.launch(executable_path=chromium.executable(), args=chromium.ARGUMENTS)
        yield Figure("new shop by hand", f"{seconds(lambda: _set_up(browser, shop)):.0f}", "s", "< 300")
        browser.close()
    shutil.rmtree(folder)


def _set_up(browser: Browser, shop: Running) -> None:
    url, settings = f"http://127.0.0.1:{shop.port}", load({}, shop.folder)
    desk, tablet = (Somebody(browser.new_page(has_touch=touch), url, BY_HAND) for touch in (False, True))
    from_nothing(desk, tablet, settings)
