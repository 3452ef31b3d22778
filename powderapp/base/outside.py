"""A second connection that commits by itself, for what must survive a refusal.

Counters of a throttle, refused sign-ins and denied actions are written although the request they belong to rolls
back. It is the one exception to "commit in one place".
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from powderapp.base.db import engine_for, session_factory


class Outside:
    """`with outside() as db:` gives a session of its own; leaving commits, raising rolls back only this."""

    def __init__(self, engine: Engine) -> None:
        """`engine` should not share the requests' pool: a full pool would wait for itself."""
        self.engine = engine
        self._sessions = session_factory(engine)

    @contextmanager
    def __call__(self) -> Iterator[Session]:
        """A session that commits when the block ends."""
        with self._sessions.begin() as db:
            yield db


def outside_for(url: str) -> Outside:
    """An `Outside` with a small pool of its own."""
    return Outside(engine_for(url, pool_size=1, max_overflow=3))
