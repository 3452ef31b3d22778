"""Settings with a database behind them: the one named by DATABASE_URL, else the PostgreSQL that comes along."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import FrameType

import click
import psycopg

from powderapp import config
from powderapp.base.durability import unsafe_settings
from powderapp.cli.errors import CommandError
from powderapp.config import Settings

OLDEST_SERVER = 150000
REFUSED = {"fsync", "full_page_writes"}


@dataclass(frozen=True)
class Connected:
    """`settings.database_url` is set. `revive` starts a database of ours again if it died."""

    settings: Settings
    owner_url: str
    revive: Callable[[], None] = lambda: None

    @property
    def app_url(self) -> str:
        """The application's login."""
        return self.settings.database_url or self.owner_url

    @property
    def one_login(self) -> bool:
        """Whether owner and application are the same: then the database cannot keep the ledgers from the app."""
        return self.owner_url == self.app_url


@contextmanager
def connected(settings: Settings | None = None) -> Iterator[Connected]:
    """The database answers inside the block. One of ours is stopped afterwards, unless others still use it."""
    settings = settings or config.load()
    signal.signal(signal.SIGTERM, _leave_in_order)
    if settings.database_url:
        yield _elsewhere(settings, settings.database_url)
    else:
        with _ours(settings) as ours:
            yield ours


def _leave_in_order(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


def _elsewhere(settings: Settings, url: str) -> Connected:
    owner_url = settings.database_owner_url or url
    try:
        _check_server(owner_url)
    except psycopg.OperationalError as error:
        raise CommandError(f"The database of DATABASE_URL does not answer: {str(error).splitlines()[-1]}") from error
    found = Connected(replace(settings, database_owner_url=None), owner_url)
    if found.one_login:
        click.echo(
            "DATABASE_OWNER_URL is not set: the application owns its tables and could change its ledgers.", err=True
        )
    return found


def _check_server(url: str) -> None:
    with psycopg.connect(url, connect_timeout=10) as connection:
        if connection.info.server_version < OLDEST_SERVER:
            raise CommandError("The database server is older than PostgreSQL 15: update it.")
    found = unsafe_settings(url)
    said = ", ".join(f"{name} is {value}" for name, value in found.items())
    if REFUSED & found.keys():
        raise CommandError(f"The database server would lose work in a power cut ({said}): change its settings.")
    if found:
        click.echo(f"The database server could be safer: {said}.", err=True)


@contextmanager
def _ours(settings: Settings) -> Iterator[Connected]:
    from powderapp import embedded

    server = embedded.start(settings.storage_dir / "database", secrets=settings.secrets_dir, say=_say)
    try:
        yield Connected(replace(settings, database_url=server.app_url), server.owner_url, server.revive)
    finally:
        server.leave()


def _say(line: str) -> None:
    click.echo(line, err=True)
