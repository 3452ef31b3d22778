"""Counts what is asked of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

NOT_COUNTED = ("savepoint", "release savepoint", "rollback to savepoint", "set constraints", "begin", "commit")


@contextmanager
def count_statements(engine: Engine, most: int) -> Iterator[list[str]]:
    """Fail with the list of statements when more than `most` are sent inside the block."""
    sent: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.lower().startswith(NOT_COUNTED):
            sent.append(" ".join(statement.split())[:160])

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(sent) <= most, f"{len(sent)} statements, at most {most}:\n" + "\n".join(sent)
