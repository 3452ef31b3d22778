"""A database of one's own, where commits are real: for tests with several connections."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from powderapp import create_app
from powderapp.base.access import Role
from powderapp.base.errors import DomainError
from powderapp.base.outside import Outside
from powderapp.config import Settings
from powderapp.embedded import Server, roles
from powderapp.web.transaction import ShopApp
from tests.support import factories, postgres
from tests.support.chain import Works

RUN_AGAIN = ("40001", "40P01")


@dataclass
class Hands:
    """Several people at once, each with a connection; `did` counts what was not refused."""

    engine: Engine

    def at_once(self, count: int, act: Callable[[Session, int], Any]) -> list[Any]:
        """Run `act(db, i)` in `count` threads from one start; its result, or the DomainError it met."""
        barrier = Barrier(count)

        def one(i: int) -> Any:
            barrier.wait(timeout=10)
            return self._tried(act, i)

        with ThreadPoolExecutor(count) as pool:
            return list(pool.map(one, range(count)))

    def _tried(self, act: Callable[[Session, int], Any], i: int) -> Any:
        for _ in range(4):
            try:
                with Session(self.engine, expire_on_commit=False) as db:
                    done = act(db, i)
                    db.commit()
                    return done
            except DomainError as refusal:
                return refusal
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in RUN_AGAIN:
                    raise
        raise AssertionError("four deadlocks in a row reached the user")


@pytest.fixture
def committed(server: Server, template: str) -> Iterator[Engine]:
    """The application's login on a fresh database, dropped when the test ends."""
    database = postgres.create(server, "committed", template)
    engine = create_engine(database.app_url, pool_size=24)
    yield engine
    engine.dispose()
    postgres.drop(server, database.name)


@pytest.fixture
def committed_db(committed: Engine) -> Iterator[Session]:
    """A session that really commits."""
    with Session(committed, expire_on_commit=False) as db:
        yield db


@pytest.fixture
def committed_app(committed: Engine, settings: Settings) -> ShopApp:
    """An app of its own that really commits."""
    return create_app(settings, engine=committed, outside=Outside(committed))


@pytest.fixture
def committed_owner(committed: Engine, server: Server) -> Iterator[Engine]:
    """The login of the schema's owner on the same database."""
    engine = create_engine(server.logins.url(roles.OWNER, str(committed.url.database)))
    yield engine
    engine.dispose()


@pytest.fixture
def hands(committed: Engine) -> Hands:
    """`hands.at_once(8, act)`."""
    return Hands(committed)


@pytest.fixture
def open_works(committed: Engine) -> Iterator[Works]:
    """A shop ready to work in the committed database."""
    with Session(committed, expire_on_commit=False) as db:
        factories.make_shop(db)
        owner = factories.person(db, "Olga", *Role)
        works = Works(db, factories.actor(db, owner, factories.LONG_AGO))
        db.commit()
        yield works
