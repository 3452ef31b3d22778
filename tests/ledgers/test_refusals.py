"""What the database refuses the application itself, whatever its code says."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from powderapp.base.access import Actor
from powderapp.batches import operations as batches
from powderapp.batches.models import Task
from powderapp.batches.queries import tasks_of
from powderapp.models import all_metadata
from tests.support.chain import Works
from tests.support.refusals import DENIED, REFUSED, refused

LEDGERS = sorted(table.name for table in all_metadata().tables.values() if table.info.get("ledger"))


@pytest.mark.parametrize("table", LEDGERS)
@pytest.mark.parametrize("verb", ["delete from {}", "truncate {} cascade"])
def test_no_row_of_a_ledger_can_be_removed(db: Session, table: str, verb: str) -> None:
    assert refused(db, verb.format(f'"{table}"')) == DENIED


@pytest.mark.parametrize("change", ["movement set grams = 1", "move set qty = 1", "event set verb = 'nothing'"])
def test_no_entry_can_be_changed(db: Session, change: str) -> None:
    assert refused(db, f"update {change}") == DENIED


KEPT = ("box set net_g = 1", "pile set qty = 1", "pile set stage = 'ready'", "task set out_qty = 1")
TRICKS = ("alter table movement disable trigger all", "set session_replication_role = replica")


@pytest.mark.parametrize("change", KEPT)
def test_no_weight_or_count_can_be_written_directly(db: Session, change: str) -> None:
    assert refused(db, f"update {change}") == DENIED


@pytest.mark.parametrize("change", ["job set stage = 'ready'", "job set closed_at = now()"])
def test_no_stage_of_a_job_can_be_written_directly(db: Session, change: str) -> None:
    assert refused(db, f"update {change}") == DENIED


def test_a_box_cannot_be_made_with_grams_in_it(db: Session, works: Works) -> None:
    row = "insert into box (number, powder_id, received_at, net_g) values (999, :powder, now(), 5)"
    assert refused(db, row, powder=works.black.id) == DENIED


def test_a_box_cannot_be_overdrawn(db: Session, works: Works) -> None:
    row = """insert into movement (box_id, kind, grams, event_id, moved_at)
             select :box, 'scrap', -20001, min(id), now() from event"""
    assert refused(db, row, box=works.black_box.id) == REFUSED


def test_a_movement_cannot_be_reversed_with_other_grams(db: Session, works: Works) -> None:
    row = """insert into movement (box_id, kind, grams, reverses_id, event_id, moved_at)
             select box_id, 'reverse', -grams + 1, id, event_id, now() from movement where box_id = :box"""
    assert refused(db, row, box=works.black_box.id) == REFUSED


def test_a_pile_cannot_give_more_parts_than_it_holds(db: Session, works: Works) -> None:
    (line,) = works.job(works.line(4, "Gate", works.black)).lines
    pile = works.pile(line)
    sink = "insert into pile (line_id, coat_number, stage) values (:line, 1, 'missing') returning id"
    target = db.scalars(text(sink), {"line": line.id}).one()
    row = """insert into move (from_pile_id, to_pile_id, qty, cause, event_id, moved_at)
             select :pile, :target, 5, 'missing', min(id), now() from event"""
    assert refused(db, row, pile=pile.id, target=target) == REFUSED


def test_parts_of_one_line_cannot_become_parts_of_another(db: Session, works: Works) -> None:
    first, second = works.job(works.line(4, "Gate", works.black), works.line(2, "Post", works.black)).lines
    row = """insert into move (from_pile_id, to_pile_id, qty, cause, event_id, moved_at)
             select :here, :there, 1, 'next', min(id), now() from event"""
    assert refused(db, row, here=works.pile(first).id, there=works.pile(second).id) == REFUSED


def test_a_move_cannot_be_reversed_for_more_parts_than_it_moved(db: Session, works: Works) -> None:
    (line,) = works.job(works.line(4, "Gate", works.black)).lines
    row = """insert into move (from_pile_id, qty, cause, reverses_id, event_id, moved_at)
             select to_pile_id, 3, 'reversed', id, event_id, now() from move where to_pile_id = :pile"""
    db.execute(text(row), {"pile": works.pile(line).id})
    assert refused(db, row, pile=works.pile(line).id) == REFUSED


def test_a_task_cannot_spray_another_powder_than_its_coat_wants(db: Session, works: Works) -> None:
    black = works.line(4, "Gate", works.black, blast=False)
    line, primed = works.job(black, works.line(2, "Post", works.primer, blast=False)).lines
    batch = batches.start(db, works.booth, works.black, {works.pile(line).id: 4}, [], by=works.by)
    row = "insert into task (batch_id, coat_id, powder_id) values (:batch, :coat, :powder)"
    values = {"batch": batch.id, "coat": primed.coats[0].id, "powder": works.black.id}
    assert refused(db, row, **values) == "23503"


def test_a_coat_that_was_sprayed_never_changes(db: Session, works: Works) -> None:
    (line,) = works.job(works.line(4, "Gate", works.black, blast=False)).lines
    works.sprayed({works.pile(line).id: 4}, works.black, works.black_box, 100)
    assert refused(db, "update coat set film_um = 120 where id = :coat", coat=line.coats[0].id) == REFUSED


def test_the_shares_of_a_finished_batch_cannot_differ_from_its_ledger(db: Session, works: Works) -> None:
    (line,) = works.job(works.line(4, "Gate", works.black, blast=False)).lines
    batch = works.sprayed({works.pile(line).id: 4}, works.black, works.black_box, 100)
    (task,) = tasks_of(db, batch.id)
    assert isinstance(task, Task)
    assert refused(db, "update batch_use set grams = 99 where task_id = :task", task=task.id) == REFUSED


@pytest.mark.parametrize("trick", TRICKS)
def test_the_triggers_cannot_be_switched_off(db: Session, trick: str) -> None:
    assert refused(db, trick) == DENIED


@pytest.mark.parametrize("call", ["job_refresh(1, '2001-01-01')", "batch_balance(1)", "prep_left(1, 1::smallint)"])
def test_the_hands_of_the_triggers_are_not_lent(db: Session, call: str) -> None:
    assert refused(db, f"select {call}") == DENIED


def test_an_event_cannot_say_when_it_was_written_down(db: Session, by: Actor) -> None:
    row = "insert into event (verb, subject, subject_id, person_id, device_id, happened_at, recorded_at)"
    values = {"person": by.person_id, "device": by.device_id}
    assert refused(db, f"{row} values ('x', 'job', 1, :person, :device, now(), '2001-01-01')", **values) == DENIED


def test_a_real_shop_cannot_be_emptied_like_a_demo(db: Session, by: Actor) -> None:
    assert refused(db, "select leave_demo()") == DENIED


def test_a_shop_with_nothing_but_boxes_and_people_cannot_call_itself_a_demo(db: Session, works: Works) -> None:
    assert refused(db, "update shop set is_demo = true") == REFUSED


def test_a_shop_with_jobs_cannot_call_itself_a_demo(db: Session, works: Works) -> None:
    works.job(works.line(1, "Gate", works.black))
    assert refused(db, "update shop set is_demo = true") == REFUSED


def test_the_application_owns_nothing_and_is_no_superuser(db: Session) -> None:
    owned = "select count(*) from pg_class where relowner = (select oid from pg_roles where rolname = current_user)"
    assert db.scalars(text(owned)).one() == 0
    assert db.scalars(text("select rolsuper from pg_roles where rolname = current_user")).one() is False
