"""Finding by typing, with a real keyboard."""

import pytest
from playwright.sync_api import expect

from powderapp.base.access import Role
from powderapp.base.clock import now
from powderapp.customers import operations
from powderapp.customers.operations import CustomerWanted
from tests.support import factories

pytestmark = pytest.mark.browser


@pytest.fixture
def customers(site):
    by = factories.actor(site.db, site.person("Olga", Role.OWNER, Role.OFFICE), now())
    for name in ("Harbor Rail & Gate", "Harbor Docks", "Silver Birch Signs"):
        operations.add(site.db, CustomerWanted(name), by=by)
    site.db.commit()


def test_the_list_follows_while_the_caret_stays_in_the_field(site, page, sign_in_browser, customers, no_axe_violations):
    sign_in_browser("Olga", Role.OWNER, Role.OFFICE).goto(f"{site.url}/customers")
    no_axe_violations(page)
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("harb dck")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("o")
    expect(page.locator("#customers-found tbody tr")).to_have_count(1)
    expect(page.locator("#q")).to_be_focused()
    assert page.locator("#q").evaluate("field => field.selectionStart") == len("harb do")
    expect(page).to_have_url(f"{site.url}/customers?q=harb+dock")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Harbor Docks")).to_be_visible()
    no_axe_violations(page)


def test_the_list_is_found_without_scripts(browser, site, customers):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    site.sign_in(page, site.person("Olga", Role.OWNER, Role.OFFICE))
    page.goto(f"{site.url}/customers")
    page.get_by_role("searchbox").fill("silver")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("#customers-found tbody tr")).to_have_count(1)
    context.close()
