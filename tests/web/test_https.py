"""A shop on https has stricter cookies, and believes Fetch Metadata and its own name alone."""

from dataclasses import replace

import pytest
from flask import Flask

from powderapp import create_app
from powderapp.base.outside import Outside
from powderapp.web import security
from tests.support import factories, schema
from tests.support.client import Client


@pytest.fixture
def app(settings, engine, connection, db, monkeypatch):
    app = create_app(replace(settings, base_url="https://shop.example"), engine=engine, outside=Outside(engine))
    monkeypatch.setattr(app, "sessions", lambda: type(db)(connection, join_transaction_mode="create_savepoint"))
    monkeypatch.setattr(app, "outside", schema.inside(connection))
    return app


@pytest.fixture
def browser(app, db, shop):
    factories.person(db, "Olga")
    return Client(app, db)


def test_cookies_cannot_be_set_or_read_by_anybody_else(browser):
    answer = browser.http.get("/signin", base_url="https://shop.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-form=")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Domain" not in cookie


def test_browsers_are_told_to_stay_on_https(browser):
    answer = browser.http.get("/signin", base_url="https://shop.example")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "shop.example.evil", "evil.example"])
def test_the_shop_answers_to_its_own_name_alone(browser, host):
    assert browser.http.get("/signin", base_url=f"https://{host}").status_code == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://shop.example"}, 422),
        ({"Origin": "https://shop.example"}, 422),
        ({"Origin": "http://shop.example"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "https://shop.example"}, 403),
        ({}, 403),
    ],
)
def test_a_form_comes_from_a_page_of_ours(browser, headers, status):
    page = browser.http.get("/signin", base_url="https://shop.example")
    token = page.text.split('name="csrf" content="')[1].split('"')[0]
    sent = {"csrf_token": token, "name": "Olga", "password": "wrong"}
    answer = browser.http.post("/signin/password", data=sent, headers=headers, base_url="https://shop.example")
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("address", "only_here", "overheard"),
    [
        ("http://localhost:5000", True, False),
        ("http://127.0.0.1:5000", True, False),
        ("http://[::1]:5000", True, False),
        ("http://shop.lan:5000", False, True),
        ("http://192.168.1.20", False, True),
        ("https://shop.example", False, False),
    ],
)
def test_who_can_read_what_is_sent_is_told_from_the_address(address, only_here, overheard):
    with Flask(__name__).test_request_context("/", base_url=address):
        assert (security.only_here(), security.overheard()) == (only_here, overheard)
