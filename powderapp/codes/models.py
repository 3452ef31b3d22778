"""One-time codes. The code itself is in no table: it is made from `nonce` and a secret that no dump holds."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from powderapp.base.db import Model, pk, words
from powderapp.codes.rules import Opens


class OneTimeCode(Model):
    """What it opens, and for whom or which device; used once, and not after `expires_at`."""

    __tablename__ = "one_time_code"
    id: Mapped[int] = pk()
    opens: Mapped[Opens] = mapped_column(words(Opens))
    nonce: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"))
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("(opens = 'device') = (device_id is not null)", name="device"),
        CheckConstraint("(opens <> 'device') = (person_id is not null)", name="person"),
        Index("ix_one_time_code_person_id_id", "person_id", "id"),
        Index("ix_one_time_code_device_id_id", "device_id", "id"),
        Index("ix_one_time_code_open", "expires_at", postgresql_where=text("used_at is null")),
    )
