"""Everybody who may stand before the shop, in a shop that is full: the demo's fortnight, as a shop of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, event, select, text
from sqlalchemy.orm import Session

from powderapp import create_app
from powderapp.base.access import Role
from powderapp.base.clock import now
from powderapp.config import Settings
from powderapp.devices.models import Device
from powderapp.people.models import Person, SignIn
from powderapp.signing.identity import new_token, token_hash
from powderapp.web.transaction import ShopApp
from tests.browser.pages import examples
from tests.conftest import check_deferred
from tests.support import factories, schema
from tests.support.client import Client

FLOOR = (Role.SPRAYER, Role.PREP, Role.QUALITY)
IDENTITIES = ("anonymous", "expired", "tablet", "wall", *(role.value for role in Role))
"""Who asks. expired: a session nobody used for a day; tablet and wall: a device of the shop nobody is signed in at."""


@dataclass
class World:
    """The full shop, and what everybody's browser would send. Nothing that is asked of it lasts."""

    app: ShopApp
    connection: Connection
    db: Session
    known: dict[str, object]
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def client(self, identity: str) -> Client:
        """A browser of this identity, on which a page with its token stands."""
        if identity not in self.tokens:
            self._look_around(identity)
        client = self._browser(identity)
        client.learn_token(self.tokens[identity])
        return client

    def _look_around(self, identity: str) -> None:
        client = self._browser(identity)
        self.tokens[identity] = client.token
        if (kept := client.http.get_cookie("form")) is not None:
            self.cookies[identity]["form"] = kept.value

    def _browser(self, identity: str) -> Client:
        client = Client(self.app, self.db)
        for name, value in self.cookies[identity].items():
            client.http.set_cookie(name, value)
        return client

    def undone(self, act: Callable[[], object]) -> object:
        """Do something, and then let it never have happened."""
        nested = self.connection.begin_nested()
        try:
            return act()
        finally:
            nested.rollback()
            self.db.expire_all()


@pytest.fixture(scope="module")
def world(demo_seen: Engine, settings: Settings) -> Iterator[World]:
    """Built once for a worker's tests of a file, on a connection whose work is undone."""
    with demo_seen.connect() as connection:
        outer = connection.begin()
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as db:
            db.execute(text("update shop set is_demo = false"))
            db.commit()
            world = World(_app(settings, connection), connection, db, examples(db))
            _let_everybody_in(world)
            yield world
        outer.rollback()


def _app(settings: Settings, connection: Connection) -> ShopApp:
    app = create_app(settings, engine=connection.engine, outside=schema.inside(connection))

    def sessions() -> Session:
        session = Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        event.listen(session, "before_commit", check_deferred)
        return session

    app.sessions = sessions  # type: ignore[assignment]
    return app


def _let_everybody_in(world: World) -> None:
    """Who works on the floor stands at a tablet there; a supervisor of the demo shop has a PIN."""
    world.cookies["anonymous"] = {}
    for role in Role:
        person = factories.person(world.db, f"The {role.value}", role)
        at = factories.tablet(world.db, f"Tablet of the {role.value}") if role in FLOOR else None
        world.cookies[role.value] = {"session": factories.signed_in(world.db, person, now(), at)}
        if at is not None:
            world.cookies[role.value]["device"] = _cookie_of(world.db, at)
    of_prep = select(SignIn.id).join(SignIn.person).where(Person.name == "The prep")
    world.known["session_of_prep"] = world.db.scalars(of_prep).one()
    gone = factories.person(world.db, "The expired", Role.OWNER)
    world.cookies["expired"] = {"session": factories.signed_in(world.db, gone, now() - timedelta(days=1))}
    for kind in ("tablet", "wall"):
        at = factories.device(world.db, f"The {kind}", kind=kind, enrolled_at=now(), last_seen_at=now())
        world.cookies[kind] = {"device": _cookie_of(world.db, at)}
    world.db.commit()


def _cookie_of(db: Session, device: Device) -> str:
    token = new_token()
    device.token_hash = token_hash(token)
    db.commit()
    return token
