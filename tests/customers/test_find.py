import pytest
from sqlalchemy import text

from powderapp.base.text import sort_key
from powderapp.customers import queries

NAMES = ["Harbor Rail & Gate", "Harbor Docks", "Co-op Lighting", "Ångström Søn", "Silver Birch Signs"]


@pytest.fixture
def five(make_customer):
    return [make_customer(name, phone=f"555 {1630 + number}") for number, name in enumerate(NAMES)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("harb", ["Harbor Docks", "Harbor Rail & Gate"]),
        ("gate harb", ["Harbor Rail & Gate"]),
        ("HARBOR  rail", ["Harbor Rail & Gate"]),
        ("op", ["Co-op Lighting"]),
        ("angstrom son", ["Ångström Søn"]),
        ("1634", ["Silver Birch Signs"]),
        ("arbor", []),
        ("%", []),
        ("'; drop table customer", []),
        ("\\", []),
    ],
)
def test_typed_beginnings_of_words_find_a_customer(db, five, typed, expected):
    assert [row.name for row in queries.page(db, typed)] == expected


def test_a_list_under_a_field_shows_names_that_begin_so_first(db, make_customer):
    for name in ("Old Bay Moto", "Bay Area Moto", "Green Bay"):
        make_customer(name)
    assert [row.name for row in queries.choices(db, "bay")] == ["Bay Area Moto", "Green Bay", "Old Bay Moto"]


def test_a_list_under_a_field_is_short(db, make_customer):
    for number in range(12):
        make_customer(f"Bay {number}")
    assert len(queries.choices(db, "ba")) == 8
    assert queries.choices(db, "  ") == []


def test_finding_among_many_uses_the_index_over_words(db):
    db.execute(
        text(
            "insert into customer (name, sort_key, added_at)"
            " select 'Firm ' || n, 'firm ' || n || ' row' || n % 700, now() from generate_series(1, 20000) n"
        )
    )
    plan = db.scalars(text("explain select id from customer where " + where("row13"))).all()
    assert "ix_customer_words" in "\n".join(plan)


def where(typed):
    condition = queries.begin_with(queries.FOUND_BY, [sort_key(typed)])
    return str(condition.compile(compile_kwargs={"literal_binds": True})).replace("%%", "%")


def test_the_list_goes_on_where_the_page_ended(desk, db, make_customer, query_ceiling):
    for number in range(queries.PAGE + 3):
        make_customer(f"Firm {number:03d}")
    with query_ceiling(6):
        first = desk.get("/customers")
    assert ("Firm 049" in first.text, "Firm 050" in first.text) == (True, False)
    last = queries.customer_named(db, "firm 049")
    second = desk.get("/customers", after=last.id)
    assert ("Firm 049" in second.text, "Firm 052" in second.text) == (False, True)


def test_typing_answers_with_the_found_part_alone(desk, five, swapped_ids):
    answer = desk.htmx_get("/customers", q="gate")
    assert swapped_ids(answer) == ["customers-found"]
    assert "<mark>Gate</mark>" in answer.text


def test_nothing_found_offers_to_add_what_was_typed(desk):
    answer = desk.get("/customers", q="Zeta Gates")
    assert "/customers/new?name=Zeta%20Gates" in answer.text.replace("+", "%20")
    assert 'value="Zeta Gates"' in desk.get("/customers/new", name="Zeta Gates").text


def test_a_very_long_question_is_cut(desk):
    assert desk.get("/customers", q="x" * 10_000).status_code == 200
    assert desk.get("/customers", after="7; drop").status_code == 200


def test_choices_name_id_and_text_of_each(desk, harbor):
    answer = desk.htmx_get("/customers/choices", q="harb")
    assert f'data-value="{harbor.id}" data-text="Harbor Rail &amp; Gate"' in answer.text
    assert "Ann · 555-1632" in answer.text


@pytest.mark.parametrize("url", ["/customers", "/customers/choices?q=a", "/customers/1"])
def test_the_floor_does_not_see_customers(floor, url):
    assert floor.get(url).status_code == 403
