"""Which codes are open."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from powderapp.codes.models import OneTimeCode
from powderapp.codes.rules import code_of, spoken, typed


@dataclass(frozen=True)
class Shown:
    """What a page says of a code. text: None once it was used or is too old."""

    text: str | None
    is_used: bool
    expires_at: datetime | None


def opened_by(db: Session, text: str, secret: str, now: datetime) -> OneTimeCode | None:
    """The open code that was typed as `text`; all open ones are compared, whichever it is."""
    sent = typed(text).encode()
    still_open = select(OneTimeCode).where(OneTimeCode.used_at.is_(None), OneTimeCode.expires_at > now)
    fits = [code for code in db.scalars(still_open) if hmac.compare_digest(code_of(code.nonce, secret).encode(), sent)]
    return fits[0] if fits else None


def newest(db: Session, *, person_id: int | None = None, device_id: int | None = None) -> OneTimeCode | None:
    """The last code that was made for this person or device, open or not."""
    theirs = OneTimeCode.person_id == person_id if person_id is not None else OneTimeCode.device_id == device_id
    return db.scalars(select(OneTimeCode).where(theirs).order_by(OneTimeCode.id.desc()).limit(1)).first()


def shown(
    db: Session, secret: str, now: datetime, *, person_id: int | None = None, device_id: int | None = None
) -> Shown:
    """The newest code of this person or device as its page shows it."""
    found = newest(db, person_id=person_id, device_id=device_id)
    if found is None:
        return Shown(None, is_used=False, expires_at=None)
    is_open = found.used_at is None and found.expires_at > now
    code = spoken(code_of(found.nonce, secret)) if is_open else None
    return Shown(code, is_used=found.used_at is not None, expires_at=found.expires_at)
