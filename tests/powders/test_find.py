import pytest

from powderapp.powders import queries
from powderapp.powders.finding import find_key
from powderapp.powders.operations import retire
from powderapp.powders.rules import Finish
from powderapp.stock.models import Box


@pytest.fixture
def three(make_powder, black):
    red = make_powder("C1289", "Traffic red", Finish.GLOSS, ral="3020", maker="Maker C", stock_g=900)
    return [black, red, make_powder("A1873", "Silver vein", Finish.VEIN, maker="Maker A")]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9005", ["B1005"]),
        ("RAL 9005", ["B1005"]),
        ("ral9005", ["B1005"]),
        ("b1005", ["B1005"]),
        ("1005", ["B1005"]),
        ("red tr", ["C1289"]),
        ("trred", ["C1289"]),
        ("jbl", ["B1005"]),
        ("gloss maker c", ["C1289"]),
        ("maker", ["B1005", "A1873", "C1289"]),
        ("ed", []),
        ("zzz", []),
        ("tr%", []),
        (".*", []),
    ],
)
def test_pieces_of_number_color_code_and_maker_find_a_powder(db, three, typed, expected):
    assert [row.code for row in queries.page(db, typed)] == expected


def test_the_words_of_a_powder_fit_however_long_its_names_are():
    key = find_key("ﬃ" * 40 + " x1", "9005", "c2 " * 13, "m" * 60, "gloss")
    assert len(key) <= 320
    assert key.startswith("ffi")


def test_the_list_shows_stock_and_cost_with_few_questions(desk, three, query_ceiling):
    with query_ceiling(5):
        page = desk.get("/powders").text
    assert "20.00 kg" in page
    assert "€ 1.96 per m²" in page


def test_the_floor_sees_powders_without_prices(floor, three, db, shop):
    page = floor.get("/powders").text
    assert "Jet black" in page
    assert "per m²" not in page
    shop.prices_on_floor = True
    assert "€ 1.96 per m²" in floor.get("/powders").text


def test_typing_answers_with_the_found_part_alone(desk, three, swapped_ids):
    answer = desk.htmx_get("/powders", q="trred")
    assert swapped_ids(answer) == ["powders-found"]
    assert "<mark>Tr</mark>affic <mark>red</mark>" in answer.text


def test_the_list_goes_on_where_the_page_ended(desk, db, make_powder):
    for number in range(queries.PAGE + 2):
        make_powder(f"X{number:03d}", f"Shade {number:03d}")
    first = desk.get("/powders").text
    assert ("Shade 049" in first, "Shade 050" in first) == (True, False)
    second = desk.get("/powders", after=queries.page(db, "x049")[0].id).text
    assert ("Shade 049" in second, "Shade 051" in second) == (False, True)


def test_choices_say_what_is_in_stock_those_that_are_first(desk, three):
    answer = desk.htmx_get("/powders/choices", q="maker").text
    assert answer.index("B1005") < answer.index("A1873")
    assert answer.index("C1289") < answer.index("A1873")
    assert 'data-text="RAL 3020 gloss C1289"' in answer


def test_choices_say_what_is_needed_and_what_is_short(desk, three):
    asked = {"area_mm2": 2_000_000, "qty": 6, "film_um": 80}
    answer = desk.htmx_get("/powders/choices", q="trred", **asked).text
    assert "needs 2.62 kg" in answer
    assert "short 1.72 kg" in answer


@pytest.mark.parametrize("nonsense", [{"area_mm2": "x"}, {"area_mm2": -5}, {"area_mm2": 10**20}, {"film_um": "NaN"}])
def test_choices_ignore_an_area_that_cannot_be(desk, three, nonsense):
    answer = desk.htmx_get("/powders/choices", q="trred", **{"area_mm2": 0, "qty": 1} | nonsense)
    assert answer.status_code == 200
    assert "needs" not in answer.text


def test_the_label_of_a_box_or_of_a_powder_has_one_choice(desk, three, db):
    box = db.query(Box).filter_by(powder_id=three[1].id).one()
    for code in (box.code, f"HTTPS://SHOP.TEST/B/{box.number}", f"p{three[1].id}"):
        answer = desk.htmx_get("/powders/choices", code=code).text
        assert answer.count('role="option"') == 1
        assert 'data-text="RAL 3020 gloss C1289"' in answer


def test_a_label_of_no_box_says_so_and_so_does_one_of_a_powder_that_left(desk, three, db, by):
    retire(db, three[0], by=by)
    for code, why in (("B0999", "There is no box B0999."), (f"P{three[0].id}", "Maker B B1005 is no longer offered.")):
        answer = desk.htmx_get("/powders/choices", code=code).text
        assert why in answer
        assert "data-value" not in answer


def test_choices_are_at_most_eight(desk, make_powder):
    for number in range(12):
        make_powder(f"X{number}", "Shade")
    assert desk.htmx_get("/powders/choices", q="shade").text.count('role="option"') == 8
    assert desk.htmx_get("/powders/choices", q=" ").text.count('role="option"') == 0


def test_who_is_not_signed_in_sees_no_powder(anonymous):
    assert anonymous.get("/powders").status_code == 303
