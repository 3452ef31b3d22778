"""How far the one build of a demo shop is: written by whoever builds it, read by everybody who waits."""

from datetime import datetime

from sqlalchemy import CheckConstraint, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from powderapp.base.db import Model


class DemoBuild(Model):
    """At most one row. started_at: tells one run from the next. seen_at: the last sign of life. doing: in words."""

    __tablename__ = "demo_build"
    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False, default=1)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    failed: Mapped[bool] = mapped_column(server_default=text("false"))
    steps: Mapped[int] = mapped_column(SmallInteger)
    steps_done: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    doing: Mapped[str] = mapped_column(String(80))
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("0 <= steps_done and steps_done <= steps", name="steps"),
        CheckConstraint("not (failed and finished_at is not null)", name="failed"),
    )
