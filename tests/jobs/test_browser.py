"""A job by keys."""

import pytest
from playwright.sync_api import expect

from powderapp.base.access import Role
from powderapp.base.clock import now
from tests.support import factories
from tests.support.chain import Works

pytestmark = pytest.mark.browser


@pytest.fixture
def shown(site, sign_in_browser):
    """The page of a job, as the office sees it."""
    works = Works(site.db, factories.actor(site.db, site.person("Olga", Role.OWNER, Role.OFFICE), now()))
    job = works.job(works.line(2, "Gate leaf", works.black))
    site.db.commit()
    page = sign_in_browser("Olga", Role.OWNER, Role.OFFICE)
    page.goto(f"{site.url}/jobs/{job.number}")
    return page


def test_a_question_mark_lists_the_keys_and_escape_closes_the_list(shown, no_axe_violations):
    shown.keyboard.press("?")
    listed = shown.get_by_role("dialog", name="Keys of this page")
    expect(listed.get_by_text("hold")).to_be_visible()
    no_axe_violations(shown)
    shown.keyboard.press("Escape")
    expect(listed).to_have_count(0)


def test_letters_lead_nowhere_while_somebody_reads_what_is_wrong(shown):
    shown.keyboard.press("h")
    shown.locator("details.drop[open]").get_by_role("button", name="Put on hold").click()
    expect(shown.locator(".errors")).to_be_focused()
    shown.keyboard.press("e")
    shown.wait_for_timeout(150)
    expect(shown.locator("details.drop[open] summary")).to_contain_text("Hold")


def test_a_list_opens_with_its_keys_free_and_a_stroke_goes_to_the_search(shown):
    shown.goto(shown.url.rsplit("/", 1)[0])
    shown.keyboard.press("/")
    expect(shown.locator("#q")).to_be_focused()
    expect(shown.locator("#q")).to_have_value("")
