"""The devices of the shop, as the owner keeps them."""

import pytest
from sqlalchemy import select

from powderapp.base.access import Role
from powderapp.base.clock import now
from powderapp.base.events import Event
from powderapp.codes.models import OneTimeCode
from powderapp.codes.rules import code_of, spoken
from powderapp.devices.models import Device
from powderapp.devices.queries import tablets_and_walls
from powderapp.shop.models import Booth
from tests.support import factories

PREP = {"name": "Prep tablet", "kind": "tablet", "place": ""}


@pytest.fixture
def tablet(db, shop):
    return factories.tablet(db)


def code_in(db, settings):
    return spoken(
        code_of(db.scalars(select(OneTimeCode).order_by(OneTimeCode.id.desc())).first().nonce, settings.secret_key)
    )


def verbs(db):
    return db.scalars(select(Event.verb).where(Event.subject == "device").order_by(Event.id)).all()


def test_a_tablet_is_added_with_a_code_that_its_page_shows(desk, anonymous, db, settings):
    answer = desk.post("/settings/devices/add", **PREP)
    device = db.scalars(select(Device).where(Device.kind == "tablet")).one()
    assert answer.headers["Location"] == f"/settings/devices/{device.id}/code"
    page = desk.get(answer.headers["Location"]).text
    assert code_in(db, settings) in page
    assert "/code</b>" in page
    anonymous.post("/code", code=code_in(db, settings))
    page = desk.get(answer.headers["Location"]).text
    assert "Added: Prep tablet belongs to the shop." in page
    assert code_in(db, settings) not in page
    assert verbs(db) == ["device.added", "device.enrolled"]


def test_the_stored_answer_of_adding_knows_no_code(desk, db, settings):
    from powderapp.base.operation_keys import Operation

    desk.post("/settings/devices/add", **PREP)
    assert code_in(db, settings) not in str(db.scalars(select(Operation.answer)).all())


def test_the_list_says_who_stands_where_and_since_when(desk, db, tablet):
    db.add(Booth(id=7, name="Booth 1"))
    db.flush()
    tablet.booth_id = 7
    factories.signed_in(db, factories.person(db, "Ines", Role.SPRAYER), now(), tablet)
    page = desk.get("/settings/devices").text
    assert "Tablet · Booth 1 · Ines" in page
    assert "Seen just now" in page
    assert "Browser of Olga" in page


def test_a_revoked_device_is_out_at_the_next_tap(desk, sign_in, db):
    piet = sign_in("Piet", Role.PREP)
    device = db.scalars(select(Device).where(Device.name == "Browser of Piet")).one()
    assert desk.post(f"/settings/devices/{device.id}/revoke").status_code == 303
    assert piet.get("/me").status_code == 303
    assert verbs(db) == ["device.revoked"]


def test_a_revoked_tablet_takes_no_pins_until_it_is_added_again(desk, anonymous, db, tablet, settings):
    factories.stands_at(anonymous, tablet)
    piet = factories.person(db, "Piet", Role.PREP, pin_hash=b"x" * 48)
    assert anonymous.get(f"/signin/{piet.id}").status_code == 200
    desk.post(f"/settings/devices/{tablet.id}/revoke")
    assert anonymous.get(f"/signin/{piet.id}").status_code == 404
    assert "Add again" in desk.get("/settings/devices").text
    desk.post(f"/settings/devices/{tablet.id}/code")
    anonymous.post("/code", code=code_in(db, settings))
    assert anonymous.get(f"/signin/{piet.id}").status_code == 200


def test_a_session_of_before_does_not_come_back_with_the_tablet(desk, sign_in, db, tablet, anonymous, settings):
    piet = sign_in("Piet", Role.PREP)
    piet.http.set_cookie("session", factories.signed_in(db, piet.person, now(), tablet))
    desk.post(f"/settings/devices/{tablet.id}/revoke")
    desk.post(f"/settings/devices/{tablet.id}/code")
    anonymous.post("/code", code=code_in(db, settings))
    assert piet.get("/me").status_code == 303


def test_a_tablet_gets_another_name_and_place(desk, db, tablet, swapped_ids):
    db.add(Booth(id=7, name="Booth 1"))
    fields = {"name": "Left booth", "kind": "tablet", "place": "booth-7", "version": "1"}
    assert swapped_ids(desk.htmx_post(f"/settings/devices/{tablet.id}/edit", **fields)) == ["devices", "toasts"]
    assert (tablet.name, tablet.booth_id, tablet.enrolled_at) == ("Left booth", 7, factories.LONG_AGO)
    assert verbs(db) == ["device.changed"]


def test_a_tablet_that_becomes_a_wall_screen_is_added_anew(desk, db, tablet):
    answer = desk.post(f"/settings/devices/{tablet.id}/edit", name="Wall", kind="wall", place="", version="1")
    assert answer.headers["Location"] == f"/settings/devices/{tablet.id}/code"
    assert (tablet.kind, tablet.enrolled_at, tablet.token_hash) == ("wall", None, None)


def test_a_browser_gets_a_name_and_stays_a_browser(desk, db):
    device = db.scalars(select(Device).where(Device.name == "Browser of Olga")).one()
    assert desk.post(f"/settings/devices/{device.id}/edit", name="Front desk", version="1").status_code == 303
    assert "Front desk" in desk.get("/board").text
    answer = desk.post(f"/settings/devices/{device.id}/edit", name="Front desk", kind="tablet", version="2")
    assert answer.status_code == 422
    assert desk.post(f"/settings/devices/{device.id}/code").status_code == 409


def test_two_devices_of_one_name_could_not_be_told_apart(desk, tablet):
    answer = desk.htmx_post("/settings/devices/add", **(PREP | {"name": "booth 1 TABLET"}))
    assert (answer.status_code, "Another device has this name." in answer.text) == (422, True)


def test_a_tablet_whose_name_another_got_meanwhile_is_not_added_again(desk, db, tablet):
    desk.post(f"/settings/devices/{tablet.id}/revoke")
    desk.post("/settings/devices/add", **(PREP | {"name": tablet.name}))
    answer = desk.post(f"/settings/devices/{tablet.id}/code")
    assert (answer.status_code, "Another device has this name." in answer.text) == (422, True)


def test_nor_with_a_code_that_was_made_before_the_other_came(desk, anonymous, db, tablet, settings):
    desk.post(f"/settings/devices/{tablet.id}/revoke")
    desk.post(f"/settings/devices/{tablet.id}/code")
    code = code_in(db, settings)
    desk.post("/settings/devices/add", **(PREP | {"name": tablet.name}))
    answer = anonymous.post("/code", code=code)
    assert (answer.status_code, "Another device has this name." in answer.text) == (422, True)
    db.refresh(tablet)
    assert tablet.revoked_at is not None
    assert [device.name for device in tablets_and_walls(db)] == [tablet.name]


def test_who_edits_a_tablet_that_was_added_meanwhile_is_told(desk, anonymous, db, tablet, settings):
    desk.post(f"/settings/devices/{tablet.id}/code")
    anonymous.post("/code", code=code_in(db, settings))
    fields = {"name": "Left", "kind": "tablet", "place": "", "version": "1"}
    assert desk.htmx_post(f"/settings/devices/{tablet.id}/edit", **fields).status_code == 409


def test_who_saves_second_sees_what_the_first_saved(desk, tablet):
    fields = {"kind": "tablet", "place": "", "version": "1"}
    desk.post(f"/settings/devices/{tablet.id}/edit", name="Left", **fields)
    answer = desk.htmx_post(f"/settings/devices/{tablet.id}/edit", name="Right", **fields)
    assert (answer.status_code, "Now: Left. Save again to keep yours." in answer.text) == (409, True)


def test_the_office_looks_and_changes_nothing(sign_in, tablet):
    office = sign_in("Ann", Role.OFFICE)
    assert "Booth 1 tablet" in office.get("/settings/devices").text
    assert office.post("/settings/devices/add", **PREP).status_code == 403
    assert office.get(f"/settings/devices/{tablet.id}/code").status_code == 403


def test_the_system_is_no_device_of_the_list(desk, db):
    system = factories.device(db, "System", kind="system")
    assert desk.post(f"/settings/devices/{system.id}/revoke").status_code == 404


def test_a_list_of_many_asks_no_more_than_one_of_few(desk, db, query_ceiling):
    for number in range(12):
        where = factories.tablet(db, f"Tablet {number}")
        factories.signed_in(db, factories.person(db, f"Person {number}", Role.PREP), now(), where)
    with query_ceiling(8):
        assert desk.get("/settings/devices").status_code == 200
