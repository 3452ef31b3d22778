"""What the demo shop brings along: its old spreadsheets of customers and powders, and one powder that bakes low.

Only rows that are certain come in; the others would be asked at the import.
"""

from decimal import Decimal

from sqlalchemy.orm import Session

from powderapp.base.access import Actor
from powderapp.customers import operations as customers
from powderapp.customers.operations import CustomerWanted
from powderapp.customers.reading import read_customers
from powderapp.demo.counter import LOW_BAKE
from powderapp.demo.sheet import data
from powderapp.powders import operations as powders
from powderapp.powders.cure import point
from powderapp.powders.operations import PowderWanted
from powderapp.powders.reading import PowderRow, read_powders
from powderapp.powders.rules import Finish
from powderapp.stock.operations import Delivery, receive
from powderapp.stock.rules import MovementKind

LOW = PowderRow(
    name="Stone grey low bake",
    ral="7030",
    rgb="939388",
    maker="Maker C",
    code=LOW_BAKE,
    finish=Finish.MATT,
    sg=Decimal("1.55"),
    pack_g=20_000,
    price_per_kg=Decimal("16.40"),
    cure=(point(160, 20, 40, as_entered="20-40 min 160 °C"),),
    boxes_g=(12_350,),
)


def bring(db: Session, *, by: Actor) -> None:
    """Customers, powders and their boxes as they stood in the spreadsheets."""
    for row in read_customers(data("customers.csv")).certain:
        customers.add(db, CustomerWanted(**vars(row.record)), by=by)
    for powder in (*(row.record for row in read_powders(data("powders.csv")).certain), LOW):
        _bring_powder(db, powder, by)


def _bring_powder(db: Session, row: PowderRow, by: Actor) -> None:
    figures = {name: value for name, value in vars(row).items() if name not in ("cure", "boxes_g")}
    powder = powders.add(db, PowderWanted(**figures), row.cure, by=by)
    for net_g in row.boxes_g:
        receive(db, powder, Delivery(net_g, kind=MovementKind.OPENING), by=by)
