"""What people type is read into stored units, or refused in one sentence."""

import pytest

from powderapp.base.units import UnitSystem
from powderapp.shop.models import Shop

READ = [
    ("weight", "1,5", "1500"),
    ("weight", "40 lb", "18144"),
    ("film", "3 mil", "76.2"),
    ("temp", "400F", "204.4"),
    ("price", "12.5", "12.50"),
    ("minutes", "1:10", "70"),
    ("qty", "26", "26"),
    ("color", "red", "red"),
    ("rush", "y", "True"),
]
REFUSED = [
    ("weight", "-5", "Weight must be above 0."),
    ("weight", "0", "Weight must be above 0."),
    ("weight", "1.234,5", "Write 1234.5 or 1234,5."),
    ("qty", "2147483648", "At most 100 000 parts."),
    ("day", "2026-02-30", "This day does not exist."),
    ("day", "0000-00-00", "This day does not exist."),
    ("color", "blue", "Choose from the list."),
]


@pytest.mark.parametrize(("name", "typed", "stored"), READ)
def test_a_number_is_read_as_people_write_it(desk, name, typed, stored):
    assert f"{name}={stored}" in desk.htmx_post("/play/all", **{name: typed}).text


@pytest.mark.parametrize(("name", "typed", "sentence"), REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence(desk, name, typed, sentence):
    answer = desk.htmx_post("/play/all", **{name: typed})
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_bare_number_has_the_unit_of_the_shop(desk, db, shop):
    db.get(Shop, 1).unit_system = UnitSystem.US
    assert "weight=4536" in desk.htmx_post("/play/all", weight="10").text


@pytest.mark.parametrize("typed", ["", "   ", "\u00a0", "\u200b", "\u200b \ufeff", "\u00ad"])
def test_a_name_of_nothing_is_no_name(desk, typed):
    answer = desk.htmx_post("/play/add", name=typed)
    assert answer.status_code == 422
    assert "Please enter a name." in answer.text


def test_a_long_name_is_never_cut(desk):
    answer = desk.htmx_post("/play/add", name="x" * 300)
    assert "At most 40 characters; you have 300." in answer.text
    assert "x" * 300 in answer.text


@pytest.mark.parametrize("name", ["O'Brien", "Ångström", "بوابة", "<b>", "{{7*7}}", "🔥", "family 👨‍👩‍👧"])
def test_every_script_is_shown_as_it_was_typed(desk, name):
    from markupsafe import escape

    assert str(escape(name)) in desk.htmx_post("/play/add", name=name).text


def test_control_characters_are_damage(desk):
    assert desk.htmx_post("/play/add", name="a\x07b").status_code == 422


def test_an_empty_body_misses_its_required_fields(desk):
    sent = {
        "X-CSRFToken": desk.token,
        "Idempotency-Key": "8a3f5f0e-4a4c-4f0e-9a55-0b7c5c5d9d10",
        "Origin": "http://localhost",
    }
    answer = desk.http.post("/play/add", headers=sent)
    assert answer.status_code == 422
    assert "Please enter a name." in answer.text
