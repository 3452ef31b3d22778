"""The shop's own row and its lists; a list row that is no longer used is retired, never deleted."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, Numeric, SmallInteger, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from powderapp.base.db import Model, pk, words
from powderapp.base.units import UnitSystem


class ReasonKind(StrEnum):
    HOLD = "hold"
    CHECK = "check"
    CANCEL = "cancel"
    COUNT = "count"
    ABORT = "abort"
    WEIGHT = "weight"


class Shop(Model):
    """Exactly one row: what the shop decides about itself."""

    __tablename__ = "shop"
    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False, default=1)
    name: Mapped[str] = mapped_column(String(120))
    timezone: Mapped[str] = mapped_column(String(64), server_default="UTC")
    unit_system: Mapped[UnitSystem] = mapped_column(words(UnitSystem), server_default="metric")
    currency: Mapped[str] = mapped_column(String(3), server_default="EUR")
    tax_percent: Mapped[Decimal] = mapped_column(Numeric(5, 3), server_default="0")
    prices_on_floor: Mapped[bool] = mapped_column(server_default=text("false"))
    pin_digits: Mapped[int] = mapped_column(SmallInteger, server_default="6")
    idle_minutes: Mapped[int] = mapped_column(SmallInteger, server_default="3")
    owner_reset_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(server_default=text("false"))
    founded_at: Mapped[datetime] = mapped_column(server_default=func.now())
    version: Mapped[int] = mapped_column(server_default="1")
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("pin_digits in (4, 6)", name="pin_digits"),
        CheckConstraint("idle_minutes between 1 and 20", name="idle_minutes"),
        CheckConstraint("tax_percent >= 0 and tax_percent <= 50", name="tax_percent"),
    )


class Counter(Model):
    """Numbers without gaps, spoken and printed: jobs, boxes, batches, loads."""

    __tablename__ = "counter"
    name: Mapped[str] = mapped_column(String(12), primary_key=True)
    next: Mapped[int]


class Listed:
    """What every row of a shop's list has."""

    id: Mapped[int] = pk()
    name: Mapped[str] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(server_default="0")
    retired_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default="1")


def _one_name(table: str) -> Index:
    return Index(f"uq_{table}_name", text("lower(name)"), unique=True, postgresql_where=text("retired_at is null"))


class Booth(Listed, Model):
    __tablename__ = "booth"
    __table_args__ = (_one_name("booth"),)


class Oven(Listed, Model):
    """The set point's limits belong to the oven: a burn-off oven goes higher than a curing oven."""

    __tablename__ = "oven"
    lowest_c: Mapped[Decimal] = mapped_column(Numeric(4, 1), server_default="80")
    highest_c: Mapped[Decimal] = mapped_column(Numeric(4, 1), server_default="240")
    usual_c: Mapped[Decimal] = mapped_column(Numeric(4, 1), server_default="200")
    __table_args__ = (
        CheckConstraint(
            "0 < lowest_c and lowest_c <= usual_c and usual_c <= highest_c and highest_c <= 600", name="limits"
        ),
        _one_name("oven"),
    )


class Rack(Listed, Model):
    """Where parts stand: a rack `R3` or a shelf `LA3`; `code` is what the label carries."""

    __tablename__ = "rack"
    code: Mapped[str] = mapped_column(String(12))
    __table_args__ = (Index("uq_rack_code", text("upper(code)"), unique=True), _one_name("rack"))


class PrepStep(Listed, Model):
    """Strip, blast, outgas, wash, mask, hang: the shop's own list. An oven step is done by a load."""

    __tablename__ = "prep_step"
    in_oven: Mapped[bool] = mapped_column(server_default=text("false"))
    oven_c: Mapped[Decimal | None] = mapped_column(Numeric(4, 1))
    oven_minutes: Mapped[int | None] = mapped_column(SmallInteger)
    __table_args__ = (
        CheckConstraint("not in_oven or (oven_c is not null and oven_minutes is not null)", name="oven_step"),
        CheckConstraint("oven_c > 0 and oven_c <= 600 and oven_minutes > 0", name="oven_figures"),
        _one_name("prep_step"),
    )


class Reason(Listed, Model):
    __tablename__ = "reason"
    kind: Mapped[ReasonKind] = mapped_column(words(ReasonKind))
    __table_args__ = (
        Index("uq_reason_name", "kind", text("lower(name)"), unique=True, postgresql_where=text("retired_at is null")),
    )
