"""People who can sign in, and a shop nobody has set up."""

import pytest

from powderapp.base.access import Role
from powderapp.people.hashing import hash_password, hash_pin
from tests.support import factories
from tests.support.client import Client

PASSWORD, PIN = "seven green gates", "4711"


@pytest.fixture
def olga(db, shop, settings):
    """The owner, with password and PIN."""
    secrets = {"password_hash": hash_password(PASSWORD), "pin_hash": hash_pin(PIN, settings.pin_pepper)}
    return factories.person(db, "Olga", Role.OWNER, Role.OFFICE, **secrets)


@pytest.fixture
def new_browser(app, db):
    """A browser in front of an empty shop."""
    return Client(app, db)
