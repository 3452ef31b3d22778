"""Which station a tablet is: chosen once, remembered, told in every station bar."""

import json

from sqlalchemy import select

from powderapp.base.events import Event
from powderapp.devices.models import Device

URL = "/floor/station"


def _device(floor):
    name = f"Browser of {floor.person.name}"
    return floor.db.scalars(select(Device).where(Device.name == name)).one()


def test_a_booth_is_kept_with_the_device_and_leads_to_the_queue(floor, works):
    answer = floor.post(URL, kind="booth", which=works.booth.id)
    assert (answer.status_code, answer.location) == (303, "/floor/queue")
    assert _device(floor).booth_id == works.booth.id
    assert floor.db.scalars(select(Event).where(Event.verb == "device.station_chosen")).one().after["oven_id"] is None
    assert "<span>Booth 1</span>" in floor.get("/floor/prep").text


def test_an_oven_takes_the_place_of_the_booth(floor, works):
    floor.post(URL, kind="booth", which=works.booth.id)
    assert floor.post(URL, kind="oven", which=works.oven.id).location == f"/floor/ovens/{works.oven.id}"
    device = _device(floor)
    assert (device.booth_id, device.oven_id) == (None, works.oven.id)


def test_prep_is_remembered_too(floor, works):
    floor.post(URL, kind="booth", which=works.booth.id)
    assert floor.post(URL, kind="prep").location == "/floor/prep"
    assert "<span>Prep</span>" in floor.get("/floor").text
    assert _device(floor).booth_id is None


def test_a_tablet_without_a_station_asks_for_one(floor, works):
    text = floor.get("/floor").text
    assert "Choose station" in text
    assert "Where does this tablet stand?" in text


def test_a_station_that_is_none_is_refused(floor, works):
    assert floor.htmx_post(URL, kind="roof").status_code == 422
    assert floor.htmx_post(URL, kind="booth", which=999).status_code == 404
    assert floor.htmx_post(URL, kind="booth", colour="red").status_code == 422
    assert _device(floor).booth_id is None


def test_the_tabs_count_the_lines_that_wait(floor, works):
    works.job(works.line(4, "Gate", works.black), works.line(2, "Sign", works.black, blast=False))
    text = floor.get("/floor").text
    assert '<small class="tn" id="waiting-prep">1</small>' in text
    assert '<small class="tn" id="waiting-queue">1</small>' in text
    assert '<small class="tn" id="waiting-ready"></small>' in text


def test_what_is_counted_at_one_station_is_counted_in_the_tabs(floor, works):
    (line,) = works.job(works.line(4, "Gate", works.black)).lines
    floor.htmx_post(f"/floor/prep/steps/{line.steps[0].id}", done_qty="4")
    answer = floor.htmx_post(f"/floor/prep/lines/{line.id}/1", qty="4", rack="")
    assert {tab: json.loads(answer.headers["X-Waiting"])[tab] for tab in ("prep", "queue")} == {"prep": 0, "queue": 1}


def test_somebody_who_is_not_signed_in_is_asked_to(anonymous):
    assert anonymous.get("/floor").location == "/signin?next=/floor"
