"""One line: its fields, and the powder of its coats."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from powderapp.jobs.models import Coat


@pytest.fixture
def line(job):
    return job.lines[0]


def url(job, line, *more):
    return "/".join([f"/jobs/{job.number}/lines/{line.id}", *more])


def fields(line, **more):
    plain = {
        "ordered_qty": "28",
        "what": "Picket",
        "area_mm2": "0.35",
        "metal": "Steel",
        "stay_bare": "",
        "price": "330",
    }
    return plain | {"version": line.version} | more


def coats(db, line):
    return db.scalars(select(Coat).where(Coat.line_id == line.id).order_by(Coat.id)).all()


def test_a_line_is_changed_and_tells_it(desk, job, line, again, swapped_ids):
    answer = desk.htmx_post(url(job, line, "edit"), **fields(line))
    assert swapped_ids(answer) == ["line-page", "toasts"]
    changed = again(job).lines[0]
    assert (changed.ordered_qty, changed.area_mm2, changed.price) == (28, 350_000, Decimal("330.00"))
    assert "parts 28 instead of 26" in desk.get(f"/jobs/{job.number}").text


def test_a_line_cannot_order_fewer_parts_than_arrived(desk, job, line, again):
    answer = desk.htmx_post(url(job, line, "edit"), **fields(line, ordered_qty="20"))
    assert answer.status_code == 422
    assert "26 parts arrived already." in answer.text
    assert again(job).lines[0].ordered_qty == 26


def test_who_saves_second_sees_both_values(desk, job, line):
    desk.post(url(job, line, "edit"), **fields(line))
    late = desk.htmx_post(url(job, line, "edit"), **fields(line, what="Post", version=1))
    assert late.status_code == 409
    assert 'value="Post"' in late.text


def test_an_area_that_can_be_read_two_ways_is_asked(desk, job, line, again):
    answer = desk.htmx_post(url(job, line, "edit"), **fields(line, area_mm2="1,234", what="Post"))
    assert answer.status_code == 422
    assert "1,234 can be read two ways" in answer.text
    assert again(job).lines[0].what == "Picket"


def test_a_coat_is_given_another_powder_before_it_is_sprayed(db, desk, works, job, line):
    (coat,) = line.coats
    desk.post(f"/jobs/{job.number}/coats/{coat.id}/powder", powder="L160", powder_id="")
    old, new = coats(db, line)
    assert (old.closed_at is not None, new.powder_id) == (True, works.low.id)
    assert "coat 1 is Low bake grey instead of 9005" in desk.get(f"/jobs/{job.number}").text


def test_the_powder_taken_from_the_choices_is_meant(db, desk, works, job, line):
    answer = desk.htmx_post(
        f"/jobs/{job.number}/coats/{line.coats[0].id}/powder", powder="zn primer", powder_id=works.primer.id
    )
    assert answer.status_code == 200
    assert coats(db, line)[-1].powder_id == works.primer.id


def test_a_text_changed_after_the_choice_is_meant_instead(db, desk, works, job, line):
    fields = {"powder": "L160", "powder_id": works.primer.id}
    desk.post(f"/jobs/{job.number}/coats/{line.coats[0].id}/powder", **fields)
    assert coats(db, line)[-1].powder_id == works.low.id


def test_a_powder_nobody_knows_is_said_at_the_field(db, desk, job, line):
    answer = desk.htmx_post(f"/jobs/{job.number}/coats/{line.coats[0].id}/powder", powder="puce", powder_id="")
    assert answer.status_code == 422
    assert "No powder is called puce." in answer.text
    assert 'value="puce"' in answer.text
    assert len(coats(db, line)) == 1


def test_a_colour_that_is_on_parts_cannot_be_changed(db, desk, works, job, line):
    pile = works.prepared(line)
    works.sprayed({pile.id: 26}, works.black, works.black_box, 500)
    answer = desk.htmx_post(f"/jobs/{job.number}/coats/{line.coats[0].id}/powder", powder="L160", powder_id="")
    assert answer.status_code == 409
    assert "Parts were sprayed with this powder already" in answer.text
    assert len(coats(db, line)) == 1


def test_a_coat_or_line_of_another_job_is_not_found(desk, works, job):
    (other,) = works.job(works.line(1, "Bench", works.black)).lines
    (coat,) = other.coats
    assert desk.get(url(job, other)).status_code == 404
    assert desk.post(url(job, other, "edit"), **fields(other)).status_code == 404
    assert desk.post(f"/jobs/{job.number}/coats/{coat.id}/powder", powder="L160").status_code == 404


def test_a_sprayer_reads_a_line_and_changes_nothing(floor, job, line):
    (coat,) = line.coats
    page = floor.get(url(job, line))
    assert page.status_code == 200
    assert "Picket" in page.text
    assert "Save" not in page.text
    assert floor.post(url(job, line, "edit"), **fields(line)).status_code == 403
    assert floor.post(f"/jobs/{job.number}/coats/{coat.id}/powder", powder="L160").status_code == 403
