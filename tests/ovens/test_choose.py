"""The page in front of an oven: what fits together is ticked, the suggestion follows, the rest says why not."""

from powderapp.base.units import UnitSystem
from powderapp.shop.models import Oven, Shop


def page(client, works, **query):
    return client.htmx_get(f"/floor/ovens/{works.oven.id}", **query)


def test_what_fits_together_is_ticked_and_a_set_point_suggested(floor, works, sprayed, hot, swapped_ids):
    sprayed(works.black, 26), sprayed(hot, 4)
    answer = page(floor, works)
    assert swapped_ids(answer) == ["filling"]
    assert "2 of 2" in answer.text
    assert 'value="200 °C"' in answer.text
    assert "15 to 20 min at 200 °C suit all of it" in answer.text


def test_a_powder_that_does_not_fit_says_why_at_its_row(floor, works, sprayed):
    sprayed(works.black), sprayed(works.low)
    answer = page(floor, works)
    assert "1 of 2" in answer.text
    assert "Jet black B900 (190 °C) and Low bake grey L160 (160 °C) share no cure." in answer.text


def test_another_tick_brings_another_suggestion(floor, works, sprayed):
    _, low = sprayed(works.low)
    sprayed(works.black)
    answer = page(
        floor, works, asked="1", pile=low.id, set_point="200 °C", was_set_point="200 °C", minutes="15", was_minutes="15"
    )
    assert 'value="160 °C"' in answer.text
    assert "20 to 40 min at 160 °C suits it" in answer.text


def test_a_set_point_somebody_typed_stays(floor, works, sprayed):
    _, pile = sprayed(works.black)
    answer = page(
        floor, works, asked="1", pile=pile.id, set_point="195", was_set_point="200 °C", minutes="", was_minutes=""
    )
    assert 'name="set_point"' in answer.text
    assert 'value="195"' in answer.text
    assert "15 to 30 min at 195 °C" in answer.text


def test_a_mix_that_shares_nothing_is_said_on_top(floor, works, sprayed):
    piles = [sprayed(works.black)[1].id, sprayed(works.low)[1].id]
    answer = page(floor, works, asked="1", pile=piles)
    assert 'class="band stop"' in answer.text


def test_an_oven_too_cool_for_the_powder_says_its_limits(floor, works, sprayed):
    sprayed(works.black)
    dryer = Oven(name="Dryer", lowest_c=60, highest_c=140, usual_c=120)
    works.db.add(dryer)
    works.db.flush()
    assert "Dryer goes from 60 °C to 140 °C" in floor.get(f"/floor/ovens/{dryer.id}").text


def test_heavy_metal_tells_how_long_it_takes_to_get_hot(floor, works, sprayed):
    sprayed(works.primer, thickness_um=6_000)
    assert "Heaviest metal 6 mm: about 18 min until it is hot, so 28 min in the oven." in page(floor, works).text


def test_a_us_shop_reads_fahrenheit(floor, works, sprayed):
    works.db.get_one(Shop, 1).unit_system = UnitSystem.US
    sprayed(works.black)
    assert "15 to 30 min at 374 °F" in page(floor, works).text


def test_the_list_of_ovens_tells_free_from_running(floor, works, sprayed, query_ceiling):
    _, pile = sprayed(works.black)
    assert "10 parts wait for an oven." in floor.get("/floor/oven").text
    works.cured({pile.id: 4})
    with query_ceiling(20):
        assert "6 parts wait for an oven." in floor.get("/floor/oven").text


def test_many_piles_need_no_more_questions(floor, works, sprayed, query_ceiling):
    for _ in range(6):
        sprayed(works.black, 2)
    with query_ceiling(25):
        assert "6 of 6" in page(floor, works).text
