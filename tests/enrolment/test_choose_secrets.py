"""A code and what was chosen with it go together: neither is kept without the other."""

import pytest
from sqlalchemy import select

from powderapp.base.access import Role
from powderapp.base.errors import FieldError
from powderapp.base.events import Event
from powderapp.codes.operations import make_code
from powderapp.codes.rules import OPENS_NOTHING, Opens, code_of
from powderapp.enrolment.choosing import choose_secrets
from tests.support import factories

SECRET, PIN_HASH = "a secret no dump holds", b"p" * 48


@pytest.fixture
def piet(db, shop):
    return factories.person(db, "Piet", Role.PREP)


@pytest.fixture
def made(db, by, piet):
    return make_code(db, Opens.PERSON, person_id=piet.id, by=by)


def choose(db, made, who, now):
    chosen = {"password_hash": None, "pin_hash": PIN_HASH}
    return choose_secrets(db, code_of(made.nonce, SECRET), SECRET, by=factories.actor(db, who, now), **chosen)


def test_the_code_is_used_and_the_pin_is_kept(db, by, piet, made):
    choose(db, made, piet, by.now)
    assert (made.used_at, piet.pin_hash) == (by.now, PIN_HASH)


def test_of_two_who_choose_with_one_code_the_second_changes_nothing(db, by, piet, made):
    choose(db, made, piet, by.now)
    with pytest.raises(FieldError, match="does not open anything"):
        choose(db, made, piet, by.now)
    assert len(db.scalars(select(Event).where(Event.verb == "person.secret_set")).all()) == 1


def test_the_code_of_another_chooses_nothing(db, by, piet, made):
    ann = factories.person(db, "Ann", Role.OFFICE)
    with pytest.raises(FieldError) as refusal:
        choose(db, made, ann, by.now)
    assert (refusal.value.field, str(refusal.value), ann.pin_hash) == ("code", OPENS_NOTHING, None)
