"""What grows old is thrown away beside the work, at the start and once a day: keys of operations, counted tries.

Every worker has a thread for it; the one that comes first does it, in portions so small that nobody waits for them.
"""

import logging
import threading
import time

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from powderapp.base.clock import now
from powderapp.base.db import SessionFactory
from powderapp.base.operation_keys import forget_old
from powderapp.signing.operations import forget_old_tries

PORTION, BETWEEN_S, DAY_S = 500, 0.05, 24 * 60 * 60
ONE_AT_A_TIME = text("select pg_try_advisory_xact_lock(hashtextextended('powderapp tidying', 0))")
log = logging.getLogger(__name__)


def tidy_daily(sessions: SessionFactory) -> None:
    """Begin a thread that tidies now and every day; it ends with its process."""
    threading.Thread(target=_every_day, args=(sessions,), name="tidying", daemon=True).start()


def _every_day(sessions: SessionFactory) -> None:
    while True:
        try:
            tidy(sessions)
        except SQLAlchemyError:
            log.warning("What is old was not thrown away; tomorrow again.", exc_info=True)
        time.sleep(DAY_S)


def tidy(sessions: SessionFactory) -> int:
    """Throw away all that is old, each portion in a transaction of its own; how many rows. 0 where another is at it."""
    gone = 0
    while (some := _portion(sessions)) > 0:
        gone += some
        time.sleep(BETWEEN_S)
    return gone


def _portion(sessions: SessionFactory) -> int:
    with sessions.begin() as db:
        if not db.scalar(ONE_AT_A_TIME):
            return 0
        return forget_old(db, PORTION) + forget_old_tries(db, now())
