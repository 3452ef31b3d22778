"""What an answer does to the page a person looks at."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from powderapp.base.access import Role
from powderapp.people.models import SignIn
from powderapp.shop.models import Booth

pytestmark = pytest.mark.browser


@pytest.fixture
def booths(site, page):
    """The list of booths with one booth open, as the owner sees it."""
    site.db.add(Booth(id=7, name="Left"))
    site.db.commit()
    site.sign_in(page, site.person("Olga", Role.OWNER, Role.OFFICE))
    page.goto(f"{site.url}/settings/booths")
    page.locator("#booth-7 summary").click()
    return page


def rename(page, name):
    page.locator("#booth-7-name").fill(name)
    page.locator("#booth-7").get_by_role("button", name="Save").click()


def test_who_saves_second_sees_both_values_and_saves_again(booths, site):
    booth = site.db.get(Booth, 7)
    booth.name, booth.version = "Middle", 2
    site.db.commit()
    rename(booths, "Right")
    expect(booths.get_by_text("Now: Middle. Save again to keep yours.").first).to_be_visible()
    expect(booths.locator("#booth-7-name")).to_have_value("Right")
    booths.wait_for_timeout(650)  # a press within 600 ms is taken for a double tap
    booths.locator("#booth-7-name").press("Enter")
    expect(booths.get_by_text("Right is changed.")).to_be_visible()


def test_what_was_typed_stays_when_it_is_refused(booths):
    rename(booths, " ")
    expect(booths.get_by_text("Please enter a name.").first).to_be_visible()
    expect(booths.locator("#booth-7-name")).to_have_attribute("aria-invalid", "true")


def test_a_rule_of_the_shop_is_said_without_touching_the_page(site, page):
    site.sign_in(page, site.person("Olga", Role.OWNER))
    page.goto(f"{site.url}/settings/people")
    page.locator("summary.edit-row", has_text="Olga").click()
    page.get_by_label("Name").first.fill("typed and not sent")
    page.get_by_role("button", name="Works here no longer").click()
    expect(page.get_by_role("alert").filter(has_text="The shop needs an owner")).to_be_visible()
    expect(page.get_by_label("Name").first).to_have_value("typed and not sent")


def test_whose_session_ended_keeps_the_text_and_is_told(booths, site):
    site.db.scalars(select(SignIn)).one().ended_at = site.db.scalars(select(SignIn)).one().began_at
    site.db.commit()
    rename(booths, "Right")
    expect(booths.get_by_text("Sign in to go on")).to_be_visible()
    expect(booths.locator("#booth-7-name")).to_have_value("Right")
