"""Number pads on the floor: which field their keys type into, what they say, how they close."""

import pytest
from playwright.sync_api import expect

from powderapp.base.access import Role
from powderapp.batches import operations as batches
from tests.support import factories
from tests.support.chain import Works

pytestmark = pytest.mark.browser


@pytest.fixture
def card(site, sign_in_browser):
    """The card of ten pickets in a running batch, their pad open."""
    works = Works(site.db, factories.actor(site.db, site.person("Olga", *Role), factories.LONG_AGO))
    (line,) = works.job(works.line(10, "Picket", works.black)).lines
    batch = batches.start(site.db, works.booth, works.black, {works.prepared(line).id: 10}, [], by=works.by)
    site.db.commit()
    page = sign_in_browser("Ines", Role.SPRAYER)
    page.goto(f"{site.url}/floor/batches/{batch.number}")
    card = page.locator("article.task")
    card.get_by_text("Part done").click()
    expect(card.get_by_label("Done in all")).to_be_focused()
    return card


def test_the_keys_type_into_the_field_that_was_touched_last(card):
    pad = card.get_by_role("dialog")
    pad.get_by_label("Back to queue").click()
    pad.get_by_role("button", name="3", exact=True).click()
    expect(pad.get_by_label("Back to queue")).to_have_value("3")
    expect(pad.get_by_label("Done in all")).to_have_value("")


def test_a_pad_says_its_line_and_what_is_wrong_and_can_be_closed(card, no_axe_violations):
    pad = card.get_by_role("dialog")
    expect(pad).to_contain_text("1001-1")
    pad.get_by_label("Done in all").fill("1,5")
    pad.get_by_role("button", name="Count").click()
    expect(pad.get_by_role("alert")).to_be_visible()
    no_axe_violations(card.page)
    pad.get_by_role("button", name="Close").click()
    expect(pad).to_be_hidden()


def test_escape_and_a_tap_beside_it_close_a_pad(card):
    pad = card.get_by_role("dialog")
    card.page.keyboard.press("Escape")
    expect(pad).to_be_hidden()
    card.get_by_text("Part done").click()
    expect(pad).to_be_visible()
    card.page.mouse.click(5, 300)
    expect(pad).to_be_hidden()
