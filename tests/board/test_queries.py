"""Where a job's card stands."""

import pytest

from powderapp.board.queries import board
from powderapp.board.rules import View
from powderapp.checks import operations as checks
from powderapp.checks.operations import Verdict
from powderapp.checks.rules import FaultOwner
from powderapp.parts.rules import Stage
from tests.support.chain import Works


@pytest.fixture
def works(db, by):
    return Works(db, by)


def labels(found, stage):
    return [card.label for card in found.cards[stage]]


def test_one_part_done_again_does_not_drag_the_others_back(db, works, by):
    job, _, pile = works.checking(30)
    checks.check(db, pile, Verdict(passed=29, rework=1, cause="thin", fault_owner=FaultOwner.US), by=by)
    found = board(db, View.ALL, by.now.date())
    assert labels(found, Stage.READY) == [str(job.number)]
    assert labels(found, Stage.TO_SPRAY) == [f"{job.number}-1R1"]
    (redo,) = found.cards[Stage.TO_SPRAY]
    assert (redo.cause, redo.words) == ("thin", "1 Picket")
    assert (found.counts[Stage.READY], found.counts[Stage.TO_SPRAY], found.jobs[View.ALL]) == (1, 1, 1)
