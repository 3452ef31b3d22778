"""Piles of parts and the moves between them: double entry, so counts reconcile by construction."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from powderapp.base.db import INSERT_ONLY, LEDGER, Model, kept_by_trigger, pk, words
from powderapp.jobs.models import Line
from powderapp.parts.rules import Stage
from powderapp.shop.models import Rack


class MoveCause(StrEnum):
    """Why parts moved; the event of the move says the rest."""

    ARRIVED = "arrived"
    NEXT = "next"
    INTO_BATCH = "into_batch"
    SPRAYED = "sprayed"
    NOT_SPRAYED = "not_sprayed"
    INTO_OVEN = "into_oven"
    OUT_OF_OVEN = "out_of_oven"
    ABORTED = "aborted"
    PASSED = "passed"
    REWORK = "rework"
    SCRAPPED = "scrapped"
    PICKED_UP = "picked_up"
    MISSING = "missing"
    UNCOATED = "uncoated"
    RACKED = "racked"
    CORRECTION = "correction"
    IMPORTED = "imported"
    REVERSED = "reversed"


class Pile(Model):
    """Parts of one line that stand together: same coat, stage, rack, task, load. qty is kept by the moves.

    After years nearly all piles are empty or collected: the statistics `pile_standing` tell the planner so.

    coat_number: the coat being worked towards; from `to_cure` on the coat that is on the parts (0: none).
    """

    __tablename__ = "pile"
    id: Mapped[int] = pk()
    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"))
    coat_number: Mapped[int] = mapped_column(SmallInteger)
    stage: Mapped[Stage] = mapped_column(words(Stage))
    rack_id: Mapped[int | None] = mapped_column(ForeignKey("rack.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id", use_alter=True), index=True)
    load_id: Mapped[int | None] = mapped_column(ForeignKey("load.id", use_alter=True), index=True)
    qty: Mapped[int] = kept_by_trigger(server_default="0")
    line: Mapped[Line] = relationship(lazy="raise")
    rack: Mapped[Rack | None] = relationship(lazy="raise")
    __table_args__ = (
        UniqueConstraint(
            "line_id", "coat_number", "stage", "rack_id", "task_id", "load_id", postgresql_nulls_not_distinct=True
        ),
        CheckConstraint("qty >= 0", name="qty"),
        CheckConstraint("coat_number between 0 and 9", name="coat_number"),
        CheckConstraint("(task_id is not null) = (stage = 'spraying')", name="task"),
        CheckConstraint("stage <> 'curing' or load_id is not null", name="load"),
        CheckConstraint("load_id is null or stage in ('curing', 'prep')", name="load_stage"),
        Index("ix_pile_standing", "stage", "line_id", postgresql_where=text("qty > 0")),
        {"info": INSERT_ONLY},
    )


class Move(Model):
    """Some parts from one pile to another; from nowhere they arrived. Never changed; undone by a reversing move."""

    __tablename__ = "move"
    id: Mapped[int] = pk()
    from_pile_id: Mapped[int | None] = mapped_column(ForeignKey("pile.id"), index=True)
    to_pile_id: Mapped[int | None] = mapped_column(ForeignKey("pile.id"), index=True)
    qty: Mapped[int]
    cause: Mapped[MoveCause] = mapped_column(words(MoveCause))
    reason: Mapped[str | None] = mapped_column(String(200))
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("move.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    moved_at: Mapped[datetime]
    __table_args__ = (
        CheckConstraint("qty between 1 and 100000", name="qty"),
        CheckConstraint("from_pile_id is distinct from to_pile_id", name="two_piles"),
        CheckConstraint("to_pile_id is not null or reverses_id is not null", name="to_somewhere"),
        CheckConstraint("(cause = 'reversed') = (reverses_id is not null)", name="reverses"),
        CheckConstraint("cause <> 'correction' or coalesce(reason, '') <> ''", name="reason"),
        {"info": LEDGER},
    )


class Arrival(Model):
    """Parts that came in, in one trip: from whom, when; as many trips as they like."""

    __tablename__ = "arrival"
    id: Mapped[int] = pk()
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    from_whom: Mapped[str | None] = mapped_column(String(120))
    note: Mapped[str | None] = mapped_column(String(400))
    arrived_at: Mapped[datetime]
    __table_args__ = ({"info": LEDGER},)


class ArrivalLine(Model):
    __tablename__ = "arrival_line"
    arrival_id: Mapped[int] = mapped_column(ForeignKey("arrival.id"), primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"), primary_key=True)
    move_id: Mapped[int] = mapped_column(ForeignKey("move.id"))
    qty: Mapped[int]
    __table_args__ = (CheckConstraint("qty > 0", name="qty"), {"info": LEDGER})
