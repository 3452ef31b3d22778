"""Figures of a powder as the shop compares them, from its data sheet: at the middle of the film range."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from powderapp.base.money import money
from powderapp.base.units import UnitSystem, show_coverage
from powderapp.powders.rules import cost_per_m2, coverage_m2_per_kg, density, powder_needed_g

KG_PER_LB = Decimal("0.45359237")
M2_PER_FT2 = Decimal("0.09290304")


class Sheet(Protocol):
    """What the figures need of a powder: the row of a list will do."""

    @property
    def sg(self) -> Decimal | None: ...
    @property
    def film_low_um(self) -> Decimal: ...
    @property
    def film_high_um(self) -> Decimal: ...
    @property
    def utilisation(self) -> Decimal: ...
    @property
    def price_per_kg(self) -> Decimal | None: ...


@dataclass(frozen=True)
class Figures:
    """film_um: the target. estimated: the density is not on file. cost: of powder for one `area_unit` of film.

    price: of one kilogram or pound, as `price_unit` says.
    """

    film_um: Decimal
    estimated: bool
    coverage: str
    price: Decimal | None
    price_unit: str
    cost: Decimal | None
    area_unit: str


def figures(powder: Sheet, system: UnitSystem) -> Figures:
    """Coverage and cost of a powder in the shop's units; cost None: there is no price."""
    film_um, price = target_um(powder), powder.price_per_kg
    sg, estimated = density(powder.sg)
    cost = None if price is None else cost_per_m2(price, film_um, sg, powder.utilisation)
    return Figures(
        film_um,
        estimated,
        coverage=show_coverage(coverage_m2_per_kg(film_um, sg, powder.utilisation), system),
        price=price if price is None else price_shown(price, system),
        price_unit=price_unit(system),
        cost=money(cost * M2_PER_FT2) if cost is not None and system is UnitSystem.US else cost,
        area_unit="ft²" if system is UnitSystem.US else "m²",
    )


def price_shown(price_per_kg: Decimal, system: UnitSystem) -> Decimal:
    """A price per kilogram as the shop reads it: in US units per pound."""
    return money(price_per_kg * KG_PER_LB) if system is UnitSystem.US else price_per_kg


def price_unit(system: UnitSystem) -> str:
    """`per kg` or `per lb`."""
    return "per lb" if system is UnitSystem.US else "per kg"


def target_um(powder: Sheet) -> Decimal:
    """The middle of the film range."""
    return (powder.film_low_um + powder.film_high_um) / 2


def needed_g(powder: Sheet, area_mm2: int, film_um: Decimal | None = None) -> int:
    """Grams for one coat over `area_mm2`; film_um None: the target film."""
    sg, _ = density(powder.sg)
    return powder_needed_g(area_mm2, film_um or target_um(powder), sg, powder.utilisation)
