"""Asked again on top of a page: the same person goes on there, with a new session or one that is confirmed."""

import json
from functools import partial
from urllib.parse import urlsplit

from flask import g, request
from flask.wrappers import Response
from flask_wtf.csrf import generate_csrf

from powderapp.base.access import Actor
from powderapp.people.models import Person
from powderapp.people.rules import Way
from powderapp.signing import guessing, operations, refusals
from powderapp.signing.again_forms import AgainForm
from powderapp.signing.asking import Kept, again_screen, asks_pin, beside_screen, form_for, who
from powderapp.signing.identity import set_cookies
from powderapp.signing.landing import landing
from powderapp.signing.lifetimes import idle_after
from powderapp.signing.routes import bp
from powderapp.signing.sessions import new_session, wanted_next
from powderapp.signing.waiting import refused
from powderapp.web.access import SIGN_IN, keyless, public, signed_in
from powderapp.web.fragments import go, invalid, is_partial, page
from powderapp.web.paths import first_of_ours
from powderapp.web.transaction import db

TEMPLATE, CONFIRM = "signing/again.html", "Confirm that it is you."


@bp.get("/signin/again")
@public
def again() -> Response:
    """The dialog; a page of its own without scripts."""
    person = who()
    if person is None:
        return page("signing/nobody.html", "again", next=_page_below()) if is_partial() else go(SIGN_IN)
    form = form_for(person, formdata=None, next=_page_below())
    confirms = "actor" in g and "idle" not in request.args
    return page(TEMPLATE, "again", **again_screen(form, CONFIRM if confirms else None))


@bp.post("/signin/again")
@public
@keyless("who comes back twice is back")
def come_back() -> Response:
    person = who()
    if person is None:
        return go(SIGN_IN)
    form, wrong = form_for(person), f"Wrong {'PIN' if asks_pin(person) else 'password'}."
    draw = partial(invalid, TEMPLATE, "again", **again_screen(form))
    if (again := refused(form, "secret", lambda: _fits(form, person), wrong, draw)) is not None:
        return again
    return _gone_on(form, person)


@bp.get("/signin/beside")
@signed_in
def beside() -> Response:
    """The supervisors, for the dialog: it comes up only over a page that needs one."""
    if not is_partial():
        return go("/")
    return page("signing/beside.html", "beside", **beside_screen())


@bp.app_template_global()
def idle_seconds() -> int:
    """After how long without a touch a page of the floor asks again who is there."""
    return int(idle_after(g.sign_in.way, g.actor.roles, g.shop.idle_minutes).total_seconds())


def _fits(form: AgainForm, person: Person) -> bool:
    by_pin, typed = asks_pin(person), form.secret.data
    fits = guessing.pin_fits(person.id, person, typed) if by_pin else guessing.password_fits(person, typed)
    if not fits:
        refusals.note_sign_in(person, Way.PIN if by_pin else Way.PASSWORD)
    return fits


def _gone_on(form: AgainForm, person: Person) -> Response:
    """With a new session where the old one is over; who only confirms keeps theirs."""
    if "actor" in g:
        operations.confirm(db, g.sign_in.id, by=g.actor)
        return _answer(form, g.actor)
    way = Way.PIN if asks_pin(person) else Way.PASSWORD
    goes_on = way is Way.PASSWORD and person.totp_on_at is not None  # no second step stands behind it
    operations.give_way(db, g.sign_in.id, g.now)
    tokens, actor = new_session(person, way, g.sign_in.began_at if goes_on else None)
    response = _answer(form, actor)
    set_cookies(response, *tokens)
    return response


def _answer(form: AgainForm, actor: Actor) -> Response:
    """The page that waits learns its new token; without scripts what was kept is shown, to be sent again."""
    if is_partial():
        return Response(status=204, headers={"HX-Trigger": json.dumps({"signed-in": {"csrf": generate_csrf()}})})
    kept = Kept.read(form.kept.data)
    return page("signing/resend.html", "resend", kept=kept) if kept else go(landing(actor, form.next.data))


def _page_below() -> str | None:
    """The page the dialog stands on, else the one that was wanted."""
    if not is_partial():
        return wanted_next()
    url = urlsplit(request.headers.get("HX-Current-URL", ""))
    return first_of_ours(f"{url.path}?{url.query}".rstrip("?"))
