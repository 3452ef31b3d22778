"""One-time codes: one door each, once, for a few minutes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from powderapp.base.access import Role
from powderapp.base.clock import now
from powderapp.base.errors import FieldError
from powderapp.base.events import Event
from powderapp.codes import queries
from powderapp.codes.models import OneTimeCode
from powderapp.codes.operations import make_code, use_code
from powderapp.codes.rules import LASTS, Opens, code_of, spoken
from tests.support import factories

SECRET = "a secret no dump holds"


@pytest.fixture
def piet(db, shop):
    return factories.person(db, "Piet", Role.PREP)


@pytest.fixture
def code(db, by, piet):
    return make_code(db, Opens.PERSON, person_id=piet.id, by=by)


def text_of(code):
    return code_of(code.nonce, SECRET)


def test_a_code_opens_once(db, code, by):
    assert use_code(db, text_of(code), SECRET, by.now).used_at == by.now
    with pytest.raises(FieldError, match="does not open anything"):
        use_code(db, text_of(code), SECRET, by.now)


def test_it_opens_however_it_is_typed(db, code, by):
    typed = f" {spoken(text_of(code)).lower().replace('o', '0')} "
    assert use_code(db, typed, SECRET, by.now) is code


def test_it_opens_nothing_once_its_minutes_are_over(db, code, by):
    with pytest.raises(FieldError, match="does not open anything"):
        use_code(db, text_of(code), SECRET, by.now + LASTS[Opens.PERSON])
    assert use_code(db, text_of(code), SECRET, by.now + LASTS[Opens.PERSON] - timedelta(seconds=1))


def test_a_new_code_ends_the_one_before(db, code, by, piet):
    newer = make_code(db, Opens.PERSON, person_id=piet.id, by=by)
    assert queries.opened_by(db, text_of(code), SECRET, by.now) is None
    assert queries.opened_by(db, text_of(newer), SECRET, by.now) is newer


def test_a_new_code_leaves_those_of_others_open(db, code, by):
    tablet = factories.device(db, kind="tablet")
    make_code(db, Opens.DEVICE, device_id=tablet.id, by=by)
    assert queries.opened_by(db, text_of(code), SECRET, by.now) is code


def test_the_database_alone_does_not_tell_the_code(db, code):
    assert code_of(code.nonce, "another secret") != text_of(code)
    told = db.scalars(select(Event).where(Event.verb == "code.made")).one()
    assert text_of(code) not in str([told.before, told.after, told.inverse])


def test_its_page_shows_it_while_it_is_open(db, code, by, piet):
    shown = queries.shown(db, SECRET, by.now, person_id=piet.id)
    assert (shown.text, shown.is_used) == (spoken(text_of(code)), False)
    assert queries.shown(db, SECRET, code.expires_at, person_id=piet.id).text is None
    use_code(db, text_of(code), SECRET, by.now)
    shown = queries.shown(db, SECRET, by.now, person_id=piet.id)
    assert (shown.text, shown.is_used) == (None, True)


def test_whoever_leaves_takes_the_code_along(desk, db, piet):
    desk.post(f"/settings/people/{piet.id}/code")
    desk.post(f"/settings/people/{piet.id}/leave")
    assert db.scalar(select(OneTimeCode).where(OneTimeCode.expires_at > now())) is None
