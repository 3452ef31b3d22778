"""What the demo shop looks like when it is built."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select, text

from powderapp.base.access import Actor, Role
from powderapp.base.clock import day
from powderapp.base.errors import DomainError
from powderapp.base.events import Event
from powderapp.batches.models import Batch, Clock
from powderapp.checks.models import Check, Reading, Rework
from powderapp.demo.booths import PURGE_G
from powderapp.demo.queries import build, pins
from powderapp.demo.rules import CAST, ZONE
from powderapp.devices.models import Device
from powderapp.floor.queries import station_name
from powderapp.jobs.models import Coat, Hold, Job, Line
from powderapp.ovens import operations as ovens
from powderapp.ovens.models import Load
from powderapp.parts.models import Arrival, Pile
from powderapp.parts.rules import Stage
from powderapp.people.hashing import pin_fits
from powderapp.people.models import Person
from powderapp.pickups.models import Pickup, PickupLine, Told
from powderapp.powders.models import Powder, PowderCure
from powderapp.shop.models import Oven, Shop
from powderapp.stock.models import Box, Movement


@pytest.fixture
def today(demo_db):
    return day(build(demo_db).started_at, ZONE)


def count(db, *conditions):
    return db.scalar(select(func.count()).where(*conditions))


def open_jobs(*conditions):
    return select(Job.number).where(Job.closed_at.is_(None), *conditions)


@pytest.mark.parametrize("stage", list(Stage)[: Stage.COLLECTED.rank + 1])
def test_every_stage_has_parts(demo_db, stage):
    assert count(demo_db, Pile.stage == stage, Pile.qty > 0)


def test_most_jobs_of_the_fortnight_were_collected(demo_db):
    assert count(demo_db, Job.closed_at.is_not(None)) >= 20
    assert count(demo_db, Job.closed_at.is_(None)) >= 25


def test_some_are_late_some_due_today_some_tomorrow(demo_db, today):
    late = demo_db.scalars(open_jobs(Job.due_on < today)).all()
    assert len(late) == 2
    assert len(demo_db.scalars(open_jobs(Job.due_on == today)).all()) >= 3
    assert len(demo_db.scalars(open_jobs(Job.due_on == today + timedelta(days=1))).all()) >= 3


def test_a_batch_and_a_load_are_running(demo_db):
    batch = demo_db.scalars(select(Batch).where(Batch.finished_at.is_(None))).one()
    load = demo_db.scalars(select(Load).where(Load.out_at.is_(None))).one()
    now = build(demo_db).started_at
    assert count(demo_db, Clock.batch_id == batch.id, Clock.stopped_at.is_(None)) == 1
    assert timedelta(minutes=20) < now - batch.started_at < timedelta(hours=1)
    assert load.at_temp_at is not None
    assert now - load.at_temp_at < timedelta(minutes=load.minutes)


def test_a_low_bake_powder_waits_that_shares_no_load(demo_db):
    query = select(Pile).join(Coat, (Coat.line_id == Pile.line_id) & (Coat.number == Pile.coat_number))
    query = query.join(PowderCure, PowderCure.powder_id == Coat.powder_id)
    waiting = demo_db.execute(
        query.where(Pile.stage == Stage.TO_CURE, Pile.qty > 0).add_columns(PowderCure.temp_c)
    ).all()
    by_heat = {temp_c <= 160: pile for pile, temp_c in waiting}
    oven = demo_db.scalars(select(Oven).where(Oven.name == "Large oven")).one()
    person, at = (
        demo_db.scalars(select(Person).where(Person.is_system)).one(),
        demo_db.scalars(select(Device.id)).first(),
    )
    by = Actor(person.id, at, person.name, frozenset(Role), build(demo_db).started_at)
    with pytest.raises(DomainError, match="L160"):
        ovens.load(demo_db, oven, {p.id: p.qty for p in by_heat.values()}, set_point_c=200, minutes=16, by=by)
    demo_db.rollback()


def test_every_tablet_stands_somewhere_and_was_seen_today(demo_db):
    found = {device.name: device for device in demo_db.scalars(select(Device).where(Device.enrolled_at.is_not(None)))}
    at = {name: station_name(demo_db, device) for name, device in found.items()}
    assert at == {
        "Booth 1 tablet": "Booth 1", "Booth 2 tablet": "Booth 2", "Oven tablet": "Oven 1",
        "Prep tablet": None, "Check tablet": None, "Wall by the ovens": None,
    }  # fmt: skip
    today = build(demo_db).started_at - timedelta(days=1)
    assert all(device.last_seen_at > today for device in found.values())


def test_the_story_has_its_twists(demo_db):
    assert count(demo_db, Hold.released_at.is_(None), Hold.reason != "") == 2
    assert count(demo_db, Rework.qty > 0) == 2
    assert count(demo_db, Coat.powder_id.is_(None), Coat.wish.is_not(None)) == 1
    assert count(demo_db, Batch.finished_at.is_not(None), Batch.weighed.is_(False)) == 1
    assert count(demo_db, Job.walk_in_name.is_not(None)) == 1
    assert count(demo_db, Box.owner_customer_id.is_not(None)) == 1
    assert count(demo_db, Line.kind == "blast-only", Line.parent_line_id.is_(None)) == 1
    assert count(demo_db, Told.id > 0) >= 5


def test_of_one_job_half_has_arrived_and_of_one_a_part_is_gone(demo_db):
    here = select(Line.ordered_qty, func.sum(Pile.qty).label("here")).join(Pile, Pile.line_id == Line.id)
    half = (
        here.where(Line.parent_line_id.is_(None)).group_by(Line.id).having(func.sum(Pile.qty) * 2 == Line.ordered_qty)
    )
    assert demo_db.execute(half).all() == [(60, 30)]
    stages = select(Pile.line_id).where(Pile.qty > 0, Pile.stage.in_((Stage.READY, Stage.COLLECTED)))
    partly = stages.group_by(Pile.line_id).having(func.count(Pile.stage.distinct()) == 2)
    assert len(demo_db.scalars(partly).all()) == 1


def test_two_coats_are_half_done_in_one_job(demo_db):
    assert count(demo_db, Pile.stage == Stage.TO_SPRAY, Pile.coat_number == 2, Pile.qty > 0) == 1


def test_boxes_weigh_what_their_movements_say(demo_db):
    moved = select(func.sum(Movement.grams)).where(Movement.box_id == Box.id).scalar_subquery()
    assert demo_db.scalars(select(Box.number).where(Box.net_g != moved)).all() == []


def test_use_is_given_to_tasks_to_the_gram_and_near_what_was_planned(demo_db):
    rows = demo_db.execute(text(_USE)).all()
    assert len(rows) >= 30
    assert [row for row in rows if row.used != row.given] == []
    assert [row for row in rows if row.weighed and not row.used] == []
    planned = [row for row in rows if row.planned]
    assert len(planned) >= 25
    assert [row for row in planned if abs(row.used - row.planned) > row.planned * Decimal("0.2") + PURGE_G] == []


_USE = """
select b.number, b.weighed,
  (select -sum(m.grams) from movement m join batch_box x on x.id = m.batch_box_id where x.batch_id = b.id) as used,
  nullif((select sum(u.grams) from batch_use u where u.batch_id = b.id), 0) as given,
  case when b.weighed and not exists (select from task t join coat c on c.id = t.coat_id join line l on l.id = c.line_id
                                       where t.batch_id = b.id and l.area_mm2 is null) then
    (select sum(l.area_mm2 * c.film_um * t.in_qty * coalesce(p.sg, 1.5) / p.utilisation) / 1000000
       from task t join coat c on c.id = t.coat_id join line l on l.id = c.line_id join powder p on p.id = b.powder_id
      where t.batch_id = b.id) end as planned
from batch b where b.finished_at is not null
"""


def test_parts_in_piles_are_the_parts_that_arrived(demo_db):
    arrived = demo_db.scalar(text("select sum(qty) from arrival_line"))
    assert demo_db.scalar(select(func.sum(Pile.qty))) == arrived


@pytest.mark.parametrize("kind", [Job, Arrival, Batch, Load, Check, Pickup, Told, Powder, Box, Shop, Clock], ids=str)
def test_there_is_an_event_for_everything(demo_db, kind):
    told = select(Event.id).where(Event.subject == kind.__tablename__, Event.subject_id == kind.id)
    assert demo_db.scalars(select(kind.id).where(~told.exists())).all() == []


def test_events_follow_each_other_and_nothing_happens_in_the_future(demo_db):
    moments = demo_db.scalars(select(Event.happened_at).order_by(Event.id)).all()
    assert moments == sorted(moments)
    assert moments[-1] <= build(demo_db).started_at


def test_checks_have_film_readings_and_pickups_have_lines(demo_db):
    assert count(demo_db, Reading.film_um > 0) > 100
    assert demo_db.scalars(select(Pickup.id).where(Pickup.id.not_in(select(PickupLine.pickup_id)))).all() == []


def test_everybody_gets_in_with_the_pin_that_is_shown(demo_db, settings):
    people = {person.name: person for person in demo_db.scalars(select(Person).where(~Person.is_system))}
    assert people.keys() == pins().keys()
    assert pin_fits(people[CAST[0].name].pin_hash, CAST[0].pin, settings.pin_pepper)
    assert {role for person in people.values() for role in person.roles} == {
        "owner", "office", "sprayer", "prep", "quality",
    }  # fmt: skip
