"""Customers and powders are found by the beginnings of words.

Revision ID: 3d9f0c41ab77
Revises: 7c1e5a90b2d4
Create Date: 2026-11-23 17:00
"""

import sqlalchemy as sa
from alembic import op

revision = "3d9f0c41ab77"
down_revision = "7c1e5a90b2d4"
branch_labels = None
depends_on = None

CUSTOMER = (
    "(((sort_key::text || ' '::text) || lower(coalesce(phone, '')::text)) || ' '::text)"
    " || lower(coalesce(email, '')::text)"
)

WALK_IN = (
    "translate(lower(walk_in_name::text), 'àáâãäåāăąçćčďđèéêëēęěğìíîïīłñńňòóôõöøőřśşšťùúûüūůűýÿźżž'::text, "
    "'aaaaaaaaacccddeeeeeeegiiiiilnnnooooooorssstuuuuuuuyyzzz'::text)"
)


def words(expression: str) -> str:
    """As `base.finding.words_sql` was when this step was written."""
    marks = "-/.,;()&+''\"@_"
    return (
        f"array_to_tsvector(array_remove(string_to_array(translate({expression}, '{marks}'::text, "
        f"'             '::text), ' '::text), ''::text))"
    )


def upgrade() -> None:
    """Step up."""
    fast = {"postgresql_using": "gin", "postgresql_with": {"fastupdate": "off"}}
    op.create_index("ix_customer_words", "customer", [sa.text(words(CUSTOMER))], **fast)
    op.create_index("ix_powder_words", "powder", [sa.text(words("find_key"))], **fast)
    walk_ins = {"postgresql_where": sa.text("walk_in_name is not null")} | fast
    op.create_index("ix_job_walk_in_words", "job", [sa.text(words(WALK_IN))], **walk_ins)
    op.create_index("ix_powder_find_key_id", "powder", ["find_key", "id"])


def downgrade() -> None:
    """Step back."""
    op.drop_index("ix_powder_find_key_id", table_name="powder")
    op.drop_index("ix_job_walk_in_words", table_name="job")
    op.drop_index("ix_powder_words", table_name="powder")
    op.drop_index("ix_customer_words", table_name="customer")
