"""Figures for sentences of operations, in the units the shop reads."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from powderapp.base.units import UnitSystem, show_weight
from powderapp.shop.models import Shop


def units_of(db: Session) -> UnitSystem:
    """The shop's unit system; metric before there is a shop."""
    return db.scalars(select(Shop.unit_system)).one_or_none() or UnitSystem.METRIC


def weight(db: Session, grams: int) -> str:
    """`14.36 kg` or `31.66 lb`, as this shop reads it."""
    return show_weight(grams, units_of(db))
