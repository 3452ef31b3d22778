"""A job of three lines goes from the counter to the customer; every number was worked out by hand."""

from powderapp.batches import queries as batch_queries
from powderapp.checks import operations as checks
from powderapp.checks.operations import Verdict
from powderapp.checks.rules import FaultOwner
from powderapp.jobs.queries import job_by_number
from powderapp.parts.rules import Stage
from powderapp.pickups import operations as pickups
from tests.support.chain import Works

GATES_MM2, PICKETS_MM2 = 1_500_000, 200_000


def test_a_primed_and_a_plain_line_share_the_black_batch_exactly_to_the_gram(works: Works) -> None:
    gates = works.line(4, "Gate leaf", works.primer, works.black, area_mm2=GATES_MM2)
    job = works.job(gates, works.line(26, "Picket", works.black, area_mm2=PICKETS_MM2))
    first, second = job.lines
    works.sprayed({works.prepared(first).id: 4}, works.primer, works.primer_box, 1_200)
    works.cured({works.pile(first).id: 4}, minutes=10)

    batch = works.sprayed({works.pile(first).id: 4, works.prepared(second).id: 26}, works.black, works.black_box, 2_400)

    # 4 x 1.5 m2 = 6.0 and 26 x 0.2 m2 = 5.2, both at 70 um: 2400 g x 6.0/11.2 = 1285.7 and 1114.3
    assert [use.grams for use in batch_queries.uses_of(works.db, batch.id)] == [1_286, 1_114, 0]
    assert (works.primer_box.net_g, works.black_box.net_g) == (18_800, 17_600)


def test_a_second_coat_goes_back_to_the_booth_when_the_first_is_cured(works: Works) -> None:
    job = works.job(works.line(4, "Gate leaf", works.primer, works.black))
    (line,) = job.lines
    works.sprayed({works.prepared(line).id: 4}, works.primer, works.primer_box, 100)
    works.cured({works.pile(line).id: 4}, minutes=10)
    pile = works.pile(line)
    assert (pile.stage, pile.coat_number, pile.rack_id) == (Stage.TO_SPRAY, 2, works.rack.id)


def test_a_blast_only_line_goes_from_prep_to_the_check(works: Works) -> None:
    job = works.job(works.line(8, "Bracket"))
    pile = works.prepared(job.lines[0])
    assert (pile.stage, pile.coat_number, pile.qty) == (Stage.CHECKING, 0, 8)


def test_one_redo_does_not_drag_back_the_nine_that_are_ready(works: Works) -> None:
    job, line, pile = works.checking(qty=10)
    verdict = Verdict(passed=9, rework=1, cause="thin", fault_owner=FaultOwner.US)
    checks.check(works.db, pile, verdict, by=works.by)

    child = job_by_number(works.db, job.number or 0).lines[-1]
    assert child.label(job.number or 0) == f"{job.number}-1R1"
    assert works.counts(line) == {"ready": 9}
    assert works.counts(child) == {"to_spray": 1}


def test_a_job_closes_when_its_last_part_was_collected(works: Works) -> None:
    job, line, pile = works.checking(qty=10)
    checks.check(works.db, pile, Verdict(passed=10), by=works.by)
    ready = works.pile(line, Stage.READY)
    pickups.pick_up(works.db, job, {ready.id: 4}, to_whom="the driver", by=works.by)
    works.db.refresh(job)
    assert job.closed_at is None

    pickups.pick_up(works.db, job, {ready.id: 6}, to_whom="the driver", by=works.by)
    works.db.refresh(job)
    assert job.closed_at == works.by.now
    assert works.counts(line) == {"collected": 10}
