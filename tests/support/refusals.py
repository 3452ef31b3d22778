"""What PostgreSQL says to a statement the application may not send."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

DENIED, RESTRICTED, REFUSED = "42501", "23001", "23514"
MOVE = """insert into move (from_pile_id, to_pile_id, qty, cause, reason, event_id, moved_at)
          select :source, :target, :qty, :cause, 'counted', max(id), now() from event"""


def refused(db: Session, statement: str, **values: object) -> str:
    """The SQLSTATE with which PostgreSQL refuses a statement; fails when it does not."""
    state: str = _refusal(db, statement, values).sqlstate
    return state


def refused_by(db: Session, statement: str, **values: object) -> str | None:
    """The name of the constraint that refuses a statement; fails when nothing does."""
    name: str | None = _refusal(db, statement, values).diag.constraint_name
    return name


def _refusal(db: Session, statement: str, values: dict[str, object]) -> Any:
    db.flush()
    try:
        with db.begin_nested():
            db.execute(text(statement), values)
            db.execute(text("set constraints all immediate"))
    except DBAPIError as refusal:
        return refusal.orig
    raise AssertionError(f"not refused: {statement}")


def empty_pile(db: Session, line_id: int, stage: str, coat: int = 1, **more: object) -> int:
    """A place for parts of a line, made as the application may make one; its id."""
    place = {"line_id": line_id, "stage": stage, "coat_number": coat} | more
    names, values = ", ".join(place), ", ".join(f":{name}" for name in place)
    made: int = db.scalars(text(f"insert into pile ({names}) values ({values}) returning id"), place).one()
    return made
