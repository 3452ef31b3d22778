"""People, and who is signed in where. Sessions live on the server and can be ended."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from powderapp.base.access import Role
from powderapp.base.db import Model, pk
from powderapp.devices.models import Device

_ROLES = ", ".join(f"'{role}'" for role in Role)


class Person(Model):
    """Someone of the shop, or the one *system* person that imports, timers and the demo act as."""

    __tablename__ = "person"
    id: Mapped[int] = pk()
    name: Mapped[str] = mapped_column(String(80))
    initials: Mapped[str] = mapped_column(String(3))
    email: Mapped[str | None] = mapped_column(String(254))
    roles: Mapped[list[str]] = mapped_column(ARRAY(String(24)), server_default=text("'{}'"))
    is_system: Mapped[bool] = mapped_column(server_default=text("false"))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    pin_hash: Mapped[bytes | None] = mapped_column(LargeBinary(96))
    left_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default="1")
    __table_args__ = (
        CheckConstraint(f"roles <@ array[{_ROLES}]::varchar[]", name="roles"),
        Index("uq_person_name", text("lower(name)"), unique=True, postgresql_where=text("left_at is null")),
        Index("uq_person_system", "is_system", unique=True, postgresql_where=text("is_system")),
    )


class SignIn(Model):
    """One person signed in on one device; the cookie holds a random id, the row its SHA-256."""

    __tablename__ = "sign_in"
    id: Mapped[int] = pk()
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"), index=True)
    began_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="raise")
    device: Mapped[Device] = relationship(lazy="raise")
