"""The second step of a sign-in by password: the code of a phone, or one of ten recovery codes.

The phone's secret is in no table: it is made from `person.totp_nonce` and the pepper. Recovery codes are kept as their
SHA-256; who asks for new ones sees them once.
"""

import base64
import hashlib
import secrets
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from powderapp.base.access import Actor
from powderapp.base.errors import DomainError
from powderapp.base.events import record_event
from powderapp.codes.rules import typed
from powderapp.people.models import Person, RecoveryCode
from powderapp.people.operations import lock_person
from powderapp.signing.rules import RECOVERY_CODES, RECOVERY_LETTERS, step_of, totp_secret

IS_ON, IS_OFF = "The second step is on already.", "The second step is off."


def begin(db: Session, *, by: Actor) -> None:
    """A new secret for the phone of `by`; it opens nothing until a code of it was right. DomainError: it is on.

    The one before, which was not turned on, is worth nothing any more.
    """
    person = lock_person(db, by.person_id)
    if person.totp_on_at is not None:
        raise DomainError(IS_ON)
    person.totp_nonce, person.totp_last_step = secrets.token_bytes(32), None
    record_event(db, "person.second_step_begun", person, by)


def use_code(db: Session, person_id: int, code: str, pepper: str, now: datetime) -> bool:
    """Whether `code` is the phone's now, or a recovery code; either is used up by it."""
    person = lock_person(db, person_id)
    if person.totp_nonce is None:
        return False
    step = step_of(totp_secret(person.totp_nonce, pepper), code, now, person.totp_last_step)
    if step is None:
        return person.totp_on_at is not None and _use_recovery_code(db, person_id, code, now)
    person.totp_last_step = step
    return True


def turn_on(db: Session, *, by: Actor) -> list[str]:
    """After a right code: it is asked from now on. Returns the recovery codes. DomainError: on already, not begun."""
    person = lock_person(db, by.person_id)
    if person.totp_on_at is not None or person.totp_nonce is None:
        raise DomainError(IS_ON if person.totp_on_at else IS_OFF)
    person.totp_on_at = by.now
    codes = _new_codes(db, person, by)
    record_event(db, "person.second_step_on", person, by)
    return codes


def turn_off(db: Session, *, by: Actor) -> None:
    """The password alone is enough again. DomainError: it is off."""
    if lock_person(db, by.person_id).totp_on_at is None:
        raise DomainError(IS_OFF)
    forget(db, by=by)


def forget(db: Session, *, by: Actor) -> None:
    """No code of a phone is asked any more, nor is one that was begun; the recovery codes are worth nothing."""
    person = lock_person(db, by.person_id)
    if person.totp_nonce is not None:
        person.totp_on_at = person.totp_nonce = person.totp_last_step = None
        db.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
        record_event(db, "person.second_step_off", person, by)


def new_codes(db: Session, *, by: Actor) -> list[str]:
    """Ten other recovery codes; the ones before open nothing any more. DomainError: the second step is off."""
    person = lock_person(db, by.person_id)
    if person.totp_on_at is None:
        raise DomainError(IS_OFF)
    codes = _new_codes(db, person, by)
    record_event(db, "person.recovery_codes_made", person, by)
    return codes


def _new_codes(db: Session, person: Person, by: Actor) -> list[str]:
    db.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = [base64.b32encode(secrets.token_bytes(RECOVERY_LETTERS * 5 // 8)).decode() for _ in range(RECOVERY_CODES)]
    db.add_all(RecoveryCode(person_id=person.id, code_hash=_hash(code), made_at=by.now) for code in codes)
    return ["-".join(code[i : i + 4] for i in range(0, RECOVERY_LETTERS, 4)) for code in codes]


def _use_recovery_code(db: Session, person_id: int, code: str, now: datetime) -> bool:
    found = RecoveryCode.person_id == person_id, RecoveryCode.code_hash == _hash(typed(code))
    using = update(RecoveryCode).where(*found, RecoveryCode.used_at.is_(None)).values(used_at=now)
    return db.scalar(using.returning(RecoveryCode.id)) is not None


def _hash(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()
