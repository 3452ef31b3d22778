"""At a shared tablet: asked again on top of the page, a supervisor beside, covered when nobody is there."""

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select, update

from powderapp.base.access import Role
from powderapp.base.clock import now
from powderapp.base.events import Event
from powderapp.batches import operations as batches
from powderapp.batches.weighing import BoxIn
from powderapp.devices.models import Device
from powderapp.people.hashing import hash_pin
from powderapp.people.models import SignIn
from powderapp.signing.identity import new_token
from powderapp.stock.models import Box
from tests.browser.looking import LEAST, LEAST_PRIMARY, TOO_SMALL
from tests.browser.people import FINGER_MS
from tests.support import chromium, factories, tablets
from tests.support.chain import Works

pytestmark = pytest.mark.browser
PINS = {"Sam": "246813", "Greta": "975310"}
TABLET = {"width": 1280, "height": 800}


@pytest.fixture
def works(site):
    works = Works(site.db, factories.actor(site.db, site.person("Olga", Role.OWNER), now()))
    site.db.commit()
    return works


@pytest.fixture
def people(site, settings):
    """Sam sprays; Greta is his supervisor."""
    roles = {"Sam": (Role.SPRAYER,), "Greta": (Role.SPRAYER, Role.SUPERVISOR)}
    hashes = {name: hash_pin(pin, settings.pin_pepper) for name, pin in PINS.items()}
    return {name: factories.person(site.db, name, *roles[name], pin_hash=hashes[name]) for name in PINS}


@pytest.fixture
def tablet(site, page, works, people):
    """Sam at the tablet of Booth 1."""
    token = new_token()
    device = tablets.enrolled(site.db, token, booth_id=works.booth.id)
    session = tablets.by_pin(site.db, people["Sam"], device)
    for name, value in (("device", token), ("session", session)):
        page.context.add_cookies([{"name": name, "value": value, "url": site.url}])
    page.set_viewport_size(TABLET)
    return page


@pytest.fixture
def away(site):
    """Nobody was at the tablet for a while, as the shop's computer sees it."""

    def away(minutes=10):
        site.db.execute(update(SignIn).values(last_seen_at=now() - timedelta(minutes=minutes)))
        site.db.commit()

    return away


@pytest.fixture
def batch(site, works, people, tablet):
    """Sam's batch at Booth 1, begun at its tablet."""
    (line,) = works.job(works.line(26, "Picket", works.black)).lines
    pile = works.prepared(line)
    where = site.db.scalars(select(Device).where(Device.booth_id == works.booth.id)).one()
    by = replace(factories.actor(site.db, people["Sam"], now()), device_id=where.id)
    started = batches.start(
        site.db, works.booth, works.black, {pile.id: 26}, [BoxIn(works.black_box.id, 21_000)], by=by
    )
    site.db.commit()
    return f"{site.url}/floor/batches/{started.number}"


def _keys(page, digits):
    pad = page.get_by_role("dialog").get_by_role("group", name="Number keys")
    for digit in digits:
        pad.get_by_role("button", name=digit, exact=True).click()


def _events(site, verb):
    site.db.rollback()
    return site.db.scalars(select(Event).where(Event.verb == verb)).all()


def _fits_gloves(page):
    inside = TOO_SMALL.replace("[...document.", "[...document.querySelector('dialog').")
    assert page.evaluate(inside, [LEAST, LEAST_PRIMARY]) == []


def test_the_dialog_keeps_the_page_and_sends_the_same_once(site, tablet, works, away, no_axe_violations):
    tablet.goto(f"{site.url}/boxes/{works.black_box.number}")
    tablet.locator("#edit-open").click()
    tablet.get_by_label("Place").fill("Shelf 7")
    away()
    tablet.get_by_role("button", name="Save", exact=True).click()
    asked = tablet.get_by_role("dialog", name="Sam")
    expect(asked.get_by_label("PIN")).to_be_focused()
    for theme in ("light", "dark"):
        tablet.emulate_media(color_scheme=theme)
        no_axe_violations(tablet)
    _keys(tablet, "111222")
    asked.get_by_role("button", name="Go on").click()
    expect(asked.get_by_text("Wrong PIN.")).to_be_visible()
    tablet.wait_for_timeout(FINGER_MS)
    _keys(tablet, PINS["Sam"])
    asked.get_by_role("button", name="Go on").click()
    expect(asked).to_be_hidden()
    expect(tablet.get_by_text("Box B0002 is saved.")).to_be_visible()
    assert len(_events(site, "box.edited")) == 1
    assert site.db.get_one(Box, works.black_box.id, populate_existing=True).place == "Shelf 7"
    tablet.locator("#edit-open").click()
    tablet.get_by_label("Place").fill("Shelf 8")
    tablet.get_by_role("button", name="Save", exact=True).click()
    expect(tablet.locator(".beside").get_by_text("Shelf 8")).to_be_visible()


def test_a_supervisor_stands_beside_one_correction(site, tablet, works, people, no_axe_violations):
    tablet.goto(f"{site.url}/boxes/{works.black_box.number}")
    tablet.locator("#take-open").click()
    form = tablet.get_by_role("form", name="Take out")
    form.get_by_label("Take out").fill("1")
    form.get_by_label("Reason").fill("Dirt")
    form.get_by_role("button", name="Take out").click()
    asked = tablet.get_by_role("dialog", name="A supervisor beside")
    expect(asked.get_by_role("radio", name="Greta")).to_be_visible()
    for theme in ("light", "dark"):
        tablet.emulate_media(color_scheme=theme)
        no_axe_violations(tablet)
    asked.get_by_text("Greta").click()
    asked.get_by_label("Their PIN").fill("111222")
    asked.get_by_role("button", name="Do it").click()
    expect(asked.get_by_text("Wrong PIN.")).to_be_visible()
    tablet.wait_for_timeout(FINGER_MS)
    asked.get_by_label("Their PIN").fill(PINS["Greta"])
    asked.get_by_role("button", name="Do it").click()
    expect(asked).to_be_hidden()
    expect(tablet.get_by_text("1.00 kg scrapped from box B0002.")).to_be_visible()
    (event,) = _events(site, "box.scrap")
    assert (event.person_id, event.supervisor_id) == (people["Sam"].id, people["Greta"].id)


def test_leaving_the_supervisors_dialog_leaves_the_form_as_it_was(site, tablet, works, people):
    tablet.goto(f"{site.url}/boxes/{works.black_box.number}")
    tablet.locator("#take-open").click()
    form = tablet.get_by_role("form", name="Take out")
    form.get_by_label("Take out").fill("1")
    form.get_by_label("Reason").fill("Dirt")
    form.get_by_role("button", name="Take out").click()
    tablet.get_by_role("dialog").get_by_role("button", name="Leave it").click()
    expect(form.get_by_label("Reason")).to_have_value("Dirt")
    expect(form.get_by_role("button", name="Take out")).to_be_focused()
    assert _events(site, "box.scrap") == []


def test_a_floor_page_nobody_touches_is_covered_and_keeps_what_was_typed(site, tablet, away, no_axe_violations):
    tablet.clock.install()
    tablet.goto(f"{site.url}/floor/prep")
    tablet.get_by_role("textbox", name="Job").fill("4115")
    tablet.clock.fast_forward("02:50")
    expect(tablet.get_by_role("dialog")).to_be_hidden()
    tablet.clock.fast_forward("00:15")
    asked = tablet.get_by_role("dialog", name="Sam")
    expect(asked).to_be_visible()
    away()
    tablet.keyboard.press("Escape")
    tablet.keyboard.press("Escape")
    expect(asked).to_be_visible()
    no_axe_violations(tablet)
    _fits_gloves(tablet)
    _keys(tablet, PINS["Sam"])
    asked.get_by_role("button", name="Go on").click()
    expect(asked).to_be_hidden()
    expect(tablet.get_by_role("textbox", name="Job")).to_have_value("4115")


def test_a_running_batch_keeps_its_buttons_and_no_others(site, tablet, batch, people, away):
    tablet.clock.install()
    tablet.goto(batch)
    line = tablet.get_by_text("Locked: the buttons of this batch work as Sam.")
    expect(line).to_be_hidden()
    tablet.clock.fast_forward("40:00")
    away(40)
    expect(line).to_be_visible()
    expect(tablet.get_by_role("dialog")).to_be_hidden()
    tablet.locator(".task").get_by_role("button", name="Done", exact=True).click()
    expect(tablet.get_by_text("26 of 26 parts are done.")).to_be_visible()
    assert [event.person_id for event in _events(site, "task.done")] == [people["Sam"].id]
    tablet.clock.fast_forward("00:10")
    tablet.locator(".task").get_by_role("button", name="Undo").click()
    expect(tablet.get_by_role("dialog", name="Sam")).to_be_visible()


def test_a_badge_is_the_name_tile_and_another_takes_over_with_their_pin(site, tablet, people, no_axe_violations):
    tablet.goto(f"{site.url}/floor/prep")
    tablet.locator("body").press("Tab")
    tablet.keyboard.type(f"U{people['Greta'].id}", delay=5)
    tablet.keyboard.press("Enter")
    expect(tablet.get_by_role("heading", name="Greta")).to_be_visible()
    tablet.get_by_role("textbox", name="PIN").fill(PINS["Greta"])
    tablet.get_by_role("button", name="Sign in").click()
    tablet.wait_for_url("**/floor/prep")
    expect(tablet.locator(".operator").first).to_contain_text("Greta")


def test_what_was_typed_waits_for_who_typed_it(site, tablet, batch, people):
    def switch_to(name):
        tablet.get_by_role("link", name="Switch").click()
        tablet.get_by_role("link", name=name).click()
        tablet.get_by_role("textbox", name="PIN").fill(PINS[name])
        tablet.get_by_role("button", name="Sign in").click()
        tablet.wait_for_url(f"{batch}/weigh")

    tablet.goto(f"{batch}/weigh")
    tablet.locator("#gross").fill("18.36")
    switch_to("Greta")
    expect(tablet.locator("#gross")).to_have_value("")
    switch_to("Sam")
    expect(tablet.locator("#gross")).to_have_value("18.36")
    expect(tablet.get_by_text("What you typed here is back.")).to_be_visible()


@pytest.fixture
def keeping_browser(browser):
    """A browser that keeps pages for its Back button, as people's do and those of tests do not."""
    kept = {"ignore_default_args": ["--disable-back-forward-cache"]}
    chrome = browser.browser_type.launch(executable_path=chromium.executable(), args=chromium.ARGUMENTS, **kept)
    yield chrome
    chrome.close()


def test_done_shows_the_tiles_and_back_shows_nothing_of_before(site, tablet, keeping_browser):
    page = keeping_browser.new_context(viewport=TABLET).new_page()
    page.context.add_cookies(tablet.context.cookies())
    page.goto(f"{site.url}/floor/prep")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name="Who is it?")).to_be_visible()
    page.go_back()
    page.wait_for_url("**/signin?next=/floor/prep")
    expect(page.get_by_role("heading", name="Who is it?")).to_be_visible()
    assert site.db.scalar(select(func.count()).where(SignIn.ended_at.is_(None))) == 0
