"""People who can sign in, and the tablets they stand at."""

from collections import Counter
from datetime import timedelta

import pytest

from powderapp.base import clock
from powderapp.base.access import Role
from powderapp.people import hashing
from powderapp.people.hashing import hash_password, hash_pin
from powderapp.signing.identity import new_token, token_hash
from tests.support import factories
from tests.support.client import Client

PASSWORD, PIN, RIGHT = "seven green gates", "4711", "4242"


@pytest.fixture
def olga(db, shop, settings):
    """The owner, with password and PIN."""
    secrets = {"password_hash": hash_password(PASSWORD), "pin_hash": hash_pin(PIN, settings.pin_pepper)}
    return factories.person(db, "Olga", Role.OWNER, Role.OFFICE, **secrets)


def tablet(app, db, name="Tablet 1"):
    """A browser that is a tablet of the shop; its device is `tablet(...).device`."""
    client, token, now = Client(app, db), new_token(), clock.now()
    seen = {"first_seen_at": now, "last_seen_at": now, "enrolled_at": now}
    client.device = factories.device(db, name, kind="tablet", token_hash=token_hash(token), **seen)
    client.http.set_cookie("device", token)
    return client


@pytest.fixture
def real(committed_db, settings):
    """A shop whose commits are real, so that what is counted beside a request stays counted; Sam has the PIN 2486."""
    factories.make_shop(committed_db)
    factories.person(committed_db, "Sam", Role.SPRAYER, pin_hash=hash_pin("2486", settings.pin_pepper))
    factories.person(committed_db, "Piet", Role.PREP, pin_hash=hash_pin("7531", settings.pin_pepper))
    secrets = {"password_hash": hash_password(PASSWORD), "pin_hash": hash_pin(PIN, settings.pin_pepper)}
    factories.person(committed_db, "Olga", Role.OWNER, Role.OFFICE, email="olga@northgate.example", **secrets)
    return committed_db


@pytest.fixture
def looked_at(monkeypatch):
    """How often a PIN or a password was really looked at; the looking itself is as good as free."""
    seen = Counter()

    def fits(kept, typed, pepper=""):
        seen["all"] += 1
        seen[kept] += 1
        return kept is not None and typed == RIGHT

    monkeypatch.setattr(hashing, "pin_fits", fits)
    monkeypatch.setattr(hashing, "password_fits", fits)
    return seen


def person(db, name):
    """Who goes by that name."""
    return factories.person(db, name)


def signed_in(app, db, name):
    """That person at a browser of their own, by the clock as it is now."""
    client = Client(app, db)
    client.person = person(db, name)
    client.http.set_cookie("session", factories.signed_in(db, client.person, clock.now()))
    return client


@pytest.fixture
def moved(monkeypatch):
    """`moved(minutes=5)`: from now on the clock is that much further."""
    ahead, real = [timedelta(0)], clock.now

    def move(**more):
        ahead[0] += timedelta(**more)

    monkeypatch.setattr(clock, "now", lambda: real() + ahead[0])
    return move
