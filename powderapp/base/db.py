"""The database as the features see it: naming, column types, sessions, locks and who may write what.

Two kinds of columns tell the grants apart (`base.grants` reads them): `kept_by_trigger()` columns are written by a
trigger alone; tables whose info says `ledger` take inserts and nothing else.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    Enum,
    FetchedValue,
    Identity,
    MetaData,
    TypeDecorator,
    create_engine,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
LEDGER: dict[str, Any] = {"ledger": True}
"""`__table_args__ = (..., {"info": LEDGER})`: rows are added and never changed, not even by the application."""
INSERT_ONLY: dict[str, Any] = {"insert_only": True}
"""The application adds rows; what changes in them is kept by triggers."""


class UtcMoment(TypeDecorator[datetime]):
    """`timestamptz` that refuses naive moments, which PostgreSQL would silently read as session time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone (ValueError)."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {value!r}")
        return value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The same moment in UTC."""
        return value and value.astimezone(UTC)


class Model(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {datetime: UtcMoment()}


def pk() -> Mapped[int]:
    """A primary key the database numbers."""
    return mapped_column(Identity(always=False), primary_key=True)


def kept_by_trigger(**kwargs: Any) -> Any:
    """A column only a trigger writes; the application may read it, and leaves it out of its inserts."""
    return mapped_column(info={"kept_by_trigger": True}, **({"server_default": FetchedValue()} | kwargs))


def words(kind: type[StrEnum], name: str | None = None) -> Enum:
    """An enum stored as its words with a CHECK; `name` names the constraint where a table has two."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        name=name or kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
        length=24,
    )


def engine_for(url: str, **kwargs: Any) -> Engine:
    """An engine with the pool and time-outs the app runs under (pool_timeout below the browser's 8 s)."""
    options = "-c statement_timeout=5000 -c lock_timeout=4000 -c idle_in_transaction_session_timeout=60000"
    options += " -c max_parallel_workers_per_gather=0 -c jit=off"  # to begin either takes longer than our questions do
    settings: dict[str, Any] = {"pool_size": 8, "max_overflow": 4, "pool_timeout": 4, "pool_pre_ping": True}
    return create_engine(url, connect_args={"options": options}, **(settings | kwargs))


SessionFactory = sessionmaker[Session]
T = TypeVar("T", bound="Model")


def session_factory(engine: Engine) -> SessionFactory:
    """Sessions that keep what they loaded after commit."""
    return sessionmaker(engine, expire_on_commit=False)


def lock(db: Session, kind: type[T], ids: Iterable[int]) -> list[T]:
    """Lock rows in id order (no deadlock between two who want the same ones) and return them fresh, in that order."""
    wanted = sorted(set(ids))
    query = select(kind).where(kind.id.in_(wanted)).order_by(kind.id)  # type: ignore[attr-defined]
    return list(db.scalars(query.with_for_update(key_share=True).execution_options(populate_existing=True)))
