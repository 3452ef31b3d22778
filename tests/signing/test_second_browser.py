"""The second step and a PIN that waits, as a person sees them."""

from datetime import timedelta

import pyotp
import pytest
from playwright.sync_api import expect

from powderapp.base import clock
from powderapp.base.access import Role
from powderapp.base.throttle import Throttle
from powderapp.people.hashing import hash_password, hash_pin
from powderapp.signing.identity import new_token, token_hash
from powderapp.signing.rules import totp_secret
from tests.signing.conftest import PASSWORD
from tests.support import factories

pytestmark = pytest.mark.browser


def test_an_owner_takes_the_phone_along_and_signs_in_with_it(site, page, settings, no_axe_violations):
    olga = factories.person(site.db, "Olga", Role.OWNER, Role.OFFICE, password_hash=hash_password(PASSWORD))
    site.sign_in(page, olga)
    page.goto(f"{site.url}/me")
    no_axe_violations(page)
    page.get_by_role("link", name="Second step").click()
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("img", name="QR code for the authenticator")).to_be_visible()
    no_axe_violations(page)
    site.db.expire_all()
    phone = pyotp.TOTP(totp_secret(olga.totp_nonce, settings.pin_pepper))
    page.get_by_role("textbox", name="Code of your phone").fill(phone.at(clock.now()))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    no_axe_violations(page)
    recovery = page.locator(".recovery-codes code").first.inner_text()
    page.context.clear_cookies()
    page.goto(f"{site.url}/signin")
    page.get_by_label("Name or e-mail").fill("olga")
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("textbox", name="Code")).to_be_focused()
    no_axe_violations(page)
    page.get_by_role("textbox", name="Code").fill(recovery)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{site.url}/board")


def test_a_sprayer_sees_the_seconds_run_down(site, page, settings, no_axe_violations):
    token, now = new_token(), clock.now()
    seen = {"first_seen_at": now, "last_seen_at": now, "enrolled_at": now}
    here = factories.device(site.db, kind="tablet", token_hash=token_hash(token), **seen)
    page.context.add_cookies([{"name": "device", "value": token, "url": site.url}])
    sam = factories.person(site.db, "Sam", Role.SPRAYER, pin_hash=hash_pin("2486", settings.pin_pepper))
    wrong = {"tries": 5, "since": now, "until": now + timedelta(minutes=10)}
    site.db.add(Throttle(key=f"pin:{sam.id}:{here.id}", **wrong))
    site.db.commit()
    page.goto(f"{site.url}/signin/{sam.id}")
    page.get_by_role("textbox", name="PIN").fill("2486")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Wait 10 minutes.")).to_be_visible()
    expect(page.get_by_role("textbox", name="PIN")).to_have_value("")
    left = page.locator("time[data-stops]")
    expect(left).to_be_visible()
    first = left.inner_text()
    expect(left).not_to_have_text(first)
    no_axe_violations(page)
