"""Boxes and the ledger of grams: a box weighs the sum of its movements, and nothing else can change that."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from powderapp.base.db import LEDGER, Model, kept_by_trigger, pk, words
from powderapp.powders.models import Powder
from powderapp.stock.rules import MovementKind


class Box(Model):
    """A physical container `B0831` of one powder and one lot. net_g is kept by the database from the movements."""

    __tablename__ = "box"
    id: Mapped[int] = pk()
    number: Mapped[int] = mapped_column(unique=True)
    powder_id: Mapped[int] = mapped_column(ForeignKey("powder.id"))
    lot: Mapped[str | None] = mapped_column(String(40))
    tare_g: Mapped[int | None]
    owner_customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    place: Mapped[str | None] = mapped_column(String(24))
    expires_on: Mapped[date | None]
    received_at: Mapped[datetime]
    net_g: Mapped[int] = kept_by_trigger(server_default="0")
    version: Mapped[int] = mapped_column(server_default="1")
    powder: Mapped[Powder] = relationship(lazy="raise")
    __table_args__ = (
        UniqueConstraint("id", "powder_id"),
        CheckConstraint("net_g >= 0", name="net_g"),
        CheckConstraint("tare_g >= 0 and tare_g < 100000", name="tare_g"),
        CheckConstraint("expires_on between '2000-01-01' and '2199-12-31'", name="expires_on"),
        Index("ix_box_powder_id", "powder_id", "expires_on", "id"),
        Index("ix_box_standing", "powder_id", "id", postgresql_where=text("net_g > 0")),
    )

    @property
    def code(self) -> str:
        """As printed and scanned: `B0831`."""
        return f"B{self.number:04d}"


class Movement(Model):
    """One entry in a box's ledger; grams are positive in, negative out. A mistake is undone by a `reverse`."""

    __tablename__ = "movement"
    id: Mapped[int] = pk()
    box_id: Mapped[int] = mapped_column(ForeignKey("box.id"))
    kind: Mapped[MovementKind] = mapped_column(words(MovementKind))
    grams: Mapped[int]
    gross_g: Mapped[int | None]
    batch_box_id: Mapped[int | None]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("movement.id"), unique=True)
    reason: Mapped[str | None] = mapped_column(String(200))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    moved_at: Mapped[datetime]
    __table_args__ = (
        ForeignKeyConstraint(["batch_box_id", "box_id"], ["batch_box.id", "batch_box.box_id"]),
        CheckConstraint("grams <> 0 and abs(grams) <= 10000000", name="grams"),
        CheckConstraint("gross_g >= 0", name="gross_g"),
        CheckConstraint("(kind = 'reverse') = (reverses_id is not null)", name="reverses"),
        CheckConstraint("kind not in ('opening', 'receipt', 'reclaim') or grams > 0", name="inward"),
        CheckConstraint("kind not in ('sold', 'scrap', 'use') or grams < 0", name="outward"),
        Index("ix_movement_box_id_id", "box_id", "id"),
        Index("ix_movement_batch_box_id", "batch_box_id", postgresql_where=text("batch_box_id is not null")),
        {"info": LEDGER},
    )
