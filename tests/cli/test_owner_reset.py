"""The way back in for an owner, for who can log in to the shop's computer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from powderapp.base.access import Role
from powderapp.base.clock import now
from powderapp.base.errors import DomainError
from powderapp.base.events import Event
from powderapp.cli.owner_reset import reset
from powderapp.people.models import Person
from tests.support import factories
from tests.support.running import command

CHOSEN = {
    "pin": "471138",
    "pin_again": "471138",
    "password": "seven green gates",
    "password_again": "seven green gates",
}


@pytest.fixture
def olga(db, shop):
    return factories.person(db, "Olga", Role.OWNER, Role.OFFICE)


def test_the_code_lets_the_owner_choose_anew(anonymous, db, olga, settings):
    way = reset(db, None, settings.secret_key, now())
    assert way.owner == "Olga"
    answer = anonymous.post("/code/choose", code=way.code, **CHOSEN)
    assert answer.status_code == 303
    assert "Olga" in anonymous.get("/me").text


def test_the_code_is_good_for_fifteen_minutes(anonymous, db, olga, settings):
    way = reset(db, None, settings.secret_key, now() - timedelta(minutes=15, seconds=1))
    assert anonymous.post("/code/choose", code=way.code, **CHOSEN).status_code == 422


def test_the_log_knows_and_not_the_code(db, olga, settings):
    way = reset(db, "olga", settings.secret_key, now())
    event = db.scalars(select(Event).where(Event.verb == "owner.reset")).one()
    assert (event.subject_id, db.get(Person, event.person_id).is_system) == (olga.id, True)
    assert way.code not in str([(each.before, each.after) for each in db.scalars(select(Event))])


def test_everybody_who_signs_in_reads_of_it_for_seven_days(anonymous, floor, desk, db, shop, settings):
    reset(db, None, settings.secret_key, now())
    for page in (desk.get("/board"), desk.get("/settings/people"), floor.get("/floor/queue")):
        assert "sign-in was reset today" in page.text
    assert "sign-in was reset" not in anonymous.get("/signin").text
    shop.owner_reset_at = now() - timedelta(days=7, seconds=1)
    assert "sign-in was reset" not in desk.get("/board").text


def test_of_several_owners_one_is_named(db, olga, settings):
    factories.person(db, "Otto", Role.OWNER)
    factories.person(db, "Sam", Role.SPRAYER)
    with pytest.raises(DomainError, match=r"Which owner\? Name one of them: Olga, Otto."):
        reset(db, None, settings.secret_key, now())
    with pytest.raises(DomainError, match="Which owner"):
        reset(db, "Sam", settings.secret_key, now())
    assert reset(db, "Otto", settings.secret_key, now()).owner == "Otto"


def test_a_shop_without_an_owner_says_so(db, settings):
    with pytest.raises(DomainError, match="no owner yet: open the set-up page"):
        reset(db, None, settings.secret_key, now())


def test_the_command_says_it_in_one_sentence(shop_folder):
    refused = command(shop_folder, "owner-reset")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "There is no owner yet: open the set-up page." in refused.stderr
