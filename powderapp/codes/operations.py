"""Codes are made, tried and used. The code itself is never stored: who may see it works it out (`rules.code_of`)."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from powderapp.base.access import Actor, Permission
from powderapp.base.db import lock
from powderapp.base.errors import FieldError
from powderapp.base.events import record_event
from powderapp.base.throttle import Limit, count, forgive
from powderapp.codes import queries
from powderapp.codes.models import OneTimeCode
from powderapp.codes.rules import LASTS, OPENS_NOTHING, Opens

NONCE = 32
PER_ADDRESS, IN_ALL = Limit(10, timedelta(hours=1)), Limit(1000, timedelta(hours=1))
NEEDS = {
    Opens.DEVICE: Permission.DEVICE_EDIT,
    Opens.PERSON: Permission.PEOPLE_EDIT,
    Opens.OWNER: Permission.PEOPLE_EDIT,
}


def make_code(
    db: Session, opens: Opens, *, person_id: int | None = None, device_id: int | None = None, by: Actor
) -> OneTimeCode:
    """A code for this person or device; the ones made for them before open nothing any more."""
    by.demand(NEEDS[opens])
    end_codes(db, person_id=person_id, device_id=device_id, now=by.now)
    code = OneTimeCode(opens=opens, nonce=secrets.token_bytes(NONCE), person_id=person_id, device_id=device_id)
    code.made_by, code.made_at, code.expires_at = by.person_id, by.now, by.now + LASTS[opens]
    db.add(code)
    db.flush()
    record_event(db, "code.made", code, by, after={"opens": opens.value, "person": person_id, "device": device_id})
    return code


def end_codes_made_by(db: Session, person_id: int, now: datetime) -> None:
    """What this person gave out opens nothing any more: they may not give it out now."""
    still_open = (OneTimeCode.made_by == person_id, OneTimeCode.used_at.is_(None), OneTimeCode.expires_at > now)
    db.execute(update(OneTimeCode).where(*still_open).values(expires_at=now))


def end_codes(db: Session, *, person_id: int | None = None, device_id: int | None = None, now: datetime) -> None:
    """What is still open for this person or device opens nothing any more."""
    theirs: ColumnElement[bool] = (
        OneTimeCode.person_id == person_id if person_id is not None else OneTimeCode.device_id == device_id
    )
    still_open = (theirs, OneTimeCode.used_at.is_(None), OneTimeCode.expires_at > now)
    db.execute(update(OneTimeCode).where(*still_open).values(expires_at=now))


def count_try(outside: Session, address: str, now: datetime) -> None:
    """Count a try before it is looked at, beside the request (`base.outside`). TooOftenError: too many.

    address: the network it came from has ten wrong ones an hour; all together have a thousand, nothing against 40 bits.
    """
    count(outside, f"code:{address}", PER_ADDRESS, now)
    count(outside, "code", IN_ALL, now)


def forgive_try(outside: Session, address: str) -> None:
    """It was a code that opens something."""
    forgive(outside, f"code:{address}")
    forgive(outside, "code")


def use_code(db: Session, typed: str, secret: str, now: datetime) -> OneTimeCode:
    """The code that was typed, now used. FieldError: wrong, expired or used, also by who was a moment faster."""
    found = queries.opened_by(db, typed, secret, now)
    held = lock(db, OneTimeCode, [found.id])[0] if found else None
    if held is None or held.used_at is not None or held.expires_at <= now:
        raise FieldError("code", OPENS_NOTHING)
    held.used_at = now
    return held
