"""Every refusal as one page or one toast: a heading, one sentence, what to do next, and the code of the request.

Nothing here asks the database: it may be the database that is gone. Only who is asked to sign in again is looked up.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import quote

from flask import Flask, current_app, g, make_response, redirect, render_template, request
from flask.wrappers import Response
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from powderapp.base.errors import (
    ConfirmationNeededError,
    DomainError,
    FieldError,
    ForbiddenError,
    NotFoundError,
    StaleError,
    SupervisorNeededError,
    TooOftenError,
)
from powderapp.base.operation_keys import OtherContentError
from powderapp.web.access import SIGN_IN
from powderapp.web.fragments import is_partial
from powderapp.web.security import RELOAD
from powderapp.web.transaction import SAFE, ShopApp, sqlstate

log = logging.getLogger(__name__)
BACK, RELOAD_PAGE, LATER = "Go back.", "Load the page again.", "Try again in a minute."


@dataclass(frozen=True)
class Words:
    """What a page says: heading, sentence, what to do next."""

    heading: str
    sentence: str
    advice: str


WORDS = {
    400: Words("That could not be read", "Something in the request was not right.", RELOAD_PAGE),
    401: Words("You were signed out", "Sign in to go on; what you typed is kept on the page before.", "Sign in."),
    403: Words("Not allowed", "You may not do this. Ask someone who may, or the owner.", BACK),
    404: Words("Not found", "There is nothing here, or it is not yours to see.", BACK),
    405: Words("Not possible here", "This page cannot be used that way.", BACK),
    409: Words("Not now", "This does not fit with what is stored.", BACK),
    410: Words("No longer there", "Somebody removed this meanwhile.", BACK),
    413: Words("Too much at once", "Too much at once.", "Send less, or in several steps."),
    415: Words("Wrong kind", "Please use the form.", BACK),
    422: Words("Please check", "Something that was typed does not fit.", BACK),
    429: Words("Too often", "That was too often.", LATER),
    500: Words("Our mistake", "Something went wrong. Nothing of this step was saved.", "Try again; tell us the code."),
    503: Words("Busy", "The shop's computer does not answer in time. Nothing of this step was saved.", LATER),
}
READING = (
    "This page could not be shown. What you saved before is safe.",
    "The shop's computer does not answer in time. What you saved before is safe.",
)
"""What is said instead of *nothing was saved* where nothing was to be saved: our mistake, busy."""
KINDS: tuple[tuple[type[DomainError], int], ...] = (
    (NotFoundError, 404),
    (ForbiddenError, 403),
    (TooOftenError, 429),
    (StaleError, 409),
    (FieldError, 422),
    (OtherContentError, 422),
)
OTHERS_SAVE = "Somebody else is saving this right now. Try again."
ALREADY = "This is there already, or somebody was faster. Load the page again."
IMPOSSIBLE = "One of these values is too large, or cannot be."


def install(app: Flask) -> None:
    """Register the handlers. What nobody expected reaches a developer as it is, and everybody else as 500."""
    app.register_error_handler(CSRFError, lambda error: answer(403, RELOAD))
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(DomainError, on_domain)
    app.register_error_handler(SQLAlchemyError, on_database)
    app.register_error_handler(InternalServerError, on_crash)


def answer(status: int, sentence: str | None = None, theirs: dict[str, object] | None = None) -> Response:
    """The page, or for htmx the toast that leaves the page as it is."""
    words = WORDS.get(status, WORDS[400 if status < 500 else 500])
    if status >= 500 and request.method in SAFE:
        words = replace(words, sentence=READING[status == 503])
    said = {"status": status, "words": words, "sentence": sentence or words.sentence, "theirs": theirs or {}}
    try:
        html = render_template(f"errors/{'_band' if is_partial() else 'page'}.html", code=g.get("request_id"), **said)
    except Exception:
        log.exception("error page")
        return _bare(status, str(said["sentence"]))
    return make_response(html, status)


def _bare(status: int, sentence: str) -> Response:
    """Without templates, which may be what is broken, or may not see what the request says of its host."""
    heading = WORDS.get(status, WORDS[500]).heading
    html = f'<!doctype html><html lang="en"><title>{heading}</title><h1>{heading}</h1><p>{escape(sentence)}</p></html>'
    return make_response(html, status)


def on_http(error: HTTPException) -> Response | HTTPException:
    """What werkzeug, Flask and our own checks raise; our sentence where we gave one."""
    if error.code is None or error.code < 400:
        return error
    if isinstance(error, SecurityError):
        return _bare(400, "This shop is not known under that name.")
    if error.code == 401:
        return _sign_in_first(None)
    ours = error.description if error.description != type(error).description else None
    response = answer(error.code, ours)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def on_domain(error: DomainError) -> Response:
    """A rule of the shop, in its own sentence."""
    if isinstance(error, ConfirmationNeededError):
        return _sign_in_first(str(error))
    if isinstance(error, SupervisorNeededError):
        return _supervisor_first(str(error))
    status = next((status for kind, status in KINDS if isinstance(error, kind)), 409)
    response = answer(status, str(error), getattr(error, "theirs", None))
    if isinstance(error, TooOftenError) and error.seconds is not None:
        response.headers["Retry-After"] = str(error.seconds)
    return response


def on_database(error: SQLAlchemyError) -> Response:
    """The database refused: bad input and clashes are the person's to solve, the rest is ours."""
    if isinstance(error, PoolTimeout):
        return _busy(error)
    if isinstance(error, IntegrityError):
        log.warning("refused by a constraint: %s", _constraint(error))
        return answer(409, ALREADY)
    if isinstance(error, DataError):
        return answer(400 if request.method in SAFE else 422, IMPOSSIBLE)
    state = (sqlstate(error) if isinstance(error, DBAPIError) else None) or ""
    if state in {"55P03", "40001", "40P01"}:
        return answer(409, OTHERS_SAVE)
    if state.startswith(("57", "08", "53")) or getattr(error, "connection_invalidated", False):
        return _busy(error)
    raise error


def on_crash(error: InternalServerError) -> Response:
    """Flask has logged it; the person gets the code."""
    return answer(500)


def _busy(error: SQLAlchemyError) -> Response:
    log.error("database: %s", type(error).__name__)
    response = answer(503)
    response.headers["Retry-After"] = "5"
    return response


def _constraint(error: IntegrityError) -> Any:
    return getattr(getattr(error.orig, "diag", None), "constraint_name", None)


def _sign_in_first(sentence: str | None) -> Response:
    """A page leads to sign-in and back; what was sent waits for it, in the page or, without scripts, in the answer."""
    if is_partial():
        response = answer(401, sentence)
        response.headers["HX-Trigger"] = "signin-needed"
        return response
    if request.method not in SAFE:
        return _asked(lambda app: app.ask_again(sentence)) or answer(401, sentence)
    wanted = request.full_path.rstrip("?")
    asked = f"{SIGN_IN}/again" if "locked" in g or "actor" in g else SIGN_IN
    return make_response(redirect(asked if wanted == "/" else f"{asked}?next={quote(wanted)}", 303))


def _supervisor_first(sentence: str) -> Response:
    """The page asks for a supervisor's PIN and sends the same again; without scripts the answer does."""
    if is_partial():
        response = answer(403, sentence)
        response.headers["HX-Trigger"] = json.dumps({"supervisor-needed": {"why": sentence}})
        return response
    return _asked(lambda app: app.ask_supervisor(sentence)) or answer(403, sentence)


def _asked(ask: Callable[[ShopApp], Response | None]) -> Response | None:
    try:
        return ask(cast(ShopApp, current_app))
    except Exception:
        log.exception("asking who it is")
        return None
