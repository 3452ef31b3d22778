"""Eight people at the same box and at the same pile: nobody takes what is not there, and nothing is lost."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from powderapp.base.errors import DomainError
from powderapp.batches import operations as batches
from powderapp.checks import operations as checks
from powderapp.jobs.models import Job
from powderapp.parts import operations as parts
from powderapp.parts import queries as part_queries
from powderapp.parts.models import Move
from powderapp.parts.rules import Stage
from powderapp.pickups import operations as pickups
from powderapp.shop.models import Booth
from powderapp.shop.numbers import next_number
from powderapp.stock import operations as stock
from powderapp.stock.models import Box, Movement
from powderapp.stock.rules import MovementKind
from tests.support.chain import Works
from tests.support.committed import Hands

EIGHT, TAKES, GRAMS = 8, 20, 10


def test_eight_people_take_from_one_box_exactly_what_it_holds(open_works: Works, hands: Hands) -> None:
    box = open_works.box(open_works.black, 1_000)
    open_works.db.commit()

    def take(db: Session, i: int) -> int:
        taken = 0
        for _ in range(TAKES):
            try:
                stock.take(db, db.get_one(Box, box.id), GRAMS, MovementKind.USE, by=open_works.by)
                taken += 1
            except DomainError:
                break
            db.commit()
        return taken

    assert sum(hands.at_once(EIGHT, take)) == 1_000 // GRAMS
    open_works.db.refresh(box)
    assert box.net_g == 0


def test_two_boxes_poured_back_and_forth_by_eight_keep_their_sum(open_works: Works, hands: Hands) -> None:
    one, other = open_works.box(open_works.black, 5_000), open_works.box(open_works.black, 5_000)
    open_works.db.commit()

    def pour(db: Session, i: int) -> None:
        pair = [db.get_one(Box, one.id), db.get_one(Box, other.id)]
        source, target = pair if i % 2 else reversed(pair)
        for _ in range(TAKES):
            stock.transfer(db, source, target, GRAMS, by=open_works.by)
            db.commit()

    hands.at_once(EIGHT, pour)
    open_works.db.expire_all()
    assert one.net_g + other.net_g == 10_000
    for box in (one, other):
        assert box.net_g == sum(open_works.db.scalars(select(Movement.grams).where(Movement.box_id == box.id)))


def test_of_eight_tablets_that_start_the_same_parts_one_wins(open_works: Works, hands: Hands) -> None:
    (line,) = open_works.job(open_works.line(10, "Gate", open_works.black, blast=False)).lines
    pile = open_works.pile(line)
    booths = [Booth(name=f"Booth {i}") for i in range(20, 20 + EIGHT)]
    open_works.db.add_all(booths)
    open_works.db.commit()

    def start(db: Session, i: int) -> object:
        booth = db.get_one(Booth, booths[i].id)
        return batches.start(db, booth, open_works.black, {pile.id: 6}, [], by=open_works.by)

    refused = [answer for answer in hands.at_once(EIGHT, start) if isinstance(answer, DomainError)]
    assert {str(refusal) for refusal in refused} == {"Only 4 parts stand there now, not 6."}
    assert len(refused) == EIGHT - 1


def test_eight_pickups_of_the_same_parts_hand_them_over_once(open_works: Works, hands: Hands) -> None:
    job = open_works.job(open_works.line(8, "Bracket"))
    line = job.lines[0]
    checks.check(open_works.db, open_works.prepared(line), checks.Verdict(passed=8), by=open_works.by)
    ready = open_works.pile(line, Stage.READY)
    open_works.db.commit()

    def pick_up(db: Session, i: int) -> object:
        return pickups.pick_up(db, db.get_one(Job, job.id), {ready.id: 3}, to_whom=f"driver {i}", by=open_works.by)

    handed = [answer for answer in hands.at_once(EIGHT, pick_up) if not isinstance(answer, DomainError)]
    assert len(handed) == 2
    open_works.db.expire_all()
    assert open_works.counts(line) == {"ready": 2, "collected": 6}


def test_eight_check_ins_at_once_get_numbers_without_a_gap(open_works: Works, hands: Hands) -> None:
    numbers = hands.at_once(EIGHT, lambda db, i: [next_number(db, "job") for _ in range(5)])
    assert sorted(n for some in numbers for n in some) == list(range(1001, 1001 + 5 * EIGHT))


def test_a_move_is_reversed_by_eight_no_further_than_it_went(open_works: Works, hands: Hands) -> None:
    (line,) = open_works.job(open_works.line(10, "Gate", open_works.black, blast=False)).lines
    entry = parts.lose(open_works.db, open_works.pile(line), 5, by=open_works.by, reason="counted")
    open_works.db.commit()

    def reverse(db: Session, i: int) -> object:
        return parts.reverse(db, db.get_one(Move, entry.id), 2, by=open_works.by, reason="found")

    done = [answer for answer in hands.at_once(EIGHT, reverse) if not isinstance(answer, DomainError)]
    assert len(done) == 2
    assert part_queries.undone_qty(open_works.db, entry.id) == 4
