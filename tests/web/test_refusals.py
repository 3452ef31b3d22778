"""A refusal is a page or a toast with one sentence; what was typed stays."""

import pytest
from sqlalchemy import func, select

from powderapp.shop.models import Booth
from tests.web import playground


def count(db):
    return db.scalar(select(func.count()).select_from(Booth))


def test_a_wrong_field_comes_back_with_what_was_typed(desk, db, swapped_ids):
    answer = desk.htmx_post("/play/add", name=" ", note="for the big gate")
    assert (answer.status_code, swapped_ids(answer)) == (422, ["booths"])
    assert "Please enter a name." in answer.text
    assert "for the big gate" in answer.text
    assert count(db) == 0


def test_what_only_the_database_could_tell_is_said_at_the_field(desk, db):
    desk.post("/play/add", name="Booth 1")
    answer = desk.htmx_post("/play/add", name="Booth 1", note="typed")
    assert answer.status_code == 422
    assert "There is a booth of that name." in answer.text
    assert "typed" in answer.text


def test_who_saves_second_sees_both_values_and_may_save_again(desk, db):
    db.add(Booth(id=7, name="Left", version=3))
    answer = desk.htmx_post("/play/7/rename", name="Right", version=2)
    assert answer.status_code == 409
    assert 'hx-target="#booths"' in answer.text
    assert "Now: Left. Save again to keep yours." in answer.text
    assert 'value="Right"' in answer.text
    assert 'name="version" value="3"' in answer.text
    assert desk.htmx_post("/play/7/rename", name="Right", version=3).headers["HX-Redirect"] == "/play"


def test_an_edit_without_its_version_is_out_of_date(desk, db):
    db.add(Booth(id=7, name="Left"))
    answer = desk.post("/play/7/rename", name="Right")
    assert answer.status_code == 400
    assert "This page is out of date" in answer.text


def test_a_rule_of_the_shop_is_a_toast_for_htmx_and_a_page_without(desk):
    toast, whole = desk.htmx_post("/play/refuse"), desk.post("/play/refuse")
    assert (toast.status_code, whole.status_code) == (409, 409)
    assert toast.text.startswith('<hx-partial hx-target="#toasts"')
    assert "Only 20.00 kg left in box 17." in toast.text
    assert "Only 20.00 kg left in box 17." in whole.text
    assert "<html" in whole.text


def test_an_unknown_field_is_refused(desk, db):
    answer = desk.post("/play/add", name="Booth 1", role="owner")
    assert (answer.status_code, count(db)) == (422, 0)
    assert "Unknown field." in answer.text


@pytest.mark.parametrize("url", ["/play/999999999999999999999", "/play/2147483648", "/play/-1", "/play/x", "/nothing"])
def test_what_cannot_be_there_is_not_found(desk, url):
    assert desk.get(url).status_code == 404


def test_a_clash_the_view_did_not_foresee_is_not_our_mistake(desk, db):
    answer = desk.post("/play/twice")
    assert (answer.status_code, count(db)) == (409, 0)


def test_a_route_that_declares_nothing_is_closed(desk):
    assert desk.get("/play/undeclared").status_code == 403


def test_a_crash_shows_a_code_and_nothing_else(desk, app, monkeypatch):
    monkeypatch.setattr(app, "testing", False)
    answer = desk.get("/play/crash")
    assert answer.status_code == 500
    assert answer.headers["X-Request-Id"] in answer.text
    assert "/srv/shop" not in answer.text
    assert "This page could not be shown. What you saved before is safe." in answer.text
    assert "Nothing of this step was saved" not in answer.text


def test_mail_goes_out_after_the_commit_only(desk):
    playground.mail.clear()
    desk.post("/play/add", name="Booth 1")
    desk.post("/play/add", name="Booth 1")
    assert playground.mail == ["Booth 1"]
