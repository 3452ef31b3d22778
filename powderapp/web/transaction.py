"""One request, one transaction, committed in one place.

The view runs inside `ShopApp.dispatch_request`: committed there for an unsafe method below 400, else rolled back; a
constraint that fails at commit still reaches its error handler. Two who locked each other out are run again, with the
same operation key. A `FieldError` or `StaleError` runs the view once more with the refusal at its form (`web.forms`).
"""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, cast

from flask import Flask, current_app, g, request
from flask.wrappers import Response
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from werkzeug.local import LocalProxy

from powderapp.base.db import SessionFactory
from powderapp.base.errors import FieldError, ForbiddenError, StaleError
from powderapp.base.outside import Outside
from powderapp.web import keys
from powderapp.web.access import enforce, is_keyless

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
RUN_AGAIN = frozenset({"40001", "40P01"})
ATTEMPTS = 4
log = logging.getLogger(__name__)


class ShopApp(Flask):
    """Flask whose requests are transactions. `identify` fills `g.actor`, `g.device`, `g.shop` for the view.

    `note_refusal` writes down what somebody may not do; it is called once the request's own work is undone.
    `step_up` lets a supervisor's PIN count beside this one request. `ask_again`, `ask_supervisor` are the pages that a
    request without scripts gets where somebody is to sign in, or a supervisor is needed; None: there is nobody to ask.
    """

    sessions: SessionFactory
    outside: Outside
    identify: Callable[[Callable[..., Any]], None]
    note_refusal: Callable[[ForbiddenError], None]
    step_up: Callable[[], None]
    ask_again: Callable[[str | None], Response | None]
    ask_supervisor: Callable[[str], Response | None]

    def dispatch_request(self) -> Response:
        """Answer one request; errors rise to the error handlers after the rollback."""
        if request.routing_exception is not None:
            self.raise_routing_exception(request)
        for left in reversed(range(ATTEMPTS)):
            try:
                return self._attempt()
            except DBAPIError as error:
                if sqlstate(error) not in RUN_AGAIN or not left:
                    raise
            except (FieldError, StaleError) as error:
                if "refused" in g or "form" not in g:
                    raise
                g.refused = error
            except ForbiddenError as error:
                close_session()
                self.note_refusal(error)
                raise
            finally:
                close_session()
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _attempt(self) -> Response:
        g.after_commit = []
        view = self.view_functions[cast(str, request.endpoint)]
        self.identify(view)
        if request.method not in SAFE:
            self.step_up()
        enforce(view)
        if request.method in SAFE:
            return self._view()
        if not is_keyless(view) and (answer := keys.claim(_session())) is not None:
            return keys.replay(answer)
        return self._change(view)

    def _change(self, view: Callable[..., Any]) -> Response:
        response = self._view()
        if response.status_code >= 400:
            return response
        if not is_keyless(view):
            keys.keep(_session())
        _session().commit()
        run_after_commit()
        return response

    def _view(self) -> Response:
        view = self.ensure_sync(self.view_functions[cast(str, request.endpoint)])
        return self.make_response(view(**(request.view_args or {})))


def _session() -> Session:
    if "db" not in g:
        g.db = cast(ShopApp, current_app).sessions()
    session: Session = g.db
    return session


db = cast(Session, LocalProxy(_session))


def close_session() -> None:
    """Give the connection back; what was not committed is rolled back."""
    if "db" in g:
        g.pop("db").close()


def outside() -> AbstractContextManager[Session]:
    """A session that commits by itself, for what must survive a refusal (`base.outside`)."""
    return cast(ShopApp, current_app).outside()


def after_commit(act: Callable[[], None]) -> None:
    """Do `act` once everything of this request is safe: mail, file moves."""
    g.after_commit.append(act)


def run_after_commit() -> None:
    """The work is saved: what goes wrong here is logged and does not turn the answer into an error."""
    for act in g.after_commit:
        try:
            act()
        except Exception:
            log.exception("after commit")


def sqlstate(error: DBAPIError) -> str | None:
    """PostgreSQL's five letters for what went wrong."""
    state: str | None = getattr(error.orig, "sqlstate", None)
    return state
