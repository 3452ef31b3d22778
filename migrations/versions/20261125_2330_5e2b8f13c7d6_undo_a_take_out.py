"""A load taken out by a slip goes on, with everything it held.

Revision ID: 5e2b8f13c7d6
Revises: 5b8e2f7c9a10
Create Date: 2026-11-25 23:30
"""

from pathlib import Path

from alembic import op

revision = "5e2b8f13c7d6"
down_revision = "5b8e2f7c9a10"
branch_labels = None
depends_on = None

SQL = Path(__file__).parent.parent / "sql"


def upgrade() -> None:
    """Step up."""
    _run_sql("20261125_take_out_up.sql")


def downgrade() -> None:
    """Step back."""
    _run_sql("20261125_take_out_down.sql")


def _run_sql(name: str) -> None:
    """Run a file as it stands: no parameters, so neither % nor : means anything in it."""
    op.get_bind().connection.driver_connection.execute((SQL / name).read_text(encoding="utf-8"))
