"""Checking parts: all pass with one tap; what fails becomes a child line of its own, with a cause."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from powderapp.base.events import Event
from powderapp.checks.models import Check, Reading, Rework
from powderapp.jobs import operations as jobs
from powderapp.jobs.queries import job_by_number
from powderapp.ovens import operations as ovens
from powderapp.parts.rules import Stage
from powderapp.shop.models import Reason, ReasonKind

PLAIN = {"rules": "simple", "rework_kind": "recoat", "looks_right": "y"}
FAILS = PLAIN | {"cause": "thin", "fault_owner": "us"}


def checks(db):
    return db.scalar(select(func.count()).select_from(Check))


def children(works, job):
    return [line for line in job_by_number(works.db, job.number).lines if line.parent_line_id]


def test_a_recoated_part_may_be_as_thick_as_both_films(quality, works):
    job, _, pile = works.checking(4)
    quality.post(f"/floor/check/{pile.id}", rework="1", **FAILS)
    (child,) = children(works, job)
    page = quality.get(f"/floor/check/{works.pile(child).id}").text
    assert "Wanted 60 to 160 µm" in page


def test_all_pass_with_one_tap(quality, works):
    job, line, pile = works.checking(22)
    answer = quality.htmx_post(f"/floor/check/{pile.id}", pass_all="22", **PLAIN)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/floor/check")
    assert works.counts(line) == {"ready": 22}
    assert f"{job.number}-1: 22 passed." in quality.get("/floor/check").text
    assert works.db.scalars(select(Event).where(Event.verb == "check.done")).one().after["passed"] == 22


def test_some_pass_some_are_redone_and_one_is_scrapped(quality, works):
    job, line, pile = works.checking(22)
    quality.post(f"/floor/check/{pile.id}", passed="19", rework="2", scrap="1", **FAILS)
    (child,) = children(works, job)
    assert child.label(job.number) == f"{job.number}-1R1"
    assert (works.counts(line), works.counts(child)) == ({"ready": 19, "scrapped": 1}, {"to_spray": 2})
    said = f"{job.number}-1: 19 passed, 2 to rework as {job.number}-1R1, 1 scrapped."
    assert said in quality.get("/floor/check").text


def test_what_was_not_looked_at_waits_on(quality, works):
    _, line, pile = works.checking(22)
    answer = quality.htmx_post(f"/floor/check/{pile.id}", passed="10", **PLAIN)
    assert answer.headers["HX-Redirect"] == f"/floor/check/{pile.id}"
    assert works.counts(line) == {"checking": 12, "ready": 10}


def test_the_second_rework_and_the_rework_of_a_rework_count_on_under_the_root(quality, works):
    job, _, pile = works.checking(10)
    for _ in range(2):
        quality.post(f"/floor/check/{pile.id}", rework="1", **FAILS)
    first, second = children(works, job)
    dropped = works.pile(first)
    quality.post(f"/floor/check/{dropped.id}", rework="1", **(FAILS | {"cause": "dropped"}))
    labels = [line.label(job.number) for line in children(works, job)]
    assert labels == [f"{job.number}-1R1", f"{job.number}-1R2", f"{job.number}-1R3"]
    assert children(works, job)[2].parent_line_id == first.id
    assert works.counts(second) == {"to_spray": 1}


def test_a_strip_repeats_every_coat_and_its_prep(quality, works):
    job, _, pile = works.checking(4)
    more = {"rework_kind": "strip", "rework_steps": works.blast.id}
    quality.post(f"/floor/check/{pile.id}", rework="1", **(FAILS | more))
    (child,) = children(works, job)
    assert works.counts(child) == {"prep": 1}
    assert [coat.powder_id for coat in child.coats] == [works.black.id]


def test_a_re_bake_has_no_coat_and_needs_its_oven_step(quality, works):
    job, _, pile = works.checking(4)
    bake = FAILS | {"rework_kind": "re-bake", "cause": "under-cured"}
    answer = quality.htmx_post(f"/floor/check/{pile.id}", rework="4", rework_steps=works.blast.id, **bake)
    assert answer.status_code == 422
    assert "Choose the oven step of the re-bake." in answer.text
    quality.post(f"/floor/check/{pile.id}", rework="4", rework_steps=works.bake.id, **bake)
    (child,) = children(works, job)
    assert (child.coats, works.counts(child)) == ([], {"prep": 4})
    assert works.db.scalars(select(Rework)).one().kind == "re-bake"


def test_a_failure_needs_a_cause_and_keeps_what_was_typed(quality, works, swapped_ids):
    _, line, pile = works.checking(10)
    sent = {"passed": "9", "rework": "1", "readings": "72 68", "note": "left side"} | PLAIN
    answer = quality.htmx_post(f"/floor/check/{pile.id}", **sent)
    assert (answer.status_code, swapped_ids(answer)) == (422, ["check"])
    assert "Say why." in answer.text
    for typed in ('value="9"', 'value="1"', "72 68", "left side"):
        assert typed in answer.text
    assert (checks(works.db), works.counts(line)) == (0, {"checking": 10})


def test_the_usual_fault_is_filled_in_where_nobody_chose(quality, works):
    _, _, pile = works.checking(10)
    quality.post(f"/floor/check/{pile.id}", scrap="1", cause="rust", fault_owner="", **PLAIN)
    assert works.db.scalars(select(Check)).one().fault_owner == "metal"


def test_a_cause_of_the_shops_own_is_usually_ours(quality, works):
    _, _, pile = works.checking(10)
    works.db.add(Reason(kind=ReasonKind.CHECK, name="Fell off the hook"))
    quality.post(f"/floor/check/{pile.id}", scrap="1", cause="Fell off the hook", fault_owner="", **PLAIN)
    entry = works.db.scalars(select(Check)).one()
    assert (entry.cause, entry.fault_owner) == ("Fell off the hook", "us")


def test_readings_are_kept_with_what_was_wanted(quality, works):
    _, line, pile = works.checking(10)
    quality.post(f"/floor/check/{pile.id}", pass_all="10", readings="72\n68,5 91", note="inside edge", **PLAIN)
    (entry,) = works.db.scalars(select(Check))
    assert list(works.db.scalars(select(Reading.film_um))) == [Decimal("72.0"), Decimal("68.5"), Decimal("91.0")]
    assert (entry.film_low_um, entry.film_high_um) == (Decimal(60), Decimal(80))
    event = works.db.scalars(select(Event).where(Event.verb == "check.done")).one()
    assert (event.after["film_met"], event.after["film"]) == (False, "The thickest reading is 91 µm, above 80 µm.")
    assert works.counts(line) == {"ready": 10}


def test_too_thin_parts_pass_only_with_a_reason_and_a_name(quality, works):
    _, line, pile = works.checking(6)
    thin = FAILS | {"passed": "5", "rework": "1", "readings": "40 41 39 45"}
    answer = quality.htmx_post(f"/floor/check/{pile.id}", **thin)
    assert answer.status_code == 422
    assert "Readings are below the limits: write why they pass, or record a rework." in answer.text
    assert (checks(works.db), works.counts(line)) == (0, {"checking": 6})
    quality.post(f"/floor/check/{pile.id}", note="customer agreed by phone", **thin)
    event = works.db.scalars(select(Event).where(Event.verb == "check.done")).one()
    assert event.after["passed_although"] == "customer agreed by phone"
    assert event.person_id is not None


def test_the_thin_one_that_goes_to_rework_explains_its_reading(quality, works):
    _, _, pile = works.checking(6)
    sent = FAILS | {"passed": "5", "rework": "1", "readings": "72 70 69 45"}
    assert quality.post(f"/floor/check/{pile.id}", **sent).status_code == 303


def test_what_nobody_said_looks_right_passes_only_with_a_reason(quality, works):
    _, _, pile = works.checking(10)
    page = quality.get(f"/floor/check/{pile.id}").text
    assert 'name="looks_right"' in page
    assert "checked" not in page.partition('name="looks_right"')[2].partition(">")[0]
    sent = {"pass_all": "10", "rules": "simple", "rework_kind": "recoat"}
    answer = quality.htmx_post(f"/floor/check/{pile.id}", **sent)
    assert answer.status_code == 422
    assert "Nobody said that they look right: tick it, or write why they pass." in answer.text
    assert quality.post(f"/floor/check/{pile.id}", note="inside only", **sent).status_code == 303


@pytest.mark.parametrize(("held", "says"), [(0, "Cured 0 of"), (15, "Cured 15 min"), (90, "Cured 90 min, at most")])
def test_the_check_says_how_long_the_parts_were_at_temperature(quality, works, held, says):
    (line,) = works.job(works.line(10, "Picket", works.black)).lines
    works.sprayed({works.prepared(line).id: 10}, works.black, works.black_box, 500)
    load = ovens.load(works.db, works.oven, {works.pile(line).id: 10}, set_point_c=200, minutes=15, by=works.by)
    ovens.at_temperature(works.db, load, by=works.by)
    ovens.take_out(works.db, load, by=works.by.at(works.by.now + timedelta(minutes=held)))
    pile = works.pile(line)
    assert says in quality.get(f"/floor/check/{pile.id}").text
    assert (says in quality.get("/floor/check").text) == (held != 15)


def test_the_verdict_on_the_film_comes_while_typing(quality, works, swapped_ids):
    _, _, pile = works.checking(10)
    answer = quality.htmx_get(f"/floor/check/{pile.id}/film", readings="72 68 75", rules="simple")
    assert swapped_ids(answer) == ["film"]
    assert "3 readings, 68 µm to 75 µm: Every reading within the limits is met." in answer.text
    assert (
        "Write a number, in µm or mil."
        in quality.htmx_get(f"/floor/check/{pile.id}/film", readings="72 x", rules="??").text
    )


@pytest.mark.parametrize("sent", [{"readings": "72 thick"}, {"rework": "-1"}, {"cause": "bad luck"}, {"nonsense": "1"}])
def test_what_cannot_be_read_is_asked_for_again(quality, works, sent):
    _, _, pile = works.checking(10)
    answer = quality.htmx_post(f"/floor/check/{pile.id}", **({"pass_all": "10"} | PLAIN | sent))
    assert (answer.status_code, checks(works.db)) == (422, 0)


def test_pass_all_is_not_meant_when_some_were_counted_as_failed(quality, works):
    _, _, pile = works.checking(10)
    answer = quality.htmx_post(f"/floor/check/{pile.id}", pass_all="10", rework="1", **FAILS)
    assert answer.status_code == 422
    assert "Some of them fail: press Record, or empty the counts." in answer.text


def test_nothing_counted_is_no_check(quality, works):
    _, _, pile = works.checking(10)
    answer = quality.htmx_post(f"/floor/check/{pile.id}", **PLAIN)
    assert answer.status_code == 422
    assert "Say how many parts you looked at." in answer.text


def test_more_than_stand_there_are_refused_with_the_number(quality, works):
    _, _, pile = works.checking(10)
    answer = quality.htmx_post(f"/floor/check/{pile.id}", passed="9", rework="2", **FAILS)
    assert answer.status_code == 409
    assert "Only 10 parts stand there now, not 11." in answer.text


def test_the_second_tablet_is_told_that_the_parts_went_on(quality, works):
    _, _, pile = works.checking(10)
    quality.post(f"/floor/check/{pile.id}", pass_all="10", **PLAIN)
    answer = quality.htmx_post(f"/floor/check/{pile.id}", pass_all="10", **PLAIN)
    assert answer.status_code == 409
    assert "Only 0 parts stand there now, not 10." in answer.text
    assert "Nothing to check stands here any more." in quality.get(f"/floor/check/{pile.id}").text


def test_parts_pass_only_when_the_last_coat_is_cured(quality, works):
    (line,) = works.job(works.line(10, "Picket", works.black)).lines
    pile = works.prepared(line)
    assert "Pass all" not in quality.get(f"/floor/check/{pile.id}").text
    answer = quality.htmx_post(f"/floor/check/{pile.id}", passed="10", **PLAIN)
    assert answer.status_code == 409
    assert "Parts can only pass when their last coat is cured." in answer.text


def test_a_part_dropped_before_the_booth_is_scrapped_where_it_stands(quality, works):
    (line,) = works.job(works.line(10, "Picket", works.black)).lines
    pile = works.prepared(line)
    quality.post(f"/floor/check/{pile.id}", scrap="1", **(FAILS | {"cause": "dropped"}))
    assert works.counts(line) == {"to_spray": 9, "scrapped": 1}


def test_parts_in_the_oven_are_taken_out_first(quality, works):
    (line,) = works.job(works.line(10, "Picket", works.black)).lines
    works.sprayed({works.prepared(line).id: 10}, works.black, works.black_box, 500)
    ovens.load(works.db, works.oven, {works.pile(line).id: 10}, set_point_c=200, minutes=15, by=works.by)
    pile = works.pile(line, Stage.CURING)
    assert "take them out first" in quality.get(f"/floor/check/{pile.id}").text
    assert quality.htmx_post(f"/floor/check/{pile.id}", scrap="1", **FAILS).status_code == 409


def test_a_line_without_coats_is_redone_by_its_prep(quality, works):
    job = works.job(works.line(8, "Bracket"))
    pile = works.prepared(job.lines[0])
    answer = quality.htmx_post(f"/floor/check/{pile.id}", rework="1", **FAILS)
    assert answer.status_code == 422
    assert "This line has no coat: choose what is done again." in answer.text
    quality.post(f"/floor/check/{pile.id}", rework="1", rework_steps=works.blast.id, **FAILS)
    assert works.counts(children(works, job)[0]) == {"prep": 1}


def test_a_held_job_may_still_be_checked_and_the_hold_is_shown(quality, works):
    job, line, pile = works.checking(10)
    jobs.hold(works.db, job, reason="balance open", by=works.by)
    assert "On hold: balance open" in quality.get(f"/floor/check/{pile.id}").text
    quality.post(f"/floor/check/{pile.id}", pass_all="10", **PLAIN)
    assert works.counts(line) == {"ready": 10}


def test_the_list_shows_the_late_ones_first(quality, works, query_ceiling):
    works.checking(3)
    late, _, _ = works.checking(4)
    late.due_on = date(2026, 11, 2)
    with query_ceiling(15):
        page = quality.get("/floor/check").text
    assert "7 parts" in page
    assert page.index("1002-1") < page.index("1001-1")


def test_only_who_checks_may_and_unknown_parts_are_not_found(floor, quality, works):
    _, _, pile = works.checking(10)
    assert floor.post(f"/floor/check/{pile.id}", pass_all="10").status_code == 403
    assert "Pass all" not in floor.get(f"/floor/check/{pile.id}").text
    assert quality.get("/floor/check/999999").status_code == 404
    assert quality.post("/floor/check/999999", pass_all="1").status_code == 404
