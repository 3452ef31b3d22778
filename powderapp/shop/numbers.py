"""Numbers without gaps, one after the other, for whatever people say, print and scan."""

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from powderapp.shop.models import Counter

FIRST = {"job": 1001, "box": 1, "batch": 1, "load": 1}


def next_number(db: Session, name: str) -> int:
    """The next number of `name` (job, box, batch, load); the counter stays locked until the transaction ends."""
    db.execute(insert(Counter).values(name=name, next=FIRST[name]).on_conflict_do_nothing())
    query = update(Counter).where(Counter.name == name).values(next=Counter.next + 1).returning(Counter.next)
    return db.scalars(query).one() - 1


def start_at(db: Session, name: str, number: int) -> None:
    """Let `name` go on at `number`, never backwards."""
    next_number(db, name)
    db.execute(update(Counter).where(Counter.name == name, Counter.next <= number).values(next=number))
