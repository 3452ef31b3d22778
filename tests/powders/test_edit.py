from decimal import Decimal

import pytest
from sqlalchemy import select

from powderapp.base.events import Event
from powderapp.powders.queries import powder_by_id
from tests.powders.test_add import SHEET

CURE = {"temp_c_1": "190", "least_1": "15", "most_1": "", "temp_c_2": "200 °C", "least_2": "10", "most_2": "20"}


def test_a_corrected_density_is_saved_and_found_in_the_log(desk, db, black):
    desk.post(f"/powders/{black.id}/edit", **SHEET, sg="1.4", version=1)
    assert (black.sg, black.version) == (Decimal("1.40"), 2)
    event = db.scalars(select(Event).where(Event.verb == "powder.edited")).one()
    assert (event.before["sg"], event.after["sg"]) == ("1.35", "1.40")


def test_the_form_sends_back_what_stands_there_and_changes_nothing(desk, db, black):
    shown = desk.get(f"/powders/{black.id}/edit").text
    assert 'value="11.43"' in shown
    same = {"name": "Jet black", "sg": "1.35", "pack_g": "20 kg", "price_per_kg": "11.43", "rgb": "0E0E10"}
    desk.post(f"/powders/{black.id}/edit", **SHEET, **same, version=1)
    assert black.version == 1


def test_who_saves_second_sees_the_other_value_in_shop_units(desk, black):
    desk.post(f"/powders/{black.id}/edit", **SHEET, pack_g="25", version=1)
    answer = desk.htmx_post(f"/powders/{black.id}/edit", **SHEET, pack_g="15", version=1)
    assert answer.status_code == 409
    assert "Now: 25 kg. Save again to keep yours." in answer.text
    assert 'value="15"' in answer.text
    assert black.pack_g == 25_000


def test_an_unknown_ral_names_three_that_come_near(desk, black):
    answer = desk.htmx_post(f"/powders/{black.id}/edit", **SHEET | {"ral": "9999"}, version=1)
    assert (answer.status_code, black.ral) == (422, "9005")
    assert "Nearest: 9023, 9022, 9018." in answer.text


def test_a_cure_schedule_is_changed_row_by_row(desk, db, black, swapped_ids):
    answer = desk.htmx_post(f"/powders/{black.id}/cure", **CURE, version=1)
    assert swapped_ids(answer) == [f"powder-{black.id}-cure", "toasts"]
    cure = powder_by_id(db, black.id).cure
    assert [(p.temp_c, int(p.min_minutes), int(p.max_minutes), p.assumed) for p in cure] == [
        (190, 15, 30, True),
        (200, 10, 20, False),
    ]
    event = db.scalars(select(Event).where(Event.verb == "powder.cure_set")).one()
    assert event.before == {"cure": ["200 °C 10.00 to 20.00 min"]}


def test_an_emptied_row_goes(desk, db, black):
    desk.post(f"/powders/{black.id}/cure", **CURE, version=1)
    desk.post(f"/powders/{black.id}/cure", temp_c_1="200", least_1="10", most_1="15", version=2)
    assert [point.temp_c for point in powder_by_id(db, black.id).cure] == [200]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"least_1": ""}, "Please enter the shortest time."),
        ({"temp_c_1": ""}, "Please enter the part temperature."),
        ({"most_2": "5"}, "This is shorter than the shortest."),
        ({"temp_c_1": "200"}, "Each temperature once."),
        ({"temp_c_1": "2000"}, "Cure temperature must be"),
        ({"least_1": "soon"}, "Shortest 1"),
    ],
)
def test_a_row_that_cannot_be_is_asked_again(desk, db, black, fields, sentence):
    answer = desk.htmx_post(f"/powders/{black.id}/cure", **CURE | fields, version=1)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert [point.temp_c for point in powder_by_id(db, black.id).cure] == [200]


def test_who_changes_the_cure_second_is_told_what_stands_there(desk, db, black):
    desk.post(f"/powders/{black.id}/cure", **CURE, version=1)
    answer = desk.htmx_post(f"/powders/{black.id}/cure", temp_c_1="180", least_1="20", version=1)
    assert answer.status_code == 409
    assert "Now: 190 °C 15.00 to 30.00 min; 200 °C 10.00 to 20.00 min." in answer.text
    assert len(powder_by_id(db, black.id).cure) == 2


def test_a_powders_page_says_what_is_an_estimate_and_what_is_approximate(desk, black, make_powder):
    page = desk.get(f"/powders/{black.id}").text
    assert "Colours on a screen are approximate" in page
    assert "estimated with 1.5" not in page
    unknown = make_powder("A1", "Copper vein")
    page = desk.get(f"/powders/{unknown.id}").text
    assert "need and coverage are estimated with 1.5 g/cm³" in page
    assert "approximate" not in page


def test_the_floor_reads_the_sheet_without_price_and_changes_nothing(floor, db, black):
    page = floor.get(f"/powders/{black.id}").text
    assert "20.00 kg" in page
    assert "11.43" not in page
    assert "Save cure" not in page
    assert floor.get(f"/powders/{black.id}/edit").status_code == 403
    assert floor.post(f"/powders/{black.id}/cure", **CURE, version=1).status_code == 403


def test_a_powder_that_is_not_there_is_not_found(desk):
    for url in ("/powders/999999", "/powders/999999/edit", "/powders/999999/receive"):
        assert desk.get(url).status_code == 404
    assert desk.post("/powders/999999/edit", **SHEET, version=1).status_code == 404
