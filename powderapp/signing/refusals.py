"""What was refused is written down too, beside the request that rolls back.

One a minute of a kind, so that nobody floods the log; nothing that was typed is kept.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import g, request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from powderapp.base.access import Actor
from powderapp.base.db import Model
from powderapp.base.errors import ForbiddenError, SupervisorNeededError, TooOftenError
from powderapp.base.events import record_event
from powderapp.base.throttle import Limit, count
from powderapp.people.models import Person
from powderapp.people.operations import system_actor
from powderapp.web.transaction import outside

A_MINUTE = Limit(1, timedelta(minutes=1))
log = logging.getLogger(__name__)


def note_sign_in(person: Person | None, way: str) -> None:
    """Password, PIN or second step of `person` (None: nobody of that name) was wrong at this device."""
    subject = person or g.get("device") or g.get("shop")
    if subject is not None:
        _note("person.sign_in_refused", subject, way, _whoever, {"way": way})


def note_access(error: ForbiddenError) -> None:
    """Who is signed in may not do this."""
    if "actor" not in g or isinstance(error, SupervisorNeededError):
        return
    by, after = replace(g.actor, key=None), {"permission": error.permission, "endpoint": request.endpoint}
    _note("access.refused", Person(id=by.person_id), str(error.permission or request.endpoint), lambda db: by, after)


def _whoever(db: Session) -> Actor:
    """Nobody is signed in: the system says it, of this device where it is known."""
    system = system_actor(db, g.now)
    return replace(system, device_id=g.device.id) if "device" in g else system


def _note(verb: str, subject: Model, kind: str, by: Callable[[Session], Actor], after: dict[str, Any]) -> None:
    key = f"noted:{verb}:{subject.__tablename__}-{subject.id}:{kind}"  # type: ignore[attr-defined]
    try:
        with outside() as db:
            count(db, key, A_MINUTE, g.now)
            record_event(db, verb, subject, by(db), after=after)
    except TooOftenError:
        pass
    except SQLAlchemyError:
        log.exception("a refusal could not be written down")
