"""Which way parts may go is kept by the database, whatever the code says."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from powderapp.batches import operations as batches
from powderapp.batches import queries as batch_queries
from powderapp.batches.models import Batch
from powderapp.jobs.models import Line
from powderapp.parts import operations as parts
from powderapp.parts.rules import Stage
from powderapp.prep import operations as prep
from tests.support.chain import Works
from tests.support.refusals import MOVE, empty_pile, refused_by

LEGAL = "ck_move_legal"
ASTRAY = [
    ("received", "ready", 1), ("received", "to_cure", 1), ("received", "collected", 1), ("received", "prep", 2),
    ("received", "to_spray", 1), ("received", "checking", 0),
]  # fmt: skip


@pytest.fixture
def line(works: Works) -> Line:
    """Ten gates, received, to be blasted and sprayed black."""
    (line,) = works.job(works.line(10, "Gate", works.black)).lines
    return line


def spraying(works: Works, line: Line) -> Batch:
    """All gates in a running batch."""
    parts_in = {works.prepared(line).id: 10}
    return batches.start(works.db, works.booth, works.black, parts_in, [], by=works.by)


@pytest.mark.parametrize(("stage", "to", "coat"), ASTRAY)
def test_received_parts_go_into_prep_and_nowhere_else(
    db: Session, works: Works, line: Line, stage: str, to: str, coat: int
) -> None:
    here, there = works.pile(line, Stage(stage)).id, empty_pile(db, line.id, to, coat)
    assert refused_by(db, MOVE, source=here, target=there, qty=1, cause="next") == LEGAL


def test_what_left_the_shop_does_not_come_back_by_itself(db: Session, works: Works, line: Line) -> None:
    parts.lose(db, works.pile(line), 2, by=works.by, reason="counted")
    missing, there = works.pile(line, Stage.MISSING).id, empty_pile(db, line.id, "to_spray")
    assert refused_by(db, MOVE, source=missing, target=there, qty=1, cause="next") == LEGAL


@pytest.mark.parametrize("cause", ["arrived", "correction"])
def test_nothing_arrives_in_the_booth(db: Session, works: Works, line: Line, cause: str) -> None:
    (task,) = batch_queries.tasks_of(db, spraying(works, line).id)
    booth = batch_queries.spraying_piles(db, task.id)[0].id
    assert refused_by(db, MOVE, source=None, target=booth, qty=1, cause=cause) == LEGAL


def test_nothing_arrives_among_what_was_collected(db: Session, line: Line) -> None:
    gone = empty_pile(db, line.id, "collected")
    assert refused_by(db, MOVE, source=None, target=gone, qty=1, cause="arrived") == LEGAL


def test_prep_is_left_by_no_more_parts_than_are_done(db: Session, works: Works, line: Line) -> None:
    prep.count_done(db, line.steps[0], 4, by=works.by)
    here, there = works.pile(line, Stage.PREP).id, empty_pile(db, line.id, "to_spray")
    assert refused_by(db, MOVE, source=here, target=there, qty=5, cause="next") == "ck_move_prepared"


def test_prep_is_not_done_for_parts_that_are_not_here(db: Session, line: Line) -> None:
    count = "update line_step set done_qty = :done where line_id = :line"
    assert refused_by(db, count, line=line.id, done=11) == "ck_line_step_counted"


def test_prep_stays_done_for_parts_that_went_on(db: Session, works: Works, line: Line) -> None:
    works.prepared(line)
    count = "update line_step set done_qty = 9 where line_id = :line"
    assert refused_by(db, count, line=line.id) == "ck_line_step_counted"


def test_a_coat_is_not_passed_by(db: Session, works: Works) -> None:
    (line,) = works.job(works.line(5, "Gate", works.primer, works.black, blast=False)).lines
    works.sprayed({works.pile(line).id: 5}, works.primer, works.primer_box, 50)
    row = """insert into load (number, oven_id, set_point_c, minutes, in_at)
             values (77, :oven, 200, 10, now()) returning id"""
    load = db.scalars(text(row), {"oven": works.oven.id}).one()
    hot = empty_pile(db, line.id, "curing", load_id=load)
    values = {"source": works.pile(line).id, "target": hot, "qty": 5, "cause": "into_oven"}
    db.execute(text(MOVE), values)
    there = empty_pile(db, line.id, "checking")
    assert refused_by(db, MOVE, source=hot, target=there, qty=5, cause="out_of_oven") == LEGAL


def test_a_place_in_the_booth_is_for_the_coat_its_batch_sprays(db: Session, works: Works, line: Line) -> None:
    (task,) = batch_queries.tasks_of(db, spraying(works, line).id)
    (other,) = works.job(works.line(3, "Post", works.low)).lines
    row = "insert into pile (line_id, coat_number, stage, task_id) values (:line, 1, 'spraying', :task)"
    assert refused_by(db, row, line=other.id, task=task.id) == "ck_pile_of_task"
