"""Starting a batch: ticked parts, a box, the scale, one booth."""

from sqlalchemy import select

from powderapp.base.access import Role
from powderapp.base.events import Event
from powderapp.batches.models import Batch, BatchBox
from powderapp.jobs.models import Job
from powderapp.jobs.operations import hold
from powderapp.shop.models import Booth

URL = "/floor/queue/start"


def _batches(works):
    return works.db.scalars(select(Batch)).all()


def test_a_batch_takes_the_ticked_parts_and_starts_a_clock(floor, works, queued, started):
    line = queued(26)
    batch = started(line)
    assert works.counts(line) == {"spraying": 26}
    assert [box.gross_in_g for box in batch.boxes] == [21_000]
    assert works.db.scalars(select(Event.verb).order_by(Event.id.desc()).limit(2)).all()[0] == "clock.started"
    page = floor.get(f"/floor/batches/{batch.number}").text
    assert "0 of 26 parts" in page
    assert "Sam" in page


def test_only_some_of_a_pile_may_start(floor, works, queued, started):
    line = queued(26)
    started(line, qty=[10])
    assert works.counts(line) == {"spraying": 10, "to_spray": 16}


def test_the_way_to_the_box_carries_what_was_ticked(floor, works, queued):
    first, second = works.pile(queued(5)), works.pile(queued(7))
    asked = {"powder": works.black.id, "ticked": first.id, "pile": [first.id, second.id], "qty": [4, 7]}
    text = floor.get(URL, **asked).text
    assert "4 parts" in text
    assert works.black_box.code in text
    assert f'name="pile" value="{second.id}"' not in text


def test_nothing_ticked_leads_back_to_the_queue(floor, works):
    answer = floor.get(URL, powder=works.black.id)
    assert (answer.status_code, answer.location) == (303, "/floor/queue")


def test_two_tablets_that_start_the_same_parts_are_told_the_numbers(floor, works, queued, started, sending, sign_in):
    line = queued(26)
    both, booth, box = sending(line), _other_booth(works), works.box(works.black, 500).id
    started(line)
    other = sign_in("Sandra", Role.SPRAYER).htmx_post(URL, **(both | {"booth": booth, "box": box, "gross": "1.4"}))
    assert other.status_code == 409
    assert "Only 0 parts stand there now, not 26." in other.text
    assert len(_batches(works)) == 1


def _other_booth(works):
    booth = Booth(name="Booth 2")
    works.db.add(booth)
    works.db.flush()
    return booth.id


def test_a_busy_booth_is_told_with_its_batch(floor, works, queued, started, sending):
    more = queued(3)
    batch = started(queued())
    answer = floor.htmx_post(URL, **sending(more, box=works.box(works.black, 500).id, gross="1.4"))
    assert answer.status_code == 409
    assert f"Booth 1 is busy with batch {batch.code}." in answer.text


def test_a_box_of_another_powder_stops_everything_loudly(floor, works, queued, sending):
    line = queued()
    for send in (floor.post, floor.htmx_post):
        answer = send(URL, **sending(line, box=works.primer_box.id))
        assert answer.status_code == 409
        assert f"STOP. Box {works.primer_box.code} holds another powder." in answer.text
    assert _batches(works) == []
    assert works.counts(line) == {"to_spray": 26}


def test_a_scanned_box_is_chosen_and_a_wrong_one_stops(floor, works, queued):
    pile = works.pile(queued(5))
    asked = {"powder": works.black.id, "ticked": pile.id, "pile": pile.id, "qty": 5}
    other = works.box(works.black, 3_000)
    text = floor.get(URL, code=f"HTTPS://shop.example/B/{other.number:04d}", **asked).text
    assert f'id="box-{other.id}" checked' in text
    assert floor.get(URL, code=works.primer_box.code, **asked).status_code == 409
    assert "There is no box B0999." in floor.get(URL, code="B0999", **asked).text


def test_a_scanned_code_is_text_and_nothing_else(floor, works, queued):
    pile = works.pile(queued(5))
    asked = {"powder": works.black.id, "ticked": pile.id, "pile": pile.id, "qty": 5}
    text = floor.get(URL, code='"><img src=x onerror=X()>', **asked).text
    assert "<img src=x" not in text
    assert "&lt;img src=x" in text


def test_the_box_is_weighed_or_said_not_to_be(floor, works, queued, sending, started):
    line = queued()
    answer = floor.htmx_post(URL, **sending(line, gross=""))
    assert answer.status_code == 422
    assert "press No scale" in answer.text
    assert _batches(works) == []
    assert started(line, gross="", unweighed="1").weighed is False


def test_a_weight_the_box_cannot_have_is_refused_at_the_field(floor, works, queued, sending):
    answer = floor.htmx_post(URL, **sending(queued(), gross="0.4"))
    assert answer.status_code == 422
    assert "alone weighs 1.00 kg" in answer.text
    assert 'value="0.4"' in answer.text
    assert works.db.scalars(select(BatchBox)).all() == []


def test_the_booth_and_the_box_must_be_chosen(floor, queued, sending):
    line = queued()
    assert "Choose the booth." in floor.htmx_post(URL, **sending(line, booth=None)).text
    assert "Choose the box" in floor.htmx_post(URL, **sending(line, box=None)).text


def test_a_held_job_does_not_start(floor, works, queued, sending):
    line = queued()
    hold(works.db, works.db.get_one(Job, line.job_id), reason="colour not confirmed", by=works.by)
    answer = floor.htmx_post(URL, **sending(line))
    assert answer.status_code == 409
    assert "is on hold: colour not confirmed" in answer.text


def test_a_start_that_is_sent_twice_starts_once(floor, works, queued, sending):
    sent = sending(queued())
    key = "5f0c5a3e-5d1c-4d35-9a55-0f9f8f1c2b11"
    first, again = floor.post(URL, key=key, **sent), floor.post(URL, key=key, **sent)
    assert first.location == again.location
    assert len(_batches(works)) == 1


def test_prep_does_not_spray(prep_person, queued, sending):
    assert prep_person.post(URL, **sending(queued())).status_code == 403


def test_a_weight_far_from_the_books_is_asked_about_once(floor, works, queued, sending):
    sent = sending(queued(), gross="1.23")
    answer = floor.htmx_post(URL, **sent)
    assert answer.status_code == 422
    assert "The books say 21.00 kg, the scale 1.23 kg. Weigh again, or press Start spraying again" in answer.text
    assert 'name="sure" value="1230"' in answer.text
    assert floor.htmx_post(URL, **(sent | {"gross": "1.33", "sure": "1230"})).status_code == 422
    assert _batches(works) == []
    assert floor.post(URL, **sent, sure="1230").status_code == 303


def test_a_weight_that_reads_two_ways_is_not_guessed(floor, works, queued, sending):
    answer = floor.htmx_post(URL, **sending(queued(), gross="1,234"))
    assert answer.status_code == 422
    assert "1,234 can be read two ways" in answer.text


def test_no_scale_does_not_mean_no_box(floor, works, queued, sending):
    answer = floor.htmx_post(URL, **sending(queued(), box="", gross="", unweighed="1"))
    assert answer.status_code == 422
    assert "Choose the box; only its weight may be missing." in answer.text
    assert _batches(works) == []


def test_more_parts_than_wait_are_told_before_the_box_is_weighed(floor, works, queued):
    pile = works.pile(queued(4))
    text = floor.get(URL, powder=works.black.id, ticked=pile.id, pile=pile.id, qty=9).text
    assert "Only 4 parts of 1001-1 wait here." in text
    assert "Start spraying" not in text
