"""After an action the next thing has the focus, after a renewal the same thing; never nothing."""

import pytest
from playwright.sync_api import expect

from powderapp.base.access import Role
from powderapp.base.clock import now
from powderapp.batches import operations as batches
from powderapp.batches.weighing import BoxIn
from powderapp.checks import operations as checks
from powderapp.checks.operations import Verdict
from powderapp.jobs.queries import job_by_number
from powderapp.ovens import operations as ovens
from powderapp.parts import cancelling
from powderapp.pickups import operations as pickups
from tests.support import factories
from tests.support.chain import Works

pytestmark = pytest.mark.browser
A_DOUBLE_TAP_MS = 650


@pytest.fixture
def works(site):
    return Works(site.db, factories.actor(site.db, site.person("Olga", *Role), now()))


@pytest.fixture
def page_of(site, sign_in_browser):
    def page_of(path):
        site.db.commit()
        page = sign_in_browser("Olga", *Role)
        page.goto(site.url + path)
        return page

    return page_of


def press(page, where):
    """Enter on a control, as somebody without a mouse."""
    page.wait_for_timeout(A_DOUBLE_TAP_MS)
    page.locator(where).focus()
    page.keyboard.press("Enter")


@pytest.fixture
def batch(works):
    """A batch of three lines."""
    lines = [works.job(works.line(4, what, works.black)).lines[0] for what in ("Gate", "Post", "Bench")]
    piles = {works.prepared(line).id: 4 for line in lines}
    box = BoxIn(works.black_box.id, 21_000)
    return batches.start(works.db, works.booth, works.black, piles, [box], by=works.by)


def test_done_leads_to_the_next_line_and_the_last_one_to_the_scale(batch, page_of):
    page = page_of(f"/floor/batches/{batch.number}")
    done = page.locator(".done-tap")
    first, second, third = (f"#{done.nth(i).get_attribute('id')}" for i in range(3))
    press(page, second)
    expect(page.locator(third)).to_be_focused()
    press(page, third)
    expect(page.locator(first)).to_be_focused()
    press(page, first)
    expect(page.get_by_role("link", name="Finish, weigh back")).to_be_focused()


def test_a_count_and_its_undo_stay_at_their_line(batch, page_of):
    page = page_of(f"/floor/batches/{batch.number}")
    done = f"#{page.locator('.done-tap').nth(1).get_attribute('id')}"
    pad = page.locator(".some-pad").nth(1)
    pad.locator("summary").click()
    pad.get_by_label("Done in all").fill("3")
    page.keyboard.press("Enter")
    expect(page.get_by_text("3 done, 1 left")).to_be_visible()
    expect(page.locator(done)).to_be_focused()
    press(page, done.replace("done", "undo"))
    expect(page.get_by_text("3 done, 1 left")).to_have_count(0)
    expect(page.locator(done)).to_be_focused()


def test_pause_and_resume_lie_under_the_same_finger(batch, page_of):
    page = page_of(f"/floor/batches/{batch.number}")
    press(page, "#batch-pause")
    expect(page.locator("#batch-join")).to_be_focused()
    press(page, "#batch-join")
    expect(page.locator("#batch-pause")).to_be_focused()


def test_prep_goes_from_step_to_rack_to_the_next_line(works, page_of):
    one, two = (works.job(works.line(4, what, works.black)).lines[0] for what in ("Gate", "Post"))
    steps, sends = [f"#line-step-{line.steps[0].id}-done" for line in (one, two)], f"#line-{one.id}-send-1"
    page = page_of("/floor/prep")
    press(page, steps[0])
    expect(page.locator(sends)).to_be_focused()
    press(page, sends)
    expect(page.locator(sends)).to_have_count(0)
    expect(page.locator(steps[1])).to_be_focused()


def test_the_oven_asks_where_the_finger_is(works, page_of):
    (line,) = works.job(works.line(4, "Gate", works.black, blast=False)).lines
    works.sprayed({works.pile(line).id: 4}, works.black, works.black_box, 100)
    load = ovens.load(works.db, works.oven, {works.pile(line).id: 4}, set_point_c=200, minutes=15, by=works.by)
    page = page_of(f"/floor/loads/{load.number}")
    press(page, "#at-temperature")
    expect(page.locator("#take-out")).to_be_focused()
    press(page, "#take-out")
    expect(page.locator("#take-out-now")).to_be_focused()
    press(page, "#take-out-now")
    expect(page.locator("#load-again")).to_be_focused()
    press(page, "#undo-tap")
    expect(page.locator("#take-out")).to_be_focused()


def test_a_passed_check_leads_to_the_next_one(works, page_of):
    (_, _, first), (_, _, second) = works.checking(4), works.checking(2)
    page = page_of(f"/floor/check/{first.id}")
    page.get_by_label("Looks right from 1 m").check(force=True)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/floor/check")
    expect(page.locator(f"#pile-{second.id}-check")).to_be_focused()


def test_who_told_one_customer_goes_on_with_the_next(works, page_of):
    made = [works.checking(2) for _ in range(2)]
    for _, _, pile in made:
        checks.check(works.db, pile, Verdict(passed=2, looks_right=True), by=works.by)
    first, second = (job.number for job, _, _ in made)
    page = page_of("/ready")
    press(page, f"#told-{first}-called")
    expect(page.get_by_text("Called today")).to_be_visible()
    expect(page.locator(f"#told-{second}-called")).to_be_focused()


def test_a_card_that_is_gone_leaves_the_focus_in_its_column(site, works, page_of):
    for what in ("Gate", "Post", "Bench"):
        works.job(works.line(1, what, works.black))
    works.prepared(works.job(works.line(1, "Rail", works.black)).lines[0])
    page = page_of("/board?view=all")
    shown = [link.inner_text() for link in page.locator("#column-received a.open").all()]
    for gone, focused in ((shown[1], f"#open-{shown[2]}"), (shown[2], f"#open-{shown[0]}"), (shown[0], "h2")):
        page.focus(f"#open-{gone}")
        job = job_by_number(site.db, int(gone))
        (line,) = job.lines
        cancelling.cancel_job(site.db, job, reason="not wanted", by=works.by)
        pile = works.pile(line)
        pickups.pick_up(site.db, job, {pile.id: pile.qty}, to_whom="the driver", by=works.by)
        site.db.commit()
        page.evaluate("document.body.dispatchEvent(new Event('board'))")
        expect(page.locator(f"#open-{gone}")).to_have_count(0)
        expect(page.locator("#column-received").locator(focused)).to_be_focused()
