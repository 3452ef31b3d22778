"""Check in with the keyboard alone, in a real browser; and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from powderapp.base.access import Role
from powderapp.base.clock import now
from powderapp.jobs.models import Job
from powderapp.jobs.queries import job_by_number
from tests.support import factories
from tests.support.chain import Works

pytestmark = pytest.mark.browser
AS_A_PERSON_MS = 40  # faster is a scanner
MOST_KEYS = 60
SCROLLED = "by => { scrollBy(0, by); return new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))) }"


@pytest.fixture
def works(site):
    who = site.person("Olga", Role.OWNER, Role.OFFICE)
    works = Works(site.db, factories.actor(site.db, who, now()))
    site.db.commit()
    return works


class Keys:
    """Counts what is pressed."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def type(self, text):
        self.page.keyboard.type(text, delay=AS_A_PERSON_MS)
        self.pressed += len(text)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def choose(self, text):
        """Type until the list is there, and take what it offers first."""
        self.type(text)
        self.page.wait_for_selector(".choices-list:popover-open [role=option]")
        self.press("Enter")


def test_three_lines_take_at_most_sixty_keys_and_no_mouse(site, works, sign_in_browser):
    page = sign_in_browser("Olga", Role.OWNER, Role.OFFICE)
    page.goto(site.url + "/board")
    keys = Keys(page)
    keys.press("n")
    page.wait_for_url("**/jobs/new")
    expect(page.locator("#customer")).to_be_focused()
    keys.choose("har")
    keys.press("Enter")
    keys.type("fri")
    keys.press("Enter")
    for qty, what, powder in (("12", "Panel", "9005"), ("4", "Gate", "9005"), ("24", "Cap", "zn")):
        keys.type(qty)
        keys.press("Tab")
        keys.type(what)
        keys.press("Tab")
        keys.type("b")
        keys.press("Tab")
        keys.choose(powder)
        keys.press("Enter")
    keys.press("Control+Enter")
    page.wait_for_url("**/jobs/1*")
    site.db.expire_all()
    job = job_by_number(site.db, int(page.url.rsplit("/", 1)[1]))
    assert [(line.ordered_qty, line.what) for line in job.lines] == [(12, "Panel"), (4, "Gate"), (24, "Cap")]
    assert [line.coats[0].powder_id for line in job.lines] == [works.black.id, works.black.id, works.primer.id]
    assert job.customer_id == works.customer.id
    assert keys.pressed <= MOST_KEYS


def test_a_refusal_keeps_the_rows_and_leads_to_the_cell(site, works, sign_in_browser, no_axe_violations):
    page = sign_in_browser("Olga", Role.OWNER, Role.OFFICE)
    page.goto(site.url + "/jobs/new")
    page.fill("#customer", "Harbor Rail & Gate")
    page.fill("#lines-0-qty", "12")
    page.fill("#lines-0-what", "Panel")
    page.fill("#lines-0-coat1", "puce")
    page.keyboard.press("Control+Enter")
    page.click("text=Line 1, Powder: No powder is called puce.")
    expect(page.locator("#lines-0-coat1")).to_be_focused()
    expect(page.locator("#lines-0-what")).to_have_value("Panel")
    no_axe_violations(page)


def test_what_is_offered_stays_by_its_cell_when_the_page_moves(site, works, sign_in_browser):
    page, waiting = sign_in_browser("Olga", Role.OWNER, Role.OFFICE), []
    page.set_viewport_size({"width": 1280, "height": 480})

    def keep_waiting(route):
        waiting.append(route)

    page.route("**/powders/choices*", keep_waiting)
    page.goto(site.url + "/jobs/new")
    cell, offered = page.locator("#lines-0-coat1"), page.locator(".choices-list:popover-open [role=option]")
    with page.expect_request("**/powders/choices*"):
        cell.press_sequentially("9005", delay=AS_A_PERSON_MS)
    page.evaluate(SCROLLED, 60)
    waiting[-1].continue_()
    expect(offered).to_be_visible()
    page.evaluate(SCROLLED, -30)
    expect(offered).to_be_visible()
    below = page.locator(".choices-list:popover-open").bounding_box()["y"] - cell.bounding_box()["y"]
    assert 0 < below < 80
    page.keyboard.press("Enter")
    expect(cell).to_have_value(re.compile("9005"))


def test_totals_follow_without_a_word_lost(site, works, sign_in_browser):
    page = sign_in_browser("Olga", Role.OWNER, Role.OFFICE)
    page.goto(site.url + "/jobs/new")
    page.fill("#lines-0-qty", "12")
    page.fill("#lines-0-what", "Panel")
    page.fill("#lines-0-coat1", "9005")
    page.fill("#lines-0-area_mm2", "1.2")
    page.keyboard.press("Tab")
    page.wait_for_selector("#totals >> text=2.48 of 20.00 kg")
    expect(page.locator("#lines-0-what")).to_have_value("Panel")


def test_without_javascript_a_job_is_checked_in_too(site, works, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    site.sign_in(page, site.person("Olga", Role.OWNER, Role.OFFICE))
    page.goto(site.url + "/jobs/new")
    page.fill("#customer", "harbor rail & gate")
    page.fill("#lines-0-qty", "12")
    page.fill("#lines-0-what", "Panel")
    page.fill("#lines-0-coat1", "9005")
    page.click("noscript button:has-text('More lines')")
    page.fill("#lines-9-qty", "4")
    page.fill("#lines-9-what", "Gate")
    page.fill("#lines-9-coat1", "zn primer")
    page.click("button:has-text('Check in')")
    page.wait_for_url("**/jobs/1*")
    assert site.db.scalar(select(Job.number)) == 1001
    context.close()
