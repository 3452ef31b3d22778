"""How far the build of a demo shop is.

Revision ID: a41f7d20c6e8
Revises: 3d9f0c41ab77
Create Date: 2026-11-23 18:30
"""

import sqlalchemy as sa
from alembic import op

revision = "a41f7d20c6e8"
down_revision = "3d9f0c41ab77"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Step up."""
    op.create_table(
        "demo_build",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("steps", sa.SmallInteger(), nullable=False),
        sa.Column("steps_done", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("doing", sa.String(length=80), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_demo_build_one_row")),
        sa.CheckConstraint("0 <= steps_done and steps_done <= steps", name=op.f("ck_demo_build_steps")),
        sa.CheckConstraint("not (failed and finished_at is not null)", name=op.f("ck_demo_build_failed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demo_build")),
    )


def downgrade() -> None:
    """Step back."""
    op.drop_table("demo_build")
