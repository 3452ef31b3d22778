"""Lists of devices by kind and last use, and the newest code of a person or device, without looking at every row.

Revision ID: 9c4d1e6f2b35
Revises: 5e2b8f13c7d6
Create Date: 2026-11-26 00:00
"""

from alembic import op

revision = "9c4d1e6f2b35"
down_revision = "5e2b8f13c7d6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Step up."""
    op.create_index("ix_device_kind_last_seen_at", "device", ["kind", "last_seen_at"])
    op.create_index("ix_one_time_code_device_id_id", "one_time_code", ["device_id", "id"])
    op.create_index("ix_one_time_code_person_id_id", "one_time_code", ["person_id", "id"])


def downgrade() -> None:
    """Step back."""
    op.drop_index("ix_one_time_code_person_id_id", table_name="one_time_code")
    op.drop_index("ix_one_time_code_device_id_id", table_name="one_time_code")
    op.drop_index("ix_device_kind_last_seen_at", table_name="device")
