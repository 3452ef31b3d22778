"""In front of an oven with a finger: tick, start, hot, out."""

import pytest
from playwright.sync_api import expect

from powderapp.base.access import Role
from tests.support import factories
from tests.support.chain import Works

pytestmark = pytest.mark.browser


@pytest.fixture
def works(site):
    """A shop in which a black and a low bake line wait for the oven."""
    works = Works(site.db, factories.actor(site.db, site.person("Olga", *Role), factories.LONG_AGO))
    for qty, powder in ((26, works.black), (9, works.low)):
        (line,) = works.job(works.line(qty, "Picket", powder, thickness_um=3_000)).lines
        works.sprayed({works.prepared(line).id: qty}, powder, works.box(powder, 20_000), 500)
    site.db.commit()
    return works


def test_a_tick_brings_its_suggestion_and_a_mix_is_refused_with_the_ticks_kept(
    sign_in_browser, site, works, no_axe_violations
):
    page = sign_in_browser("Sam", Role.SPRAYER)
    page.goto(f"{site.url}/floor/oven")
    no_axe_violations(page)
    page.get_by_role("link", name="Load Oven 1").click()
    expect(page.get_by_label("Set point")).to_have_value("200 °C")
    no_axe_violations(page)
    page.get_by_role("checkbox").nth(1).check()
    expect(page.locator(".band.stop")).to_contain_text("share no cure")
    page.get_by_role("button", name="Start cure").click()
    expect(page.get_by_role("alert").last).to_contain_text("cures at 160 °C, not at 200 °C")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)
    page.get_by_role("checkbox").nth(0).uncheck()
    expect(page.get_by_label("Set point")).to_have_value("160 °C")


def test_a_load_goes_in_gets_hot_and_comes_out(sign_in_browser, site, works, no_axe_violations):
    page = sign_in_browser("Sam", Role.SPRAYER)
    page.goto(f"{site.url}/floor/ovens/{works.oven.id}")
    page.get_by_role("button", name="Start cure").click()
    page.wait_for_url("**/floor/loads/*")
    no_axe_violations(page)
    page.get_by_role("button", name="At temperature").click()
    expect(page.get_by_role("button", name="At temperature")).to_have_count(0)
    page.get_by_role("button", name="Take out").click()
    page.get_by_role("button", name="Take out now").click()
    expect(page.locator(".went").first).to_contain_text("Check")
    page.emulate_media(color_scheme="dark")
    no_axe_violations(page)
