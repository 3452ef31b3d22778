"""Whoever guesses codes is soon told to wait: each try is committed by itself, before it is looked at."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from powderapp.base.access import Role
from powderapp.base.clock import now
from powderapp.base.errors import DomainError
from powderapp.base.throttle import Limit
from powderapp.codes import operations
from powderapp.codes.models import OneTimeCode
from powderapp.codes.operations import make_code, use_code
from powderapp.codes.rules import OPENS_NOTHING, Opens, code_of
from powderapp.devices.models import Device
from tests.support import factories
from tests.support.client import Client


@pytest.fixture
def tablet(committed_db):
    factories.make_shop(committed_db)
    return factories.device(committed_db, "Prep tablet", kind="tablet")


@pytest.fixture
def browser(committed_app, committed_db, tablet):
    return Client(committed_app, committed_db)


@pytest.fixture
def code(committed_db, tablet, settings):
    by = factories.actor(committed_db, factories.person(committed_db, "Olga", Role.OWNER), now())
    made = make_code(committed_db, Opens.DEVICE, device_id=tablet.id, by=by)
    committed_db.commit()
    return code_of(made.nonce, settings.secret_key)


def guess(browser, address="127.0.0.1", code="ABCD-EFGH"):
    browser.http.environ_base["REMOTE_ADDR"] = address
    return browser.post("/code", code=code)


def test_ten_wrong_codes_in_an_hour_are_enough_and_others_may_go_on(browser, committed_db, tablet, code):
    assert {guess(browser).status_code for _ in range(10)} == {422}
    answer = guess(browser, code=code)
    assert (answer.status_code, "That was too often. Wait" in answer.text) == (429, True)
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert committed_db.get(Device, tablet.id).token_hash is None
    assert guess(browser, "10.0.0.7", code).status_code == 303


def test_all_together_have_an_end_too(browser, code, monkeypatch):
    monkeypatch.setattr(operations, "IN_ALL", Limit(60, timedelta(hours=1)))
    assert {guess(browser, f"10.0.0.{number % 12}").status_code for number in range(60)} == {422}
    assert guess(browser, "10.0.1.1", code).status_code == 429


def test_a_good_code_does_not_count(browser, committed_db, settings):
    piet = factories.person(committed_db, "Piet", Role.PREP)
    by = factories.actor(committed_db, factories.person(committed_db, "Olga", Role.OWNER), now())
    code = code_of(make_code(committed_db, Opens.PERSON, person_id=piet.id, by=by).nonce, settings.secret_key)
    assert {guess(browser, code=code).status_code for _ in range(12)} == {200}


def test_of_eight_who_type_one_code_at_once_one_comes_in(hands, committed_db, code, settings):
    answers = hands.at_once(8, lambda db, i: use_code(db, code, settings.secret_key, now()))
    refusals = [str(answer) for answer in answers if isinstance(answer, DomainError)]
    assert refusals == [OPENS_NOTHING] * 7
    used = select(func.count()).select_from(OneTimeCode).where(OneTimeCode.used_at.is_not(None))
    assert committed_db.scalar(used) == 1
