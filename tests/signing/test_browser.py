"""Setting up and signing in, as a person does it."""

import pytest
from playwright.sync_api import expect

from powderapp.base.access import Role
from powderapp.founding import set_up_code
from powderapp.people.hashing import hash_pin
from powderapp.signing.identity import new_token, token_hash
from tests.signing.conftest import PASSWORD
from tests.support import factories

pytestmark = pytest.mark.browser


@pytest.fixture
def page(context):
    return context.new_page()


def becomes_tablet(page, site):
    """This browser is a tablet of the shop."""
    token, tablet = new_token(), factories.tablet(site.db)
    tablet.token_hash = token_hash(token)
    site.db.commit()
    page.context.add_cookies([{"name": "device", "value": token, "url": site.url}])


def test_an_owner_sets_up_the_shop_and_a_sprayer_signs_in_with_a_pin(empty_site, page, settings, no_axe_violations):
    page.goto(empty_site.url)
    no_axe_violations(page)
    page.get_by_role("link", name="Set up my shop").click()
    page.wait_for_url("**/setup")
    no_axe_violations(page)
    words = {
        "Set-up code": set_up_code.set_up_code(settings),
        "Shop name": "North Gate Coating",
        "Your name": "Olga",
        "Password": PASSWORD,
        "PIN": "471138",
    }
    for label, typed in words.items():
        page.get_by_label(label, exact=True).fill(typed)
    page.get_by_role("button", name="Open the shop").click()
    page.wait_for_url("**/board")
    page.goto(f"{empty_site.url}/settings/people")
    expect(page.get_by_role("heading", name="People", exact=True)).to_be_visible()
    factories.person(empty_site.db, "Sam", Role.SPRAYER, pin_hash=hash_pin("2486", settings.pin_pepper))
    becomes_tablet(page, empty_site)
    page.goto(f"{empty_site.url}/signin")
    no_axe_violations(page)
    page.get_by_role("link", name="Sam").click()
    expect(page.get_by_role("heading", name="Sam")).to_be_visible()
    no_axe_violations(page)
    for digit in "2486":
        page.get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/floor**")
    page.goto(f"{empty_site.url}/me")
    expect(page.get_by_role("heading", name="Sam")).to_be_visible()


def test_the_settings_are_fit_to_be_read_by_everybody(site, page, no_axe_violations):
    site.sign_in(page, site.person("Olga", Role.OWNER, Role.OFFICE))
    for path in ("/settings", "/settings/people", "/settings/roles", "/settings/devices", "/settings/booths", "/code"):
        page.goto(site.url + path)
        no_axe_violations(page)


def test_a_booth_is_added_twice_by_nobody(site, page):
    site.sign_in(page, site.person("Olga", Role.OWNER))
    page.goto(f"{site.url}/settings/booths")
    page.get_by_label("Name").fill("Booth 1")
    page.get_by_role("button", name="Add").dblclick()
    expect(page.locator("summary", has_text="Booth 1")).to_have_count(1)
    expect(page.get_by_text("Booth 1 is in the list.")).to_have_count(1)
