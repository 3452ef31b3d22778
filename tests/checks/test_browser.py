"""Checking with a gauge and a finger."""

import pytest
from playwright.sync_api import expect

from powderapp.base.access import Role
from tests.support import factories
from tests.support.chain import Works

pytestmark = pytest.mark.browser


@pytest.fixture
def pile(site):
    """Ten black parts that wait for their check."""
    works = Works(site.db, factories.actor(site.db, site.person("Olga", *Role), factories.LONG_AGO))
    _, _, pile = works.checking(10)
    site.db.commit()
    return pile


def test_a_gauge_that_types_is_judged_at_once_and_passes_nothing(sign_in_browser, site, pile, no_axe_violations):
    page = sign_in_browser("Quinn", Role.QUALITY)
    page.goto(f"{site.url}/floor/check/{pile.id}")
    no_axe_violations(page)
    page.get_by_label("Film readings").press_sequentially("72\n68\n91\n")
    expect(page.locator("#film")).to_contain_text("The thickest reading is 91 µm, above 80 µm.")
    expect(page.get_by_label("Film readings")).to_have_value("72\n68\n91\n")
    page.emulate_media(color_scheme="dark")
    no_axe_violations(page)
    page.get_by_label("Looks right from 1 m").check(force=True)
    page.get_by_label("Note").fill("inside edge only")
    page.get_by_role("button", name="Pass all 10").click()
    expect(page.get_by_text("10 passed.")).to_be_visible()


def test_a_check_works_without_javascript(browser, site, pile):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    site.sign_in(page, site.person("Quinn", Role.QUALITY))
    page.goto(f"{site.url}/floor/check")
    page.get_by_role("link", name="Check", exact=True).last.click()
    page.get_by_label("Rework", exact=True).fill("1")
    page.get_by_role("button", name="Record counts").click()
    expect(page.locator(".errors")).to_contain_text("Say why.")
    page.get_by_label("Why", exact=True).select_option("thin")
    page.get_by_role("button", name="Record counts").click()
    expect(page.get_by_text("1 to rework as 1001-1R1.")).to_be_visible()
    context.close()
