"""The board by keys, while it renews itself."""

import pytest
from playwright.sync_api import expect

from powderapp.base.access import Role
from powderapp.base.clock import now
from powderapp.jobs import operations as jobs
from tests.support import factories
from tests.support.chain import Works

pytestmark = pytest.mark.browser
A_DOUBLE_TAP_MS = 650


@pytest.fixture
def works(site):
    who = site.person("Olga", Role.OWNER, Role.OFFICE)
    return Works(site.db, factories.actor(site.db, who, now()))


@pytest.fixture
def page_of(site, sign_in_browser):
    def page_of(path):
        page = sign_in_browser("Olga", Role.OWNER, Role.OFFICE)
        page.goto(site.url + path)
        return page

    return page_of


def test_arrows_walk_the_cards_and_enter_opens_one(site, works, page_of):
    first, second = works.job(works.line(1, "Gate", works.black)), works.job(works.line(2, "Post", works.black))
    third = works.job(works.line(3, "Bench", works.black))
    works.prepared(third.lines[0])
    site.db.commit()
    page = page_of("/board")
    for key, job in (("ArrowDown", first), ("ArrowDown", second), ("ArrowUp", first), ("ArrowRight", third)):
        page.keyboard.press(key)
        expect(page.locator(f"#open-{job.number}")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/jobs/{third.number}")


def test_a_card_keeps_the_focus_when_the_board_renews_itself(site, works, page_of, no_axe_violations):
    job = works.job(works.line(1, "Gate", works.black))
    site.db.commit()
    page = page_of("/board")
    page.focus(f"#open-{job.number}")
    jobs.hold(site.db, job, reason="powder due Friday", by=works.by)
    site.db.commit()
    page.evaluate("document.body.dispatchEvent(new Event('board'))")
    page.wait_for_selector("text=Hold: powder due Friday")
    expect(page.locator(f"#open-{job.number}")).to_be_focused()
    no_axe_violations(page)


def test_a_job_is_held_by_keys_and_the_page_follows(site, works, page_of, no_axe_violations):
    job = works.job(works.line(1, "Gate", works.black))
    site.db.commit()
    page = page_of(f"/jobs/{job.number}")
    page.keyboard.press("h")
    expect(page.get_by_label("Why")).to_be_focused()
    page.keyboard.type("no powder", delay=40)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=On hold: no powder")
    page.wait_for_selector("text=The job was put on hold: no powder.")
    no_axe_violations(page)


def test_two_who_edit_one_job_are_told_of_each_other(site, works, page_of):
    job = works.job(works.line(1, "Gate", works.black))
    site.db.commit()
    page = page_of(f"/jobs/{job.number}")
    page.keyboard.press("e")
    page.fill("#po", "HR-2")
    jobs.edit(site.db, job, {"po": "HR-1"}, job.version, by=works.by)
    site.db.commit()
    page.click(".drop-body button:has-text('Save')")
    page.wait_for_selector("text=Now: HR-1. Save again to keep yours.")
    expect(page.locator("#po")).to_have_value("HR-2")
    page.wait_for_timeout(A_DOUBLE_TAP_MS)
    page.click(".drop-body button:has-text('Save')")
    page.wait_for_selector("text=PO HR-2 instead of HR-1")
