"""What is over stays as it was written down, and what was given to a customer is not taken back."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from powderapp.batches import operations as batches
from powderapp.batches.models import Batch
from powderapp.batches.weighing import BoxIn
from powderapp.jobs import operations as jobs
from powderapp.ovens import operations as ovens
from tests.support.chain import Works
from tests.support.refusals import refused_by

OVER, WEIGHTS = "ck_batch_over", "ck_batch_box_closed"
OF_BATCHES = [
    ("update batch set finished_at = null", OVER),
    ("update batch set started_at = started_at - interval '3 days'", OVER),
    ("update batch set number = number + 500", OVER),
    ("update batch_box set gross_in_g = 99999", WEIGHTS),
    ("update batch_box set gross_out_g = 1", WEIGHTS),
    ("update batch_box set tare_g = 5", WEIGHTS),
    ("update batch_box set closed_at = null", WEIGHTS),
    ("update clock set started_at = started_at - interval '8 hours'", "ck_clock_kept"),
    (
        "insert into batch_box (batch_id, box_id, powder_id, opened_at) select id, :box, powder_id, now() from batch",
        OVER,
    ),
    ("insert into task (batch_id, coat_id, powder_id) select b.id, c.id, c.powder_id from batch b, coat c", OVER),
    ("insert into clock (person_id, batch_id, started_at) select :person, id, now() from batch", OVER),
]
OF_LOADS = [
    ("update load set out_at = null", "ck_load_over"),
    ("update load set set_point_c = 160", "ck_load_over"),
    ("update load set minutes = 99", "ck_load_over"),
    ("insert into load_item (load_id, pile_id, qty) select load_id, pile_id, 1 from load_item", "ck_load_item_joined"),
]
OF_JOBS = [
    ("update job set number = number + 5000", "ck_job_given"),
    ("update job set state = 'quote'", "ck_job_given"),
    ("update job set state = 'draft', number = null", "ck_job_given"),
    ("update job set first_promise_on = '2030-01-01'", "ck_job_given"),
    ("update line set number = 9", "ck_line_given"),
    ("update coat set closed_at = now()", "ck_coat_on_parts"),
]


def filled(statement: str, works: Works) -> dict[str, object]:
    """The values a statement of the tables above asks for."""
    values = {"box": works.primer_box.id, "person": works.by.person_id}
    return {name: value for name, value in values.items() if f":{name}" in statement}


@pytest.mark.parametrize(("statement", "name"), OF_BATCHES)
def test_a_finished_batch_is_not_rewritten(db: Session, works: Works, statement: str, name: str) -> None:
    works.checking()
    assert refused_by(db, statement, **filled(statement, works)) == name


@pytest.mark.parametrize(("statement", "name"), OF_LOADS)
def test_a_load_that_is_out_is_not_rewritten(db: Session, works: Works, statement: str, name: str) -> None:
    works.checking()
    assert refused_by(db, statement) == name


@pytest.mark.parametrize(("statement", "name"), OF_JOBS)
def test_numbers_promises_and_colours_on_parts_stay(db: Session, works: Works, statement: str, name: str) -> None:
    job, _, _ = works.checking()
    db.execute(text("update job set first_promise_on = '2026-11-20' where id = :job"), {"job": job.id})
    assert refused_by(db, statement) == name


def test_the_use_of_one_batch_is_not_given_to_a_task_of_another(db: Session, works: Works) -> None:
    works.checking()
    works.checking()
    change = "update batch_use set task_id = (select max(id) from task) where task_id = (select min(id) from task)"
    assert refused_by(db, change) == "ck_batch_use_task"


def running(works: Works) -> Batch:
    """A batch with its box in it."""
    (line,) = works.job(works.line(4, "Gate", works.black, blast=False)).lines
    box = BoxIn(works.black_box.id, 21_000)
    return batches.start(works.db, works.booth, works.black, {works.pile(line).id: 4}, [box], by=works.by)


def test_a_batch_does_not_finish_around_parts_boxes_and_clocks(db: Session, works: Works) -> None:
    running(works)
    assert refused_by(db, "update batch set finished_at = now() + interval '1 day'") == "ck_batch_empty"


def test_a_load_does_not_come_out_without_its_parts(db: Session, works: Works) -> None:
    (line,) = works.job(works.line(4, "Gate", works.black, blast=False)).lines
    works.sprayed({works.pile(line).id: 4}, works.black, works.black_box, 100)
    ovens.load(db, works.oven, {works.pile(line).id: 4}, set_point_c=200, minutes=15, by=works.by)
    assert refused_by(db, "update load set out_at = now() + interval '1 day'") == "ck_load_empty"


def test_nothing_is_taken_from_a_box_while_it_is_in_a_batch(db: Session, works: Works) -> None:
    running(works)
    row = """insert into movement (box_id, kind, grams, event_id, moved_at)
             select :box, 'use', -5, max(id), now() from event"""
    assert refused_by(db, row, box=works.black_box.id) == "ck_movement_box_in_batch"


def test_a_rework_stays_in_the_job_of_its_parent(db: Session, works: Works) -> None:
    one, other = works.job(works.line(4, "Gate", works.black)), works.job(works.line(2, "Post", works.black))
    row = """insert into line (job_id, number, position, parent_line_id, rework_number, kind, ordered_qty, what)
             values (:job, 1, 1, :parent, 1, 'coat', 1, 'Gate')"""
    assert refused_by(db, row, job=other.id, parent=one.lines[0].id) == "ck_line_given"
    assert refused_by(db, "update line set job_id = :job, number = 7", job=other.id) == "ck_line_given"


def test_a_box_keeps_the_number_and_the_powder_on_its_label(db: Session, works: Works) -> None:
    assert refused_by(db, "update box set number = number + 900") == "ck_box_given"
    assert refused_by(db, "update box set powder_id = :low", low=works.low.id) == "ck_box_given"


def test_a_hold_that_was_released_stays_so(db: Session, works: Works) -> None:
    job = works.job(works.line(4, "Gate", works.black))
    jobs.release(db, job, jobs.hold(db, job, reason="powder due", by=works.by), by=works.by)
    assert refused_by(db, "update hold set released_at = null") == "ck_hold_kept"
    assert refused_by(db, "update hold set reason = 'never'") == "ck_hold_kept"
