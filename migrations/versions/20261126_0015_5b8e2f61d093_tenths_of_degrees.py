"""Temperatures are kept to a tenth of a degree, so that every whole degree Fahrenheit comes back as it was typed.

Revision ID: 5b8e2f61d093
Revises: 9c4d1e6f2b35
Create Date: 2026-11-26 00:15
"""

import sqlalchemy as sa
from alembic import op

revision = "5b8e2f61d093"
down_revision = "9c4d1e6f2b35"
branch_labels = None
depends_on = None

COLUMNS = (
    ("oven", "lowest_c"), ("oven", "highest_c"), ("oven", "usual_c"), ("prep_step", "oven_c"), ("load", "set_point_c"),
    ("powder_cure", "temp_c"),
)  # fmt: skip

AS_TYPED = r"""
with typed as (
  select powder_id, temp_c, (substring(as_entered from '([0-9]{3})\s*°?\s*[fF]\M')::numeric - 32) / 1.8 as c
  from powder_cure
)
update powder_cure set temp_c = round(typed.c, 1) from typed
 where powder_cure.powder_id = typed.powder_id and powder_cure.temp_c = typed.temp_c and round(typed.c) = typed.temp_c
"""
"""What was typed in Fahrenheit stands beside the figure it was rounded to."""


def upgrade() -> None:
    """Step up."""
    for table, column in COLUMNS:
        op.alter_column(table, column, type_=sa.Numeric(4, 1), existing_type=sa.SmallInteger())
    op.execute(AS_TYPED)


def downgrade() -> None:
    """Step back."""
    for table, column in COLUMNS:
        op.alter_column(table, column, type_=sa.SmallInteger(), existing_type=sa.Numeric(4, 1))
