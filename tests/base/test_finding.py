import pytest

from powderapp.base.finding import hits, spread_pattern, words


def marked(shown: str, typed: str) -> list[str]:
    return [piece for piece, hit in hits(shown, words(typed)) if hit]


def test_what_is_typed_is_split_at_marks_and_folded() -> None:
    assert words("  O'Brien & Söhne, co-op ") == ["o", "brien", "sohne", "co", "op"]


def test_no_more_is_looked_for_than_a_person_types() -> None:
    assert words("a " * 5000) == ["a"] * 8
    assert words("x" * 5000) == ["x" * 200]
    assert words("%, & ()") == ["%"]


@pytest.mark.parametrize(
    ("shown", "typed", "expected"),
    [
        ("Traffic red", "red tra", ["Tra", "red"]),
        ("Traffic red", "trred", ["Tr", "red"]),
        ("RAL 9005 matt", "9005", ["9005"]),
        ("Straße Nord", "strass", ["Straß"]),
        ("Harbor Rail & Gate", "ail", []),
        ("Traffic red", "", []),
    ],
)
def test_the_typed_beginnings_are_marked(shown: str, typed: str, expected: list[str]) -> None:
    assert marked(shown, typed) == expected


def test_marking_loses_nothing_of_what_is_shown() -> None:
    shown = "Übergröße (co-op) 9005"
    assert "".join(piece for piece, _ in hits(shown, words("uberg 90 op"))) == shown


def test_only_plain_words_are_spread_over_several() -> None:
    assert spread_pattern("tr") is None
    assert spread_pattern("t.*d") is None
    assert spread_pattern("x" * 17) is None
