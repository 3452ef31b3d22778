"""The demo shop, built once in a run: a template that tests copy, so that a browser may walk through a full shop."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from powderapp import create_app
from powderapp.base.clock import now
from powderapp.base.db import session_factory
from powderapp.base.outside import Outside
from powderapp.config import Settings
from powderapp.demo import building
from powderapp.embedded import Server
from powderapp.web.transaction import ShopApp
from tests.support import postgres, schema


def make(engine: Engine, settings: Settings, moment: datetime | None = None) -> building.Build:
    """The demo in the empty shop behind `engine`; its fortnight ends at `moment`, now when not given."""
    sessions, ends = session_factory(engine), moment or now()
    with sessions.begin() as db:
        crew = building.begin(db, settings.pin_pepper, now=ends)
    assert crew is not None
    build = building.Build(sessions, crew, ends)
    build.run()
    return build


@pytest.fixture(scope="session")
def demo_template(server: Server, settings: Settings) -> str:
    """The name of a database with the demo shop in it."""

    def build(database: postgres.Database) -> None:
        schema.build(database)
        engine = create_engine(database.app_url)
        make(engine, settings)
        engine.dispose()

    return postgres.template(server, build, "template_demo")


@pytest.fixture(scope="session")
def demo_seen(server: Server, demo_template: str) -> Iterator[Engine]:
    """A copy for tests that only look."""
    yield from _copy(server, demo_template, "seen")


@pytest.fixture
def demo_database(server: Server, demo_template: str) -> Iterator[Engine]:
    """A copy of one's own, to work in; dropped when the test ends."""
    yield from _copy(server, demo_template, "own")


@pytest.fixture
def demo_app(demo_database: Engine, settings: Settings) -> ShopApp:
    """The app in front of `demo_database`."""
    return create_app(settings, engine=demo_database, outside=Outside(demo_database))


@pytest.fixture
def demo_db(demo_seen: Engine) -> Iterator[Session]:
    """A session that looks at the demo shop; what it writes is undone."""
    with Session(demo_seen) as db:
        yield db


def _copy(server: Server, template: str, kind: str) -> Iterator[Engine]:
    database = postgres.create(server, f"demo_{kind}", template)
    engine = create_engine(database.app_url)
    yield engine
    engine.dispose()
    postgres.drop(server, database.name)
