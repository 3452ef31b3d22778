import pytest
from sqlalchemy import select

from powderapp.base.events import Event
from powderapp.batches import operations as batches
from powderapp.batches.weighing import BoxIn
from powderapp.stock import operations as stock
from powderapp.stock.models import Movement
from powderapp.stock.operations import Delivery
from powderapp.stock.queries import LEDGER_PAGE


@pytest.fixture
def box(works):
    return works.black_box


def path(box, verb=""):
    return f"/boxes/{box.number}{verb}"


def test_a_boxs_page_shows_its_entries_and_what_it_held_then(desk, box, works, query_ceiling):
    job = works.job(works.line(10, "Picket", works.black))
    works.sprayed({works.prepared(job.lines[0]).id: 10}, works.black, box, 1_640)
    with query_ceiling(10):
        page = desk.get(path(box)).text
    assert "18.36 kg" in page
    assert "−1.64 kg" in page
    assert "/floor/batches/1" in page


def test_powder_is_scrapped_with_a_reason(desk, db, box, kinds, swapped_ids):
    answer = desk.htmx_post(path(box, "/take"), grams="1.5", kind="scrap", reason="Dirt in the box")
    assert swapped_ids(answer) == [f"box-{box.id}", f"box-{box.id}-facts", "toasts"]
    assert (box.net_g, kinds(box)[-1]) == (18_500, ("scrap", -1_500))
    assert "1.50 kg scrapped from box B0002." in answer.text
    assert db.scalars(select(Event).where(Event.verb == "box.scrap")).one().before == {"net_g": 20_000}


def test_more_than_the_box_holds_is_refused_in_words(desk, box, kinds):
    answer = desk.htmx_post(path(box, "/take"), grams="30", kind="sold", reason="Ann")
    assert (answer.status_code, box.net_g) == (409, 20_000)
    assert "Only 20.00 kg left in box B0002." in answer.text
    assert len(kinds(box)) == 1


@pytest.mark.parametrize(
    ("verb", "fields", "sentence"),
    [
        ("/take", {"grams": "-5", "kind": "scrap", "reason": "x"}, "Weight must be above 0."),
        ("/take", {"grams": "0", "kind": "scrap", "reason": "x"}, "Weight must be above 0."),
        ("/take", {"grams": "1", "kind": "use", "reason": "x"}, "Choose from the list."),
        ("/take", {"grams": "1", "kind": "scrap", "reason": " "}, "Please enter a reason."),
        ("/put-back", {"grams": "1"}, "Please enter a reason."),
        ("/transfer", {"grams": "1", "target": "999"}, "Choose from the list."),
        ("/edit", {"place": "A3", "expires_on": "soon", "version": "1"}, "Write a day like"),
        ("/edit", {"tare_g": "200 kg", "version": "1"}, "Weight must be at most"),
    ],
)
def test_what_cannot_be_is_asked_again_and_stores_nothing(desk, box, kinds, swapped_ids, verb, fields, sentence):
    answer = desk.htmx_post(path(box, verb), **fields)
    assert (answer.status_code, swapped_ids(answer)) == (422, [f"box-{box.id}"])
    assert sentence in answer.text
    assert (box.net_g, box.version, len(kinds(box))) == (20_000, 1, 1)


def test_powder_goes_back_up_to_what_was_taken(desk, box):
    desk.post(path(box, "/take"), grams="2", kind="sold", reason="Ann")
    answer = desk.htmx_post(path(box, "/put-back"), grams="3", reason="Ann brought it back")
    assert (answer.status_code, box.net_g) == (409, 18_000)
    assert "Only 2.00 kg were taken out of box B0002." in answer.text
    desk.post(path(box, "/put-back"), grams="2", reason="Ann brought it back")
    assert box.net_g == 20_000


def test_rests_are_poured_together(desk, db, box, works):
    rest = works.box(works.black, 3_000)
    answer = desk.htmx_post(path(rest, "/transfer"), grams="3", target=box.number, reason="Two rests")
    assert answer.status_code == 200
    assert (rest.net_g, box.net_g) == (0, 23_000)


def test_another_powder_is_not_offered_to_pour_into(desk, box, works):
    works.box(works.black, 1_000)
    answer = desk.htmx_post(path(box, "/transfer"), grams="3", target=works.primer_box.number, reason="x")
    assert (answer.status_code, works.primer_box.net_g) == (422, 20_000)


def test_a_box_moves_to_another_shelf(floor, db, box):
    floor.post(path(box, "/edit"), place="B2", lot="24-1107", tare_g="1.05", version=1)
    assert (box.place, box.tare_g, box.version, box.net_g) == ("B2", 1_050, 2, 20_000)
    event = db.scalars(select(Event).where(Event.verb == "box.edited")).one()
    assert (event.before["tare_g"], event.inverse["place"]) == (1_000, None)


def test_who_corrects_a_box_second_sees_the_other_value(desk, box):
    desk.post(path(box, "/edit"), place="B2", lot="24-1107", tare_g="1", version=1)
    answer = desk.htmx_post(path(box, "/edit"), place="C3", lot="24-1107", tare_g="1", version=1)
    assert (answer.status_code, box.place) == (409, "B2")
    assert "Now: B2. Save again to keep yours." in answer.text


def test_a_wrong_entry_is_undone_by_another_and_only_once(desk, db, box, kinds):
    desk.post(path(box, "/take"), grams="2", kind="scrap", reason="Dirt")
    entry = db.scalars(select(Movement).where(Movement.box_id == box.id).order_by(Movement.id.desc())).first()
    undo = path(box, f"/movements/{entry.id}/reverse")
    assert "Why is it undone?" in desk.get(path(box), reverse=entry.id).text
    desk.post(undo, reason="It was another box")
    assert (box.net_g, kinds(box)[-1]) == (20_000, ("reverse", 2_000))
    answer = desk.htmx_post(undo, reason="Again")
    assert (answer.status_code, len(kinds(box))) == (409, 3)
    assert "This entry was already reversed." in answer.text


def test_undoing_asks_for_a_reason_beside_the_entry(desk, db, box, swapped_ids):
    entry = db.scalars(select(Movement).where(Movement.box_id == box.id)).one()
    answer = desk.htmx_post(path(box, f"/movements/{entry.id}/reverse"), reason="")
    assert (answer.status_code, swapped_ids(answer)) == (422, [f"box-{box.id}"])
    assert "Please enter a reason." in answer.text
    assert f'id="movement-{entry.id}-reason"' in answer.text


def test_an_entry_of_another_box_is_not_found(desk, db, box, works):
    entry = db.scalars(select(Movement).where(Movement.box_id == works.primer_box.id)).one()
    assert desk.post(path(box, f"/movements/{entry.id}/reverse"), reason="x").status_code == 404


def test_a_long_ledger_goes_on_on_the_next_page(desk, db, by, box):
    for _ in range(LEDGER_PAGE // 2 + 2):
        stock.take(db, box, 10, stock.MovementKind.SCRAP, by=by)
        stock.put_back(db, box, 10, by=by, reason="x")
    first = desk.get(path(box)).text
    assert ("Older entries" in first, "Receipt" in first) == (True, False)
    oldest = db.scalars(select(Movement.id).where(Movement.box_id == box.id).order_by(Movement.id)).all()
    second = desk.get(path(box), before=oldest[-LEDGER_PAGE]).text
    assert "Receipt" in second


def test_a_box_in_a_batch_is_left_to_the_batch(desk, box, works):
    job = works.job(works.line(10, "Picket", works.black))
    pile = works.prepared(job.lines[0])
    batches.start(works.db, works.booth, works.black, {pile.id: 10}, [BoxIn(box.id, 21_000)], by=works.by)
    page = desk.get(path(box)).text
    assert "In batch S1 now" in page
    assert 'name="gross"' not in page
    answer = desk.htmx_post(path(box, "/weigh"), gross="20")
    assert (answer.status_code, box.net_g) == (409, 20_000)
    assert "Box B0002 is in batch S1: weigh it back there." in answer.text


def test_the_sprayer_weighs_and_puts_back_and_scraps_only_with_a_supervisor(floor, box):
    page = floor.get(path(box)).text
    assert ("Save weight" in page, "Put back" in page, "Take out" in page) == (True, True, True)
    for verb in ("/take", "/transfer"):
        assert floor.post(path(box, verb), grams="1", kind="scrap", reason="x").status_code == 403


def test_quality_reads_a_box_and_changes_nothing(quality, box):
    assert quality.get(path(box)).status_code == 200
    for verb in ("/weigh", "/put-back", "/edit"):
        assert quality.post(path(box, verb), gross="1", version=1).status_code == 403


@pytest.mark.parametrize("verb", ["/weigh", "/take", "/put-back", "/transfer", "/edit"])
def test_a_box_that_is_not_there_is_not_found(desk, works, verb):
    assert desk.get("/boxes/999999").status_code == 404
    assert desk.post(f"/boxes/999999{verb}", grams="1", gross="1", version=1).status_code == 404


def test_a_box_without_lot_or_tare_says_so(desk, db, by, works):
    box = stock.receive(db, works.black, Delivery(5_000), by=by)
    page = desk.get(path(box)).text
    assert "The empty box is not known" in page
    assert "not known" in page
