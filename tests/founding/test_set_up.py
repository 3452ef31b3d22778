"""An empty shop is set up once, by who knows its code."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from powderapp.founding import set_up_code
from powderapp.people.models import Person
from powderapp.shop.models import Shop
from tests.support.client import Client

FORM = {
    "shop_name": "North Gate Coating",
    "unit_system": "us",
    "timezone": "America/Chicago",
    "currency": "USD",
    "name": "Olga Lind",
    "password": "seven green gates",
    "pin": "471138",
}


@pytest.fixture
def new_browser(app, db):
    """A browser in front of an empty shop."""
    return Client(app, db)


@pytest.fixture
def code(app, settings, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "SETTINGS", replace(settings, storage_dir=tmp_path))
    return set_up_code.set_up_code(app.config["SETTINGS"])


def test_the_first_page_of_an_empty_shop_offers_to_set_it_up(new_browser):
    page = new_browser.get("/")
    assert page.status_code == 200
    assert 'href="/setup"' in page.text
    assert new_browser.get("/signin").headers["Location"] == "/"


def test_the_owner_sets_up_the_shop_and_stands_in_it(new_browser, code, db):
    new_browser.get("/setup")
    answer = set_up(new_browser, code)
    assert answer.status_code == 303
    shop, owner = db.get(Shop, 1), db.scalars(select(Person).where(~Person.is_system)).one()
    assert (shop.name, shop.unit_system, shop.timezone, shop.currency) == tuple(list(FORM.values())[:4])
    assert (owner.name, owner.initials, owner.roles) == ("Olga Lind", "OL", ["owner", "office"])
    assert "Olga Lind" in new_browser.get("/me").text


def set_up(browser, code, **fields):
    return browser.post("/setup", code=code, **(FORM | fields))


def test_a_shop_is_set_up_once(new_browser, code):
    set_up(new_browser, code)
    assert new_browser.get("/setup").status_code == 404
    assert new_browser.post("/setup", code=code, **FORM).status_code == 404


def test_a_wrong_code_opens_nothing_and_ten_are_the_end(new_browser, code, db):
    answers = [set_up(new_browser, "guess") for _ in range(10)]
    assert {answer.status_code for answer in answers} == {422}
    assert "Ten wrong codes: restart PowderApp with a new ADMIN_PIN." in answers[-1].text
    assert "seven green gates" not in answers[-1].text
    assert set_up(new_browser, code).status_code == 422
    assert db.get(Shop, 1) is None


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("pin", "123456", "Too easy to guess."),
        ("pin", "000000", "Too easy to guess."),
        ("pin", "12ab56", "6 digits."),
        ("pin", "47113", "6 digits."),
        ("password", "Password1", "At least 10 characters."),
        ("password", "North Gate Coating", "Too easy to guess"),
        ("password", "x" * 5000, "At most 1024 characters; you have 5000."),
        ("timezone", "Mars/Base", "Choose from the list."),
        ("shop_name", " ", "Please enter the name of the shop."),
    ],
)
def test_what_will_not_do_is_said_at_its_field(new_browser, code, field, typed, sentence):
    answer = set_up(new_browser, code, **{field: typed})
    assert answer.status_code == 422
    assert sentence in answer.text


def test_the_admin_pin_is_the_code_where_it_is_set(settings, tmp_path):
    chosen = replace(settings, storage_dir=tmp_path, admin_pin="90210-x")
    assert set_up_code.opens(chosen, "90210-x")
    assert not set_up_code.opens(chosen, "90210")
    assert set_up_code.tries_left(chosen) == 8
