"""The powder room with a keyboard, and with a scale that types."""

import pytest
from playwright.sync_api import expect

from powderapp.base.access import Role
from powderapp.base.clock import now
from tests.support import factories
from tests.support.chain import Works

pytestmark = pytest.mark.browser


@pytest.fixture
def works(site):
    by = factories.actor(site.db, site.person("Olga", Role.OWNER, Role.OFFICE), now())
    works = Works(site.db, by)
    site.db.commit()
    return works


def test_a_box_is_received_and_weighed_without_a_mouse(site, page, sign_in_browser, works, no_axe_violations):
    sign_in_browser("Olga", Role.OWNER, Role.OFFICE).goto(f"{site.url}/powders/{works.black.id}")
    no_axe_violations(page)
    page.keyboard.press("r")
    expect(page.get_by_label("Lot")).to_be_focused()
    no_axe_violations(page)
    page.keyboard.type("24-1108")
    page.get_by_label("On the scale").fill("21.18")
    page.get_by_label("Empty box").fill("1.18")
    page.get_by_role("textbox", name="Belongs to a customer").press_sequentially("harb")
    page.get_by_role("option", name="Harbor Rail & Gate").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("B0003 received.")).to_be_visible()
    page.goto(f"{site.url}/boxes/3")
    expect(page.get_by_text("Harbor Rail & Gate")).to_be_visible()
    expect(page.get_by_label("On the scale")).to_be_focused()
    page.keyboard.type("20.5")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Box B0003 holds 19.32 kg.")).to_be_visible()
    no_axe_violations(page)


def test_a_wrong_weight_stays_typed_and_a_refusal_leaves_the_page(site, page, sign_in_browser, works):
    sign_in_browser("Olga", Role.OWNER, Role.OFFICE).goto(f"{site.url}/boxes/2")
    page.get_by_label("On the scale").fill("99")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Weigh again or ask a supervisor.").first).to_be_visible()
    expect(page.get_by_label("On the scale")).to_have_value("99")
    page.locator("#take-open").click()
    page.locator("#take-grams").fill("30")
    page.locator("#take-reason").fill("Dirt")
    page.get_by_role("button", name="Take out").click()
    expect(page.get_by_text("Only 20.00 kg left in box B0002.")).to_be_visible()
    expect(page.locator("#take-reason")).to_have_value("Dirt")
