"""Checks of a line, their film readings, and the rework a failed check makes."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, text
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from powderapp.base.db import LEDGER, Model, pk, words
from powderapp.checks.rules import FaultOwner, ReworkKind
from powderapp.jobs.models import Line


class Check(Model):
    """seen = passed + rework + scrap, in parts. film_low_um, film_high_um: what was wanted; readings: what was.

    put_back: parts that were taken back since; where a list asked for it.
    """

    __tablename__ = "check"
    id: Mapped[int] = pk()
    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"), index=True)
    pile_id: Mapped[int] = mapped_column(ForeignKey("pile.id"), index=True)
    seen: Mapped[int]
    passed: Mapped[int] = mapped_column(server_default="0")
    rework: Mapped[int] = mapped_column(server_default="0")
    scrap: Mapped[int] = mapped_column(server_default="0")
    looks_right: Mapped[bool]
    film_low_um: Mapped[Decimal | None] = mapped_column(Numeric(6, 1))
    film_high_um: Mapped[Decimal | None] = mapped_column(Numeric(6, 1))
    cause: Mapped[str | None] = mapped_column(String(60))
    fault_owner: Mapped[FaultOwner | None] = mapped_column(words(FaultOwner))
    billable: Mapped[bool] = mapped_column(server_default=text("false"))
    note: Mapped[str | None] = mapped_column(String(400))
    checked_at: Mapped[datetime]
    line: Mapped[Line] = relationship(lazy="raise")
    readings: Mapped[list["Reading"]] = relationship(lazy="raise", order_by="Reading.id")
    put_back: Mapped[int | None] = query_expression()
    __table_args__ = (
        CheckConstraint("seen > 0 and seen = passed + rework + scrap", name="seen"),
        CheckConstraint("passed >= 0 and rework >= 0 and scrap >= 0", name="counts"),
        CheckConstraint("film_low_um > 0 and film_low_um <= film_high_um and film_high_um <= 2000", name="film"),
        CheckConstraint("rework + scrap = 0 or (cause is not null and fault_owner is not null)", name="cause"),
        {"info": LEDGER},
    )


class Reading(Model):
    """One gauge value."""

    __tablename__ = "reading"
    id: Mapped[int] = pk()
    check_id: Mapped[int] = mapped_column(ForeignKey("check.id"), index=True)
    film_um: Mapped[Decimal] = mapped_column(Numeric(6, 1))
    __table_args__ = (CheckConstraint("film_um > 0 and film_um <= 5000", name="film_um"), {"info": LEDGER})


class Rework(Model):
    __tablename__ = "rework"
    id: Mapped[int] = pk()
    check_id: Mapped[int] = mapped_column(ForeignKey("check.id"), index=True)
    child_line_id: Mapped[int] = mapped_column(ForeignKey("line.id"), unique=True)
    qty: Mapped[int]
    kind: Mapped[ReworkKind] = mapped_column(words(ReworkKind))
    __table_args__ = (CheckConstraint("qty > 0", name="qty"), {"info": LEDGER})
