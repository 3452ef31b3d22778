"""The old job list, whose rows become orders."""

from pathlib import Path

import pytest

from powderapp.demo.records import LOW
from powderapp.demo.sheet import data, powder_of, sheet
from powderapp.demo.story import STORY
from powderapp.powders.models import Powder
from powderapp.powders.reading import read_powders

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def powders():
    rows = [row.record for row in read_powders(data("powders.csv")).certain]
    return [Powder(code=row.code, name=row.name, ral=row.ral, finish=row.finish) for row in (*rows, LOW)]


@pytest.mark.parametrize(
    ("colour", "code"),
    [("C1042", "C1042"), ("RAL 7021 gloss", "A1479"), ("5010", "A1309"), ("copper vein", "A1839"), ("L160", "L160")],
)
def test_a_colour_means_one_powder(powders, colour, code):
    assert powder_of(colour, powders).code == code


@pytest.mark.parametrize("colour", ["9005", "RAL 9999", "before Xmas"])
def test_a_colour_that_means_none_or_several_is_told(powders, colour):
    with pytest.raises(LookupError):
        powder_of(colour, powders)


def test_every_order_of_the_story_is_in_the_list():
    wanted = [row for order in STORY for row in order.rows]
    assert len(wanted) == len(set(wanted))
    assert set(wanted) <= set(sheet())


def test_the_demo_reads_the_same_spreadsheets_as_the_imports():
    for name in ("customers.csv", "powders.csv", "jobs.csv"):
        assert (DATA / name).read_bytes() == data(name)
