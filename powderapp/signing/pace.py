"""How many requests a minute are answered, without a write for each: a worker counts some, then tells the database.

What counts is all that somebody signed in asks for: pages, fragments, actions, also of a page that refreshes itself.
Static files do not.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy.orm import Session

from powderapp.base.errors import TooOftenError
from powderapp.base.throttle import Limit, count, wait_words

MOST_KEYS = 2000


class Pace:
    """Counts what comes under a key in this worker; every `batch` of them is one write.

    Once the database says it is too much, this worker refuses by itself until the time is over.
    """

    def __init__(self, limit: Limit, batch: int = 1) -> None:
        self.limit, self.batch = limit, batch
        self._lock, self._counts = Lock(), Counter[str]()
        self._refused: dict[str, datetime] = {}

    def keep(self, key: str, now: datetime, outside: Callable[[], AbstractContextManager[Session]]) -> None:
        """One more at `key`. TooOftenError: more than the limit, give or take a batch for each worker."""
        with self._lock:
            self._refuse(key, now)
            self._counts[key] += 1
            if self._counts[key] < self.batch:
                return
            del self._counts[key]
        try:
            with outside() as db:
                count(db, key, self.limit, now, by=self.batch)
        except TooOftenError as error:
            with self._lock:
                self._refused[key] = now + timedelta(seconds=error.seconds or 1)
            raise

    def _refuse(self, key: str, now: datetime) -> None:
        if len(self._counts) + len(self._refused) > MOST_KEYS:
            self._counts.clear()
            self._refused.clear()
        until = self._refused.get(key)
        if until is not None and until > now:
            seconds = -(-(until - now) // timedelta(seconds=1))
            raise TooOftenError(f"That was too often. Wait {wait_words(seconds)}.", seconds)
        with suppress(KeyError):
            del self._refused[key]
