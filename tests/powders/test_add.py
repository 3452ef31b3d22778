from decimal import Decimal

import pytest
from sqlalchemy import func, select

from powderapp.base.events import Event
from powderapp.powders.models import Powder
from powderapp.powders.queries import powder_by_id
from powderapp.powders.rules import Finish

SHEET = {
    "ral": "RAL 9005",
    "maker": "Maker B",
    "code": "B1005",
    "finish": "matt",
    "film_low_um": "60",
    "film_high_um": "80",
    "utilisation": "55",
}


def count(db):
    return db.scalar(select(func.count()).select_from(Powder))


def test_a_new_powder_is_stored_with_its_figures(desk, db):
    more = {"sg": "1,35", "pack_g": "20", "price_per_kg": "11.43", "cure": "10 min 200 °C; 15-25 min 180 °C"}
    answer = desk.post("/powders/new", **SHEET, **more)
    powder = powder_by_id(db, db.scalars(select(Powder.id)).one())
    assert answer.headers["Location"] == f"/powders/{powder.id}"
    assert (powder.name, powder.ral, powder.rgb, powder.finish) == ("Jet black", "9005", "0E0E10", Finish.MATT)
    assert (powder.sg, powder.pack_g, powder.utilisation) == (Decimal("1.35"), 20_000, Decimal("0.550"))
    assert [(p.temp_c, int(p.max_minutes), p.assumed) for p in powder.cure] == [(180, 25, False), (200, 20, True)]
    event = db.scalars(select(Event).where(Event.verb == "powder.added")).one()
    assert event.after["price_per_kg"] == "11.43"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ral": "9999"}, "RAL 9999 does not exist. Nearest: 9023, 9022, 9018."),
        ({"ral": "9999x"}, "RAL 9999X does not exist. Nearest: "),
        ({"ral": ""}, "Please enter a name, or a RAL number."),
        ({"maker": " "}, "Please enter a maker."),
        ({"code": ""}, "Please enter the maker&#39;s code."),
        ({"finish": "shiny"}, "Choose from the list."),
        ({"sg": "13.5"}, "At most 9.9."),
        ({"film_low_um": "90"}, "This is thinner than the thinnest."),
        ({"film_low_um": "-5"}, "Film must be"),
        ({"utilisation": "0"}, "At least 1."),
        ({"price_per_kg": "1.234,5"}, "Write 1234.5 or 1234,5."),
        ({"cure": "hot"}, "Write cure like 10 min 200 °C."),
        ({"cure": "10 min 200 °C; 12 min 200 °C"}, "Each temperature once."),
        ({"rgb": "#12345"}, "Write six digits like #B87333."),
        ({"net_g": "5"}, "Unknown field."),
    ],
)
def test_what_cannot_be_is_asked_again_and_stays_typed(desk, db, swapped_ids, fields, sentence):
    answer = desk.htmx_post("/powders/new", **SHEET | {"gloss_units": "30"} | fields)
    assert (answer.status_code, swapped_ids(answer)) == (422, ["new-powder"])
    assert sentence in answer.text
    assert 'value="30"' in answer.text
    assert count(db) == 0


def test_a_makers_code_is_there_once(desk, db, black):
    answer = desk.htmx_post("/powders/new", **SHEET | {"maker": "maker b", "code": "b1005"})
    assert answer.status_code == 422
    assert "Maker B B1005 is in the catalogue already: Jet black." in answer.text
    assert count(db) == 1


def test_a_shop_in_us_units_types_prices_per_pound(desk, db, shop):
    shop.unit_system = "us"
    desk.post("/powders/new", **SHEET | {"film_low_um": "2.4", "film_high_um": "3.2"}, price_per_kg="5.12", pack_g="50")
    powder = db.scalars(select(Powder)).one()
    assert (powder.price_per_kg, powder.pack_g) == (Decimal("11.29"), 22_680)
    page = desk.get(f"/powders/{powder.id}").text
    assert "$" not in page
    assert "5.12 per lb" in page
    assert 'value="5.12"' in desk.get(f"/powders/{powder.id}/edit").text


def test_the_floor_adds_no_powder(floor, db):
    assert floor.get("/powders/new").status_code == 403
    assert floor.post("/powders/new", **SHEET).status_code == 403
    assert count(db) == 0
