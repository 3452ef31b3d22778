"""Turns at booth and oven outside the straight way: cancelled under way, another coat, boxes that are used twice."""

import pytest
from sqlalchemy import select

from powderapp.base.errors import DomainError
from powderapp.base.events import Event
from powderapp.batches import clocks, queries, weighing
from powderapp.batches import operations as batches
from powderapp.batches.weighing import BoxIn, BoxOut
from powderapp.checks import operations as checks
from powderapp.checks.operations import Verdict
from powderapp.checks.rules import FaultOwner, ReworkKind
from powderapp.customers.models import Customer
from powderapp.jobs import operations as jobs
from powderapp.jobs.operations import CoatWanted, LineWanted
from powderapp.jobs.queries import job_by_number
from powderapp.ovens import operations as ovens
from powderapp.parts import operations as parts
from powderapp.parts.cancelling import cancel_job
from powderapp.parts.models import Move, MoveCause
from powderapp.parts.rules import Stage
from powderapp.shop.models import Booth
from powderapp.stock import operations as stock
from powderapp.stock.operations import Delivery
from powderapp.stock.rules import MovementKind

FAILED = {"cause": "orange peel", "fault_owner": FaultOwner.US}
GROSS_G = 21_000


@pytest.fixture
def started(works):
    """`started(line, 4)`: a batch of these parts in a booth of its own, the black box weighed in."""

    def started(line, qty, *boxes):
        works.db.add(booth := Booth(name=f"Booth of {line.id}"))
        works.db.flush()
        inside = boxes or (BoxIn(works.black_box.id, GROSS_G),)
        return batches.start(works.db, booth, works.black, {works.pile(line).id: qty}, inside, by=works.by)

    return started


@pytest.fixture
def line(works):
    (line,) = works.job(works.line(10, "Picket", works.black, blast=False)).lines
    return line


def job_of(works, line):
    return job_by_number(works.db, line.job.number)


def cancelled(works, line):
    cancel_job(works.db, line.job, reason="too dear", by=works.by)


def told(works, verb):
    return works.db.scalars(select(Event).where(Event.verb == verb).order_by(Event.id)).all()


def again(works, pile, kind, *steps):
    """The line that parts of a pile are done again on."""
    verdict = Verdict(rework=pile.qty, rework_kind=kind, rework_steps=steps, **FAILED)
    checks.check(works.db, pile, verdict, by=works.by)
    return job_of(works, pile.line).lines[-1]


def powders(line):
    return [coat.powder.code for coat in line.coats]


def test_parts_of_a_cancelled_job_that_were_not_sprayed_are_ready_to_hand_back(works, line, started):
    batch = started(line, 10)
    cancelled(works, line)
    (task,) = queries.tasks_of(works.db, batch.id)
    batches.send_back(works.db, task, 4, by=works.by)
    assert works.counts(line) == {"spraying": 6, "ready": 4}


@pytest.mark.parametrize("verb", ["take_out", "abort"])
def test_parts_of_a_cancelled_job_come_out_of_their_oven_step_ready_to_hand_back(works, verb):
    wanted = LineWanted(10, "Casting", coats=(CoatWanted(works.black.id),), steps=((works.bake.id, 1),))
    (line,) = works.job(wanted).lines
    parts.start_prep(works.db, works.pile(line), 10, by=works.by)
    load = ovens.load(works.db, works.oven, {works.pile(line).id: 10}, set_point_c=200, minutes=12, by=works.by)
    cancelled(works, line)
    more = {"reason": "power cut"} if verb == "abort" else {}
    getattr(ovens, verb)(works.db, load, by=works.by, **more)
    assert works.counts(line) == {"ready": 10}


def test_parts_sent_back_do_not_slip_past_a_hold_or_another_colour(works, line, started):
    batch = started(line, 10)
    (task,) = queries.tasks_of(works.db, batch.id)
    batches.send_back(works.db, task, 10, by=works.by)
    sent = works.db.scalars(select(Move).where(Move.cause == MoveCause.NOT_SPRAYED)).one()
    jobs.hold(works.db, line.job, reason="wrong colour", by=works.by)
    with pytest.raises(DomainError, match="Add them to the batch again"):
        parts.reverse(works.db, sent, 10, by=works.by, reason="slip")


def test_a_box_in_a_batch_is_weighed_back_there_and_touched_nowhere_else(works, line, started):
    box, batch, other = works.black_box, started(line, 10), works.box(works.black, 500)
    verbs = [
        lambda: stock.weigh(works.db, box, 20_000, by=works.by),
        lambda: stock.take(works.db, box, 5, MovementKind.USE, by=works.by),
        lambda: stock.put_back(works.db, box, 5, by=works.by, reason="left over"),
        lambda: stock.transfer(works.db, other, box, 5, by=works.by),
    ]
    for verb in verbs:
        with pytest.raises(DomainError, match=f"Box {box.code} is in batch {batch.code}: weigh it back there"):
            verb()


def test_a_box_is_weighed_back_in_its_own_batch(works, line, started):
    batch = started(line, 4)
    (more,) = works.job(works.line(5, "Gate", works.black, blast=False)).lines
    other = started(more, 5, BoxIn(works.box(works.black, 5_000).id, 6_000))
    (place,) = queries.boxes_of(works.db, batch.id)
    with pytest.raises(DomainError, match=f"is not in batch {other.code}"):
        weighing.take_box(works.db, other, place, BoxOut(20_000), by=works.by)


def test_a_customers_own_powder_is_for_their_parts(works, line, started):
    works.db.add(owner := Customer(name="Dawn Racing", sort_key="dawn racing", added_at=works.by.now))
    works.db.flush()
    theirs = stock.receive(works.db, works.black, Delivery(5_000, tare_g=500, owner_customer_id=owner.id), by=works.by)
    with pytest.raises(DomainError, match="belongs to Dawn Racing: it is for their parts only"):
        started(line, 10, BoxIn(theirs.id, 5_500))


def test_a_finished_batch_is_not_paused(works, line):
    batch = works.sprayed({works.pile(line).id: 10}, works.black, works.black_box, 500)
    with pytest.raises(DomainError, match="is finished"):
        clocks.pause(works.db, batch, by=works.by)


def test_every_job_in_a_batch_and_a_load_is_told_of_its_own_parts(works, line):
    (other,) = works.job(works.line(5, "Gate", works.black, blast=False)).lines
    piles = {works.pile(line).id: 10, works.pile(other).id: 5}
    works.sprayed(piles, works.black, works.black_box, 500)
    works.cured({works.pile(line).id: 10, works.pile(other).id: 5})
    for verb in ("batch.started", "load.started", "load.taken_out"):
        assert {event.job_id: event.after["parts"] for event in told(works, verb)} == {line.job_id: 10, other.job_id: 5}
    assert told(works, "load.taken_out")[0].before["piles"][0]["stage"] == "curing"


def test_the_end_of_a_batch_tells_its_boxes_and_shares(works, line):
    works.sprayed({works.pile(line).id: 10}, works.black, works.black_box, 500)
    after = told(works, "batch.finished")[-1].after
    assert after["boxes"] == {works.black_box.code: 20_500}
    assert (after["used_g"], sorted(after["shares"].values())) == (500, [0, 500])


def test_a_stripped_rework_gets_every_coat_of_the_line_again(works):
    (line,) = works.job(works.line(4, "Gate", works.primer, works.black, blast=False)).lines
    for powder, box in ((works.primer, works.primer_box), (works.black, works.black_box)):
        works.sprayed({works.pile(line).id: 4}, powder, box, 100)
        works.cured({works.pile(line).id: 4})
    first = again(works, works.pile(line), ReworkKind.RECOAT)
    assert powders(first) == ["B900"]
    second = again(works, works.pile(first), ReworkKind.STRIP, works.blast.id)
    assert powders(second) == ["P100", "B900"]


def test_parts_that_fail_before_the_first_coat_get_both(works):
    (line,) = works.job(works.line(4, "Gate", works.primer, works.black, blast=False)).lines
    assert powders(again(works, works.pile(line), ReworkKind.RECOAT)) == ["P100", "B900"]


@pytest.mark.parametrize("kind", [ReworkKind.RECOAT, ReworkKind.STRIP])
def test_parts_that_fail_after_a_rebake_are_coated_again(works, kind):
    _, _, pile = works.checking(10)
    baked = again(works, pile, ReworkKind.RE_BAKE, works.bake.id)
    works.cured({works.pile(baked).id: 10}, 200, 12)
    parts.leave_prep(works.db, works.pile(baked), 10, by=works.by)
    assert powders(again(works, works.pile(baked, Stage.CHECKING), kind, works.blast.id)) == ["B900"]
