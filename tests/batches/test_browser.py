"""At the booth with a finger: a batch that was started by mistake is cancelled after a second look."""

import pytest
from playwright.sync_api import expect

from powderapp.base.access import Role
from powderapp.batches import operations as batches
from powderapp.batches.weighing import BoxIn
from tests.support import factories
from tests.support.chain import Works

pytestmark = pytest.mark.browser


@pytest.fixture
def batch(site):
    """26 pickets in a batch with the black box weighed in."""
    works = Works(site.db, factories.actor(site.db, site.person("Olga", *Role), factories.LONG_AGO))
    (line,) = works.job(works.line(26, "Picket", works.black, blast=False)).lines
    box = BoxIn(works.black_box.id, 21_000)
    started = batches.start(site.db, works.booth, works.black, {works.pile(line).id: 26}, [box], by=works.by)
    site.db.commit()
    return started


def test_a_batch_is_cancelled_after_a_second_look(sign_in_browser, site, batch, no_axe_violations):
    page = sign_in_browser("Sam", Role.SPRAYER)
    page.goto(f"{site.url}/floor/batches/{batch.number}")
    no_axe_violations(page)
    page.get_by_role("link", name="Cancel batch").click()
    expect(page.get_by_text("26 parts go back to the colour queue.")).to_be_visible()
    no_axe_violations(page)
    page.get_by_role("button", name="Cancel batch").click()
    page.wait_for_url("**/floor/queue")
    expect(page.get_by_role("status").filter(has_text="Batch S1 is cancelled.")).to_be_visible()
    page.goto(f"{site.url}/floor/batches/{batch.number}")
    expect(page.get_by_text("Nothing was sprayed")).to_be_visible()
    no_axe_violations(page)
