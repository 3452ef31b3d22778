"""The page where codes are typed: tablets and wall screens are added, people choose their PIN."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from powderapp.base.access import Role
from powderapp.base.clock import now
from powderapp.base.events import Event
from powderapp.codes.models import OneTimeCode
from powderapp.codes.operations import make_code
from powderapp.codes.rules import OPENS_NOTHING, Opens, code_of, spoken
from powderapp.devices.models import Device
from powderapp.people.hashing import password_fits, pin_fits
from powderapp.people.models import Person, RecoveryCode, SignIn
from powderapp.people.rules import Way
from powderapp.signing.identity import token_hash
from tests.support import factories

PIN, PASSWORD = "471138", "seven green gates"
CHOSEN = {"pin": PIN, "pin_again": PIN}
AT_DESK = CHOSEN | {"password": PASSWORD, "password_again": PASSWORD}


@pytest.fixture
def code_for(db, by, settings):
    """`code_for(person)`, `code_for(device)`: what the owner reads out."""

    def code_for(whom, opens=None):
        kind = {"device_id": whom.id} if isinstance(whom, Device) else {"person_id": whom.id}
        opens = opens or (Opens.DEVICE if isinstance(whom, Device) else Opens.PERSON)
        return spoken(code_of(make_code(db, opens, **kind, by=by.at(now())).nonce, settings.secret_key))

    return code_for


@pytest.fixture
def piet(db, shop):
    return factories.person(db, "Piet", Role.PREP)


@pytest.fixture
def waiting(db, shop):
    """A tablet whose code nobody has typed yet."""
    return factories.device(db, "Prep tablet", kind="tablet")


def events(db, verb):
    return db.scalars(select(Event).where(Event.verb == verb)).all()


def test_a_browser_becomes_the_tablet(anonymous, db, code_for, waiting, by):
    answer = anonymous.post("/code", code=code_for(waiting).lower())
    assert answer.headers["Location"] == "/signin"
    assert waiting.token_hash == token_hash(anonymous.http.get_cookie("device").value)
    assert waiting.enrolled_at is not None
    (event,) = events(db, "device.enrolled")
    assert (event.person_id, event.device_id, event.subject_id) == (by.person_id, waiting.id, waiting.id)


def test_the_cookie_of_a_device_is_strict_and_lasts_ninety_days(anonymous, code_for, waiting):
    cookies = anonymous.post("/code", code=code_for(waiting)).headers.getlist("Set-Cookie")
    (cookie,) = [cookie for cookie in cookies if cookie.startswith("device=")]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=Strict", "Max-Age=7776000", "Path=/"))


def test_a_wall_screen_leads_to_the_wall_or_to_the_start(anonymous, db, code_for):
    wall = factories.device(db, "Wall", kind="wall")
    assert anonymous.post("/code", code=code_for(wall)).headers["Location"] in {"/wall", "/"}


def test_who_was_signed_in_at_that_browser_is_not_any_more(desk, db, code_for, waiting):
    desk.post("/code", code=code_for(waiting))
    assert desk.get("/me").status_code == 303
    assert db.scalars(select(SignIn.ended_at)).all() != [None]


def test_adding_a_tablet_again_shuts_the_browser_it_was_before(anonymous, app, db, code_for, waiting):
    anonymous.post("/code", code=code_for(waiting))
    before = waiting.token_hash
    other = type(anonymous)(app, db)
    other.post("/code", code=code_for(waiting))
    assert waiting.token_hash not in {before, None}


@pytest.mark.parametrize("spoil", ["wrong", "expired", "used", "of who left", "of who may not any more"])
def test_what_opens_nothing_reads_the_same(anonymous, db, code_for, waiting, spoil, by):
    code = code_for(waiting)
    row = db.scalars(select(OneTimeCode)).one()
    if spoil == "expired":
        row.expires_at = now() - timedelta(seconds=1)
    elif spoil == "used":
        row.used_at = now()
    elif spoil == "of who left":
        db.get(Person, by.person_id).left_at = now()
    elif spoil == "of who may not any more":
        db.get(Person, by.person_id).roles = ["office"]
    answer = anonymous.post("/code", code="ABCD-EFGH" if spoil == "wrong" else code)
    assert (answer.status_code, OPENS_NOTHING in answer.text) == (422, True)
    assert waiting.token_hash is None


def test_somebody_chooses_a_pin_on_a_tablet_and_is_signed_in(anonymous, db, code_for, piet, settings):
    tablet, code = factories.tablet(db), code_for(piet)
    factories.stands_at(anonymous, tablet)
    assert "Piet, choose your PIN" in anonymous.post("/code", code=code).text
    assert anonymous.post("/code/choose", code=code, **CHOSEN).headers["Location"] == "/floor/prep"
    assert pin_fits(piet.pin_hash, PIN, settings.pin_pepper)
    session = db.scalars(select(SignIn).where(SignIn.person_id == piet.id)).one()
    assert (session.way, session.device_id) == (Way.PIN, tablet.id)
    (event,) = events(db, "person.secret_set")
    assert (event.person_id, event.device_id, event.after) == (piet.id, tablet.id, {"set": ["PIN"]})


def test_a_pin_that_was_chosen_on_a_phone_signs_nobody_in_there(anonymous, db, code_for, piet):
    answer = anonymous.post("/code/choose", code=code_for(piet), **CHOSEN)
    assert answer.headers["Location"] == "/signin"
    assert "on a tablet of the shop, tap your name" in anonymous.get("/signin").text
    assert (piet.pin_hash is None, db.scalar(select(SignIn))) == (False, None)


def test_at_a_desk_one_chooses_a_password_too(anonymous, db, code_for, settings):
    ann = factories.person(db, "Ann", Role.OFFICE)
    code = code_for(ann)
    refused = anonymous.post("/code/choose", code=code, **CHOSEN)
    assert (refused.status_code, "Please choose a password." in refused.text) == (422, True)
    assert anonymous.post("/code/choose", code=code, **AT_DESK).headers["Location"] == "/board"
    assert password_fits(ann.password_hash, PASSWORD)
    assert db.scalars(select(SignIn.way)).one() is Way.PASSWORD


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"pin": "123456", "pin_again": "123456"}, "Too easy to guess."),
        ({"pin": "000000", "pin_again": "000000"}, "Too easy to guess."),
        ({"pin": "47113", "pin_again": "47113"}, "6 digits."),
        ({"pin": "letter", "pin_again": "letter"}, "6 digits."),
        ({"pin_again": "471139"}, "This is not the PIN above."),
        ({"pin_again": ""}, "Please type the PIN a second time."),
        ({"password": PASSWORD, "password_again": ""}, "This is not the password above."),
        ({"password": "Piet Piet Piet", "password_again": "Piet Piet Piet"}, "Too easy to guess"),
        ({"role": "owner"}, "Unknown field."),
    ],
)
def test_what_will_not_do_is_said_and_the_code_stays_good(anonymous, db, code_for, piet, fields, sentence):
    code = code_for(piet)
    answer = anonymous.post("/code/choose", code=code, **(CHOSEN | fields))
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert piet.pin_hash is None
    assert anonymous.post("/code/choose", code=code, **CHOSEN).status_code == 303


def test_four_digits_are_enough_on_the_floor_where_the_owner_chose_so(anonymous, db, shop, code_for, piet):
    shop.pin_digits = 4
    four = {"pin": "4711", "pin_again": "4711"}
    answer = anonymous.post("/code/choose", code=code_for(factories.person(db, "Sue", Role.SUPERVISOR)), **four)
    assert (answer.status_code, "6 digits." in answer.text) == (422, True)
    assert anonymous.post("/code/choose", code=code_for(piet), **four).status_code == 303


def test_the_code_of_a_tablet_chooses_no_pin_and_that_of_a_person_is_no_tablet(anonymous, code_for, waiting, piet):
    assert anonymous.post("/code/choose", code=code_for(waiting), **CHOSEN).status_code == 422
    anonymous.post("/code", code=code_for(piet))
    assert anonymous.http.get_cookie("device") is None


def test_a_second_step_is_not_passed_by_with_a_code(anonymous, db, code_for):
    ann = factories.person(db, "Ann", Role.OFFICE, totp_nonce=b"n" * 32, totp_on_at=now())
    assert anonymous.post("/code/choose", code=code_for(ann), **AT_DESK).headers["Location"] == "/signin"
    assert ann.totp_on_at is not None


def test_an_owner_who_was_locked_out_is_back_and_everybody_else_out(anonymous, desk, db, code_for):
    olga = desk.person
    olga.totp_nonce, olga.totp_on_at = b"n" * 32, now()
    db.add(RecoveryCode(person_id=olga.id, code_hash=b"r" * 32, made_at=now()))
    answer = anonymous.post("/code/choose", code=code_for(olga, Opens.OWNER), **AT_DESK)
    assert answer.headers["Location"] == "/board"
    assert (olga.totp_on_at, olga.totp_nonce, db.scalar(select(RecoveryCode))) == (None, None, None)
    assert desk.get("/me").status_code == 303
    assert anonymous.get("/me").status_code == 200


def test_nothing_of_a_code_is_in_the_log_of_events(anonymous, db, code_for, piet):
    code = code_for(piet)
    anonymous.post("/code/choose", code=code, **CHOSEN)
    told = str([(event.before, event.after, event.inverse) for event in db.scalars(select(Event))])
    assert code not in told
    assert PIN not in told


def test_a_shop_nobody_has_set_up_takes_no_codes(app, db):
    from tests.support.client import Client

    assert Client(app, db).get("/code").status_code == 404
