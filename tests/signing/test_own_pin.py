"""How long the PIN must be that somebody chooses for themselves."""

import pytest

from powderapp.base.access import Role
from powderapp.people.hashing import hash_pin


@pytest.fixture
def piet(sign_in, db, settings):
    client = sign_in("Piet", Role.PREP)
    client.person.pin_hash = hash_pin("904127", settings.pin_pepper)
    return client


@pytest.mark.parametrize(
    ("digits", "roles", "status"),
    [(6, ["prep"], 422), (4, ["prep"], 303), (4, ["prep", "supervisor"], 422)],
)
def test_four_digits_will_do_on_the_floor_of_a_shop_that_chose_so(piet, shop, digits, roles, status):
    shop.pin_digits, piet.person.roles = digits, roles
    assert piet.post("/me/pin", now="904127", pin="9041").status_code == status
