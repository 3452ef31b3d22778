"""Reworks that are cancelled are handed back with the coats they have: those of their parents count."""

import pytest

from powderapp.checks import operations as checks
from powderapp.checks.operations import Verdict
from powderapp.checks.queries import coats_below, coats_handed_back, coats_kept
from powderapp.checks.rules import FaultOwner, Redone, ReworkKind, coats_under
from powderapp.jobs.queries import job_by_number
from powderapp.parts.cancelling import cancel_job, cancel_line
from powderapp.parts.rules import Stage
from powderapp.prep import operations as prep

FAILED = {"cause": "thin", "fault_owner": FaultOwner.US}
RECOAT, STRIP, RE_BAKE = ReworkKind.RECOAT, ReworkKind.STRIP, ReworkKind.RE_BAKE


@pytest.fixture
def again(works):
    """`again(pile, STRIP, step_id)`: the line that all parts of a pile are done again on."""

    def again(pile, kind, *steps):
        verdict = Verdict(rework=pile.qty, rework_kind=kind, rework_steps=steps, **FAILED)
        checks.check(works.db, pile, verdict, by=works.by)
        return job_by_number(works.db, pile.line.job.number).lines[-1]

    return again


@pytest.fixture
def coats(works):
    """`coats(line)`: coats on the parts of a cancelled line that stand ready."""

    def coats(line):
        job = job_by_number(works.db, line.job.number)
        pile = works.pile(line, Stage.READY)
        return coats_handed_back(job, [pile], coats_kept(works.db, job))[pile.id]

    return coats


def cancel(works, line):
    cancel_line(works.db, line, reason="too late", by=works.by)


@pytest.mark.parametrize(("kind", "coats_on"), [(RECOAT, 1), (RE_BAKE, 1), (STRIP, None)])
def test_a_rework_that_is_cancelled_at_once_has_its_parents_coat(works, again, coats, kind, coats_on):
    _, _, pile = works.checking(3)
    child = again(pile, kind, works.bake.id if kind is RE_BAKE else works.blast.id)
    cancel(works, child)
    assert (works.pile(child).coat_number, coats(child)) == (0, coats_on)


def test_parts_that_were_stripped_have_none(works, again, coats):
    _, _, pile = works.checking(3)
    child = again(pile, STRIP, works.blast.id)
    works.prepared(child)
    cancel(works, child)
    assert coats(child) == 0


def test_parts_of_which_some_are_stripped_are_looked_at(works, again, coats):
    _, _, pile = works.checking(3)
    child = again(pile, STRIP, works.blast.id)
    prep.count_done(works.db, child.steps[0], 2, by=works.by)
    prep.send_on(works.db, child, 1, 2, by=works.by)
    cancel(works, child)
    assert coats(child) is None


def test_a_recoat_of_a_recoat_has_the_coats_of_both(works, again, coats):
    job, _, pile = works.checking(3)
    first = again(pile, RECOAT)
    works.sprayed({works.pile(first).id: 3}, works.black, works.black_box, 100)
    works.cured({works.pile(first).id: 3})
    second = again(works.pile(first), RECOAT)
    cancel_job(works.db, job, reason="too dear", by=works.by)
    assert coats(second) == 2


def test_parts_that_failed_before_their_first_coat_are_uncoated(works, again, coats):
    (line,) = works.job(works.line(3, "Gate", works.black, blast=False)).lines
    child = again(works.pile(line), RECOAT)
    cancel(works, child)
    assert coats(child) == 0


def test_a_rework_under_way_is_finished_and_has_both_coats(works, again, coats):
    _, _, pile = works.checking(3)
    child = again(pile, RECOAT)
    works.sprayed({works.pile(child).id: 3}, works.black, works.black_box, 100)
    cancel(works, child)
    works.cured({works.pile(child).id: 3})
    assert coats(child) == 2


def test_the_pages_say_with_how_many_coats_parts_are_handed_back(desk, works, again):
    job, _, pile = works.checking(3)
    child = again(pile, RECOAT)
    assert "over 1 coat" in desk.get(f"/jobs/{job.number}").text
    cancel(works, child)
    assert "3 ready, 1 coat" in desk.get(f"/jobs/{job.number}").text
    pickup = desk.get(f"/jobs/{job.number}/pickup").text
    assert ("1 coat" in pickup, "Uncoated" in pickup) == (True, False)


def test_parts_that_fail_in_front_of_the_second_coat_have_only_the_first_below(works, again):
    (line,) = works.job(works.line(3, "Gate", works.primer, works.black, blast=False)).lines
    works.sprayed({works.pile(line).id: 3}, works.primer, works.primer_box, 100)
    works.cured({works.pile(line).id: 3})
    child = again(works.pile(line), RECOAT)
    assert [coat.powder.code for coat in coats_below(works.db, child)] == ["P100"]


def test_a_recoat_goes_over_the_coat_that_a_bake_kept(works, again):
    _, _, pile = works.checking(3)
    baked = again(pile, RE_BAKE, works.bake.id)
    recoat = again(works.pile(baked), RECOAT)
    assert [coat.powder.code for coat in coats_below(works.db, recoat)] == ["B900"]


def test_stripping_takes_all_coats_off():
    reworks = {5: Redone(1, 2, RECOAT), 7: Redone(5, 1, STRIP), 9: Redone(7, 2, RE_BAKE)}
    assert coats_under(reworks) == {5: 2, 7: 0, 9: 2}
