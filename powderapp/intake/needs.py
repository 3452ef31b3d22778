"""What the lines of a check-in need and cost: powder against stock, and the price with its steps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from powderapp.jobs.matching import shown
from powderapp.jobs.operations import LineWanted
from powderapp.powders.models import Powder
from powderapp.powders.rules import density, powder_needed_g
from powderapp.pricing.rules import Charge, Price, Terms, price
from powderapp.stock.queries import in_stock_g


@dataclass(frozen=True)
class Need:
    """need_g: of the lines whose area is known; complete: that is all of them."""

    powder: Powder
    need_g: int
    complete: bool
    stock_g: int

    @property
    def name(self) -> str:
        """As the lines call it."""
        return shown(self.powder)

    @property
    def short_g(self) -> int:
        """What is missing, 0 when there is enough."""
        return max(self.need_g - self.stock_g, 0)


def needs(db: Session, lines: Sequence[LineWanted]) -> list[Need]:
    """By powder in the order of the lines: two statements."""
    ids = list(dict.fromkeys(coat.powder_id for line in lines for coat in line.coats if coat.powder_id is not None))
    if not ids:
        return []
    powders = {powder.id: powder for powder in db.scalars(select(Powder).where(Powder.id.in_(ids)))}
    stock_g = in_stock_g(db, ids)
    return [_need(powders[powder_id], lines, stock_g) for powder_id in ids]


def total(lines: Iterable[LineWanted], tax_percent: Decimal) -> Price:
    """The prices of the lines added up, before tax and with it."""
    charges = [Charge(line.what, 1, line.price) for line in lines if line.price is not None]
    return price(charges, Terms(tax_percent=tax_percent))


def _need(powder: Powder, lines: Sequence[LineWanted], stock_g: Mapping[int, int]) -> Need:
    wanted = [(line, coat) for line in lines for coat in line.coats if coat.powder_id == powder.id]
    film_um = (powder.film_low_um + powder.film_high_um) / 2
    area_mm2 = sum((line.area_mm2 or 0) * line.qty for line, _ in wanted)
    need_g = powder_needed_g(area_mm2, film_um, density(powder.sg)[0], powder.utilisation)
    complete = all(line.area_mm2 is not None for line, _ in wanted)
    return Need(powder, need_g, complete, stock_g.get(powder.id, 0))
