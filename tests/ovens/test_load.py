"""Loading an oven: what shares a cure goes in together, what does not is named."""

import pytest
from sqlalchemy import delete, func, select

from powderapp.base.events import Event
from powderapp.jobs import operations as jobs
from powderapp.jobs.queries import job_by_number
from powderapp.ovens.models import Load
from powderapp.ovens.queries import load_by_number
from powderapp.powders.models import PowderCure


def ticked(*piles, set_point="200", minutes="15", **more):
    return {"asked": "1", "pile": [pile.id for pile in piles], "set_point": set_point, "minutes": minutes} | more


def loads(db):
    return db.scalar(select(func.count()).select_from(Load))


def test_two_powders_that_share_a_cure_go_in_together(floor, works, sprayed, hot):
    (line, one), (other, two) = sprayed(works.black, 26), sprayed(hot, 4)
    answer = floor.htmx_post(f"/floor/ovens/{works.oven.id}/load", **ticked(one, two))
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/floor/loads/1")
    assert (works.counts(line), works.counts(other)) == ({"curing": 26}, {"curing": 4})
    told = {event.job_id: event for event in works.db.scalars(select(Event).where(Event.verb == "load.started"))}
    assert set(told) == {line.job_id, other.job_id}
    facts = {"oven": "Oven 1", "set_point_c": "200.0", "minutes": 15}
    assert told[line.job_id].after == facts | {"lines": {"1001-1": 26}, "parts": 26}
    assert told[other.job_id].before["piles"][0]["stage"] == "to_cure"


@pytest.mark.parametrize("minutes", ["14", "21"])
def test_minutes_outside_what_all_bear_are_refused_with_the_window(floor, works, sprayed, hot, minutes):
    piles = [sprayed(works.black)[1], sprayed(hot)[1]]
    answer = floor.htmx_post(f"/floor/ovens/{works.oven.id}/load", **ticked(*piles, minutes=minutes))
    assert answer.status_code == 409
    assert f"At 200 °C these parts need 15 to 20 minutes, not {minutes}." in answer.text


def test_a_low_bake_powder_is_refused_by_name_and_nothing_moves(floor, works, sprayed):
    (line, one), (other, two) = sprayed(works.black), sprayed(works.low)
    answer = floor.htmx_post(f"/floor/ovens/{works.oven.id}/load", **ticked(one, two))
    assert answer.status_code == 409
    assert "Low bake grey L160 cures at 160 °C, not at 200 °C." in answer.text
    assert (loads(works.db), works.counts(line), works.counts(other)) == (0, {"to_cure": 10}, {"to_cure": 10})


def test_some_parts_of_a_pile_go_in_and_the_rest_waits(floor, works, sprayed):
    line, pile = sprayed(works.black, 26)
    floor.post(f"/floor/ovens/{works.oven.id}/load", **ticked(pile, **{f"qty_{pile.id}": "20"}))
    assert works.counts(line) == {"to_cure": 6, "curing": 20}


def test_a_set_point_outside_the_oven_is_said_at_the_field_and_the_ticks_stay(floor, works, sprayed):
    _, pile = sprayed(works.black)
    answer = floor.htmx_post(f"/floor/ovens/{works.oven.id}/load", **ticked(pile, set_point="260"))
    assert answer.status_code == 422
    assert "Oven 1 goes from 80 °C to 240 °C." in answer.text
    assert f'id="pile-{pile.id}" data-ask checked' in answer.text
    assert loads(works.db) == 0


@pytest.mark.parametrize("typed", [{"set_point": "warm"}, {"minutes": "-5"}, {"set_point": ""}, {"nonsense": "1"}])
def test_what_cannot_be_read_is_asked_for_again(floor, works, sprayed, typed):
    _, pile = sprayed(works.black)
    answer = floor.htmx_post(f"/floor/ovens/{works.oven.id}/load", **(ticked(pile) | typed))
    assert (answer.status_code, loads(works.db)) == (422, 0)


def test_without_set_point_the_suggestion_is_filled_in_to_be_checked(floor, works, sprayed):
    _, pile = sprayed(works.black)
    answer = floor.post(f"/floor/ovens/{works.oven.id}/load", **ticked(pile, set_point="", minutes=""))
    assert answer.status_code == 422
    assert 'value="200 °C"' in answer.text
    assert "Check the suggested set point, then start." in answer.text


def test_more_parts_than_wait_are_refused_with_the_number(floor, works, sprayed):
    _, pile = sprayed(works.black, 10)
    answer = floor.htmx_post(f"/floor/ovens/{works.oven.id}/load", **ticked(pile, **{f"qty_{pile.id}": "11"}))
    assert answer.status_code == 409
    assert "Only 10 parts stand there now, not 11." in answer.text


def test_a_busy_oven_says_with_which_load(floor, works, sprayed):
    (_, one), (line, two) = sprayed(works.black), sprayed(works.black)
    floor.post(f"/floor/ovens/{works.oven.id}/load", **ticked(one))
    answer = floor.htmx_post(f"/floor/ovens/{works.oven.id}/load", **ticked(two))
    assert answer.status_code == 409
    assert "Oven 1 is busy with load 1." in answer.text
    assert works.counts(line) == {"to_cure": 10}


def test_parts_that_another_tablet_loaded_first_are_refused(floor, works, sprayed):
    _line, pile = sprayed(works.black)
    works.cured({pile.id: 10})
    answer = floor.htmx_post(f"/floor/ovens/{works.oven.id}/load", **ticked(pile, **{f"qty_{pile.id}": "10"}))
    assert answer.status_code == 409
    assert "Only 0 parts stand there now, not 10." in answer.text


def test_a_held_job_stays_out_of_the_oven_and_says_why(floor, works, sprayed):
    _line, pile = sprayed(works.black)
    jobs.hold(works.db, job_by_number(works.db, 1001), reason="colour not confirmed", by=works.by)
    assert "On hold: colour not confirmed" in floor.get(f"/floor/ovens/{works.oven.id}").text
    answer = floor.htmx_post(f"/floor/ovens/{works.oven.id}/load", **ticked(pile))
    assert answer.status_code == 409
    assert "Job 1001 is on hold: colour not confirmed." in answer.text


def test_an_empty_load_is_refused(floor, works):
    answer = floor.htmx_post(f"/floor/ovens/{works.oven.id}/load", **ticked())
    assert answer.status_code == 409
    assert "Choose what goes into the oven." in answer.text


def test_a_powder_without_cure_data_is_named(floor, works, sprayed):
    _, pile = sprayed(works.low)
    works.db.execute(delete(PowderCure).where(PowderCure.powder_id == works.low.id))
    answer = floor.htmx_post(f"/floor/ovens/{works.oven.id}/load", **ticked(pile))
    assert answer.status_code == 409
    assert "Low bake grey L160 has no cure data." in answer.text


def test_only_who_cures_may_load_and_an_unknown_oven_is_not_found(quality, floor, works, sprayed):
    _, pile = sprayed(works.black)
    assert quality.post(f"/floor/ovens/{works.oven.id}/load", **ticked(pile)).status_code == 403
    assert floor.post("/floor/ovens/99999/load", **ticked(pile)).status_code == 404
    assert floor.get("/floor/ovens/99999").status_code == 404


def test_a_load_sent_twice_is_one_load(floor, works, sprayed):
    _, pile = sprayed(works.black)
    key = "6f9b8f2e-5f0c-4e0e-9d55-0b7c5c5d9d11"
    for _ in range(2):
        answer = floor.post(f"/floor/ovens/{works.oven.id}/load", key=key, **ticked(pile))
        assert answer.headers["Location"] == "/floor/loads/1"
    assert load_by_number(works.db, 1).minutes == 15
    assert loads(works.db) == 1
