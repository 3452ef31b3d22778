"""Who the shop works for. A walk-in is a name and a phone."""

from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from powderapp.base.db import Model, pk
from powderapp.base.finding import words_sql

FOUND_BY = words_sql(
    "(((sort_key::text || ' '::text) || lower(coalesce(phone, '')::text)) || ' '::text)"
    " || lower(coalesce(email, '')::text)"
)
"""SQL for the words a customer is found by: name, phone, e-mail."""


class Customer(Model):
    """`sort_key` is the name folded for sorting and finding (`base.text.sort_key`)."""

    __tablename__ = "customer"
    id: Mapped[int] = pk()
    name: Mapped[str] = mapped_column(String(120))
    sort_key: Mapped[str] = mapped_column(String(240))
    contact: Mapped[str | None] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(40))
    email: Mapped[str | None] = mapped_column(String(254))
    terms: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(String(1000))
    added_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(server_default="1")
    __table_args__ = (
        Index("uq_customer_sort_key", "sort_key", unique=True),
        Index("ix_customer_find", "sort_key", postgresql_ops={"sort_key": "text_pattern_ops"}),
        Index("ix_customer_words", text(FOUND_BY), postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
    )
