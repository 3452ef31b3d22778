"""Loads: what is in one oven at one time, with its set point and clock."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from powderapp.base.db import LEDGER, Model, pk
from powderapp.jobs.models import LineStep
from powderapp.parts.models import Pile
from powderapp.shop.models import Oven


class Load(Model):
    """set_point_c: of the oven; minutes: planned at part temperature. Aborted: out, with a reason."""

    __tablename__ = "load"
    id: Mapped[int] = pk()
    number: Mapped[int] = mapped_column(unique=True)
    oven_id: Mapped[int] = mapped_column(ForeignKey("oven.id"))
    set_point_c: Mapped[Decimal] = mapped_column(Numeric(4, 1))
    minutes: Mapped[int] = mapped_column(SmallInteger)
    in_at: Mapped[datetime]
    at_temp_at: Mapped[datetime | None]
    out_at: Mapped[datetime | None]
    abort_reason: Mapped[str | None] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(server_default="1")
    oven: Mapped[Oven] = relationship(lazy="raise")

    @property
    def held_minutes(self) -> int | None:
        """Whole minutes at temperature; None while it is in, or where that was not noted."""
        return int((self.out_at - self.at_temp_at).total_seconds() // 60) if self.out_at and self.at_temp_at else None

    items: Mapped[list["LoadItem"]] = relationship(lazy="raise", back_populates="load", order_by="LoadItem.id")
    __table_args__ = (
        CheckConstraint("set_point_c between 1 and 600", name="set_point_c"),
        CheckConstraint("minutes between 1 and 1440", name="minutes"),
        CheckConstraint("at_temp_at >= in_at and out_at >= in_at", name="in_order"),
        CheckConstraint("abort_reason is null or out_at is not null", name="aborted"),
        Index("ix_load_oven_id_id", "oven_id", "id"),
        Index("uq_load_open_oven", "oven_id", unique=True, postgresql_where=text("out_at is null")),
    )


class LoadItem(Model):
    """A pile that went in, with how many; line_step where the load does an oven step of prep instead of a cure."""

    __tablename__ = "load_item"
    id: Mapped[int] = pk()
    load_id: Mapped[int] = mapped_column(ForeignKey("load.id"))
    pile_id: Mapped[int] = mapped_column(ForeignKey("pile.id"), index=True)
    line_step_id: Mapped[int | None] = mapped_column(ForeignKey("line_step.id"), index=True)
    qty: Mapped[int]
    load: Mapped[Load] = relationship(lazy="raise", back_populates="items")
    pile: Mapped[Pile] = relationship(lazy="raise")
    line_step: Mapped[LineStep | None] = relationship(lazy="raise")
    __table_args__ = (UniqueConstraint("load_id", "pile_id"), CheckConstraint("qty > 0", name="qty"), {"info": LEDGER})
