"""A burst of keys: a scanner when it says a code of ours, a fast typist, a scale or a gauge when it does not."""

import re

import pytest
from playwright.sync_api import expect

from powderapp.base.access import Role
from powderapp.base.clock import now
from tests.support import factories
from tests.support.chain import Works

pytestmark = pytest.mark.browser


BURST = """([text, close]) => {
  for (const key of text) {
    const field = document.activeElement, down = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    if (!field.dispatchEvent(down) || !field.matches("input")) continue;
    field.setRangeText(key, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const end = new KeyboardEvent("keydown", { key: close, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(end);
  return end.defaultPrevented;
}"""


def burst(page, text, close="Enter"):
    """All keys at once, however busy the machine is; whether somebody took the last one."""
    return page.evaluate(BURST, [text, close])


@pytest.fixture
def works(site):
    works = Works(site.db, factories.actor(site.db, site.person("Olga", *Role), now()))
    site.db.commit()
    return works


@pytest.fixture
def grid(site, works, sign_in_browser):
    """The check-in, its caret in the first cell of the first line."""
    page = sign_in_browser("Olga", Role.OFFICE)
    page.goto(f"{site.url}/jobs/new")
    page.locator("#lines-0-qty").focus()
    return page


def values(page):
    return [page.input_value(f"#lines-0-{name}") for name in ("qty", "what", "prep", "coat1")]


def test_who_types_without_a_gap_is_no_scanner(grid):
    for text in ("1200", "Fence panel 6 ft", "Blast", "9005"):
        assert not burst(grid, text, "Tab")
        grid.keyboard.press("Tab")
    assert values(grid) == ["1200", "Fence panel 6 ft", "Blast", "9005"]
    burst(grid, "Zinc")
    expect(grid.locator("#lines-1-qty")).to_be_focused()


def test_a_label_scanned_into_a_cell_leaves_the_cell_as_it_was(grid):
    grid.keyboard.type("12", delay=40)
    grid.keyboard.press("Tab")
    grid.keyboard.type("Fence", delay=40)
    for code in ("J4115-2", "HTTPS://SHOP.TEST/S/218"):
        assert burst(grid, code)
    expect(grid.locator("#lines-0-what")).to_be_focused()
    assert values(grid)[:2] == ["12", "Fence"]
    assert grid.url.endswith("/jobs/new")


def test_a_box_scanned_at_the_check_in_is_the_powder_of_its_line(grid, works):
    grid.locator("#lines-1-what").focus()
    grid.keyboard.type("Fence", delay=40)
    burst(grid, works.black_box.code)
    expect(grid.locator("#lines-1-coat1")).to_have_value(re.compile(works.black.code))
    expect(grid.locator("#lines-1-coat1-value, [name=lines-1-coat1_id]").first).to_have_value(str(works.black.id))
    assert grid.input_value("#lines-1-what") == "Fence"
    grid.locator("#lines-1-coat2").focus()
    burst(grid, f"P{works.primer.id:03d}")
    expect(grid.locator("#lines-1-coat2")).to_have_value(re.compile(works.primer.code))
    grid.locator("#customer").focus()
    burst(grid, "HTTPS://SHOP.TEST/B/9999")
    expect(grid.get_by_text("There is no box B9999.")).to_be_visible()
    expect(grid.locator("#lines-0-coat1")).to_have_value("")


def test_a_job_scanned_into_an_empty_check_in_is_copied(site, works, sign_in_browser):
    job = works.job(works.line(4, "Gate", works.black))
    site.db.commit()
    page = sign_in_browser("Olga", Role.OFFICE)
    page.goto(f"{site.url}/jobs/new")
    burst(page, f"J{job.number}")
    expect(page).to_have_url(f"{site.url}/jobs/new?copy={job.number}")
    expect(page.locator("#lines-0-what")).to_have_value("Gate")


def test_a_scan_opens_the_job_from_any_other_page(site, works, sign_in_browser):
    job = works.job(works.line(4, "Gate", works.black))
    site.db.commit()
    page = sign_in_browser("Olga", Role.OFFICE)
    page.goto(f"{site.url}/customers")
    burst(page, f"HTTPS://SHOP.TEST/J/{job.number}")
    page.wait_for_url(f"**/jobs/{job.number}")


def test_a_scale_types_into_the_field_it_stands_in(site, works, sign_in_browser):
    job = works.job(works.line(4, "Gate", works.black))
    pile = works.prepared(job.lines[0])
    site.db.commit()
    page = sign_in_browser("Sam", Role.SPRAYER)
    page.goto(f"{site.url}/floor/queue/start?powder={works.black.id}&ticked={pile.id}&pile={pile.id}&qty=4")
    page.locator("#gross").focus()
    assert not burst(page, "20.99", "Tab")
    expect(page.locator("#gross")).to_have_value("20.99")
    burst(page, works.black_box.code)
    page.wait_for_url(f"**code={works.black_box.code}*")
