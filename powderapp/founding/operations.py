"""How a shop begins: its own row, its first owner, and nothing else."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from powderapp.base.access import Role
from powderapp.base.errors import DomainError
from powderapp.base.events import record_event
from powderapp.base.units import UnitSystem
from powderapp.people import queries
from powderapp.people.models import Person
from powderapp.people.operations import add_person, system_actor
from powderapp.shop.models import Shop
from powderapp.shop.queries import shop as shop_row

ONE_AT_A_TIME = text("select pg_advisory_xact_lock(hashtextextended('powderapp founding', 0))")


def found_shop(
    db: Session,
    shop_name: str,
    unit_system: UnitSystem,
    timezone: str,
    currency: str,
    *,
    owner: str,
    password_hash: str,
    pin_hash: bytes,
    now: datetime,
) -> Person:
    """The shop and its owner. DomainError: somebody was faster."""
    db.execute(ONE_AT_A_TIME)
    by = system_actor(db, now)
    if queries.anybody(db):
        raise DomainError("This shop is set up already: sign in.")
    shop = shop_row(db) or Shop(id=1)
    shop.name, shop.unit_system, shop.timezone, shop.currency = shop_name, unit_system, timezone, currency
    db.add(shop)
    db.flush()
    record_event(db, "shop.founded", shop, by, after={"name": shop_name})
    return add_person(db, owner, [Role.OWNER, Role.OFFICE], password_hash=password_hash, pin_hash=pin_hash, by=by)
