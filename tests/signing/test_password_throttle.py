"""Passwords are guessed five times in a quarter of an hour, and twenty times an hour from one address."""

import pytest
from sqlalchemy import select

from powderapp.base.events import Event
from powderapp.people import hashing
from powderapp.signing.rules import network_of
from tests.signing.conftest import PASSWORD, RIGHT, person
from tests.support.client import Client


@pytest.fixture
def desk(committed_app, real):
    return Client(committed_app, real)


def guess(browser, name="Olga", password="wrong words here", address="10.0.0.1"):
    browser.http.environ_base["REMOTE_ADDR"] = address
    return browser.post("/signin/password", name=name, password=password)


def test_the_sixth_in_a_quarter_of_an_hour_waits(desk, looked_at, moved):
    assert [guess(desk).status_code for _ in range(5)] == [422] * 5
    answer = guess(desk, password=RIGHT)
    assert (answer.status_code, looked_at["all"]) == (429, 5)
    assert 890 < int(answer.headers["Retry-After"]) <= 900
    assert "That was too often. Wait 15 minutes." in answer.text
    assert RIGHT not in answer.text
    moved(minutes=15)
    assert guess(desk, password=RIGHT).status_code == 303


def test_name_and_address_of_one_person_count_together(desk, looked_at):
    for name in ("Olga", "olga@northgate.example", "OLGA", "Olga@NorthGate.Example", "olga"):
        guess(desk, name)
    assert guess(desk, "olga@northgate.example").status_code == 429


def test_a_stranger_keeps_nobody_out_at_their_own_desk(desk, committed_app, real, looked_at):
    at_home = Client(committed_app, real)
    assert guess(at_home, password=RIGHT).status_code == 303
    at_home.post("/signout")
    assert [guess(desk).status_code for _ in range(6)] == [422] * 5 + [429]
    assert guess(at_home, password=RIGHT, address="10.0.0.9").status_code == 303


def test_a_name_nobody_has_is_answered_just_the_same(desk, looked_at):
    known = [(answer.status_code, words(answer)) for answer in (guess(desk) for _ in range(6))]
    looks = looked_at["all"]
    unknown = [(answer.status_code, words(answer)) for answer in (guess(desk, "Nobody") for _ in range(6))]
    assert [status for status, _ in known] == [422] * 5 + [429]
    assert known == unknown
    assert looked_at["all"] == 2 * looks


def words(answer):
    return next(
        (w for w in ("Name and password do not belong together.", "That was too often.") if w in answer.text), ""
    )


def test_the_real_thing_does_the_same_work_for_a_name_nobody_has(desk, monkeypatch):
    verified = []
    verify = hashing._hasher.verify
    monkeypatch.setattr(
        hashing, "_hasher", type("Seen", (), {"verify": staticmethod(lambda *a: verified.append(1) or verify(*a)),
                                              "hash": staticmethod(hashing._hasher.hash)})
    )  # fmt: skip
    guess(desk)
    guess(desk, "Nobody")
    assert len(verified) == 2
    assert guess(desk, password=PASSWORD).status_code == 303


def test_twenty_wrong_ones_an_hour_from_one_address_are_the_end(desk, looked_at, moved):
    assert [guess(desk, f"Person {i}").status_code for i in range(20)] == [422] * 20
    assert guess(desk, password=RIGHT).status_code == 429
    assert guess(desk, password=RIGHT, address="10.0.0.2").status_code == 303
    moved(hours=1)
    assert guess(desk, password=RIGHT).status_code == 303


def test_right_ones_use_nothing_up(desk, looked_at):
    assert {guess(desk, password=RIGHT).status_code for _ in range(22)} == {303}


@pytest.mark.parametrize(
    ("address", "network"),
    [("10.0.0.1", "10.0.0.1"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("", "unknown"), ("::1", "::/64")],
)
def test_a_household_of_the_new_addresses_counts_as_one(address, network):
    assert network_of(address) == network


def test_a_password_of_5000_characters_is_refused_before_it_is_looked_at(desk, looked_at):
    answer = guess(desk, password="x" * 5000)
    assert (answer.status_code, looked_at["all"]) == (422, 0)
    assert "At most 1024 characters; you have 5000." in answer.text


def test_a_wrong_password_is_written_down_once_a_minute_without_what_was_typed(desk, real, looked_at, moved):
    guess(desk)
    guess(desk)
    guess(desk, "My secret words in the wrong field")
    moved(minutes=1)
    guess(desk)
    events = real.scalars(select(Event).where(Event.verb == "person.sign_in_refused").order_by(Event.id)).all()
    olga = person(real, "Olga").id
    assert [(event.subject, event.subject_id) for event in events] == [("person", olga), ("shop", 1), ("person", olga)]
    assert [event.after for event in events] == [{"way": "password"}] * 3
