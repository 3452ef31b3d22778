"""The wall: what runs and what waits, for a screen without a person; it shows nothing else and no prices."""

from datetime import timedelta

import pytest

from powderapp.base.access import Role
from powderapp.batches import operations as batches
from powderapp.batches.weighing import BoxIn
from powderapp.checks import operations as checks
from powderapp.checks.operations import Verdict
from powderapp.devices.models import Kind
from powderapp.ovens import operations as ovens
from powderapp.wall import queries
from tests.support.client import PARTIAL
from tests.support.tablets import Tablet


@pytest.fixture
def wall(app, db, shop):
    """A wall screen of the shop."""
    return Tablet(app, db, name="Wall", kind=Kind.WALL)


def test_a_wall_screen_sees_the_wall_without_a_person(wall):
    page = wall.get("/wall")
    assert page.status_code == 200
    for words in ("due today", "late", "open", "Received", "To spray", "Ready"):
        assert words in page.text


def test_the_start_leads_a_wall_screen_to_its_page(wall, by):
    assert wall.get("/").location == "/wall"


@pytest.mark.parametrize("path", ["/board", "/jobs", "/floor", "/floor/queue", "/settings", "/me", "/powders"])
def test_it_sees_nothing_else(wall, path):
    assert wall.get(path).status_code == 303
    assert wall.htmx_get(path).status_code == 401


def test_it_writes_nothing(wall, works):
    assert wall.htmx_post("/floor/station", kind="booth", which=works.booth.id).status_code == 401


def test_who_may_see_the_board_sees_the_wall_and_nobody_else_does(sign_in, anonymous, app, db):
    assert sign_in("Vera", Role.VIEWER).get("/wall").status_code == 200
    assert anonymous.get("/wall").status_code == 303
    assert Tablet(app, db).get("/wall").status_code == 303


def test_a_revoked_screen_sees_nothing(wall):
    wall.device.revoked_at = wall.device.first_seen_at
    assert wall.get("/wall").status_code == 303


def test_it_has_no_controls_and_no_prices(wall, works):
    works.job(works.line(26, "Picket", works.black, price="12.34"))
    page = wall.get("/wall").text
    main = page.split("<main")[1].split("</main>")[0]
    assert not any(tag in main for tag in ("<a ", "<button", "<form", "<input"))
    assert "12.34" not in page
    assert "€" not in page


def test_what_runs_stands_on_top_with_its_clock(wall, works):
    sprayed, cured = (works.prepared(works.job(works.line(qty, "Picket", works.black)).lines[0]) for qty in (26, 9))
    works.sprayed({cured.id: 9}, works.black, works.black_box, 300)
    ovens.load(works.db, works.oven, {works.pile(cured.line).id: 9}, set_point_c=200, minutes=15, by=works.by)
    batches.start(works.db, works.booth, works.black, {sprayed.id: 20}, [BoxIn(works.black_box.id, None)], by=works.by)
    page = wall.get("/wall").text
    assert "RAL 9005" in page
    assert "1 job · 20 parts" in page
    assert "data-started-at" in page
    assert "9 parts" in page
    assert "heats up" in page


def test_an_oven_shows_its_colours_and_how_far_they_are(wall, works):
    colours = ((works.black, works.black_box, 9), (works.primer, works.primer_box, 4))
    piles = [works.prepared(works.job(works.line(qty, "Picket", powder)).lines[0]) for powder, _, qty in colours]
    for pile, (powder, box, qty) in zip(piles, colours, strict=True):
        works.sprayed({pile.id: qty}, powder, box, 300)
    parts = {works.pile(pile.line).id: qty for pile, (_, _, qty) in zip(piles, colours, strict=True)}
    load = ovens.load(works.db, works.oven, parts, set_point_c=200, minutes=15, by=works.by)
    tile = wall.get("/wall").text.split('id="tile-oven-1"')[1].split("</article>")[0]
    assert tile.count('class="sw ') == 2
    assert 'value="0" max="900"' in tile
    ovens.at_temperature(works.db, load, by=works.by)
    tile = wall.get("/wall").text.split('id="tile-oven-1"')[1].split("</article>")[0]
    assert 'max="900"' in tile
    assert "data-ends-at" in tile.split("<progress")[1]


def test_what_stands_free_or_ready_says_since_when(wall, works):
    job, _, pile = works.checking(4)
    checks.check(works.db, pile, Verdict(passed=4), by=works.by.at(works.by.now + timedelta(hours=1)))
    found = queries.wall(works.db, works.by.now.date(), works.by.now)
    assert [tile.since for tile in (*found.booths, *found.ovens)] == [works.by.now] * 2
    assert found.ready_since == {job.number: works.by.now + timedelta(hours=1)}
    page = wall.get("/wall").text
    assert page.count('<span class="muted">since ') == 2


def test_a_stage_shows_what_is_due_first_and_counts_the_rest(wall, works):
    for _ in range(8):
        works.job(works.line(1, "Picket", works.black))
    received = wall.get("/wall").text.split('id="wall-received"')[1].split("</section>")[0]
    assert received.count("<li") == 6
    assert "2 more" in received


def test_nothing_new_is_an_empty_answer(wall, works):
    first = wall.get("/wall", headers=PARTIAL)
    known = {**PARTIAL, "If-None-Match": first.headers["ETag"]}
    assert wall.get("/wall", headers=known).status_code == 304
    works.job(works.line(1, "Picket", works.black))
    assert wall.get("/wall", headers=known).status_code == 200


def test_it_costs_the_same_however_much_runs(wall, works, query_ceiling):
    pile = works.prepared(works.job(works.line(26, "Picket", works.black)).lines[0])
    for _ in range(12):
        works.job(works.line(1, "Picket", works.black))
    batches.start(works.db, works.booth, works.black, {pile.id: 26}, [BoxIn(works.black_box.id, None)], by=works.by)
    wall.get("/wall")
    with query_ceiling(20):
        wall.get("/wall")
