"""The catalogue: a powder is maker + code, with its colour, finish and data-sheet figures."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from powderapp.base.db import Model, pk, words
from powderapp.base.finding import words_sql
from powderapp.powders.rules import Finish

FOUND_BY = words_sql("find_key")
"""SQL for the words a powder is found by (`powders.finding`)."""


class Powder(Model):
    """sg: of the cured film, null when the data sheet is missing (then 1.5 is assumed and said).

    utilisation: how much stays on the part, 0..1. rgb: six hex digits, a guide only. find_key: all words folded.
    """

    __tablename__ = "powder"
    id: Mapped[int] = pk()
    maker: Mapped[str] = mapped_column(String(60))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))
    ral: Mapped[str | None] = mapped_column(String(4))
    rgb: Mapped[str | None] = mapped_column(String(6))
    finish: Mapped[Finish] = mapped_column(words(Finish))
    gloss_units: Mapped[int | None] = mapped_column(SmallInteger)
    sg: Mapped[Decimal | None] = mapped_column(Numeric(4, 2))
    film_low_um: Mapped[Decimal] = mapped_column(Numeric(6, 1), server_default="60")
    film_high_um: Mapped[Decimal] = mapped_column(Numeric(6, 1), server_default="80")
    utilisation: Mapped[Decimal] = mapped_column(Numeric(4, 3), server_default="0.550")
    pack_g: Mapped[int | None]
    price_per_kg: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    find_key: Mapped[str] = mapped_column(String(320))
    retired_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default="1")
    cure: Mapped[list["PowderCure"]] = relationship(lazy="raise", order_by="PowderCure.temp_c", back_populates="powder")
    __table_args__ = (
        UniqueConstraint("maker", "code"),
        CheckConstraint("ral ~ '^[0-9]{4}$'", name="ral"),
        CheckConstraint("rgb ~ '^[0-9A-F]{6}$'", name="rgb"),
        CheckConstraint("sg > 0.5 and sg < 10", name="sg"),
        CheckConstraint("film_low_um > 0 and film_low_um <= film_high_um and film_high_um <= 2000", name="film"),
        CheckConstraint("utilisation > 0 and utilisation <= 1", name="utilisation"),
        CheckConstraint("pack_g > 0", name="pack"),
        CheckConstraint("price_per_kg >= 0 and price_per_kg < 1000000", name="price"),
        Index("ix_powder_find", "find_key", postgresql_ops={"find_key": "text_pattern_ops"}),
        Index("ix_powder_find_key_id", "find_key", "id"),
        Index("ix_powder_words", text(FOUND_BY), postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
        Index("ix_powder_ral", "ral"),
    )


class PowderCure(Model):
    """One point of a cure schedule: part temperature, least and most minutes; `assumed`: the sheet gave no most."""

    __tablename__ = "powder_cure"
    powder_id: Mapped[int] = mapped_column(ForeignKey("powder.id"), primary_key=True)
    temp_c: Mapped[Decimal] = mapped_column(Numeric(4, 1), primary_key=True)
    min_minutes: Mapped[Decimal] = mapped_column(Numeric(6, 2))
    max_minutes: Mapped[Decimal] = mapped_column(Numeric(6, 2))
    assumed: Mapped[bool] = mapped_column(server_default=text("true"))
    as_entered: Mapped[str | None] = mapped_column(String(60))
    powder: Mapped[Powder] = relationship(lazy="raise", back_populates="cure")
    __table_args__ = (
        CheckConstraint("temp_c between 50 and 600", name="temp"),
        CheckConstraint("min_minutes > 0 and min_minutes <= max_minutes and max_minutes <= 1440", name="minutes"),
        {"info": {"delete": True}},
    )
