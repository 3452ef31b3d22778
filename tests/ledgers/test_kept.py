"""What the database keeps between several rows: arrivals as ordered, checks as their parts went, batches, keys."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from powderapp.base.access import Actor
from powderapp.base.errors import DomainError
from powderapp.batches import operations as batches
from powderapp.batches.models import Batch
from powderapp.checks import operations as checks
from powderapp.checks.operations import Verdict
from powderapp.checks.rules import FaultOwner
from powderapp.jobs.models import Job, Line
from powderapp.jobs.queries import job_by_number
from powderapp.ovens import operations as ovens
from powderapp.parts import operations as parts
from powderapp.parts.cancelling import cancel_line
from powderapp.parts.rules import Stage
from powderapp.parts.ways import Standing
from tests.support.chain import Works
from tests.support.committed import Hands
from tests.support.refusals import MOVE, empty_pile, refused, refused_by

FAILED = {"cause": "thin", "fault_owner": FaultOwner.US}
CHECK = """insert into "check" (line_id, pile_id, seen, passed, looks_right, checked_at)
           values (:line, :pile, :seen, :seen, true, now())"""
OPERATION = """insert into operation (key, device_id, person_id, action, body_hash, begun_at)
               values (:key, :device, :person, 'jobs.hold', '\\x00', now() - :age)"""


@pytest.fixture
def line(works: Works) -> Line:
    """Ten gates of which four arrived."""
    (line,) = works.job(works.line(10, "Gate", works.black, blast=False), arrived=False).lines
    parts.arrive(works.db, works.db.get_one(Job, line.job_id), {line.id: 4}, by=works.by)
    return line


def place(db: Session, line: Line, stage: str) -> int:
    """The pile there, made when it is not."""
    found = "select id from pile where line_id = :line and stage = :stage and coat_number = 1"
    pile: int | None = db.scalar(text(found), {"line": line.id, "stage": stage})
    return pile or empty_pile(db, line.id, stage)


@pytest.mark.parametrize("stage", ["to_spray", "received"])
def test_no_more_parts_arrive_than_were_ordered(db: Session, line: Line, stage: str) -> None:
    here = place(db, line, stage)
    assert refused_by(db, MOVE, source=None, target=here, qty=7, cause="arrived") == "ck_move_ordered"
    db.execute(text(MOVE), {"source": None, "target": here, "qty": 6, "cause": "arrived"})
    assert refused_by(db, MOVE, source=None, target=here, qty=1, cause="arrived") == "ck_move_ordered"


def test_parts_that_are_done_again_have_arrived_too(db: Session, works: Works, line: Line) -> None:
    verdict = Verdict(rework=3, **FAILED)  # type: ignore[arg-type]
    checks.check(db, works.pile(line), verdict, by=works.by)
    child = job_by_number(db, line.job.number or 0).lines[-1]
    there = place(db, child, "to_spray")
    assert refused_by(db, MOVE, source=None, target=there, qty=1, cause="arrived") == "ck_move_ordered"
    here = works.pile(line).id
    assert refused_by(db, MOVE, source=None, target=here, qty=7, cause="arrived") == "ck_move_ordered"


def test_nothing_arrives_for_a_line_that_was_cancelled(db: Session, works: Works, line: Line) -> None:
    cancel_line(db, line, reason="too late", by=works.by)
    here = place(db, line, "to_spray")
    assert refused_by(db, MOVE, source=None, target=here, qty=1, cause="arrived") == "ck_move_ordered"


def test_a_surplus_is_a_correction_with_its_reason(db: Session, works: Works, line: Line) -> None:
    here = works.pile(line).id
    for nothing in ("null", "''"):
        silent = MOVE.replace("'counted'", nothing)
        assert refused_by(db, silent, source=None, target=here, qty=8, cause="correction") == "ck_move_reason"
    parts.find_more(db, line, Standing(Stage.TO_SPRAY, 1), 8, by=works.by, reason="412, not 400")
    assert works.counts(line) == {"to_spray": 12}


def test_two_who_bring_the_last_parts_at_once_do_not_bring_more(open_works: Works, hands: Hands) -> None:
    (line,) = open_works.job(open_works.line(10, "Gate", open_works.black, blast=False), arrived=False).lines
    piles = [empty_pile(open_works.db, line.id, stage) for stage in ("to_spray", "received")]
    open_works.db.commit()

    def bring(db: Session, i: int) -> None:
        try:
            db.execute(text(MOVE), {"source": None, "target": piles[i], "qty": 6, "cause": "arrived"})
        except IntegrityError as refusal:
            raise DomainError(str(refusal)) from refusal

    refused_ones = [str(answer) for answer in hands.at_once(2, bring) if answer is not None]
    assert len(refused_ones) == 1
    assert "10 parts ordered, 12 here" in refused_ones[0]


def test_a_check_without_parts_is_no_check(db: Session, works: Works) -> None:
    _, line, pile = works.checking()
    assert refused_by(db, CHECK, line=line.id, pile=pile.id, seen=0) == "ck_check_seen"
    assert refused_by(db, CHECK, line=line.id, pile=pile.id, seen=5) == "ck_check_moved"


def test_a_check_is_of_the_parts_of_its_own_line(db: Session, works: Works) -> None:
    (_, _, pile), (_, other, _) = works.checking(), works.checking()
    checks.check(db, pile, Verdict(passed=10), by=works.by)
    assert refused_by(db, CHECK, line=other.id, pile=pile.id, seen=10) == "ck_check_moved"


def test_parts_are_once_in_a_load(db: Session, works: Works) -> None:
    (line,) = works.job(works.line(4, "Gate", works.black, blast=False)).lines
    works.sprayed({works.pile(line).id: 4}, works.black, works.black_box, 100)
    ovens.load(db, works.oven, {works.pile(line).id: 4}, set_point_c=200, minutes=15, by=works.by)
    again = "insert into load_item (load_id, pile_id, qty) select load_id, pile_id, 1 from load_item"
    assert refused(db, again) == "23505"


def running(works: Works) -> Batch:
    """A batch of four gates without a box."""
    (line,) = works.job(works.line(4, "Gate", works.black, blast=False)).lines
    return batches.start(works.db, works.booth, works.black, {works.pile(line).id: 4}, [], by=works.by)


def test_a_batch_is_not_cancelled_around_its_parts(db: Session, works: Works) -> None:
    running(works)
    assert refused_by(db, "update batch set cancelled_at = now()") == "ck_batch_cancelled_at"
    over = "update batch set finished_at = now() + interval '1 day', cancelled_at = now() + interval '1 day'"
    assert refused_by(db, over) in ("ck_batch_empty", "ck_batch_unsprayed")


def test_a_batch_that_was_sprayed_is_not_cancelled(db: Session, works: Works) -> None:
    works.checking()
    assert refused_by(db, "update batch set cancelled_at = finished_at") == "ck_batch_over"


@pytest.fixture
def key(db: Session, by: Actor) -> str:
    """A key that was used 29 days ago."""
    made = str(uuid4())
    values = {"key": made, "device": by.device_id, "person": by.person_id, "age": timedelta(days=29)}
    db.execute(text(OPERATION), values)
    return made


def test_a_key_is_kept_for_thirty_days(db: Session, by: Actor, key: str) -> None:
    assert refused_by(db, "delete from operation where key = :key", key=key) == "ck_operation_kept"
    old = {"key": str(uuid4()), "device": by.device_id, "person": by.person_id, "age": timedelta(days=31)}
    db.execute(text(OPERATION), old)
    gone = db.execute(text("delete from operation where key = :key returning key"), {"key": old["key"]})
    assert len(gone.all()) == 1


@pytest.mark.parametrize("change", ["begun_at = '2001-01-01'", "action = 'jobs.cancel'", "body_hash = '\\x01'"])
def test_what_was_asked_under_a_key_is_not_rewritten(db: Session, key: str, change: str) -> None:
    assert refused_by(db, f"update operation set {change} where key = :key", key=key) == "ck_operation_kept"


def test_a_key_gets_one_answer(db: Session, key: str) -> None:
    db.execute(text("update operation set answer = '{}' where key = :key"), {"key": key})
    another = 'update operation set answer = \'{"to": "/"}\' where key = :key'
    assert refused_by(db, another, key=key) == "ck_operation_kept"
