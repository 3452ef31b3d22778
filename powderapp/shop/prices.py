"""Whether this request shows prices: the one place that decides it."""

from typing import TypeVar

from flask import g

from powderapp.base.access import Permission
from powderapp.shop.rules import sees_prices
from powderapp.web.forms import Form

Priced = TypeVar("Priced", bound=Form)
ON_FLOOR = frozenset({"tablet", "wall"})


def with_prices() -> bool:
    """By who asks, at which device, and what the shop chose."""
    on_floor = "device" in g and g.device.kind in ON_FLOOR
    return sees_prices(
        may_see=g.actor.may(Permission.PRICE_SEE), on_floor=on_floor, prices_on_floor=g.shop.prices_on_floor
    )


def priced(form: Priced, field: str) -> Priced:
    """The form, without its price where prices are hidden: it is neither shown nor taken there."""
    if not with_prices():
        delattr(form, field)
    return form
