"""Where a job's card stands, in which views, and how many cards a column has."""

from datetime import timedelta

import pytest

from powderapp.batches import operations as batches
from powderapp.board.queries import board
from powderapp.board.rules import View
from powderapp.checks import operations as checks
from powderapp.checks.operations import Verdict
from powderapp.jobs import operations as jobs
from powderapp.jobs.queries import job_by_number
from powderapp.parts import cancelling
from powderapp.parts.rules import Stage
from powderapp.pickups import operations as pickups


@pytest.fixture
def shown(db, today):
    return lambda view=View.ALL, **more: board(db, view, today, **more)


def labels(found, stage):
    return [card.label for card in found.cards[stage]]


def test_one_part_done_again_does_not_drag_the_others_back(redone, shown):
    found = shown()
    assert labels(found, Stage.READY) == [str(redone.number)]
    (redo,) = found.cards[Stage.TO_SPRAY]
    assert (redo.label, redo.cause, redo.words) == (f"{redone.number}-1R1", "thin", "1 Picket")
    assert (found.counts[Stage.READY], found.counts[Stage.TO_SPRAY], found.jobs[View.ALL]) == (1, 1, 1)


def test_when_the_others_are_collected_only_the_rework_is_left(db, redone, works, by, shown):
    line = job_by_number(db, redone.number).lines[0]
    ready = works.pile(line, Stage.READY)
    pickups.pick_up(db, redone, {ready.id: 29}, to_whom="driver", by=by)
    found = shown()
    assert (labels(found, Stage.READY), labels(found, Stage.TO_SPRAY)) == ([], [f"{redone.number}-1R1"])
    assert found.counts[Stage.READY] == 0


def test_a_job_stands_where_its_least_advanced_parts_stand(works, shown):
    job = works.job(works.line(4, "Gate leaf", works.black), works.line(26, "Picket", works.black))
    works.prepared(job.lines[0])
    (card,) = shown().cards[Stage.RECEIVED]
    assert card.spread == ((Stage.RECEIVED, 26), (Stage.TO_SPRAY, 4))


def test_a_job_whose_parts_are_still_to_come_is_received_and_says_so(works, shown):
    works.job(works.line(4, "Gate leaf", works.black), arrived=False)
    (card,) = shown().cards[Stage.RECEIVED]
    assert card.standing == ()
    assert set(card.segments) == {"todo"}


def test_what_is_late_due_today_or_on_hold_has_a_view(db, works, by, today, shown):
    due = {"late": today - timedelta(2), "today": today, "later": today + timedelta(3)}
    made = {}
    for name, day in due.items():
        made[name] = works.job(works.line(1, name, works.black))
        jobs.edit(db, made[name], {"due_on": day}, made[name].version, by=by)
    jobs.hold(db, made["later"], reason="powder due Friday", by=by)
    for view, name in ((View.LATE, "late"), (View.TODAY, "today"), (View.HELD, "later")):
        assert [card.words for card in shown(view).cards[Stage.RECEIVED]] == [f"1 {name}"]
    assert shown().jobs == {View.ALL: 3, View.TODAY: 1, View.LATE: 1, View.HELD: 1}
    assert [card.words for card in shown().cards[Stage.RECEIVED]] == ["1 late", "1 today", "1 later"]


def test_a_column_shows_the_first_ones_due_and_counts_all(works, shown):
    for number in range(4):
        works.job(works.line(1 + number, "Picket", works.black))
    found = shown(at_most=3)
    assert (len(found.cards[Stage.RECEIVED]), found.counts[Stage.RECEIVED]) == (3, 4)


def test_a_cancelled_job_stays_until_it_was_handed_back(db, works, by, shown):
    job = works.job(works.line(4, "Gate leaf", works.black))
    (line,) = job.lines
    cancelling.cancel_job(db, job, reason="changed their mind", by=by)
    (card,) = shown().cards[Stage.READY]
    assert card.is_cancelled
    pickups.pick_up(db, job, {works.pile(line).id: 4}, to_whom="customer", by=by)
    assert not any(shown().cards.values())


def test_parts_in_the_booth_show_the_booth_and_its_clock(db, works, by, shown):
    job = works.job(works.line(4, "Gate leaf", works.black))
    pile = works.prepared(job.lines[0])
    batches.start(db, works.booth, works.black, {pile.id: 4}, [], by=by)
    (card,) = shown().cards[Stage.SPRAYING]
    (running,) = card.running
    assert (running.booth, running.began_at, card.segments[3]) == ("Booth 1", by.now, "now")


def test_what_is_ready_is_not_late_any_more(db, works, by, today, shown):
    job, _, pile = works.checking(5)
    jobs.edit(db, job, {"due_on": today - timedelta(2)}, job.version, by=by)
    assert shown().jobs[View.LATE] == 1
    checks.check(db, pile, Verdict(passed=5), by=by)
    assert shown().jobs[View.LATE] == 0
