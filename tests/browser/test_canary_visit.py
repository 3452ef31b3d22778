"""Words that would be markup, in every column of words and on every page: nothing of it becomes an element or a script.

No content policy stops injected `hx-*` attributes: that words are escaped wherever they are shown is the wall itself.
"""

import re
from collections.abc import Iterator

import pytest
from markupsafe import escape
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from powderapp.base.access import Role
from powderapp.base.clock import now
from powderapp.embedded import Server
from powderapp.people.models import Person
from powderapp.web.transaction import ShopApp
from tests.browser.canaries import CANARIES, WORKED_OUT, let_loose
from tests.browser.looking import Looker
from tests.browser.pages import addresses
from tests.browser.people import Desk
from tests.support import canaries, factories, postgres
from tests.support.browser import Site
from tests.support.client import Client

WATCH = "window.X = () => { window.ran = true }"
ALIEN = "img[src='x'], [onerror], [data-hx-post='/x'], [hx-post='/x'], script:not([src])"


@pytest.fixture
def full_of_canaries(demo_database: Engine, server: Server) -> None:
    """The demo shop with a canary in every column of words."""
    columns = let_loose(postgres.superuser_url(server, str(demo_database.url.database)))
    assert {("job", "note"), ("line", "what"), ("powder", "name"), ("hold", "reason"), ("shop", "name")} <= columns


@pytest.fixture
def owner(browser: Browser, demo_site: Site, full_of_canaries: None) -> Iterator[Desk]:
    """The owner's browser in that shop."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(WATCH)
    desk = Desk(context.new_page(), demo_site)
    desk.page.context.add_cookies([{"name": "session", "value": signed_in(demo_site.db), "url": demo_site.url}])
    yield desk
    context.close()


def signed_in(db: Session) -> str:
    """A session of the owner, whose name is a canary by now."""
    return factories.signed_in(db, db.scalars(select(Person).where(Person.roles.contains([Role.OWNER]))).one(), now())


def assert_harmless(page: Page) -> None:
    assert page.locator(ALIEN).count() == 0, page.url
    assert not page.evaluate("window.ran"), page.url
    assert WORKED_OUT not in page.content(), page.url


def test_no_page_takes_words_for_markup(demo_app: ShopApp, demo_database: Engine, full_of_canaries: None) -> None:
    with Session(demo_database) as db:
        client, shown = Client(demo_app, db), ""
        client.http.set_cookie("session", signed_in(db))
        for path in addresses(db):
            page = client.get(path)
            assert page.status_code == 200, path
            canaries.assert_harmless(page.text)
            assert WORKED_OUT not in page.text, path
            shown += page.text
    assert all(escape(canary) in shown for canary in CANARIES)


@pytest.mark.browser
@pytest.mark.long
def test_no_script_takes_words_for_markup(owner: Desk) -> None:
    page, asked, looker = owner.page, [], Looker(owner.page)
    page.on("request", lambda request: asked.append(request.url.removeprefix(owner.site.url)))
    for path in addresses(owner.site.db):
        owner.open(path)
        assert_harmless(page)
    owner.open("/board")
    assert CANARIES[0] in page.inner_text("main")
    assert not {"/x", "/floor/x", "/jobs/x"} & set(asked)
    assert not looker.faults, "\n".join(looker.faults)


@pytest.mark.browser
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
