"""Powders as a test wants them."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from powderapp.base.access import Actor
from powderapp.powders import operations
from powderapp.powders.cure import point
from powderapp.powders.models import Powder
from powderapp.powders.operations import PowderWanted
from powderapp.powders.rules import Finish
from powderapp.stock import operations as stock
from powderapp.stock.operations import Delivery


@pytest.fixture
def make_powder(db: Session, by: Actor) -> Callable[..., Powder]:
    """`make_powder("B1005", "Jet black", ral="9005", stock_g=20_000)`."""

    def make(code: str, name: str, finish: Finish = Finish.MATT, stock_g: int = 0, **values: Any) -> Powder:
        wanted = PowderWanted(**({"maker": "Maker B", "code": code, "name": name, "finish": finish} | values))
        powder = operations.add(db, wanted, [point(200, 10)], by=by)
        if stock_g:
            stock.receive(db, powder, Delivery(stock_g, tare_g=1000, lot="L1"), by=by)
        return powder

    return make


@pytest.fixture
def black(make_powder: Callable[..., Powder]) -> Powder:
    """Jet black, 20 kg in stock."""
    price = {"price_per_kg": Decimal("11.43"), "sg": Decimal("1.35"), "pack_g": 20_000}
    return make_powder("B1005", "Jet black", ral="9005", rgb="0E0E10", stock_g=20_000, **price)
