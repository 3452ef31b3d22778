"""Old spreadsheets: what is certain goes in once, everything else is listed."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from powderapp.cli import importing
from powderapp.cli.errors import CommandError
from powderapp.customers import operations as customers
from powderapp.customers.models import Customer
from powderapp.customers.operations import CustomerWanted
from powderapp.people.models import Person
from powderapp.powders import operations as powders
from powderapp.powders.models import Powder, PowderCure
from powderapp.powders.operations import PowderWanted
from powderapp.powders.rules import Finish
from powderapp.stock.models import Box, Movement
from tests.conftest import NOW
from tests.support.running import command

DATA = Path(__file__).parents[1] / "data"
HEADER = "Colour;RAL;Mfr;Code;Gloss;SG;Box kg;In stock kg;Price/kg;Cure"
BLACK = "Jet black;9005;Maker B;B1005;matt;1,35;20;27,38;11,43;10 min 200C"


@pytest.fixture
def bring(db):
    """`bring("customers")`: the old list; `bring("powders", "a;b", "c;d")`: these lines."""

    def bring(kind: str, *lines: str) -> importing.Report:
        content = "\n".join(lines).encode() if lines else (DATA / f"{kind}.csv").read_bytes()
        return importing.bring_in(db, kind, content, f"{kind}.csv", NOW)

    return bring


def count(db: Session, kind: type) -> int:
    return db.scalar(select(func.count()).select_from(kind))


def figures(report):
    return report.brought.added, report.brought.known, len(report.brought.listed)


def test_the_old_customers_go_in_and_four_are_listed(bring, db):
    report = bring("customers")
    assert (figures(report), report.brought.rows, report.code) == ((38, 0, 4), 42, 3)
    assert count(db, Customer) == 38
    assert [row.line for row in report.brought.listed] == [40, 41, 42, 43]


def test_the_same_customers_a_second_time_are_there_already(bring, db):
    bring("customers")
    report = bring("customers")
    assert (figures(report), count(db, Customer)) == ((0, 38, 4), 38)
    assert "This file was imported on 2026-11-11 already." in list(report.lines())


def test_the_old_powders_go_in_with_every_gram_of_their_stock(bring, db):
    report = bring("powders")
    assert (figures(report), report.code) == ((42, 0, 0), 0)
    assert (count(db, Powder), count(db, PowderCure), count(db, Box)) == (42, 42, 53)
    assert db.scalar(select(func.sum(Box.net_g))) == 753_550
    assert set(db.scalars(select(Movement.kind))) == {"opening"}
    assert set(db.execute(select(Box.lot, Box.tare_g))) == {(None, None)}


def test_the_same_powders_a_second_time_bring_no_box(bring, db):
    bring("powders")
    assert (figures(bring("powders")), count(db, Box)) == ((0, 42, 0), 53)


def test_stock_comes_as_full_boxes_and_a_rest(bring, db):
    bring("powders", HEADER, BLACK)
    assert list(db.scalars(select(Box.net_g).order_by(Box.id))) == [20_000, 7_380]


def test_what_is_there_in_another_spelling_or_with_other_details_is_listed(bring, db, by):
    customers.add(db, CustomerWanted("Old Quay Moto Ltd"), by=by)
    customers.add(db, CustomerWanted("Castle Welding", phone="555-1"), by=by)
    report = bring("customers", "Company;Phone", "Old Quay Moto;", "castle welding;555-2", "Bay Moto;")
    assert [(row.line, row.reason) for row in report.brought.listed] == [
        (2, "May be Old Quay Moto Ltd, who is a customer already."),
        (3, "Castle Welding is a customer already, with another phone."),
    ]
    assert figures(report) == (1, 0, 2)


def test_a_powder_that_is_there_with_another_price_is_listed_and_kept(bring, db):
    bring("powders", HEADER, BLACK)
    report = bring("powders", HEADER, BLACK.replace("11,43", "12,00").replace("10 min 200C", "12 min 200C"))
    (row,) = report.brought.listed
    assert row.reason == "Maker B B1005 is in the catalogue already, with another price, cure."
    assert str(db.scalars(select(Powder.price_per_kg)).one()) == "11.43"


def test_stock_of_a_powder_typed_in_before_is_not_lost_unseen(bring, db, by):
    wanted = PowderWanted("Maker A", "A1", "Copper vein", Finish.VEIN)
    powders.add(db, wanted, by=by)
    report = bring("powders", HEADER, "Copper vein;;Maker A;A1;vein;;;7,61;;")
    (row,) = report.brought.listed
    assert row.reason == "Maker A A1 is in the catalogue without a box: receive its 7.61 kg."


def test_the_system_imports(bring, db):
    bring("powders", HEADER, BLACK)
    who = db.scalars(select(Person).where(Person.is_system)).one()
    assert who.name == "System"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Missing column: name."),
        (b"Company;Shoe size\nBay Moto;44", "Unknown column: Shoe size."),
        (b"Company;Company\nBay;Moto", "Column there twice: name."),
        (b"PK\x03\x04\0\0", "This is not a CSV file. Save the spreadsheet as CSV."),
        (b'Company\n"Bay Moto', "a quotation mark is not closed"),
        (b"Company\n" + b"Bay Moto\n" * 10_001, "At most 10000 rows; this file has 10001."),
    ],
)
def test_a_file_that_cannot_be_read_stores_nothing(db, content, sentence):
    with pytest.raises(CommandError, match="Nothing was stored") as refused:
        importing.bring_in(db, "customers", content, "list.csv", NOW)
    assert sentence in str(refused.value)
    assert count(db, Customer) == 0


def test_a_dry_run_says_the_same_and_stores_nothing(copy, to):
    content = (DATA / "powders.csv").read_bytes()
    tried = importing.run(to(copy), "powders", content, "powders.csv", dry_run=True)
    done = importing.run(to(copy), "powders", content, "powders.csv")
    assert list(tried.lines()) == list(done.lines())
    assert figures(done) == (42, 0, 0)


def test_the_command_tells_the_shell_how_it_went(served_before):
    listed = command(served_before, "import", "customers", str(DATA / "customers.csv"))
    assert listed.returncode == 3
    assert "38 added" in listed.stdout
    assert "line 43: May be Riverside Docks of line 36. (riverside docks)" in listed.stdout
    refused = command(served_before, "import", "customers", str(DATA / "jobs.csv"))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Nothing was stored." in refused.stderr
    tried = command(served_before, "import", "powders", str(DATA / "powders.csv"), "--dry-run")
    assert (tried.returncode, tried.stdout.splitlines()[-1]) == (0, "Dry run: nothing was stored.")
