"""A powder that is no longer bought: not offered any more, but its boxes, coats and history stay."""

import pytest
from sqlalchemy import select

from powderapp.base.errors import FieldError
from powderapp.base.events import Event
from powderapp.jobs.matching import powder_meant
from powderapp.jobs.queries import usual_powders_of
from powderapp.powders import operations, queries
from powderapp.powders.models import Powder
from powderapp.powders.operations import PowderWanted
from powderapp.powders.rules import Finish


@pytest.fixture
def gone(db, by, black):
    """Jet black, no longer offered."""
    return operations.retire(db, black, by=by)


def verbs(db, powder):
    query = select(Event.verb).where(Event.subject == "powder", Event.subject_id == powder.id).order_by(Event.id)
    return db.scalars(query).all()


def test_a_powder_is_retired_and_brought_back(desk, db, black, swapped_ids):
    answer = desk.htmx_post(f"/powders/{black.id}/retire")
    assert swapped_ids(answer) == [f"powder-{black.id}-acts", "toasts"]
    assert "No longer offered" in answer.text
    assert db.get_one(Powder, black.id).retired_at is not None
    assert "Offer again" in desk.get(f"/powders/{black.id}").text
    back = desk.htmx_post(f"/powders/{black.id}/bring-back")
    assert ("No longer offered" in back.text, db.get_one(Powder, black.id).retired_at) == (False, None)
    assert verbs(db, black) == ["powder.added", "powder.retired", "powder.brought_back"]


def test_without_scripts_the_page_comes_again(desk, black):
    assert desk.post(f"/powders/{black.id}/retire").location == f"/powders/{black.id}"


def test_twice_is_the_same_as_once(db, by, gone):
    before = gone.retired_at
    operations.retire(db, gone, by=by)
    assert (gone.retired_at, verbs(db, gone).count("powder.retired")) == (before, 1)
    for _ in range(2):
        operations.bring_back(db, gone, by=by)
    assert verbs(db, gone).count("powder.brought_back") == 1


def test_it_is_not_offered_where_a_powder_is_chosen(desk, db, gone):
    assert "B1005" not in desk.htmx_get("/powders/choices", q="9005").text
    assert "B1005" not in desk.get("/powders").text
    assert [row.code for row in queries.page(db, "9005")] == []


def test_it_is_found_among_those_that_are_no_longer_offered(desk, gone, make_powder, query_ceiling):
    make_powder("C1289", "Traffic red", Finish.GLOSS)
    with query_ceiling(5):
        page = desk.get("/powders", retired=1, q="black").text
    assert ("B1005" in page, "C1289" in page) == (True, False)
    assert "20.00 kg" in page


def test_who_types_it_is_told_that_it_is_not_offered(db, gone):
    for meant in (powder_meant(db, "B1005"), powder_meant(db, "RAL 9005 matt", gone.id)):
        assert meant.powder is None
        assert str(meant.why_not).startswith("RAL 9005 matt (Maker B B1005) is no longer offered.")


def test_nothing_is_said_of_a_powder_that_was_not_typed(db, gone):
    assert powder_meant(db, "moon dust", gone.id).why_not == (
        "No powder is called moon dust. Write moon dust? to match it later."
    )


def test_another_powder_of_the_colour_is_taken_instead(db, gone, make_powder):
    other = make_powder("A900", "Jet black", ral="9005", maker="Maker A")
    assert powder_meant(db, "9005", gone.id).powder is other


def test_a_customer_is_not_offered_what_was_usual(db, works, by):
    works.job(works.line(3, "Gate", works.black))
    operations.retire(db, works.black, by=by)
    assert usual_powders_of(db, works.customer.id) == []


def test_boxes_and_coats_of_it_stay_in_use(desk, db, works, by):
    (line,) = works.job(works.line(3, "Gate", works.black, blast=False)).lines
    operations.retire(db, works.black, by=by)
    assert works.sprayed({works.pile(line).id: 3}, works.black, works.black_box, 100).powder_id == works.black.id
    assert works.black_box.code in desk.get(f"/powders/{works.black.id}").text


def test_adding_it_anew_says_where_it_is(db, by, gone):
    wanted = PowderWanted("maker b", "b1005", "Black", Finish.MATT)
    with pytest.raises(FieldError, match="in the catalogue already: Jet black, no longer offered"):
        operations.add(db, wanted, by=by)


def test_only_who_keeps_the_catalogue_may(floor, db, black):
    for way in ("retire", "bring-back"):
        assert floor.post(f"/powders/{black.id}/{way}").status_code == 403
    assert "No longer offer" not in floor.get(f"/powders/{black.id}").text


def test_an_unknown_powder_is_not_found(desk, shop):
    assert desk.post("/powders/99999/retire").status_code == 404
