"""Words that would be markup, in every column of words and on every page: nothing of it becomes an element or a script.

No content policy stops injected `hx-*` attributes: that words are escaped wherever they are shown is the wall itself.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from powderapp.embedded import Server
from tests.browser.canaries import CANARIES, WORKED_OUT, let_loose
from tests.browser.looking import Looker
from tests.browser.pages import addresses
from tests.browser.people import Desk
from tests.support import postgres
from tests.support.browser import Site

pytestmark = pytest.mark.browser
WATCH = "window.X = () => { window.ran = true }"
ALIEN = "img[src='x'], [onerror], [data-hx-post='/x'], [hx-post='/x'], script:not([src])"


@pytest.fixture
def owner(browser: Browser, demo_site: Site, server: Server) -> Iterator[Desk]:
    """The owner's browser in a shop full of canaries."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(WATCH)
    desk = Desk(context.new_page(), demo_site)
    desk.signed_in("Marta Quell")
    columns = let_loose(postgres.superuser_url(server, str(demo_site.engine.url.database)))
    assert {("job", "note"), ("line", "what"), ("powder", "name"), ("hold", "reason"), ("shop", "name")} <= columns
    yield desk
    context.close()


def assert_harmless(page: Page) -> None:
    assert page.locator(ALIEN).count() == 0, page.url
    assert not page.evaluate("window.ran"), page.url
    assert WORKED_OUT not in page.content(), page.url


def test_no_page_takes_words_for_markup(owner: Desk) -> None:
    page, asked, looker = owner.page, [], Looker(owner.page)
    page.on("request", lambda request: asked.append(request.url.removeprefix(owner.site.url)))
    for path in addresses(owner.site.db):
        owner.open(path)
        assert_harmless(page)
    owner.open("/board")
    assert CANARIES[0] in page.inner_text("main")
    assert not {"/x", "/floor/x", "/jobs/x"} & set(asked)
    assert not looker.faults, "\n".join(looker.faults)


def test_no_choice_is_taken_for_markup(owner: Desk) -> None:
    owner.open("/jobs/new")
    listed = owner.page.locator(".choices-list [role=option]")
    for field in ("#customer", "#lines-0-coat1"):
        owner.page.locator(field).focus()
        owner.page.keyboard.type("a", delay=60)
        expect(listed.locator("visible=true").first).to_be_visible()
        assert_harmless(owner.page)
        owner.press("Tab")
        expect(listed.locator("visible=true")).to_have_count(0)
        expect(owner.page.locator(field)).to_have_value(re.compile("<img src=x"))
        assert_harmless(owner.page)
