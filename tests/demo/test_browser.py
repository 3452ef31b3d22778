"""Waiting for the demo in a browser: the page asks by itself, and leads to sign-in when it is ready."""

import pytest
from playwright.sync_api import expect

from powderapp.base.clock import now
from powderapp.demo.models import DemoBuild
from tests.support import factories

pytestmark = pytest.mark.browser


def test_the_bar_moves_and_leads_to_sign_in(page, site, no_axe_violations):
    factories.person(site.db, "Olga")
    build = DemoBuild(
        id=1, started_at=now(), seen_at=now(), steps=13, steps_done=4, doing="Working on Tuesday 10 November"
    )
    site.db.add(build)
    site.db.commit()
    page.goto(site.url)
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "4")
    no_axe_violations(page)
    build.steps_done = 9
    site.db.commit()
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "9")
    build.finished_at, build.seen_at = now(), now()
    site.db.commit()
    page.get_by_role("link", name="Sign in").click()
    expect(page).to_have_url(f"{site.url}/signin")
