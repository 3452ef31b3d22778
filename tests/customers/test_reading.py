from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powderapp.customers.reading import CustomerRow, read_customers, same_firm

OLD_LIST = Path(__file__).parents[1] / "data" / "customers.csv"


def one_list(*lines: str) -> bytes:
    return "\n".join(["Company;Contact;Phone;E-mail;Terms;Notes", *lines]).encode()


def test_every_row_of_the_old_list_is_certain_or_listed() -> None:
    read = read_customers(OLD_LIST.read_bytes())
    assert (len(read.certain), len(read.listed), read.rows) == (38, 4, 42)
    assert [(row.line, row.reason) for row in read.listed] == [
        (40, "The same as line 18."),
        (41, "The same as line 29."),
        (42, "The same as line 34."),
        (43, "May be Riverside Docks of line 36."),
    ]


def test_letters_of_other_languages_survive() -> None:
    read = read_customers(OLD_LIST.read_bytes())
    expected = CustomerRow(
        "Lakeside Racks", "Workshop", "+1 555 554 6786", "orders@lakeside24.test", None, "Überlänge, Kran nötig"
    )
    assert read.certain[3].record == expected


def test_terms_get_one_spelling() -> None:
    read = read_customers(OLD_LIST.read_bytes())
    assert {row.record.terms for row in read.certain} == {"COD", "Cash", "Net 30", None}


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        ("Old Quay Moto Ltd;;;;;", "May be Old Quay Moto of line 2."),
        ("OLD QUAY MOTO;;;;;", "May be Old Quay Moto of line 2."),
        ("Old  Quay Moto;;;;;", "The name has two spaces in a row."),
        ("Old Quay Moto;Yard;;;;", "The same name as line 2, with other details."),
        ("Old Quay Moto;;;;;", "The same as line 2."),
        (";Yard;;;;", "The name is missing."),
        ("New;;;two@@at.test;;", "two@@at.test is not an e-mail address."),
        (f"{'x' * 121};;;;;", "The name is longer than 120 characters."),
    ],
)
def test_an_uncertain_row_is_listed_with_its_reason(second: str, reason: str) -> None:
    read = read_customers(one_list("Old Quay Moto;;;;;", second))
    assert [row.record.name for row in read.certain] == ["Old Quay Moto"]
    assert [(row.line, row.reason) for row in read.listed] == [(3, reason)]


def test_different_firms_are_not_taken_for_one() -> None:
    assert same_firm("Summit Rail & Gate Ltd.") == same_firm("summit rail & gate")
    assert same_firm("Summit Rail") != same_firm("Summit Racks")
    assert same_firm("Ltd") != ""


cells = st.text(st.characters(exclude_characters=';"\r\n\0', exclude_categories=["Cs"]), max_size=12)


@given(st.lists(st.lists(cells, min_size=6, max_size=6), max_size=8))
def test_no_row_is_ever_lost(table: list[list[str]]) -> None:
    filled = [row for row in table if any(cell.strip() for cell in row)]
    assert read_customers(one_list(*(";".join(row) for row in table))).rows == len(filled)
