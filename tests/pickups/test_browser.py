"""Handing over at the desk by keys."""

import pytest
from playwright.sync_api import expect

from powderapp.base.access import Role
from powderapp.checks import operations as checks
from powderapp.checks.operations import Verdict
from tests.support import factories
from tests.support.chain import Works

pytestmark = pytest.mark.browser


@pytest.fixture
def job(site):
    """A job of ten ready parts."""
    works = Works(site.db, factories.actor(site.db, site.person("Olga", *Role), factories.LONG_AGO))
    job, _, pile = works.checking(10)
    checks.check(site.db, pile, Verdict(passed=10), by=works.by)
    site.db.commit()
    return job


def test_parts_leave_by_keys_alone(sign_in_browser, site, job, no_axe_violations):
    page = sign_in_browser("Olga", Role.OFFICE)
    page.goto(f"{site.url}/ready")
    no_axe_violations(page)
    page.goto(f"{site.url}/jobs/{job.number}/pickup")
    no_axe_violations(page)
    expect(page.get_by_label("To whom")).to_be_focused()
    page.keyboard.type("the driver")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("10 parts collected by the driver.")).to_be_visible()
    expect(page.get_by_text("Nothing of this job is ready.")).to_be_visible()
    page.goto(f"{site.url}/floor/ready")
    no_axe_violations(page)
