"""Guesses at PINs, passwords and second steps: counted before they are looked at, and not looked at once too many.

Each count is a transaction of its own (`base.outside`): a refusal keeps it, fifty at once are fifty, and a
restart forgets nothing. A guess that is refused is not counted. A right one takes its count back.
"""

import hashlib
from datetime import timedelta

from flask import current_app, g, request
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from powderapp.base.errors import TooOftenError
from powderapp.base.throttle import Throttle, clear, count, forgive, wait_words
from powderapp.people import hashing
from powderapp.people.models import Person
from powderapp.signing.limits import ACCOUNT_LIMIT, ADDRESS_LIMIT, DEVICE_LIMIT, PERSON_LIMIT, SECOND_STEP_LIMIT
from powderapp.signing.queries import was_here
from powderapp.signing.rules import network_of, wait_after
from powderapp.signing.second_steps import use_code
from powderapp.web.transaction import db as request_db
from powderapp.web.transaction import outside

LOCKED = "This PIN was wrong ten times in a row: a supervisor unlocks it."


def pin_fits(person_id: int, person: Person | None, pin: str) -> bool:
    """Whether `pin` is this person's, at this device. TooOftenError: it was not even looked at.

    person: None where nobody of that id works here; that takes as long and counts the same.
    """
    where = _this_device()
    ladder, everywhere, here = f"pin:{person_id}:{where}", f"pin-person:{person_id}", f"pin-device:{where}"
    with outside() as db:
        _climb(db, ladder)
        count(db, everywhere, PERSON_LIMIT, g.now)
        count(db, here, DEVICE_LIMIT, g.now)
    if not hashing.pin_fits(person.pin_hash if person else None, pin, current_app.config["SETTINGS"].pin_pepper):
        return False
    with outside() as db:
        clear(db, ladder)
        forgive(db, everywhere)
        forgive(db, here)
    return True


def password_fits(person: Person | None, password: str, typed: str = "") -> bool:
    """Whether `password` is this person's. TooOftenError: it was not even looked at.

    typed: the name that was typed, counted by itself where nobody goes by it.
    """
    account = f"password:{_account(person, typed)}"
    address = f"password-from:{network_of(request.remote_addr or '')}"
    with outside() as db:
        count(db, account, ACCOUNT_LIMIT, g.now)
        count(db, address, ADDRESS_LIMIT, g.now)
    if not hashing.password_fits(person.password_hash if person else None, password):
        return False
    with outside() as db:
        clear(db, account)
        forgive(db, address)
    return True


def second_step_fits(db: Session, person: Person, code: str) -> bool:
    """Whether `code` is their phone's or a recovery code, and use it up. TooOftenError: it was not even looked at."""
    key = f"second-step:{person.id}"
    with outside() as beside:
        count(beside, key, SECOND_STEP_LIMIT, g.now)
    if not use_code(db, person.id, code, current_app.config["SETTINGS"].pin_pepper, g.now):
        return False
    with outside() as beside:
        clear(beside, key)
    return True


def _account(person: Person | None, typed: str) -> str:
    """Whose tries are counted: at a device where they were signed in by themselves, so that nobody keeps them out."""
    if person is None:
        return _digest(typed)
    is_theirs = "device" in g and was_here(request_db, person.id, g.device.id)
    return f"{person.id}:{g.device.id}" if is_theirs else str(person.id)


def _climb(db: Session, key: str) -> None:
    """Count one more in a row, as if it were wrong: whoever comes meanwhile waits."""
    db.execute(insert(Throttle).values(key=key, tries=0, since=g.now).on_conflict_do_nothing())
    row = db.scalars(select(Throttle).where(Throttle.key == key).with_for_update()).one()
    if wait_after(row.tries) is None:
        raise TooOftenError(LOCKED, None)
    if row.until and row.until > g.now:
        seconds = -(-(row.until - g.now) // timedelta(seconds=1))
        raise TooOftenError(f"Wait {wait_words(seconds)}.", seconds)
    row.tries += 1
    wait = wait_after(row.tries)
    row.until = g.now + wait if wait else None


def _this_device() -> str:
    """In a demo shop also browsers that nobody knows yet may try PINs: they go by their address."""
    return str(g.device.id) if "device" in g else network_of(request.remote_addr or "")


def _digest(typed: str) -> str:
    return hashlib.sha256(typed.casefold().encode()).hexdigest()[:32]
