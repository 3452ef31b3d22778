from hypothesis import given
from hypothesis import strategies as st

from powderapp.jobs.rules import LineNumber, Priority, line_label, parse_line_label, priority_of


def test_a_line_is_called_by_its_job_and_a_rework_by_its_root_line() -> None:
    assert line_label(4115, 2) == "4115-2"
    assert line_label(4115, 2, 1) == "4115-2R1"


def test_a_label_is_read_as_scanned_or_typed() -> None:
    assert parse_line_label("J/4115-2R1") == LineNumber(4115, 2, 1)
    assert parse_line_label(" 4115-2 ") == LineNumber(4115, 2, None)
    assert [parse_line_label(text) for text in ("4115", "B/0831", "4115-", "4115-2R", "")] == [None] * 5


@given(st.integers(1, 999_999), st.integers(1, 99), st.one_of(st.none(), st.integers(1, 9)))
def test_every_label_reads_back(job: int, line: int, rework: int | None) -> None:
    assert parse_line_label(line_label(job, line, rework)) == (job, line, rework)


def test_the_four_priorities_have_one_rank() -> None:
    in_order = sorted(Priority, key=lambda priority: priority.rank)
    assert [priority.label for priority in in_order] == ["Emergency", "Rush", "Semi-rush", "Standard"]


def test_priority_words_of_old_lists_are_understood() -> None:
    words = ["RUSH", "Emergency!", "semi rush", "", "Semi-Rush", "soonish"]
    found = [Priority.RUSH, Priority.EMERGENCY, Priority.SEMI_RUSH, Priority.STANDARD, Priority.SEMI_RUSH, None]
    assert [priority_of(word) for word in words] == found
