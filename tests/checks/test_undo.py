"""A mistaken check is taken back from its toast, as long as its parts stand where it put them."""

import re

from powderapp.pickups.operations import pick_up
from tests.checks.test_check import FAILS, PLAIN


def undo_of(client):
    """Where the Undo of the toast leads; None: it offers none."""
    found = re.search(r'action="(/events/\d+/undo)"', client.get("/floor/check").text)
    return found and found[1]


def test_a_mistaken_check_is_taken_back_from_its_toast(quality, works):
    job, line, pile = works.checking(22)
    quality.htmx_post(f"/floor/check/{pile.id}", passed="21", scrap="1", **FAILS)
    undo = undo_of(quality)
    assert quality.post(undo).status_code == 303
    assert works.counts(line) == {"checking": 22}
    assert "21 passed, 0 rework, 1 scrapped: Thin, all put back" in quality.get(f"/floor/check/{pile.id}").text
    assert "All put back" in quality.get(f"/jobs/{job.number}").text


def test_a_check_whose_parts_left_is_not_taken_back(quality, works):
    job, line, pile = works.checking(22)
    quality.htmx_post(f"/floor/check/{pile.id}", pass_all="22", **PLAIN)
    undo = undo_of(quality)
    pick_up(works.db, job, {works.pile(line).id: 3}, to_whom="the driver", by=works.by)
    answer = quality.htmx_post(undo)
    assert (answer.status_code, "These parts went on since: nothing is taken back." in answer.text) == (409, True)
    assert works.counts(line) == {"ready": 19, "collected": 3}


def test_a_check_that_made_a_rework_offers_no_undo(quality, works):
    _, _, pile = works.checking(22)
    quality.htmx_post(f"/floor/check/{pile.id}", passed="20", rework="2", **FAILS)
    assert undo_of(quality) is None
