"""Small parts of pages are drawn once and remembered by what they show."""

from datetime import date
from types import SimpleNamespace

import pytest
from markupsafe import Markup


@pytest.fixture
def parts(app):
    with app.test_request_context("/", headers={"Host": "127.0.0.1"}):
        yield app.jinja_env.globals


def test_text_that_is_safe_and_the_same_text_that_is_not_are_two(parts):
    assert "<b>" in parts["ui"].tag("", Markup("<b>late</b>"))
    assert "<b>" not in parts["ui"].tag("", "<b>late</b>")


def test_a_powder_that_changed_is_drawn_as_it_is_now(parts):
    powder = SimpleNamespace(ral="9005", name="Jet black", rgb="0F1012", finish="matt")
    assert "RAL 9005" in parts["ui"].powder(powder)
    powder.ral = None
    assert "Jet black" in parts["ui"].powder(powder)


def test_a_day_is_told_from_today(parts):
    friday, due = date(2026, 11, 13), parts["fmt"].due
    assert "Today" in due(friday, friday)
    assert "3 days late" in due(friday, date(2026, 11, 16))


def test_how_far_a_job_is_shows_each_step(parts):
    drawn = parts["ui"].segments(["done", "now", "todo"], "Prep")
    assert drawn == parts["ui"].segments(("done", "now", "todo"), "Prep")
    assert '<i class="done"></i><i class="now"></i><i class="todo"></i>' in drawn
