"""Jobs, their lines, the coats of a line and its prep steps; holds.

A job's `stage` and `closed_at` are derived from where its parts stand and written by a trigger alone.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from powderapp.base.db import Model, kept_by_trigger, pk, words
from powderapp.base.finding import words_sql
from powderapp.customers.models import Customer
from powderapp.jobs.rules import JobState, LineKind, Priority, line_label
from powderapp.powders.models import Powder
from powderapp.shop.models import PrepStep

OPEN_WORK = "closed_at is null and state in ('open', 'cancelled')"
"""Jobs with something still to do: a cancelled job too, until its parts were handed back."""
ACCENTED = "àáâãäåāăąçćčďđèéêëēęěğìíîïīłñńňòóôõöøőřśşšťùúûüūůűýÿźżž"
PLAIN = "aaaaaaaaacccddeeeeeeegiiiiilnnnooooooorssstuuuuuuuyyzzz"
WALK_IN_WORDS = words_sql(f"translate(lower(walk_in_name::text), '{ACCENTED}'::text, '{PLAIN}'::text)")
"""SQL for the words a walk-in is found by: folded here as `base.text.sort_key` does, as nothing folded is kept."""


class Job(Model):
    """One order of one customer; numbered when it is checked in or quoted, not while it is a draft."""

    __tablename__ = "job"
    id: Mapped[int] = pk()
    number: Mapped[int | None] = mapped_column(unique=True)
    state: Mapped[JobState] = mapped_column(words(JobState))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    walk_in_name: Mapped[str | None] = mapped_column(String(120))
    walk_in_phone: Mapped[str | None] = mapped_column(String(40))
    po: Mapped[str | None] = mapped_column(String(60))
    priority: Mapped[Priority] = mapped_column(words(Priority), server_default="standard")
    first_promise_on: Mapped[date | None]
    due_on: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(String(1000))
    checked_in_at: Mapped[datetime | None]
    returned_from_line_id: Mapped[int | None] = mapped_column(ForeignKey("line.id", use_alter=True), index=True)
    version: Mapped[int] = mapped_column(server_default="1")
    stage: Mapped[str] = kept_by_trigger(type_=String(24), server_default="received")
    closed_at: Mapped[datetime | None] = kept_by_trigger()
    customer: Mapped[Customer | None] = relationship(lazy="raise")
    lines: Mapped[list["Line"]] = relationship(
        lazy="raise", back_populates="job", order_by="Line.position", foreign_keys="Line.job_id"
    )
    __table_args__ = (
        CheckConstraint("(state = 'draft') = (number is null)", name="numbered"),
        CheckConstraint("state = 'draft' or customer_id is not null or walk_in_name is not null", name="for_someone"),
        CheckConstraint("first_promise_on between '2000-01-01' and '2199-12-31'", name="first_promise_on"),
        CheckConstraint("due_on between '2000-01-01' and '2199-12-31'", name="due_on"),
        Index("ix_job_open", "stage", "due_on", "id", postgresql_where=text(OPEN_WORK)),
        Index("ix_job_customer_id_number", "customer_id", "number"),
        Index("ix_job_walk_in_number", "number", postgresql_where=text("walk_in_name is not null")),
        Index(
            "ix_job_walk_in_words",
            text(WALK_IN_WORDS),
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
            postgresql_where=text("walk_in_name is not null"),
        ),
    )

    @property
    def customer_name(self) -> str:
        """The customer's name, or the walk-in's own; needs `customer` loaded."""
        return self.walk_in_name or (self.customer.name if self.customer else "")


class Line(Model):
    """A quantity of equal parts with the same finish, `4115-2`; a rework is a child line, `4115-2R1`.

    ordered_qty: parts. area_mm2: of one part. thickness_um: of the metal. price: of the whole line.
    """

    __tablename__ = "line"
    id: Mapped[int] = pk()
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    position: Mapped[int] = mapped_column(SmallInteger)
    parent_line_id: Mapped[int | None] = mapped_column(ForeignKey("line.id"), index=True)
    rework_number: Mapped[int | None] = mapped_column(SmallInteger)
    kind: Mapped[LineKind] = mapped_column(words(LineKind))
    ordered_qty: Mapped[int]
    what: Mapped[str] = mapped_column(String(120))
    metal: Mapped[str | None] = mapped_column(String(40))
    thickness_um: Mapped[int | None]
    area_mm2: Mapped[int | None]
    area_entered: Mapped[str | None] = mapped_column(String(24))
    size_class: Mapped[str | None] = mapped_column(String(1))
    stay_bare: Mapped[str | None] = mapped_column(String(400))
    price: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(server_default="1")
    job: Mapped[Job] = relationship(lazy="raise", back_populates="lines", foreign_keys=[job_id])
    coats: Mapped[list["Coat"]] = relationship(
        lazy="raise",
        order_by="Coat.number",
        back_populates="line",
        primaryjoin="and_(Coat.line_id == Line.id, Coat.closed_at.is_(None))",
    )
    steps: Mapped[list["LineStep"]] = relationship(lazy="raise", order_by="LineStep.position", back_populates="line")
    __table_args__ = (
        UniqueConstraint("job_id", "number", "rework_number", postgresql_nulls_not_distinct=True),
        CheckConstraint("(parent_line_id is null) = (rework_number is null)", name="rework"),
        CheckConstraint("number > 0 and (rework_number is null or rework_number > 0)", name="number"),
        CheckConstraint("ordered_qty between 1 and 100000", name="ordered_qty"),
        CheckConstraint("area_mm2 > 0", name="area_mm2"),
        CheckConstraint("thickness_um > 0", name="thickness_um"),
        CheckConstraint("size_class in ('S', 'M', 'L')", name="size_class"),
        CheckConstraint("price >= 0 and price < 1000000000", name="price"),
        Index("ix_line_job_id", "job_id", "position"),
    )

    def label(self, job_number: int) -> str:
        """As printed: `4115-2` or `4115-2R1`."""
        return line_label(job_number, self.number, self.rework_number)


class Coat(Model):
    """One layer of a line's finish. A coat that a task points at never changes: another colour closes it, adds a row.

    powder null: *to be matched*, with the colour as asked for in `wish`. film_um: wanted cured film.
    """

    __tablename__ = "coat"
    id: Mapped[int] = pk()
    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"), index=True)
    number: Mapped[int] = mapped_column(SmallInteger)
    role: Mapped[str] = mapped_column(String(8), server_default="colour")
    powder_id: Mapped[int | None] = mapped_column(ForeignKey("powder.id"), index=True)
    wish: Mapped[str | None] = mapped_column(String(80))
    film_um: Mapped[Decimal] = mapped_column(Numeric(6, 1), server_default="70")
    part_cure: Mapped[bool] = mapped_column(server_default=text("false"))
    closed_at: Mapped[datetime | None]
    line: Mapped[Line] = relationship(lazy="raise", back_populates="coats")
    powder: Mapped[Powder | None] = relationship(lazy="raise")
    __table_args__ = (
        UniqueConstraint("id", "powder_id"),
        CheckConstraint("number between 1 and 9", name="number"),
        CheckConstraint("role in ('primer', 'base', 'colour', 'clear')", name="role"),
        CheckConstraint("film_um > 0 and film_um <= 2000", name="film_um"),
        CheckConstraint("powder_id is not null or wish is not null", name="colour"),
        Index("uq_coat_line_id_number", "line_id", "number", unique=True, postgresql_where=text("closed_at is null")),
    )


class LineStep(Model):
    """A prep step of a line, before which coat, and for how many parts it is done."""

    __tablename__ = "line_step"
    id: Mapped[int] = pk()
    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"))
    prep_step_id: Mapped[int] = mapped_column(ForeignKey("prep_step.id"))
    before_coat: Mapped[int] = mapped_column(SmallInteger, server_default="1")
    position: Mapped[int] = mapped_column(SmallInteger)
    done_qty: Mapped[int] = mapped_column(server_default="0")
    line: Mapped[Line] = relationship(lazy="raise", back_populates="steps")
    prep_step: Mapped[PrepStep] = relationship(lazy="raise")
    __table_args__ = (
        UniqueConstraint("line_id", "before_coat", "position"),
        CheckConstraint("done_qty between 0 and 100000", name="done_qty"),
        CheckConstraint("before_coat between 1 and 9", name="before_coat"),
    )


class Hold(Model):
    """A flag with a reason that stops further work on a job or a line; not a stage."""

    __tablename__ = "hold"
    id: Mapped[int] = pk()
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    line_id: Mapped[int | None] = mapped_column(ForeignKey("line.id"), index=True)
    reason: Mapped[str] = mapped_column(String(200))
    held_at: Mapped[datetime]
    held_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    released_at: Mapped[datetime | None]
    __table_args__ = (
        Index(
            "uq_hold_open",
            "job_id",
            "line_id",
            unique=True,
            postgresql_where=text("released_at is null"),
            postgresql_nulls_not_distinct=True,
        ),
    )
