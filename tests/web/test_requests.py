"""What no request gets past, and what every answer carries."""

import pytest
from sqlalchemy import func, select

from powderapp.shop.models import Booth
from tests.support.client import ORIGIN

LONG = "x" * 300_000


def count(db):
    return db.scalar(select(func.count()).select_from(Booth))


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_a_form_from_elsewhere_is_refused(desk, db, headers):
    assert desk.post("/play/add", name="Booth 1", headers=headers).status_code == 403
    assert count(db) == 0


def test_a_form_that_tells_no_origin_is_refused(desk, db):
    sent = {"csrf_token": desk.token, "name": "Booth 1"}
    assert desk.http.post("/play/add", data=sent).status_code == 403


@pytest.mark.parametrize("token", ["", "wrong", None])
def test_a_form_without_its_token_asks_for_a_new_page(desk, db, token):
    answer = desk.post("/play/add", name="Booth 1", csrf_token=token)
    assert (answer.status_code, count(db)) == (403, 0)
    assert "Please load the page again; your text is kept." in answer.text


def test_the_token_of_another_browser_is_refused(desk, floor, db):
    assert desk.post("/play/add", name="Booth 1", csrf_token=floor.token).status_code == 403


@pytest.mark.parametrize("body", [b"name=%ED%A0%80", b"name=%FF", b"name=a%00b"])
def test_damaged_text_is_asked_for_again(desk, body):
    form = {"data": body, "content_type": "application/x-www-form-urlencoded"}
    answer = desk.http.post("/play/add", headers=ORIGIN, **form)
    assert answer.status_code == 400
    assert "The text was damaged on the way; please type it again." in answer.text


def test_a_damaged_address_is_refused(desk):
    assert desk.http.get("/play?q=%00").status_code == 400


@pytest.mark.parametrize("body", ["note=" + LONG, "&".join(["a=1"] * 501), "a=" + LONG * 4])
def test_too_much_at_once_is_refused(desk, body):
    answer = desk.http.post("/play/add", headers=ORIGIN, data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413


def test_anything_but_a_form_is_refused(desk):
    answer = desk.http.post("/play/add", headers=ORIGIN, json={"name": "Booth 1"})
    assert answer.status_code == 415
    assert "Please use the form." in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH"])
def test_only_get_and_post_are_answered(desk, method):
    answer = desk.http.open("/play", method=method, headers=ORIGIN)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}


def test_every_answer_carries_the_headers(desk):
    for answer in (desk.get("/play"), desk.get("/nothing"), desk.post("/play/add", name="")):
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'; script-src 'self'; ")
        assert answer.headers["Cache-Control"] == "no-store, private"
        assert answer.headers["X-Shop"] == "1"
        assert "HX-Request-Type" in answer.headers["Vary"]
        assert "Strict-Transport-Security" not in answer.headers


def test_a_page_asked_for_as_a_fragment_is_its_main_block(desk):
    assert desk.htmx_get("/play").text.lstrip().startswith('<div id="play">')


def test_static_files_have_their_hash_in_the_path_and_are_kept(desk, app):
    answer = desk.http.get(app.jinja_env.globals["static"]("js/app.js"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_who_is_not_signed_in_is_led_to_sign_in_and_back(anonymous):
    assert anonymous.get("/play", q="1").headers["Location"] == "/signin?next=/play%3Fq%3D1"
    fragment = anonymous.htmx_get("/play")
    assert (fragment.status_code, fragment.headers["HX-Trigger"]) == (401, "signin-needed")
    assert anonymous.post("/play/add", name="Booth 1").status_code == 401


def test_a_sprayer_does_not_see_the_settings(floor):
    assert floor.get("/play").status_code == 403
