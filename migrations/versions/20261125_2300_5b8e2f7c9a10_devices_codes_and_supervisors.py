"""Devices that are enrolled, one-time codes, second steps, counted tries, and the supervisor beside an action.

Revision ID: 5b8e2f7c9a10
Revises: a41f7d20c6e8
Create Date: 2026-11-25 23:00
"""

import sqlalchemy as sa
from alembic import op

revision = "5b8e2f7c9a10"
down_revision = "a41f7d20c6e8"
branch_labels = None
depends_on = None

ROLES = ("owner", "office", "sprayer", "prep", "quality", "viewer")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Step up."""
    _allow_roles(*ROLES, "supervisor")
    _add_to_shop()
    _add_to_person()
    op.add_column("device", sa.Column("enrolled_at", MOMENT, nullable=True))
    op.create_check_constraint(
        op.f("ck_device_enrolled"), "device", "enrolled_at is null or kind in ('tablet', 'wall')"
    )
    _add_to_sign_in()
    op.add_column("event", sa.Column("supervisor_id", sa.Integer(), nullable=True))
    op.create_foreign_key(op.f("fk_event_supervisor_id_person"), "event", "person", ["supervisor_id"], ["id"])
    _create_recovery_code()
    _create_one_time_code()
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    op.create_index("ix_throttle_since", "throttle", ["since"], unique=False)


def _allow_roles(*roles: str) -> None:
    op.drop_constraint(op.f("ck_person_roles"), "person", type_="check")
    words = ", ".join(f"'{role}'" for role in roles)
    op.create_check_constraint(op.f("ck_person_roles"), "person", f"roles <@ array[{words}]::varchar[]")


def _add_to_shop() -> None:
    op.add_column("shop", sa.Column("pin_digits", sa.SmallInteger(), server_default="6", nullable=False))
    op.add_column("shop", sa.Column("idle_minutes", sa.SmallInteger(), server_default="3", nullable=False))
    op.add_column("shop", sa.Column("owner_reset_at", MOMENT, nullable=True))
    op.create_check_constraint(op.f("ck_shop_pin_digits"), "shop", "pin_digits in (4, 6)")
    op.create_check_constraint(op.f("ck_shop_idle_minutes"), "shop", "idle_minutes between 1 and 20")


def _add_to_person() -> None:
    op.add_column("person", sa.Column("totp_nonce", sa.LargeBinary(length=32), nullable=True))
    op.add_column("person", sa.Column("totp_on_at", MOMENT, nullable=True))
    op.add_column("person", sa.Column("totp_last_step", sa.BigInteger(), nullable=True))
    op.create_check_constraint(op.f("ck_person_totp"), "person", "totp_on_at is null or totp_nonce is not null")
    op.create_index(
        "uq_person_email",
        "person",
        [sa.literal_column("lower(email)")],
        unique=True,
        postgresql_where=sa.text("left_at is null and email is not null"),
    )


def _add_to_sign_in() -> None:
    way = sa.Enum("password", "pin", name="way", native_enum=False, length=24)
    op.add_column("sign_in", sa.Column("way", way, server_default="password", nullable=False))
    op.create_check_constraint(op.f("ck_sign_in_way"), "sign_in", "way in ('password', 'pin')")
    op.add_column("sign_in", sa.Column("confirmed_at", MOMENT, nullable=True))
    op.execute("update sign_in set confirmed_at = began_at")
    op.alter_column("sign_in", "confirmed_at", nullable=False)
    op.add_column("sign_in", sa.Column("ended_why", sa.String(length=80), nullable=True))
    is_open = sa.text("ended_at is null")
    op.create_index("ix_sign_in_open_by_person", "sign_in", ["person_id", "began_at"], postgresql_where=is_open)
    op.create_index("ix_sign_in_open_by_device", "sign_in", ["device_id"], postgresql_where=is_open)


def _create_recovery_code() -> None:
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("person_id", "code_hash", name=op.f("uq_recovery_code_person_id_code_hash")),
    )
    op.create_index(op.f("ix_recovery_code_person_id"), "recovery_code", ["person_id"], unique=False)


def _create_one_time_code() -> None:
    opens = sa.Enum("device", "person", "owner", name="opens", native_enum=False, length=24)
    op.create_table(
        "one_time_code",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("opens", opens, nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.CheckConstraint("opens in ('device', 'person', 'owner')", name=op.f("ck_one_time_code_opens")),
        sa.CheckConstraint("(opens = 'device') = (device_id is not null)", name=op.f("ck_one_time_code_device")),
        sa.CheckConstraint("(opens <> 'device') = (person_id is not null)", name=op.f("ck_one_time_code_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_one_time_code_person_id_person")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_one_time_code_device_id_device")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_one_time_code_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_code")),
        sa.UniqueConstraint("nonce", name=op.f("uq_one_time_code_nonce")),
    )
    unused = sa.text("used_at is null")
    op.create_index("ix_one_time_code_open", "one_time_code", ["expires_at"], postgresql_where=unused)


def downgrade() -> None:
    """Step back: who was a supervisor only has no role left."""
    for table in ("throttle", "one_time_code", "recovery_code"):
        op.drop_table(table)
    op.drop_column("event", "supervisor_id")
    op.drop_index("ix_sign_in_open_by_device", table_name="sign_in")
    op.drop_index("ix_sign_in_open_by_person", table_name="sign_in")
    for table, columns in (
        ("sign_in", ("ended_why", "confirmed_at", "way")),
        ("device", ("enrolled_at",)),
        ("person", ("totp_last_step", "totp_on_at", "totp_nonce")),
        ("shop", ("owner_reset_at", "idle_minutes", "pin_digits")),
    ):
        for column in columns:
            op.drop_column(table, column)
    op.drop_index("uq_person_email", table_name="person")
    op.execute("update person set roles = array_remove(roles, 'supervisor')")
    _allow_roles(*ROLES)
