"""How many parts may leave prep."""

from collections.abc import Sequence


def may_leave(done: Sequence[int], gone: int, in_prep: int, received: int = 0) -> int:
    """Parts that may go on: done in every step, less those that went on, of those that stand there.

    done: parts done by step. A line without steps lets all of its received parts go.
    """
    if not done:
        return in_prep + received
    return max(0, min(min(done) - gone, in_prep))
