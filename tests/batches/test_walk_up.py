"""Gloves on, forty minutes long: a running batch's own buttons work as its sprayer at its tablet, nothing else does."""

import pytest
from sqlalchemy import select

from powderapp.base.access import Role
from powderapp.base.events import Event
from powderapp.batches.models import Clock, Task
from powderapp.people.hashing import hash_pin
from powderapp.people.models import SignIn
from tests.support import factories
from tests.support.tablets import Tablet

PIN = "246813"


@pytest.fixture
def sam(db, shop, settings):
    return factories.person(db, "Sam", Role.SPRAYER, pin_hash=hash_pin(PIN, settings.pin_pepper))


@pytest.fixture
def tablet(app, db, works, sam):
    works.db.flush()
    return Tablet(app, db, booth_id=works.booth.id).stand(sam)


@pytest.fixture
def batch(started_at, tablet):
    return started_at(tablet)


@pytest.fixture
def started_at(works, queued, sending):
    """A batch begun at this tablet; its address."""

    def started_at(tablet):
        answer = tablet.post("/floor/queue/start", **sending(queued(26)))
        assert answer.status_code == 303, answer.text
        return answer.location

    return started_at


@pytest.fixture
def task(works, batch):
    return f"{batch}/tasks/{works.db.scalars(select(Task.id)).one()}"


def _who(db, verb):
    return db.scalars(select(Event.person_id).where(Event.verb == verb).order_by(Event.id.desc())).first()


def test_after_the_idle_time_the_batch_is_there_and_says_whose_buttons_they_are(tablet, batch):
    assert "hidden>" in tablet.get(batch).text.split('id="walk-up"')[1][:90]
    tablet.wait(minutes=40)
    page = tablet.get(batch)
    assert page.status_code == 200
    assert "Locked: the buttons of this batch work as Sam." in page.text
    assert "data-idle-seconds" not in page.text


def test_done_and_part_done_are_the_sprayers(tablet, db, works, sam, batch, task):
    tablet.wait(minutes=40)
    assert tablet.htmx_post(f"{task}/done", out_qty=10).status_code == 200
    answer = tablet.htmx_post(f"{task}/done", out_qty=26)
    assert "Locked: the buttons of this batch work as Sam." in answer.text
    event = db.scalars(select(Event).where(Event.verb == "task.done").order_by(Event.id.desc())).first()
    assert (event.person_id, event.device_id, event.after["out_qty"]) == (sam.id, tablet.device.id, 26)


def test_the_same_tap_twice_counts_once(tablet, db, task):
    tablet.wait(minutes=40)
    key = "7c8f1a52-9f0e-4c07-9b7e-0d8a54d7a001"
    assert [tablet.htmx_post(f"{task}/done", key=key, out_qty=26).status_code for _ in range(2)] == [200, 200]
    assert len(db.scalars(select(Event).where(Event.verb == "task.done")).all()) == 1


def test_pause_and_resume_are_the_sprayers(tablet, db, sam, batch):
    tablet.wait(minutes=40)
    assert tablet.htmx_post(f"{batch}/pause").status_code == 200
    assert tablet.htmx_post(f"{batch}/join").status_code == 200
    assert {clock.person_id for clock in db.scalars(select(Clock))} == {sam.id}


def test_weighing_back_is_the_sprayers(tablet, db, works, sam, batch, task):
    tablet.htmx_post(f"{task}/done", out_qty=26)
    tablet.wait(minutes=40)
    page = tablet.get(f"{batch}/weigh")
    place = page.text.split('name="place" value="')[1].split('"')[0]
    assert tablet.htmx_get(f"{batch}/weigh/reading", place=place, gross="18").status_code == 200
    assert tablet.post(f"{batch}/weigh", place=place, gross="18").status_code == 303
    assert _who(db, "batch.finished") == sam.id


def test_when_the_batch_is_over_its_buttons_are_nobodys(tablet, batch, task):
    tablet.htmx_post(f"{task}/done", out_qty=26)
    tablet.wait(minutes=40)
    place = tablet.get(f"{batch}/weigh").text.split('name="place" value="')[1].split('"')[0]
    tablet.post(f"{batch}/weigh", place=place, gross="18")
    assert tablet.get(batch).location == f"/signin/again?next={batch}"


@pytest.mark.parametrize(
    "path", ["/tasks/{task}/undo", "/tasks/{task}/back", "/box", "/box/1/weight-in", "/add", "/shares/{task}"]
)
def test_everything_else_asks_for_the_pin(tablet, task, batch, path):
    tablet.wait(minutes=40)
    answer = tablet.htmx_post(batch + path.format(task=task.rsplit("/", 1)[1]), back_qty=1)
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (401, "signin-needed")


@pytest.mark.parametrize("page", ["/floor/queue", "/floor/batch", "/board", "/me", "/floor/batches/999"])
def test_no_other_page_opens(tablet, batch, page):
    tablet.wait(minutes=40)
    assert tablet.get(page).status_code == 303


def test_who_pressed_done_is_gone(tablet, batch, task):
    tablet.post("/signout")
    assert tablet.get(batch).status_code == 303
    assert tablet.htmx_post(f"{task}/done", out_qty=26).status_code == 401


def test_who_pressed_done_after_being_away_is_gone_too(tablet, db, batch, task):
    tablet.wait(minutes=40)
    tablet.post("/signout")
    assert tablet.htmx_post(f"{task}/done").status_code == 401
    assert db.scalars(select(SignIn.ended_at)).one() is not None


def test_ten_hours_after_the_pin_it_is_over(tablet, batch):
    tablet.wait(hours=10, minutes=1)
    assert tablet.get(batch).status_code == 303


def test_who_came_between_changes_nothing_once_they_are_away(tablet, db, sam, settings, batch, task):
    tablet.wait(minutes=40)
    piet = factories.person(db, "Piet", Role.PREP, pin_hash=hash_pin("135790", settings.pin_pepper))
    assert tablet.post(f"/signin/{piet.id}", pin="135790").status_code == 303
    assert tablet.htmx_post(f"{task}/done", out_qty=26).status_code == 403
    tablet.post("/signout")
    assert tablet.htmx_post(f"{task}/done", out_qty=26).status_code == 200
    assert _who(db, "task.done") == sam.id


def test_an_ended_session_ends_the_walk_up(tablet, db, batch):
    tablet.wait(minutes=40)
    for session in db.scalars(select(SignIn)):
        session.ended_at = session.last_seen_at
    assert tablet.get(batch).status_code == 303


def test_at_another_booth_or_a_browser_or_a_tablet_elsewhere_it_asks(tablet, db, app, sam, works, batch):
    other = Tablet(app, db, name="Tablet 2", booth_id=works.booth.id)
    assert other.get(batch).status_code == 303
    tablet.wait(minutes=40)
    device = tablet.device
    for changed, back in (
        ({"booth_id": None}, {"booth_id": works.booth.id}),
        ({"enrolled_at": None, "kind": "browser"}, {}),
    ):
        for name, value in changed.items():
            setattr(device, name, value)
        assert tablet.get(batch).status_code == 303
        for name, value in back.items():
            setattr(device, name, value)


def test_a_tablet_that_is_made_to_stand_at_the_booth_does_not_act_as_its_sprayer(app, db, sam, settings, works, batch):
    """Sam weighed a box there this morning; Piet carries it to Sam's booth, on paper."""
    other = Tablet(app, db, name="Tablet 2").stand(sam)
    other.wait(hours=2)
    piet = factories.person(db, "Piet", Role.PREP, pin_hash=hash_pin("135790", settings.pin_pepper))
    assert other.post(f"/signin/{piet.id}", pin="135790").status_code == 303
    assert other.post("/floor/station", kind="booth", which=works.booth.id).status_code == 303
    assert other.device.booth_id == works.booth.id
    other.post("/signout")
    assert other.get(batch).status_code == 303
    assert other.htmx_post(f"{batch}/pause").status_code == 401


def test_who_goes_on_at_another_tablet_has_their_buttons_there(tablet, app, db, sam, works, batch, task):
    tablet.htmx_post(f"{batch}/pause")
    other = Tablet(app, db, name="Tablet 2", booth_id=works.booth.id).stand(sam)
    assert other.htmx_post(f"{batch}/join").status_code == 200
    for each in (tablet, other):
        each.wait(minutes=40)
    assert tablet.get(batch).status_code == 303
    assert other.htmx_post(f"{task}/done", out_qty=26).status_code == 200


def test_who_left_the_shop_has_no_buttons(tablet, sam, batch):
    tablet.wait(minutes=40)
    sam.left_at = factories.LONG_AGO
    assert tablet.get(batch).status_code == 303


def test_of_two_sprayers_it_is_the_one_whose_clock_was_started_last(tablet, db, batch, task):
    sandra = factories.person(db, "Sandra", Role.SPRAYER)
    tablet.stand(sandra)
    tablet.htmx_post(f"{batch}/join")
    tablet.wait(minutes=40)
    tablet.htmx_post(f"{task}/done", out_qty=26)
    assert _who(db, "task.done") == sandra.id


def test_the_page_of_a_walk_up_costs_little_more(tablet, batch, query_ceiling):
    tablet.wait(minutes=40)
    tablet.get(batch)
    with query_ceiling(24):
        tablet.get(batch)
