"""Turns that parts take outside the straight way: counted twice, lost, found, given back, cancelled, held."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select

from powderapp.base.access import Role
from powderapp.base.errors import DomainError, ForbiddenError
from powderapp.checks import operations as checks
from powderapp.checks.operations import Verdict
from powderapp.checks.rules import FaultOwner
from powderapp.jobs import operations as jobs
from powderapp.jobs.models import Coat, Job
from powderapp.jobs.operations import CoatWanted, LineWanted
from powderapp.jobs.queries import job_by_number
from powderapp.jobs.rules import LineKind
from powderapp.ovens import operations as ovens
from powderapp.parts import operations as parts
from powderapp.parts.cancelling import cancel_job, cancel_line
from powderapp.parts.models import Move, MoveCause, Pile
from powderapp.parts.rules import Stage
from powderapp.parts.ways import Standing
from powderapp.pickups import operations as pickups
from powderapp.prep import operations as prep
from powderapp.shop.models import Oven

FAILED = {"cause": "orange peel", "fault_owner": FaultOwner.US}


@pytest.fixture
def arrive(works):
    def arrive(line, qty):
        return parts.arrive(works.db, works.db.get_one(Job, line.job_id), {line.id: qty}, by=works.by)

    return arrive


def baked(works, qty=10):
    """A line whose only prep step is done in the oven."""
    wanted = LineWanted(qty, "Casting", coats=(CoatWanted(works.black.id),), steps=((works.bake.id, 1),))
    (line,) = works.job(wanted).lines
    parts.start_prep(works.db, works.pile(line), qty, by=works.by)
    return line


def reworked(works):
    """A job of which 3 of 10 parts are done again."""
    job, _, pile = works.checking(10)
    checks.check(works.db, pile, Verdict(passed=7, rework=3, **FAILED), by=works.by)
    return job_by_number(works.db, job.number)


def last(works, cause):
    return works.db.scalars(select(Move).where(Move.cause == cause).order_by(Move.id.desc()).limit(1)).one()


def test_a_second_trip_is_counted_through_prep_though_a_rework_left_the_line(works, arrive):
    job = works.job(works.line(15, "Picket", works.black), arrived=False)
    (line,) = job.lines
    arrive(line, 10)
    prep.count_done(works.db, line.steps[0], 10, by=works.by)
    parts.leave_prep(works.db, works.pile(line), 10, by=works.by)
    works.sprayed({works.pile(line).id: 10}, works.black, works.black_box, 500)
    works.cured({works.pile(line).id: 10})
    checks.check(works.db, works.pile(line), Verdict(passed=7, rework=3, **FAILED), by=works.by)
    arrive(line, 5)
    prep.count_done(works.db, line.steps[0], 15, by=works.by)
    assert parts.leave_prep(works.db, works.pile(line, Stage.PREP), 5, by=works.by).qty == 5


def test_prep_before_the_second_coat_waits_for_the_first(works):
    coats = (CoatWanted(works.primer.id), CoatWanted(works.black.id))
    (line,) = works.job(LineWanted(10, "Gate", coats=coats, steps=((works.blast.id, 1), (works.blast.id, 2)))).lines
    with pytest.raises(DomainError, match="Only 0 parts"):
        prep.count_done(works.db, line.steps[1], 10, by=works.by)


def test_parts_scrapped_in_prep_take_their_prep_with_them(works, arrive):
    job = works.job(works.line(12, "Picket", works.black), arrived=False)
    (line,) = job.lines
    arrive(line, 10)
    prep.count_done(works.db, line.steps[0], 10, by=works.by)
    checks.check(works.db, works.pile(line), Verdict(scrap=2, **FAILED), by=works.by)
    arrive(line, 2)
    parts.start_prep(works.db, works.pile(line, Stage.RECEIVED), 2, by=works.by)
    with pytest.raises(DomainError, match="Prep is done for 8 parts, not 10"):
        parts.leave_prep(works.db, works.pile(line, Stage.PREP), 10, by=works.by)


def test_parts_that_arrive_anew_are_blasted_anew(works, arrive):
    job = works.job(works.line(10, "Picket", works.black), arrived=False)
    (line,) = job.lines
    arrive(line, 10)
    prep.count_done(works.db, line.steps[0], 10, by=works.by)
    for cause in (MoveCause.NEXT, MoveCause.ARRIVED):
        parts.reverse(works.db, last(works, cause), 10, by=works.by, reason="wrong job")
    arrive(line, 10)
    parts.start_prep(works.db, works.pile(line, Stage.RECEIVED), 10, by=works.by)
    with pytest.raises(DomainError, match="Prep is done for 0 parts"):
        parts.leave_prep(works.db, works.pile(line, Stage.PREP), 10, by=works.by)


def test_parts_lost_and_found_do_not_keep_the_last_ones_out(works, arrive):
    job = works.job(works.line(10, "Picket", works.black), arrived=False)
    (line,) = job.lines
    arrive(line, 8)
    parts.lose(works.db, works.pile(line), 2, by=works.by, reason="counted")
    parts.find_more(works.db, line, Standing(Stage.RECEIVED, 1), 2, by=works.by, reason="behind the rack")
    arrive(line, 2)
    assert works.counts(line) == {"received": 10}


def test_parts_given_back_uncoated_may_be_brought_again(works, arrive):
    job = works.job(works.line(10, "Picket", works.black), arrived=False)
    (line,) = job.lines
    arrive(line, 10)
    parts.return_uncoated(works.db, works.pile(line), 10, by=works.by, reason="still to be welded")
    works.db.refresh(job)
    assert job.closed_at is None
    arrive(line, 10)


@pytest.mark.parametrize("place", [(Stage.TO_CURE, 5), (Stage.READY, 9), (Stage.TO_SPRAY, 0), (Stage.COLLECTED, 1)])
def test_nothing_is_found_where_parts_of_the_line_never_stand(works, place):
    (line,) = works.job(works.line(3, "Gate", works.black)).lines
    with pytest.raises(DomainError, match="cannot stand there"):
        parts.find_more(works.db, line, Standing(*place), 1, by=works.by, reason="counted")


def test_parts_in_the_oven_are_not_hung_elsewhere(works):
    line = baked(works)
    load = ovens.load(works.db, works.oven, {works.pile(line).id: 10}, set_point_c=200, minutes=12, by=works.by)
    with pytest.raises(DomainError, match="take them out first"):
        parts.rack(works.db, works.pile(line), 4, works.rack.id, by=works.by)
    ovens.take_out(works.db, load, by=works.by)
    assert works.counts(line) == {"prep": 10}


def test_parts_in_the_oven_are_not_given_back(works):
    line = baked(works)
    ovens.load(works.db, works.oven, {works.pile(line).id: 10}, set_point_c=200, minutes=12, by=works.by)
    with pytest.raises(DomainError, match="out of the booth or oven first"):
        parts.return_uncoated(works.db, works.pile(line), 1, by=works.by, reason="in a hurry")


def test_an_oven_step_counts_what_is_in_the_oven_still(works):
    line = baked(works)
    ovens.load(works.db, works.oven, {works.pile(line).id: 6}, set_point_c=200, minutes=12, by=works.by)
    parts.reverse(works.db, last(works, MoveCause.INTO_OVEN), 3, by=works.by, reason="did not fit")
    works.db.add(other := Oven(name="Oven 2"))
    works.db.flush()
    free = works.db.scalars(select(Pile).where(Pile.line_id == line.id, Pile.load_id.is_(None), Pile.qty == 7)).one()
    assert ovens.load(works.db, other, {free.id: 7}, set_point_c=200, minutes=12, by=works.by).number


def test_what_was_cancelled_is_not_taken_back_into_work(works):
    job = works.job(works.line(10, "Picket", works.black))
    cancel_job(works.db, job, reason="too dear", by=works.by)
    with pytest.raises(DomainError, match="is cancelled: its parts are handed back"):
        parts.reverse(works.db, last(works, MoveCause.UNCOATED), 10, by=works.by, reason="slip")


def test_parts_of_a_cancelled_line_that_are_found_are_ready_to_hand_back(works):
    job = works.job(works.line(10, "Picket", works.black))
    (line,) = job.lines
    parts.lose(works.db, works.pile(line), 2, by=works.by, reason="counted")
    cancel_job(works.db, job, reason="too dear", by=works.by)
    parts.reverse(works.db, last(works, MoveCause.MISSING), 2, by=works.by, reason="behind the rack")
    assert works.counts(line) == {"ready": 10}


def test_a_line_is_cancelled_together_with_its_reworks(works):
    line, child = reworked(works).lines
    cancel_line(works.db, line, reason="too late", by=works.by)
    assert line.cancelled_at is not None
    assert child.cancelled_at is not None
    assert works.counts(child) == {"ready": 3}


def test_a_line_on_hold_holds_its_reworks(works):
    job = reworked(works)
    line, child = job.lines
    jobs.hold(works.db, job, reason="wrong colour", by=works.by, line=line)
    with pytest.raises(DomainError, match="on hold: wrong colour"):
        jobs.refuse_held(works.db, [child])


@pytest.mark.parametrize("cause", [MoveCause.PICKED_UP, MoveCause.PASSED])
def test_prep_takes_back_neither_a_pickup_nor_a_pass(works, cause):
    job, line, pile = works.checking(10)
    checks.check(works.db, pile, Verdict(passed=10), by=works.by)
    pickups.pick_up(works.db, job, {works.pile(line).id: 10}, to_whom="driver", by=works.by)
    with pytest.raises(ForbiddenError):
        parts.reverse(
            works.db, last(works, cause), 10, by=replace(works.by, roles=frozenset({Role.PREP})), reason="slip"
        )


def test_goods_alone_keep_a_job_open(works):
    job = works.job(LineWanted(3, "Bolts", kind=LineKind.GOODS), arrived=False)
    works.db.refresh(job)
    assert (job.stage, job.closed_at) == ("received", None)


def test_the_film_that_was_asked_for_outlives_another_powder(works):
    (line,) = works.job(LineWanted(3, "Gate", coats=(CoatWanted(works.black.id, film_um=Decimal(120)),))).lines
    assert jobs.give_powder(works.db, line.coats[0], works.low, by=works.by).film_um == 120


def test_a_coat_on_parts_that_were_found_keeps_its_colour(works):
    (line,) = works.job(works.line(3, "Gate", works.black)).lines
    parts.find_more(works.db, line, Standing(Stage.CHECKING, 1), 1, by=works.by, reason="from another job")
    with pytest.raises(DomainError, match="sprayed with this powder already"):
        jobs.give_powder(works.db, line.coats[0], works.low, by=works.by)
    assert works.db.get_one(Coat, line.coats[0].id).closed_at is None


def test_a_line_is_not_ordered_smaller_than_what_came(works):
    (line,) = works.job(works.line(10, "Gate", works.black)).lines
    with pytest.raises(DomainError, match="10 parts of this line are here already"):
        jobs.edit(works.db, line, {"ordered_qty": 9}, line.version, by=works.by)


@pytest.mark.parametrize("qty", [0, -3])
def test_a_move_is_of_one_part_or_more(works, qty):
    (line,) = works.job(works.line(10, "Gate", works.black)).lines
    with pytest.raises(DomainError, match="one or more"):
        parts.lose(works.db, works.pile(line), qty, by=works.by, reason="counted")


def test_nothing_arrives_for_a_line_that_is_not_there(works, arrive):
    job = works.job(works.line(10, "Picket", works.black), arrived=False)
    with pytest.raises(DomainError, match="not there any more"):
        parts.arrive(works.db, job, {999_999: 1}, by=works.by)
