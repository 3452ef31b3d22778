"""A supervisor beside: their own PIN for one action at somebody else's screen, and both names in the books."""

import html
import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from powderapp.base.access import Role
from powderapp.base.clock import now
from powderapp.base.events import Event
from powderapp.parts.models import Move
from powderapp.people.hashing import hash_pin
from powderapp.shop.models import Rack
from powderapp.stock.models import Box, Movement
from powderapp.stock.operations import Delivery, receive
from tests.support import factories
from tests.support.tablets import Tablet

PIN, HERS = "246813", "975310"
SCRAP = {"grams": "1", "kind": "scrap", "reason": "Dirt"}


@pytest.fixture
def greta(db, shop, settings):
    return factories.person(db, "Greta", Role.PREP, Role.SUPERVISOR, pin_hash=hash_pin(HERS, settings.pin_pepper))


@pytest.fixture
def sam(db, shop, settings):
    return factories.person(db, "Sam", Role.SPRAYER, pin_hash=hash_pin(PIN, settings.pin_pepper))


@pytest.fixture
def tablet(app, db, works, sam):
    return Tablet(app, db).stand(sam)


@pytest.fixture
def box(works):
    return works.black_box


@pytest.fixture
def take(box):
    return f"/boxes/{box.number}/take"


def _beside(person, pin=HERS):
    return {"supervisor_id": person.id, "supervisor_pin": pin}


def test_a_correction_asks_for_a_supervisor_and_changes_nothing(tablet, greta, box, take):
    answer = tablet.htmx_post(take, **SCRAP)
    assert answer.status_code == 403
    assert "supervisor-needed" in json.loads(answer.headers["HX-Trigger"])
    asked = tablet.htmx_get("/signin/beside").text
    assert "Greta" in asked
    assert "Sam" not in asked
    assert box.net_g == 20_000


def test_with_the_supervisors_pin_it_is_done_once_and_both_names_stand_in_the_books(tablet, greta, db, sam, box, take):
    key = str(uuid4())
    for _ in range(2):
        assert tablet.htmx_post(take, key=key, **SCRAP, **_beside(greta)).status_code == 200
    event = db.scalars(select(Event).where(Event.verb == "box.scrap")).one()
    assert (event.person_id, event.supervisor_id, box.net_g) == (sam.id, greta.id, 19_000)
    assert "Sam with Greta" in tablet.get(f"/boxes/{box.number}").text


def test_the_pin_counts_for_that_one_request_only(tablet, greta, box, take):
    tablet.htmx_post(take, **SCRAP, **_beside(greta))
    assert tablet.htmx_post(take, **SCRAP).status_code == 403
    assert box.net_g == 19_000


def test_the_pin_stands_nowhere_afterwards(tablet, greta, db, take):
    answer = tablet.htmx_post(take, **SCRAP, **_beside(greta))
    assert HERS not in answer.text
    stored = db.execute(text("select to_json(e)::text from event e union all select to_json(o)::text from operation o"))
    assert not [row for row in stored.scalars() if HERS in row]


def test_a_wrong_pin_is_said_and_does_nothing(tablet, greta, box, take):
    for wrong in ("111222", "", "1" * 40):
        answer = tablet.htmx_post(take, **SCRAP, **_beside(greta, wrong))
        assert (answer.status_code, box.net_g) == (403, 20_000)
        assert json.loads(answer.headers["HX-Trigger"])["supervisor-needed"]["why"] == "Wrong PIN."


def test_only_who_is_a_supervisor_and_works_here_and_is_somebody_else(tablet, greta, db, sam, settings, box, take):
    piet = factories.person(db, "Piet", Role.PREP, pin_hash=hash_pin(HERS, settings.pin_pepper))
    for person, pin in ((piet, HERS), (sam, PIN)):
        assert tablet.htmx_post(take, **SCRAP, **_beside(person, pin)).status_code == 403
    greta.left_at = factories.LONG_AGO
    db.commit()
    assert tablet.htmx_post(take, **SCRAP, **_beside(greta)).status_code == 403
    assert tablet.htmx_post(take, **SCRAP, supervisor_id="x; --", supervisor_pin=HERS).status_code == 403
    assert box.net_g == 20_000


def test_a_supervisor_does_not_lend_what_a_role_can_never_do(app, db, greta, works, box, take):
    piet = Tablet(app, db, name="Tablet 2").stand(factories.person(db, "Piet", Role.PREP))
    answer = piet.htmx_post(take, **SCRAP, **_beside(greta))
    assert (answer.status_code, box.net_g) == (403, 20_000)
    assert "HX-Trigger" not in answer.headers


def test_a_pin_beside_works_only_where_pins_work(sign_in, greta, sam, works, box, take):
    elsewhere = sign_in("Sam")
    assert elsewhere.post(take, **SCRAP, **_beside(greta)).status_code == 403
    assert "At a tablet of the shop" in elsewhere.post(take, **SCRAP).text
    assert box.net_g == 20_000


def test_who_is_a_supervisor_is_never_asked_for_a_second_name_but_always_for_a_reason(
    app, db, settings, works, box, take
):
    both = factories.person(db, "Sandra", Role.SPRAYER, Role.SUPERVISOR)
    tablet = Tablet(app, db, name="Tablet 3").stand(both)
    assert "Please enter a reason." in tablet.htmx_post(take, **(SCRAP | {"reason": ""})).text
    assert tablet.htmx_post(take, **SCRAP).status_code == 200
    assert db.scalars(select(Event.supervisor_id).where(Event.verb == "box.scrap")).all() == [None]


@pytest.mark.parametrize("verb", ["take", "transfer"])
def test_every_correction_of_a_box_wants_a_reason(tablet, greta, works, box, verb):
    rest = works.box(works.black, 1_000)
    fields = {"grams": "1"} | ({"kind": "scrap"} if verb == "take" else {"target": rest.number})
    answer = tablet.htmx_post(f"/boxes/{box.number}/{verb}", **fields, **_beside(greta))
    assert (answer.status_code, "Please enter a reason." in answer.text, box.net_g) == (422, True, 20_000)


def test_without_scripts_the_answer_carries_the_form_again(tablet, greta, box, take):
    key = str(uuid4())
    asked = tablet.post(take, key=key, **(SCRAP | {"reason": 'Dirt & "rust"'}))
    assert asked.status_code == 403
    form = re.search(r'<form method="post" action="([^"]+)".*?</form>', asked.text, re.DOTALL)
    found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[0]))
    fields = {name: html.unescape(value) for name, value in found.items()}
    assert (form[1], fields.pop("operation_key"), fields["reason"]) == (take, key, 'Dirt & "rust"')
    assert tablet.post(form[1], key=key, **fields, **_beside(greta)).status_code == 303
    assert box.net_g == 19_000


def test_a_wrong_pin_without_scripts_keeps_the_form_and_the_choice(tablet, greta, take):
    asked = tablet.post(take, **SCRAP, **_beside(greta, "111222"))
    assert asked.status_code == 403
    assert "Wrong PIN." in asked.text
    assert 'name="reason" value="Dirt"' in asked.text
    assert f'value="{greta.id}" checked' in asked.text
    assert "111222" not in asked.text


def test_pages_offer_what_a_supervisor_would_allow_and_nothing_else(tablet, app, db, works, box):
    assert "Take out" in tablet.get(f"/boxes/{box.number}").text
    pile = works.pile(works.job(works.line(4, "Picket", works.black)).lines[0])
    assert "Found more" in tablet.get(f"/piles/{pile.id}").text
    piet = Tablet(app, db, name="Tablet 2").stand(factories.person(db, "Piet", Role.PREP))
    assert "Take out" not in piet.get(f"/boxes/{box.number}").text


def test_parts_that_are_missing_are_counted_with_a_supervisor_and_the_job_says_so(tablet, greta, works):
    job = works.job(works.line(4, "Picket", works.black))
    pile = works.pile(job.lines[0])
    lost = {"qty": 1, "reason": "Cannot be found"}
    assert tablet.htmx_post(f"/piles/{pile.id}/missing", **lost).status_code == 403
    assert tablet.htmx_post(f"/piles/{pile.id}/missing", **lost, **_beside(greta)).status_code == 204
    assert "Sam with Greta" in tablet.get(f"/jobs/{job.number}").text
    assert "Sam with Greta" in tablet.get(f"/jobs/{job.number}/parts").text


def _own_entry(db, works, person, **ago):
    by = factories.actor(db, person, now() - timedelta(**ago))
    receive(db, works.black, Delivery(1_000, tare_g=1_000), by=by)
    return db.scalars(select(Movement).order_by(Movement.id.desc())).first()


def _undo(db, entry):
    return f"/boxes/{db.get_one(Box, entry.box_id).number}/movements/{entry.id}/reverse"


def test_ones_own_entry_is_taken_back_alone_for_fifteen_minutes(tablet, greta, db, works, sam):
    fresh, old = _own_entry(db, works, sam, minutes=14), _own_entry(db, works, sam, minutes=16)
    assert tablet.htmx_post(_undo(db, fresh), reason="Wrong box").status_code == 200
    assert tablet.htmx_post(_undo(db, old), reason="Wrong box").status_code == 403
    assert tablet.htmx_post(_undo(db, old), reason="Wrong box", **_beside(greta)).status_code == 200


def test_somebody_elses_fresh_entry_needs_a_supervisor(tablet, greta, db, works):
    entry = _own_entry(db, works, factories.person(db, "Sandra", Role.SPRAYER), minutes=1)
    assert tablet.htmx_post(_undo(db, entry), reason="Wrong box").status_code == 403
    assert tablet.htmx_post(_undo(db, entry), reason="Wrong box", **_beside(greta)).status_code == 200


def test_ones_own_part_move_is_put_back_alone_and_anothers_is_not(tablet, greta, db, works):
    job = works.job(works.line(4, "Picket", works.black))
    pile = works.prepared(job.lines[0])
    works.db.commit()
    tablet.post(f"/piles/{pile.id}/rack", qty=4, rack_id=_other_rack(db))
    mine = db.scalars(select(Move).order_by(Move.id.desc())).first()
    others = db.scalars(select(Move).where(Move.cause == "next").order_by(Move.id.desc())).first()
    assert tablet.htmx_post(f"/moves/{mine.id}/reverse", qty=4, reason="Wrong rack").status_code == 204
    assert tablet.htmx_post(f"/moves/{others.id}/reverse", qty=1, reason="Not blasted").status_code == 403
    back = tablet.htmx_post(f"/moves/{others.id}/reverse", qty=1, reason="Not blasted", **_beside(greta))
    assert back.status_code == 204


def _other_rack(db):
    rack = Rack(name="Rack 4", code="R4")
    db.add(rack)
    db.commit()
    return rack.id
