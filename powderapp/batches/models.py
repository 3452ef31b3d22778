"""Batches: one powder at one booth in one session, boxes weighed in and out, many tasks, a clock per person."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from powderapp.base.db import INSERT_ONLY, Model, kept_by_trigger, pk, words
from powderapp.jobs.models import Coat
from powderapp.powders.models import Powder
from powderapp.shop.models import Booth
from powderapp.stock.models import Box


class UseBy(StrEnum):
    RULE = "rule"
    HAND = "hand"


class Batch(Model):
    """`S218`. `weighed` false: unweighed, waits in the close-of-day list. `cancelled_at`: over, nothing was sprayed."""

    __tablename__ = "batch"
    id: Mapped[int] = pk()
    number: Mapped[int] = mapped_column(unique=True)
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    powder_id: Mapped[int] = mapped_column(ForeignKey("powder.id"), index=True)
    weighed: Mapped[bool] = mapped_column(server_default=text("true"))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default="1")
    booth: Mapped[Booth] = relationship(lazy="raise")
    powder: Mapped[Powder] = relationship(lazy="raise")
    tasks: Mapped[list["Task"]] = relationship(
        lazy="raise", viewonly=True, order_by="Task.id", primaryjoin="foreign(Task.batch_id) == Batch.id"
    )
    boxes: Mapped[list["BatchBox"]] = relationship(
        lazy="raise", viewonly=True, order_by="BatchBox.id", primaryjoin="foreign(BatchBox.batch_id) == Batch.id"
    )
    __table_args__ = (
        UniqueConstraint("id", "powder_id"),
        CheckConstraint("finished_at >= started_at", name="finished_at"),
        CheckConstraint(
            "cancelled_at is null or (finished_at is not null and cancelled_at = finished_at)", name="cancelled_at"
        ),
        Index("uq_batch_open_booth", "booth_id", unique=True, postgresql_where=text("finished_at is null")),
    )

    @property
    def code(self) -> str:
        """As printed and scanned: `S218`."""
        return f"S{self.number}"


class Task(Model):
    """One coat of one line in a batch: what one sprays. in_qty, out_qty are kept by the moves; both keys carry the
    powder, so a wrong powder is impossible."""

    __tablename__ = "task"
    id: Mapped[int] = pk()
    batch_id: Mapped[int]
    coat_id: Mapped[int] = mapped_column(index=True)
    powder_id: Mapped[int]
    in_qty: Mapped[int] = kept_by_trigger(server_default="0")
    out_qty: Mapped[int] = kept_by_trigger(server_default="0")
    batch: Mapped[Batch] = relationship(lazy="raise", viewonly=True, primaryjoin="foreign(Task.batch_id) == Batch.id")
    coat: Mapped[Coat] = relationship(lazy="raise", viewonly=True, primaryjoin="foreign(Task.coat_id) == Coat.id")
    __table_args__ = (
        UniqueConstraint("batch_id", "coat_id"),
        ForeignKeyConstraint(["batch_id", "powder_id"], ["batch.id", "batch.powder_id"]),
        ForeignKeyConstraint(["coat_id", "powder_id"], ["coat.id", "coat.powder_id"]),
        CheckConstraint("0 <= out_qty and out_qty <= in_qty", name="qty"),
        {"info": INSERT_ONLY},
    )


class BatchBox(Model):
    """A box in a batch: gross in, gross out, tare, in grams; null gross in: not weighed. One open batch per box."""

    __tablename__ = "batch_box"
    id: Mapped[int] = pk()
    batch_id: Mapped[int] = mapped_column(index=True)
    box_id: Mapped[int]
    powder_id: Mapped[int]
    gross_in_g: Mapped[int | None]
    gross_out_g: Mapped[int | None]
    tare_g: Mapped[int | None]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    batch: Mapped[Batch] = relationship(
        lazy="raise", viewonly=True, primaryjoin="foreign(BatchBox.batch_id) == Batch.id"
    )
    box: Mapped[Box] = relationship(lazy="raise", viewonly=True, primaryjoin="foreign(BatchBox.box_id) == Box.id")
    __table_args__ = (
        UniqueConstraint("id", "box_id"),
        ForeignKeyConstraint(["batch_id", "powder_id"], ["batch.id", "batch.powder_id"]),
        ForeignKeyConstraint(["box_id", "powder_id"], ["box.id", "box.powder_id"]),
        CheckConstraint("gross_in_g >= 0 and gross_out_g >= 0 and tare_g >= 0", name="weights"),
        CheckConstraint("gross_out_g <= gross_in_g", name="not_heavier"),
        Index(
            "ix_batch_box_unsettled",
            "batch_id",
            postgresql_where=text("closed_at is not null and gross_out_g is null"),
        ),
        Index("uq_batch_box_open", "box_id", unique=True, postgresql_where=text("closed_at is null")),
    )


class BatchUse(Model):
    """How much of a batch's powder one task took; task null: purge and test spray. Grams add up to the movements."""

    __tablename__ = "batch_use"
    id: Mapped[int] = pk()
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    grams: Mapped[int]
    by: Mapped[UseBy] = mapped_column(words(UseBy), server_default="rule")
    estimated: Mapped[bool] = mapped_column(server_default=text("false"))
    __table_args__ = (
        UniqueConstraint("batch_id", "task_id", postgresql_nulls_not_distinct=True),
        CheckConstraint("grams >= 0", name="grams"),
    )


class Clock(Model):
    """A person's time at a batch; one running clock per person."""

    __tablename__ = "clock"
    id: Mapped[int] = pk()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    started_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("stopped_at >= started_at", name="stopped_at"),
        Index("uq_clock_running", "person_id", unique=True, postgresql_where=text("stopped_at is null")),
    )
