"""What every test may ask for: a shop on a real PostgreSQL, and people who use it.

The application's own login is used throughout, so that what the database refuses the app is refused here too.
"""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.orm import Session

from powderapp import create_app
from powderapp.base.access import Actor, Role
from powderapp.base.outside import Outside
from powderapp.config import Settings
from powderapp.embedded import Server
from powderapp.web.transaction import ShopApp
from tests.support import factories, fifteen, postgres, schema, scratch
from tests.support.chain import Works
from tests.support.client import Client, swapped
from tests.support.statements import count_statements

scratch.use_memory()
pytest_plugins = [
    f"tests.support.{name}" for name in ("begun", "browser", "committed", "demo", "secrets", "sockets", "templates")
]
settings.register_profile("shop", deadline=None)  # no test asserts a duration
settings.load_profile("shop")
NOW = datetime(2026, 11, 11, 9, 30, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--postgres 15`: the database tests on the oldest server a shop may bring."""
    parser.addoption("--postgres", choices=["18", "15"], default="18", help="the server the database tests run on")


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Iterator[Server | fifteen.Fifteen]:
    """One PostgreSQL for the whole run, shared by all workers."""
    run = getattr(request.config, "workerinput", {}).get("testrunuid") or f"alone-{os.getpid()}"
    if request.config.getoption("--postgres") == "15":
        if not fifteen.installed():
            pytest.skip("PostgreSQL 15 is not installed here (Debian: postgresql-15)")
        with fifteen.server(run) as oldest:
            yield oldest
    else:
        with postgres.shared_server(run) as server:
            yield server


@pytest.fixture(scope="session")
def template(server: Server) -> str:
    """A database with all migrations and grants, built once."""
    return postgres.template(server, schema.build)


@pytest.fixture(scope="session")
def database(server: Server, template: str) -> Iterator[postgres.Database]:
    """This worker's own copy; every test leaves it as it was."""
    database = postgres.create(server, "shop", template)
    before = postgres.rows(database)
    yield database
    assert postgres.rows(database) == before, "some test left rows behind"


@pytest.fixture(scope="session")
def engine(database: postgres.Database) -> Iterator[Engine]:
    """The application's login on it."""
    engine = create_engine(database.app_url, pool_size=2)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A shop's settings, with secrets nobody else uses."""
    folder = tmp_path_factory.mktemp("storage")
    return Settings("a-secret-for-tests", "a-pepper-for-tests", folder, folder / "backups", flask_env="testing")


@pytest.fixture(scope="session")
def plain_app(settings: Settings, engine: Engine) -> ShopApp:
    """The app, wired once for all tests."""
    return create_app(settings, engine=engine, outside=Outside(engine))


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A connection whose work is undone when the test ends."""
    with engine.connect() as connection:
        outer = connection.begin()
        yield connection
        outer.rollback()


@pytest.fixture
def db(connection: Connection) -> Iterator[Session]:
    """A session of the application; what it commits is checked and lasts until the test ends."""
    with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as db:
        event.listen(db, "before_commit", check_deferred)
        yield db


def check_deferred(db: Session) -> None:
    """Constraints that wait for the commit never fire inside a test's transaction: ask them here."""
    db.flush()
    db.execute(text("set constraints all immediate"))
    db.execute(text("set constraints all deferred"))


@pytest.fixture
def app(plain_app: ShopApp, connection: Connection, db: Session, monkeypatch: pytest.MonkeyPatch) -> ShopApp:
    """The app on this test's transaction."""

    def sessions() -> Session:
        session = Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        event.listen(session, "before_commit", check_deferred)
        return session

    monkeypatch.setattr(plain_app, "sessions", sessions)
    monkeypatch.setattr(plain_app, "outside", schema.inside(connection))
    return plain_app


@pytest.fixture
def shop(db: Session) -> object:
    """The shop's own row."""
    return factories.make_shop(db)


@pytest.fixture
def by(db: Session, shop: object) -> Actor:
    """The owner, on a fixed moment: who does what a test arranges."""
    return factories.actor(db, factories.person(db, "Olga", Role.OWNER, Role.OFFICE), NOW)


@pytest.fixture
def works(db: Session, by: Actor) -> Works:
    """Equipment, powders, boxes and a customer: see `tests.support.chain`."""
    return Works(db, by)


@pytest.fixture
def sign_in(app: ShopApp, db: Session, shop: object) -> Callable[..., Client]:
    """`sign_in("Piet", Role.PREP)`: a browser of its own with that person signed in."""

    def sign_in(name: str, *roles: Role) -> Client:
        return Client(app, db).as_person(factories.person(db, name, *roles))

    return sign_in


@pytest.fixture
def desk(sign_in: Callable[..., Client]) -> Client:
    """The office, who is the owner too."""
    return sign_in("Olga", Role.OWNER, Role.OFFICE)


@pytest.fixture
def floor(sign_in: Callable[..., Client]) -> Client:
    """A sprayer."""
    return sign_in("Sam", Role.SPRAYER)


@pytest.fixture
def prep_person(sign_in: Callable[..., Client]) -> Client:
    """Somebody in prep."""
    return sign_in("Piet", Role.PREP)


@pytest.fixture
def quality(sign_in: Callable[..., Client]) -> Client:
    """Somebody who checks."""
    return sign_in("Quinn", Role.QUALITY)


@pytest.fixture
def anonymous(app: ShopApp, db: Session, shop: object) -> Client:
    """A browser nobody is signed in at."""
    return Client(app, db)


@pytest.fixture
def swapped_ids() -> Callable[..., list[str]]:
    """The ids an htmx answer swaps, in order."""
    return swapped


@pytest.fixture
def query_ceiling(engine: Engine) -> Callable[[int], object]:
    """`with query_ceiling(5): ...` fails when more statements are sent."""
    return lambda most: count_statements(engine, most)


@pytest.fixture
def storage(settings: Settings) -> Path:
    """Where the shop keeps its files."""
    return settings.storage_dir
