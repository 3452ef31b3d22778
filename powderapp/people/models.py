"""People, and who is signed in where. Sessions live on the server and can be ended."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from powderapp.base.access import Role
from powderapp.base.db import Model, pk, words
from powderapp.devices.models import Device
from powderapp.people.rules import Way

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
    totp_nonce: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    totp_on_at: Mapped[datetime | None]
    totp_last_step: Mapped[int | None] = mapped_column(BigInteger)
    left_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default="1")
    __table_args__ = (
        CheckConstraint(f"roles <@ array[{_ROLES}]::varchar[]", name="roles"),
        CheckConstraint("totp_on_at is null or totp_nonce is not null", name="totp"),
        Index(
            "uq_person_email",
            text("lower(email)"),
            unique=True,
            postgresql_where=text("left_at is null and email is not null"),
        ),
        Index("uq_person_name", text("lower(name)"), unique=True, postgresql_where=text("left_at is null")),
        Index("uq_person_system", "is_system", unique=True, postgresql_where=text("is_system")),
    )


class SignIn(Model):
    """One person signed in on one device; the cookie holds a random id, the row its SHA-256.

    `confirmed_at`: when password or PIN were entered last. `ended_why`: what to tell who still holds the cookie.
    """

    __tablename__ = "sign_in"
    id: Mapped[int] = pk()
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"), index=True)
    way: Mapped[Way] = mapped_column(words(Way), server_default="password")
    began_at: Mapped[datetime]
    confirmed_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None] = mapped_column(String(80))
    person: Mapped[Person] = relationship(lazy="raise")
    device: Mapped[Device] = relationship(lazy="raise")
    __table_args__ = (
        Index("ix_sign_in_open_by_person", "person_id", "began_at", postgresql_where=text("ended_at is null")),
        Index("ix_sign_in_open_by_device", "device_id", postgresql_where=text("ended_at is null")),
    )


class RecoveryCode(Model):
    """One of ten codes that stand in, once each, for the code of a lost phone; kept as its SHA-256."""

    __tablename__ = "recovery_code"
    id: Mapped[int] = pk()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    __table_args__ = (UniqueConstraint("person_id", "code_hash"), {"info": {"delete": True}})
