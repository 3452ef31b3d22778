from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powderapp.powders.cure import point
from powderapp.powders.reading import PowderRow, read_powders
from powderapp.powders.rules import Finish

OLD_LIST = Path(__file__).parents[1] / "data" / "powders.csv"
GOOD = ["Jet black", "9005", "Maker B", "B1005", "matt", "1,35", "20", "27,38", "11,43", "10 min 200C"]


def one_list(*table: list[str]) -> bytes:
    header = "Colour;RAL;Mfr;Code;Gloss;SG;Box kg;In stock kg;Price/kg;Cure"
    return "\n".join([header, *(";".join(cells) for cells in table)]).encode()


def changed(column: int, text: str) -> list[str]:
    return [*GOOD[:column], text, *GOOD[column + 1 :]]


def test_every_powder_of_the_old_list_is_certain() -> None:
    read = read_powders(OLD_LIST.read_bytes())
    assert (len(read.certain), len(read.listed), read.rows) == (42, 0, 42)
    assert sum(row.record.sg is None for row in read.certain) == 14
    assert all(len(row.record.cure) == 1 for row in read.certain)


def test_a_row_is_read_with_its_figures_and_its_boxes() -> None:
    (row,) = read_powders(one_list(GOOD)).certain
    assert row.record == PowderRow(
        name="Jet black",
        ral="9005",
        rgb="0E0E10",
        maker="Maker B",
        code="B1005",
        finish=Finish.MATT,
        sg=Decimal("1.35"),
        pack_g=20_000,
        price_per_kg=Decimal("11.43"),
        cure=(point(200, 10, as_entered="10 min 200C"),),
        boxes_g=(20_000, 7_380),
    )


def test_opening_stock_is_full_boxes_and_a_rest_to_the_gram() -> None:
    records = [row.record for row in read_powders(OLD_LIST.read_bytes()).certain]
    by_code = {record.code: record.boxes_g for record in records}
    assert by_code["B1057"] == (25_000, 25_000, 7_610)
    assert by_code["C1090"] == ()
    assert sum(sum(boxes) for boxes in by_code.values()) == 753_550


def test_empty_figures_are_not_known_rather_than_nought() -> None:
    (row,) = read_powders(one_list(["Clear", "", "Maker A", "A1", "gloss", "", "", "3,5", "", ""])).certain
    record = row.record
    assert (record.ral, record.rgb, record.sg, record.pack_g, record.price_per_kg) == (None, None, None, None, None)
    assert (record.cure, record.boxes_g) == ((), (3_500,))


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        (0, "Jet black + Pure white", "Two colours in one cell: Jet black + Pure white."),
        (1, "9005/9010", "Two colours in one cell: 9005/9010."),
        (1, "9999", "RAL 9999 does not exist. Nearest: 9023, 9022, 9018."),
        (3, "", "The code is missing."),
        (4, "shiny", "shiny is no finish that is known here."),
        (4, "", "The finish is missing."),
        (5, "13,5", "Sg 13,5: At most 9.9."),
        (7, "1,234", "Stock 1,234: 1,234 can be read two ways: write 1.234 or 1234."),
        (7, "-3", "Stock -3: Weight must be at least 0 kg."),
        (8, "1.234,5", "Price 1.234,5: Write 1234.5 or 1234,5."),
        (9, "hot", "Cure hot: Write cure like 10 min 200 °C."),
    ],
)
def test_an_uncertain_row_is_listed_with_its_reason(column: int, text: str, reason: str) -> None:
    read = read_powders(one_list(GOOD, [*changed(column, text)[:2], "Maker X", *changed(column, text)[3:]]))
    assert [row.line for row in read.certain] == [2]
    assert [(row.line, row.reason) for row in read.listed] == [(3, reason)]


def test_a_code_that_is_there_twice_is_asked() -> None:
    read = read_powders(one_list(GOOD, ["White", "", "MAKER B", "b1005", *GOOD[4:]]))
    assert [(row.line, row.reason) for row in read.listed] == [(3, "The same maker and code as line 2.")]


cells = st.one_of(
    st.sampled_from(GOOD), st.text(st.characters(exclude_characters=';"\r\n\0', exclude_categories=["Cs"]), max_size=9)
)


@given(st.lists(st.lists(cells, min_size=10, max_size=10), max_size=8))
def test_no_row_is_ever_lost(table: list[list[str]]) -> None:
    filled = [row for row in table if any(cell.strip() for cell in row)]
    assert read_powders(one_list(*table)).rows == len(filled)
