"""PINs that will do, and for whom."""

import pytest

from powderapp.base.access import Role
from powderapp.demo.rules import CAST
from powderapp.people.common_pins import COMMON_PINS
from powderapp.people.rules import shortest_pin, why_not_pin, works_at_a_desk


@pytest.mark.parametrize(
    "pin",
    ["123456", "987654", "890123", "000000", "474747", "471471", "447711", "444777", "159753", "12341234", "55667788"],
)
def test_what_many_would_try_first_is_refused(pin):
    assert why_not_pin(pin) == "Too easy to guess."


@pytest.mark.parametrize("pin", ["4747", "4477", "1987", "2031", "1234", "2580", "8901"])
def test_on_the_floor_too(pin):
    assert why_not_pin(pin, 4) == "Too easy to guess."


@pytest.mark.parametrize("pin", ["abcdef", "12345", "4711", "473816295", "４７１１３８", "47 138", ""])
def test_what_is_not_six_digits_is_told_so(pin):
    assert why_not_pin(pin) == "6 digits."


def test_a_shop_with_short_pins_says_how_long_they_may_be():
    assert why_not_pin("471", 4) == "4 to 8 digits."
    assert why_not_pin("47138", 4) is None


@pytest.mark.parametrize("pin", ["471138", "140771", "48151623"])
def test_others_will_do(pin):
    assert why_not_pin(pin) is None


def test_at_least_two_hundred_are_known_as_common():
    assert len(COMMON_PINS) >= 200


def test_owners_and_supervisors_always_have_six_digits():
    assert shortest_pin([Role.SPRAYER], 4) == 4
    assert shortest_pin([Role.SPRAYER, Role.SUPERVISOR], 4) == 6
    assert shortest_pin(["owner", "office"], 4) == 6


def test_a_password_is_for_the_desk():
    assert works_at_a_desk(["office"])
    assert works_at_a_desk(["supervisor"])
    assert not works_at_a_desk(["sprayer", "supervisor"])
    assert not works_at_a_desk(["viewer"])


def test_the_people_of_the_demo_keep_the_rules():
    assert {figure.name: why_not_pin(figure.pin, shortest_pin(figure.roles, 4)) for figure in CAST} == {
        figure.name: None for figure in CAST
    }
    assert {len(figure.pin) for figure in CAST if Role.OFFICE in figure.roles} == {6}
