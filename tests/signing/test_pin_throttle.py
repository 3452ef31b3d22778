"""A wrong PIN gets slower, then needs a supervisor; nobody else notices."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, select

from powderapp import create_app
from powderapp.base.access import Actor, Role
from powderapp.base.errors import ForbiddenError, TooOftenError
from powderapp.base.events import Event
from powderapp.base.outside import Outside
from powderapp.base.throttle import Throttle
from powderapp.people.models import SignIn
from powderapp.signing.operations import forget_old_tries, unlock_pin
from powderapp.signing.queries import locked_pins
from powderapp.signing.rules import wait_after
from tests.signing.conftest import RIGHT, person, signed_in, tablet
from tests.support import factories
from tests.support.client import ORIGIN, Client

WRONG = "9081"


@pytest.fixture
def at_tablet(committed_app, real):
    return tablet(committed_app, real)


def guess(browser, who, pin=WRONG):
    return browser.post(f"/signin/{who.id}", pin=pin)


def statuses(browser, who, times):
    return [guess(browser, who).status_code for _ in range(times)]


def test_the_waits_are_half_a_minute_then_twice_as_long_each_time():
    assert [wait_after(wrong).total_seconds() for wrong in range(1, 10)] == [0, 0, 0, 0, 30, 60, 120, 240, 480]
    assert wait_after(10) is None


def test_the_sixth_wrong_pin_waits_and_shows_how_long(at_tablet, real):
    sam = person(real, "Sam")
    assert statuses(at_tablet, sam, 5) == [422] * 5
    answer = guess(at_tablet, sam)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
    assert "Wait 30 seconds." in answer.text
    assert re.search(r"<time[^>]* data-ends-at=[^>]*>0:(30|29)</time>", answer.text)
    assert WRONG not in answer.text


def test_while_one_waits_others_sign_in(at_tablet, real):
    statuses(at_tablet, person(real, "Sam"), 6)
    assert guess(at_tablet, person(real, "Piet"), "7531").status_code == 303


def test_what_is_typed_while_waiting_is_neither_looked_at_nor_counted(at_tablet, real, looked_at, moved):
    sam = person(real, "Sam")
    statuses(at_tablet, sam, 5)
    assert {guess(at_tablet, sam, RIGHT).status_code for _ in range(20)} == {429}
    assert looked_at["all"] == 5
    moved(seconds=31)
    assert guess(at_tablet, sam, RIGHT).status_code == 303


def test_each_further_wrong_one_waits_longer(at_tablet, real, looked_at, moved):
    sam, waits = person(real, "Sam"), []
    statuses(at_tablet, sam, 5)
    while waits[-1:] != [None]:
        seconds = guess(at_tablet, sam).headers.get("Retry-After")
        waits.append(seconds)
        moved(seconds=int(seconds or 0) + 1)
        guess(at_tablet, sam)
    assert waits == ["30", "60", "120", "240", "480", None]
    assert looked_at["all"] == 10


def lock_out(browser, who, moved):
    for _ in range(10):
        guess(browser, who)
        moved(minutes=9)


def test_after_ten_in_a_row_only_a_supervisor_helps(at_tablet, committed_app, real, looked_at, moved):
    sam = person(real, "Sam")
    lock_out(at_tablet, sam, moved)
    moved(days=30)
    answer = guess(at_tablet, sam, RIGHT)
    assert (answer.status_code, looked_at["all"]) == (429, 10)
    assert "This PIN was wrong ten times in a row: a supervisor unlocks it." in answer.text
    olga = signed_in(committed_app, real, "Olga")
    page = olga.get("/me").text
    assert "Sam" in page
    assert "Tablet 1" in page
    assert olga.post(f"/pins/{sam.id}/unlock").status_code == 303
    assert guess(tablet(committed_app, real, "Tablet 2"), sam, RIGHT).status_code == 303
    assert guess(at_tablet, sam, RIGHT).status_code == 303


def test_who_unlocks_is_written_down_and_is_a_supervisor(db, by):
    sam, where = factories.person(db, "Sam", Role.SPRAYER), factories.device(db, "Tablet 1", kind="tablet")
    db.add(Throttle(key=f"pin:{sam.id}:{where.id}", tries=10, since=by.now))
    db.flush()
    assert [(one.person.name, one.device.name) for one in locked_pins(db, by.now)] == [("Sam", "Tablet 1")]
    with pytest.raises(ForbiddenError):
        unlock_pin(db, sam.id, by=Actor(sam.id, where.id, "Sam", frozenset({Role.SPRAYER}), by.now))
    unlock_pin(db, sam.id, where.id, by=by)
    assert locked_pins(db, by.now) == []
    event = db.scalars(select(Event).where(Event.verb == "person.pin_unlocked")).one()
    assert (event.subject_id, event.person_id) == (sam.id, by.person_id)


def test_a_pin_that_was_wrong_too_often_in_a_day_is_locked_until_the_day_is_over(db, by):
    sam = factories.person(db, "Sam", Role.SPRAYER)
    db.add(Throttle(key=f"pin-person:{sam.id}", tries=20, since=by.now))
    db.flush()
    assert locked_pins(db, by.now + timedelta(hours=23)) == [(sam, None)]
    assert locked_pins(db, by.now + timedelta(hours=24)) == []


def test_unlocking_is_no_way_to_go_on_guessing(db, by):
    sam = factories.person(db, "Sam", Role.SPRAYER)
    for _ in range(5):
        unlock_pin(db, sam.id, by=by)
    with pytest.raises(TooOftenError):
        unlock_pin(db, sam.id, by=by)


def test_the_pin_of_an_owner_is_unlocked_by_an_owner(db, by):
    foreman = Actor(by.person_id, by.device_id, "Greta", frozenset({Role.SUPERVISOR}), by.now)
    with pytest.raises(ForbiddenError):
        unlock_pin(db, by.person_id, by=foreman)
    assert unlock_pin(db, by.person_id, by=by).id == by.person_id


def test_a_right_pin_forgets_the_wrong_ones_before_it(at_tablet, real, looked_at):
    sam = person(real, "Sam")
    for _ in range(3):
        statuses(at_tablet, sam, 4)
        assert guess(at_tablet, sam, RIGHT).status_code == 303


def test_who_signs_in_all_day_is_never_told_to_wait(at_tablet, real, looked_at):
    sam = person(real, "Sam")
    assert {guess(at_tablet, sam, RIGHT).status_code for _ in range(25)} == {303}


def test_twenty_wrong_ones_a_day_on_all_tablets_together_are_the_end(committed_app, real, looked_at, moved):
    sam = person(real, "Sam")
    for number in range(6):
        statuses(tablet(committed_app, real, f"Tablet {number}"), sam, 4)
    assert looked_at[sam.pin_hash] == 20
    other = tablet(committed_app, real, "Tablet 9")
    assert guess(other, sam, RIGHT).status_code == 429
    assert guess(other, person(real, "Piet"), RIGHT).status_code == 303
    moved(hours=24)
    assert guess(other, sam, RIGHT).status_code == 303


def test_sixty_wrong_ones_an_hour_are_all_one_tablet_looks_at(at_tablet, real, looked_at, moved):
    people = [factories.person(real, f"Person {i}", Role.PREP, pin_hash=b"%d" % i) for i in range(14)]
    for one in people:
        statuses(at_tablet, one, 5)
    assert looked_at["all"] == 60
    moved(hours=1)
    assert guess(at_tablet, person(real, "Piet"), RIGHT).status_code == 303


def test_fifty_at_once_are_five(committed_app, at_tablet, real, looked_at):
    sam, token = person(real, "Sam"), at_tablet.token
    cookies = {name: at_tablet.http.get_cookie(name).value for name in ("device", "form")}

    def once(_):
        http = committed_app.test_client()
        for name, value in cookies.items():
            http.set_cookie(name, value)
        return http.post(f"/signin/{sam.id}", data={"csrf_token": token, "pin": WRONG}, headers=ORIGIN).status_code

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(once, range(50)))
    assert looked_at["all"] == 5
    assert sorted(answers) == [422] * 5 + [429] * 45


def test_who_does_not_work_here_takes_as_long_and_counts_the_same(at_tablet, real, looked_at):
    answers = [at_tablet.post("/signin/987654", pin=WRONG).status_code for _ in range(6)]
    assert answers == [404] * 5 + [429]
    assert looked_at[None] == 5


def test_the_real_thing_counts_too(at_tablet, real):
    sam = person(real, "Sam")
    statuses(at_tablet, sam, 4)
    assert guess(at_tablet, sam, "2486").status_code == 303
    statuses(at_tablet, sam, 5)
    assert guess(at_tablet, sam, "2486").status_code == 429


def test_old_tries_are_forgotten_a_portion_at_a_time_and_locks_are_kept(db, by, moved):
    old = {"since": factories.LONG_AGO}
    db.add_all(Throttle(key=f"password:{i}", tries=1, **old) for i in range(700))
    db.add_all([Throttle(key="pin:1:1", tries=10, **old), Throttle(key="pin:1:2", tries=9, **old)])
    db.add(Throttle(key="password:new", tries=1, since=by.now))
    db.flush()
    assert [forget_old_tries(db, by.now) for _ in range(3)] == [500, 201, 0]
    assert set(db.scalars(select(Throttle.key))) == {"pin:1:1", "password:new"}


@pytest.fixture
def four_apps(committed, settings):
    """As four workers are: each with connections of its own."""
    apps = [_worker(settings, committed) for _ in range(4)]
    yield apps
    for app in apps:
        app.outside.engine.dispose()


def _worker(settings, committed):
    engine = create_engine(committed.url, pool_size=4)
    return create_app(settings, engine=engine, outside=Outside(engine))


def address(number, tries):
    """A third of the tries from one address, a third from fifty, and a third from one of their own each."""
    kinds = {0: 1, 1: 50, 2: 60_000}
    place = number % kinds[min(2, number * 3 // tries)]
    return f"10.1.{place // 250}.{place % 250}"


@pytest.mark.parametrize("tries", [120, pytest.param(10_000, marks=pytest.mark.long)])
def test_a_machine_guesses_ten_times_and_never_right(four_apps, settings, committed, real, looked_at, moved, tries):
    sam, at = person(real, "Sam"), tablet(four_apps[0], real)
    browsers = [Client(app, real) for app in four_apps]
    for browser in browsers:
        browser.http.set_cookie("device", at.http.get_cookie("device").value)
    for number in range(tries):
        browsers[number % 4].http.environ_base["REMOTE_ADDR"] = address(number, tries)
        assert guess(browsers[number % 4], sam, f"{number:05}").status_code in {422, 429}
        moved(minutes=9)
    assert looked_at[sam.pin_hash] == 10
    after_restart = Client(_worker(settings, committed), real)
    after_restart.http.set_cookie("device", at.http.get_cookie("device").value)
    assert guess(after_restart, sam, RIGHT).status_code == 429
    assert guess(after_restart, person(real, "Piet"), RIGHT).status_code == 303
    assert [one.person_id for one in real.scalars(select(SignIn))] == [person(real, "Piet").id]
