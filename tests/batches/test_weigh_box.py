import pytest
from sqlalchemy import select

from powderapp.base.events import Event
from powderapp.batches import operations as batches
from powderapp.batches import queries, weighing
from powderapp.batches.weighing import BoxIn
from powderapp.stock.models import Movement
from tests.support.chain import Works


@pytest.fixture
def works(db, by):
    return Works(db, by)


def last(db, box):
    return db.scalars(select(Movement).where(Movement.box_id == box.id).order_by(Movement.id.desc())).first()


def test_the_scale_corrects_what_the_ledger_says(floor, db, works):
    box = works.black_box
    answer = floor.htmx_post(f"/boxes/{box.number}/weigh", gross="20.4", reason="Count of the year")
    assert answer.headers["HX-Redirect"] == f"/boxes/{box.number}"
    entry = last(db, box)
    assert (box.net_g, entry.kind.value, entry.grams, entry.gross_g) == (19_400, "adjust", -600, 20_400)
    assert entry.reason == "Count of the year"
    assert db.scalars(select(Event).where(Event.verb == "box.weighed")).one().after["net_g"] == 19_400


@pytest.mark.parametrize(
    ("gross", "sentence"),
    [
        ("0.9", "The empty box B0002 alone weighs 1.00 kg. Weigh again."),
        ("25", "Box B0002 was never that heavy. Weigh again or ask a supervisor."),
        ("", "Please enter"),
        ("heavy", "Write a number, in kg"),
    ],
)
def test_a_scale_that_cannot_be_right_is_asked_again(floor, works, swapped_ids, gross, sentence):
    box = works.black_box
    answer = floor.htmx_post(f"/boxes/{box.number}/weigh", gross=gross, reason="Monday")
    assert (answer.status_code, swapped_ids(answer)) == (422, [f"box-{box.id}-weigh"])
    assert sentence in answer.text
    assert 'value="Monday"' in answer.text
    assert box.net_g == 20_000


def test_what_an_unweighed_batch_took_is_settled_at_the_next_weighing(floor, db, works):
    box, job = works.black_box, works.job(works.line(10, "Picket", works.black))
    pile = works.prepared(job.lines[0])
    batch = batches.start(db, works.booth, works.black, {pile.id: 10}, [BoxIn(box.id, None)], by=works.by)
    (task,) = queries.tasks_of(db, batch.id)
    batches.count_done(db, task, 10, by=works.by)
    weighing.finish(db, batch, {}, by=works.by)
    assert "1 batch ran unweighed" in floor.get(f"/boxes/{box.number}").text
    floor.post(f"/boxes/{box.number}/weigh", gross="20")
    assert (last(db, box).kind.value, queries.used_g(db, batch.id)) == ("use", 1_000)
    assert sum(use.grams for use in queries.uses_of(db, batch.id)) == 1_000


def test_the_scale_has_a_page_of_its_own(floor, works):
    page = floor.get(f"/boxes/{works.black_box.number}/weigh")
    assert 'name="gross"' in page.text
    assert "20.00 kg by the ledger" in page.text


def test_prep_does_not_weigh(prep_person, works):
    assert prep_person.get(f"/boxes/{works.black_box.number}/weigh").status_code == 403
    assert prep_person.post(f"/boxes/{works.black_box.number}/weigh", gross="20").status_code == 403
