"""What the lines come to, beside them while they are typed."""

import re
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from powderapp.jobs.models import Job

LINE = {"lines-0-qty": "12", "lines-0-what": "Fence", "lines-0-coat1": "9005", "lines-0-area_mm2": "1.2"}


@pytest.fixture
def totals(desk, works):
    works.db.commit()

    def totals(**fields):
        answer = desk.htmx_post("/jobs/new/totals", priority="standard", **fields)
        assert answer.status_code == 200
        return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())

    return totals


def test_lines_parts_and_prices_are_added_up_with_tax(shop, totals):
    shop.tax_percent = Decimal(20)
    shown = totals(
        **LINE, **{"lines-0-price": "100", "lines-1-qty": "3", "lines-1-what": "Post", "lines-1-coat1": "9005"}
    )
    for words in ("2 lines, 15 parts", "€ 100.00", "Tax 20 % € 20.00", "Total with tax € 120.00"):
        assert words in shown


def test_powder_is_set_against_stock(totals):
    """14.4 m² x 70 µm x 1.35 / 0.55 = 2.475 kg."""
    assert "RAL 9005 matt 2.48 of 20.00 kg" in totals(**LINE)


def test_powder_that_will_not_do_is_short(totals):
    assert "28.78 kg short" not in totals(**LINE)
    assert "short" in totals(**(LINE | {"lines-0-qty": "300"}))


def test_a_missing_area_is_said(totals):
    assert "Some areas are missing" in totals(**(LINE | {"lines-0-area_mm2": ""}))


def test_the_day_is_echoed(totals):
    assert "Fri 5 Mar 2027" in totals(due_on="2027-03-05")


def test_the_customers_habits_are_told(totals):
    assert "first job" in totals(customer="Harbor Rail & Gate")


def test_half_a_line_disturbs_nobody_and_stores_nothing(db, totals):
    assert "0 lines, 0 parts" in totals(**{"lines-0-qty": "x", "lines-0-coat1": "puce"}, due_on="31/2")
    assert db.scalar(select(func.count()).select_from(Job)) == 0
