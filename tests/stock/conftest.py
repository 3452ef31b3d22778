"""A shop with boxes."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from powderapp.base.access import Actor
from powderapp.stock.models import Movement
from tests.support.chain import Works


@pytest.fixture
def works(db: Session, by: Actor) -> Works:
    """A shop's equipment; `works.black_box` holds 20 kg in a box of 1 kg."""
    return Works(db, by)


@pytest.fixture
def kinds(db: Session) -> object:
    """`kinds(box)`: its entries as pairs of kind and grams, oldest first."""

    def kinds(box: object) -> list[tuple[str, int]]:
        query = select(Movement.kind, Movement.grams).where(Movement.box_id == box.id)  # type: ignore[attr-defined]
        return [(kind.value, grams) for kind, grams in db.execute(query.order_by(Movement.id))]

    return kinds
