"""Batches can be cancelled; keys, arrivals, checks and oven steps are kept by the database too.

Revision ID: c93a7e14d2f0
Revises: 5b8e2f61d093
Create Date: 2026-11-26 00:40
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "c93a7e14d2f0"
down_revision = "5b8e2f61d093"
branch_labels = None
depends_on = None

SQL = Path(__file__).parent.parent / "sql"


def run_sql(name: str) -> None:
    """Run a file as it stands: no parameters, so neither % nor : means anything in it."""
    op.get_bind().connection.driver_connection.execute((SQL / name).read_text(encoding="utf-8"))


def upgrade() -> None:
    """Step up."""
    op.add_column("batch", sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
    cancelled = "cancelled_at is null or (finished_at is not null and cancelled_at = finished_at)"
    op.create_check_constraint(op.f("ck_batch_cancelled_at"), "batch", cancelled)
    op.create_check_constraint(op.f("ck_move_reason"), "move", "cause <> 'correction' or coalesce(reason, '') <> ''")
    op.create_unique_constraint(op.f("uq_load_item_load_id_pile_id"), "load_item", ["load_id", "pile_id"])
    op.drop_index(op.f("ix_load_item_load_id"), table_name="load_item")
    run_sql("20261126_kept_up.sql")


def downgrade() -> None:
    """Step back."""
    run_sql("20261126_kept_down.sql")
    op.create_index(op.f("ix_load_item_load_id"), "load_item", ["load_id"])
    op.drop_constraint(op.f("uq_load_item_load_id_pile_id"), "load_item", type_="unique")
    op.drop_constraint(op.f("ck_move_reason"), "move", type_="check")
    op.drop_constraint(op.f("ck_batch_cancelled_at"), "batch", type_="check")
    op.drop_column("batch", "cancelled_at")
