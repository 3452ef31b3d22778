"""A tablet of the shop, and who stands at it."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from powderapp.base.clock import now
from powderapp.devices.models import Device, Kind
from powderapp.people.models import Person, SignIn
from powderapp.people.rules import Way
from powderapp.signing.identity import new_token, token_hash
from tests.support import factories
from tests.support.client import Client


class Tablet(Client):
    """A browser that is an enrolled tablet; `stand(person)` lets somebody be signed in there by PIN."""

    def __init__(self, app: Flask, db: Session, **values: Any) -> None:
        super().__init__(app, db)
        self.cookie = new_token()
        self.device = enrolled(db, self.cookie, **values)
        self.http.set_cookie("device", self.cookie)

    def stand(self, person: Person) -> "Tablet":
        """Signed in a moment ago."""
        self.http.set_cookie("session", by_pin(self.db, person, self.device))
        self.person, self._token = person, None
        return self

    def wait(self, **time: float) -> None:
        """Nobody touches the tablet for so long: `tablet.wait(minutes=4)`."""
        past = timedelta(**time)
        for row in self.db.query(SignIn).filter_by(device_id=self.device.id).all():
            row.began_at, row.confirmed_at = row.began_at - past, row.confirmed_at - past
            row.last_seen_at, row.ended_at = row.last_seen_at - past, row.ended_at and row.ended_at - past
        self.db.commit()


def enrolled(db: Session, cookie: str, **values: Any) -> Device:
    """An enrolled tablet known by this cookie."""
    facts: dict[str, Any] = {
        "kind": Kind.TABLET,
        "token_hash": token_hash(cookie),
        "enrolled_at": now(),
        "last_seen_at": now(),
    }
    return factories.device(db, **(facts | values))


def by_pin(db: Session, person: Person, device: Device, at: datetime | None = None) -> str:
    """The cookie of a session that was begun with the PIN."""
    token = factories.signed_in(db, person, at or now(), device)
    db.execute(update(SignIn).where(SignIn.token_hash == token_hash(token)).values(way=Way.PIN))
    db.commit()
    return token
