"""Pickups: parts that leave, to whom, signed; and who was told that they are ready."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from powderapp.base.db import LEDGER, Model, pk, words
from powderapp.pickups.rules import ToldHow


class Pickup(Model):
    __tablename__ = "pickup"
    id: Mapped[int] = pk()
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    to_whom: Mapped[str] = mapped_column(String(120))
    note: Mapped[str | None] = mapped_column(String(400))
    picked_up_at: Mapped[datetime]
    __table_args__ = ({"info": LEDGER},)


class PickupLine(Model):
    """Parts of one line from one pile; a line may stand on two racks, so the move is the key."""

    __tablename__ = "pickup_line"
    move_id: Mapped[int] = mapped_column(ForeignKey("move.id"), primary_key=True)
    pickup_id: Mapped[int] = mapped_column(ForeignKey("pickup.id"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"), index=True)
    qty: Mapped[int]
    __table_args__ = (CheckConstraint("qty > 0", name="qty"), {"info": LEDGER})


class Told(Model):
    __tablename__ = "told"
    id: Mapped[int] = pk()
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    how: Mapped[ToldHow] = mapped_column(words(ToldHow))
    told_at: Mapped[datetime]
    told_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    __table_args__ = ({"info": LEDGER},)
