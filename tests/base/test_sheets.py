import pytest
from hypothesis import given
from hypothesis import strategies as st

from powderapp.base.sheets import decoded, rows

SYNONYMS: dict[str, tuple[str, ...]] = {"name": ("company",), "email": ("e-mail",), "note": ("notes",)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1"])
def test_a_file_is_read_whoever_saved_it(encoding: str) -> None:
    assert decoded("Überlänge, Kran nötig".encode(encoding)) == "Überlänge, Kran nötig"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_separator_order_and_names_of_columns_do_not_matter(separator: str) -> None:
    lines = [["E-Mail ", "COMPANY"], ["a@b.test", " Old Quay  "]]
    content = "\r\n".join(separator.join(cells) for cells in lines).encode()
    (row,) = rows(content, SYNONYMS, needed=("name",))
    assert (row.line, row["name"], row["email"], row["note"]) == (2, "Old Quay", "a@b.test", "")


def test_line_numbers_count_empty_lines_and_lines_within_cells() -> None:
    content = b'name;note\n\nOne;"two\nlines"\n;;\nThree\n'
    found = rows(content, SYNONYMS, needed=("name",))
    assert [(row.line, row["name"]) for row in found] == [(3, "One"), (6, "Three")]


def test_surplus_cells_are_kept_in_the_last_column() -> None:
    (row,) = rows(b"name;note\nOne;call;before;;\n", SYNONYMS, needed=("name",))
    assert row["note"] == "call | before"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"company;colour\nx;y", "Unknown column: colour."),
        (b"email\nx", "Missing column: name."),
        (b"name;company\nx;y", "Column there twice: name."),
        (b"", "Missing column: name."),
        (b"PK\3\4\0\0", "This is not a CSV file. Save the spreadsheet as CSV."),
        (b'name\n"open', "Line 2: a quotation mark is not closed, or a cell is too long."),
        (b"name\n" + b"x\n" * 10_001, "At most 10000 rows; this file has 10001."),
    ],
)
def test_a_wrong_file_is_refused_as_a_whole_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as refused:
        rows(content, SYNONYMS, needed=("name",))
    assert str(refused.value) == sentence


@given(st.binary(max_size=200))
def test_any_bytes_are_rows_or_a_sentence(content: bytes) -> None:
    try:
        answer = str(len(rows(b"name;note\n" + content, SYNONYMS, needed=("name",))))
    except ValueError as refused:
        answer = str(refused)
    assert answer.isdigit() or answer.endswith(".")
