"""Every event in the story of a job is told in a sentence."""

import ast
from datetime import date
from pathlib import Path

import pytest

import powderapp
from powderapp.board.sentences import SENTENCES, Happened, sentence

PACKAGE = Path(powderapp.__file__).parent
FEATURES = ("jobs", "parts", "intake", "prep", "batches", "ovens", "checks", "pickups")
WRITERS = {"record_event", "_event", "_onward"}
BUILT = {"parts.missing", "parts.returned_uncoated", "job.edited", "line.edited", "job.checked_in", "job.quoted"}
"""Verbs that the code puts together or chooses, where the call has no plain word."""
NOT_OF_A_JOB = {"box.settled"}


def _verbs() -> set[str]:
    found = set(BUILT)
    for path in (path for feature in FEATURES for path in (PACKAGE / feature).rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "id", None) in WRITERS:
                words = [word.value for word in call.args if isinstance(word, ast.Constant)]
                found |= {word for word in words if isinstance(word, str) and "." in word}
    return found - NOT_OF_A_JOB


def test_a_day_of_another_year_says_so():
    later = Happened("job.edited", {"due_on": "2026-12-31"}, {"due_on": "2027-01-04"}, today=date(2026, 11, 11))
    assert sentence(later) == "Due Mon 4 Jan 2027 instead of Thu 31 Dec."


def test_every_verb_of_a_job_has_its_sentence():
    assert sorted(_verbs() - set(SENTENCES)) == []
    assert len(_verbs()) > 20


@pytest.mark.parametrize("verb", sorted(SENTENCES))
def test_a_sentence_holds_even_when_the_event_knows_nothing(verb):
    told = sentence(Happened(verb, {}, {}))
    assert told.endswith(".")
    assert "None" not in told.replace("None of", "")


def test_what_changed_is_told_with_both_values():
    changed = Happened("job.edited", {"due_on": "2026-11-14", "po": None}, {"due_on": "2026-11-17", "po": "HR-1"})
    assert sentence(changed) == "Due Tue 17 Nov instead of Sat 14 Nov; PO HR-1 instead of nothing."


def test_a_price_is_told_only_to_those_who_may_see_it():
    facts = {"before": {"price": "10.00"}, "after": {"price": "12.00"}, "thing": "4115-1"}
    assert sentence(Happened("line.edited", **facts)) == "4115-1: price changed."
    assert sentence(Happened("line.edited", **facts, with_prices=True)) == "4115-1: price 12.00 instead of 10.00."


def test_a_verb_without_a_sentence_is_told_by_its_own_words():
    assert sentence(Happened("photo.added", {}, {})) == "Photo added."
