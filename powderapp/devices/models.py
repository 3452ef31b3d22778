"""The devices of the shop. `token_hash` is the SHA-256 of a device's cookie."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from powderapp.base.db import Model, pk


class Kind(StrEnum):
    """A browser is known by a password that was used there; tablets and wall screens are added by a code."""

    BROWSER = "browser"
    TABLET = "tablet"
    WALL = "wall"
    SYSTEM = "system"


ADDED_BY_CODE = (Kind.TABLET, Kind.WALL)


class Device(Model):
    """A browser, tablet or wall screen. A station is a booth or an oven.

    PINs work only on a tablet, which has `enrolled_at` once its one-time code was typed there.
    """

    __tablename__ = "device"
    id: Mapped[int] = pk()
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(12), server_default="browser")
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    booth_id: Mapped[int | None] = mapped_column(ForeignKey("booth.id"))
    oven_id: Mapped[int | None] = mapped_column(ForeignKey("oven.id"))
    enrolled_at: Mapped[datetime | None]
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default="1")
    __table_args__ = (
        CheckConstraint("kind in ('browser', 'tablet', 'wall', 'system')", name="kind"),
        CheckConstraint("enrolled_at is null or kind in ('tablet', 'wall')", name="enrolled"),
        Index("ix_device_kind_last_seen_at", "kind", "last_seen_at"),
        Index("uq_device_system", "kind", unique=True, postgresql_where=text("kind = 'system'")),
    )
