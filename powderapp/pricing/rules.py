"""How a price is built: seven visible steps, each amount rounded half up to the cent.

Lines per colour, least per colour, charges of the job, least per job, rush (on services; on powder and freight only if
the shop says so), discount, tax.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate

from powderapp.base.money import money


class PriceBasis(StrEnum):
    """What a rate is multiplied by."""

    AREA = "area"
    LENGTH = "length"
    PIECE = "piece"
    SET = "set"
    HOUR = "hour"
    LOAD = "load"
    LOT = "lot"


class ChargeKind(StrEnum):
    """Services are rushed; powder and freight are passed on."""

    SERVICE = "service"
    POWDER = "powder"
    FREIGHT = "freight"


@dataclass(frozen=True)
class Charge:
    """One line of a price: quantity x rate. colour None: of the job as a whole, outside the least per colour."""

    label: str
    quantity: Decimal | int
    rate: Decimal
    colour: str | None = None
    kind: ChargeKind = ChargeKind.SERVICE

    @property
    def amount(self) -> Decimal:
        return money(self.quantity * self.rate)


@dataclass(frozen=True)
class Terms:
    """What the shop and the customer agreed: least amounts in money, the rest in percent."""

    least_per_colour: Decimal = Decimal(0)
    least_per_job: Decimal = Decimal(0)
    rush_percent: Decimal = Decimal(0)
    rush_on_all: bool = False
    discount_percent: Decimal = Decimal(0)
    tax_percent: Decimal = Decimal(0)


@dataclass(frozen=True)
class PriceStep:
    """One visible step: what it adds (a discount takes away), and where that leads."""

    label: str
    amount: Decimal
    total: Decimal


@dataclass(frozen=True)
class Price:
    """The steps in order; the total before tax and with it."""

    steps: tuple[PriceStep, ...]
    net: Decimal
    total: Decimal


def price(charges: Sequence[Charge], terms: Terms) -> Price:
    """The price of a job from its charges, every step kept to be shown."""
    amounts = list(_before_tax(charges, terms))
    net = sum((amount for _, amount in amounts), money(0))
    if terms.tax_percent:
        amounts.append((f"Tax {_shown(terms.tax_percent)} %", _percent(net, terms.tax_percent)))
    totals = list(accumulate((amount for _, amount in amounts), initial=money(0)))
    steps = (PriceStep(label, amount, total) for (label, amount), total in zip(amounts, totals[1:], strict=True))
    return Price(tuple(steps), net, totals[-1])


def share_of_load(hours: Decimal, rate_per_hour: Decimal, parts: int) -> Decimal:
    """What one part bears of an oven load; a load that is not full still costs the whole. ValueError: no parts."""
    if parts <= 0:
        raise ValueError(f"parts must be above 0, got {parts}")
    return money(hours * rate_per_hour / parts)


def tax_in(total: Decimal, tax_percent: Decimal) -> Decimal:
    """The tax inside an amount that includes it."""
    return money(total - total / (1 + tax_percent / 100))


def _before_tax(charges: Sequence[Charge], terms: Terms) -> Iterator[tuple[str, Decimal]]:
    lines = list(_lines(charges, terms))
    yield from lines
    total = sum((amount for _, amount in lines), Decimal(0))
    if total < terms.least_per_job:
        yield "Least per job", money(terms.least_per_job - total)
        total = terms.least_per_job
    if terms.rush_percent:
        rush = _percent(total - _passed_on(charges, terms), terms.rush_percent)
        yield f"Rush {_shown(terms.rush_percent)} %", rush
        total += rush
    if terms.discount_percent:
        discount = _percent(total, terms.discount_percent)
        yield f"Discount {_shown(terms.discount_percent)} %", -discount


def _lines(charges: Sequence[Charge], terms: Terms) -> Iterator[tuple[str, Decimal]]:
    for colour in dict.fromkeys(charge.colour for charge in charges if charge.colour is not None):
        of_colour = [charge for charge in charges if charge.colour == colour]
        yield from ((charge.label, charge.amount) for charge in of_colour)
        missing = terms.least_per_colour - sum((charge.amount for charge in of_colour), Decimal(0))
        if missing > 0:
            yield f"Least for {colour}", money(missing)
    yield from ((charge.label, charge.amount) for charge in charges if charge.colour is None)


def _passed_on(charges: Sequence[Charge], terms: Terms) -> Decimal:
    if terms.rush_on_all:
        return Decimal(0)
    return sum((charge.amount for charge in charges if charge.kind is not ChargeKind.SERVICE), Decimal(0))


def _percent(amount: Decimal, percent: Decimal) -> Decimal:
    return money(amount * percent / 100)


def _shown(percent: Decimal) -> str:
    return f"{percent.normalize():f}"
