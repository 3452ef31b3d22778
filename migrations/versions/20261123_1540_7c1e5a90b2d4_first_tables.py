"""The first tables, the ledgers' triggers and what the database keeps by itself.

Revision ID: 7c1e5a90b2d4
Revises:
Create Date: 2026-11-23 15:40
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "7c1e5a90b2d4"
down_revision = None
branch_labels = None
depends_on = None

SQL = Path(__file__).parent.parent / "sql"
LEDGERS = (
    "arrival", "arrival_line", "check", "event", "load_item", "move", "movement", "pickup", "pickup_line", "reading",
    "rework", "told",
)  # fmt: skip
PARTS = ("ledgers", "ways", "history")
"""The files of triggers, in order: how ledgers add up, which way parts may go, what is never rewritten."""


def run_sql(name: str) -> None:
    """Run a file as it stands: no parameters, so neither % nor : means anything in it."""
    op.get_bind().connection.driver_connection.execute((SQL / name).read_text(encoding="utf-8"))


def keep_ledgers() -> None:
    for table in LEDGERS:
        for name, events in (
            ("ledger_kept", "update or delete"),
            ("ledger_truncate", "truncate"),
        ):
            op.get_bind().exec_driver_sql(
                f'create trigger {name} before {events} on "{table}" for each statement execute function refuse_change()'
            )


def upgrade() -> None:
    op.create_table(
        "booth",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booth")),
    )
    op.create_index(
        "uq_booth_name",
        "booth",
        [sa.literal_column("lower(name)")],
        unique=True,
        postgresql_where=sa.text("retired_at is null"),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=12), nullable=False),
        sa.Column("next", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "customer",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sort_key", sa.String(length=240), nullable=False),
        sa.Column("contact", sa.String(length=120), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("terms", sa.String(length=40), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
    )
    op.create_index(
        "ix_customer_find", "customer", ["sort_key"], unique=False, postgresql_ops={"sort_key": "text_pattern_ops"}
    )
    op.create_index("uq_customer_sort_key", "customer", ["sort_key"], unique=True)
    op.create_table(
        "oven",
        sa.Column("lowest_c", sa.SmallInteger(), server_default="80", nullable=False),
        sa.Column("highest_c", sa.SmallInteger(), server_default="240", nullable=False),
        sa.Column("usual_c", sa.SmallInteger(), server_default="200", nullable=False),
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "0 < lowest_c and lowest_c <= usual_c and usual_c <= highest_c and highest_c <= 600",
            name=op.f("ck_oven_limits"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oven")),
    )
    op.create_index(
        "uq_oven_name",
        "oven",
        [sa.literal_column("lower(name)")],
        unique=True,
        postgresql_where=sa.text("retired_at is null"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("initials", sa.String(length=3), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column(
            "roles",
            postgresql.ARRAY(sa.String(length=24)),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("is_system", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.Column("pin_hash", sa.LargeBinary(length=96), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "roles <@ array['owner', 'office', 'sprayer', 'prep', 'quality', 'viewer']::varchar[]",
            name=op.f("ck_person_roles"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(
        "uq_person_name",
        "person",
        [sa.literal_column("lower(name)")],
        unique=True,
        postgresql_where=sa.text("left_at is null"),
    )
    op.create_index(
        "uq_person_system",
        "person",
        ["is_system"],
        unique=True,
        postgresql_where=sa.text("is_system"),
    )
    op.create_table(
        "powder",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("maker", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("ral", sa.String(length=4), nullable=True),
        sa.Column("rgb", sa.String(length=6), nullable=True),
        sa.Column(
            "finish",
            sa.Enum(
                "gloss",
                "semi",
                "satin",
                "matt",
                "texture",
                "fine-texture",
                "vein",
                "metallic",
                "clear",
                "candy",
                "primer",
                name="finish",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("gloss_units", sa.SmallInteger(), nullable=True),
        sa.Column("sg", sa.Numeric(precision=4, scale=2), nullable=True),
        sa.Column(
            "film_low_um",
            sa.Numeric(precision=6, scale=1),
            server_default="60",
            nullable=False,
        ),
        sa.Column(
            "film_high_um",
            sa.Numeric(precision=6, scale=1),
            server_default="80",
            nullable=False,
        ),
        sa.Column(
            "utilisation",
            sa.Numeric(precision=4, scale=3),
            server_default="0.550",
            nullable=False,
        ),
        sa.Column("pack_g", sa.Integer(), nullable=True),
        sa.Column("price_per_kg", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("find_key", sa.String(length=320), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("ral ~ '^[0-9]{4}$'", name=op.f("ck_powder_ral")),
        sa.CheckConstraint("rgb ~ '^[0-9A-F]{6}$'", name=op.f("ck_powder_rgb")),
        sa.CheckConstraint(
            "film_low_um > 0 and film_low_um <= film_high_um and film_high_um <= 2000",
            name=op.f("ck_powder_film"),
        ),
        sa.CheckConstraint("pack_g > 0", name=op.f("ck_powder_pack")),
        sa.CheckConstraint("price_per_kg >= 0 and price_per_kg < 1000000", name=op.f("ck_powder_price")),
        sa.CheckConstraint("sg > 0.5 and sg < 10", name=op.f("ck_powder_sg")),
        sa.CheckConstraint("utilisation > 0 and utilisation <= 1", name=op.f("ck_powder_utilisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_powder")),
        sa.UniqueConstraint("maker", "code", name=op.f("uq_powder_maker_code")),
    )
    op.create_index(
        "ix_powder_find", "powder", ["find_key"], unique=False, postgresql_ops={"find_key": "text_pattern_ops"}
    )
    op.create_index("ix_powder_ral", "powder", ["ral"], unique=False)
    op.create_table(
        "prep_step",
        sa.Column("in_oven", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("oven_c", sa.SmallInteger(), nullable=True),
        sa.Column("oven_minutes", sa.SmallInteger(), nullable=True),
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "not in_oven or (oven_c is not null and oven_minutes is not null)",
            name=op.f("ck_prep_step_oven_step"),
        ),
        sa.CheckConstraint(
            "oven_c > 0 and oven_c <= 600 and oven_minutes > 0",
            name=op.f("ck_prep_step_oven_figures"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prep_step")),
    )
    op.create_index(
        "uq_prep_step_name",
        "prep_step",
        [sa.literal_column("lower(name)")],
        unique=True,
        postgresql_where=sa.text("retired_at is null"),
    )
    op.create_table(
        "rack",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rack")),
    )
    op.create_index("uq_rack_code", "rack", [sa.literal_column("upper(code)")], unique=True)
    op.create_index(
        "uq_rack_name",
        "rack",
        [sa.literal_column("lower(name)")],
        unique=True,
        postgresql_where=sa.text("retired_at is null"),
    )
    op.create_table(
        "reason",
        sa.Column(
            "kind",
            sa.Enum(
                "hold",
                "check",
                "cancel",
                "count",
                "abort",
                "weight",
                name="reasonkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reason")),
    )
    op.create_index(
        "uq_reason_name",
        "reason",
        ["kind", sa.literal_column("lower(name)")],
        unique=True,
        postgresql_where=sa.text("retired_at is null"),
    )
    op.create_table(
        "shop",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("timezone", sa.String(length=64), server_default="UTC", nullable=False),
        sa.Column(
            "unit_system",
            sa.Enum(
                "metric",
                "us",
                name="unitsystem",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="metric",
            nullable=False,
        ),
        sa.Column("currency", sa.String(length=3), server_default="EUR", nullable=False),
        sa.Column(
            "tax_percent",
            sa.Numeric(precision=5, scale=3),
            server_default="0",
            nullable=False,
        ),
        sa.Column(
            "prices_on_floor",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
        ),
        sa.Column("is_demo", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "founded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_shop_one_row")),
        sa.CheckConstraint("tax_percent >= 0 and tax_percent <= 50", name=op.f("ck_shop_tax_percent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop")),
    )
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("booth_id", sa.Integer(), nullable=False),
        sa.Column("powder_id", sa.Integer(), nullable=False),
        sa.Column("weighed", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("finished_at >= started_at", name=op.f("ck_batch_finished_at")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_batch_booth_id_booth")),
        sa.ForeignKeyConstraint(["powder_id"], ["powder.id"], name=op.f("fk_batch_powder_id_powder")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sa.UniqueConstraint("id", "powder_id", name=op.f("uq_batch_id_powder_id")),
        sa.UniqueConstraint("number", name=op.f("uq_batch_number")),
    )
    op.create_index(op.f("ix_batch_powder_id"), "batch", ["powder_id"], unique=False)
    op.create_index(
        "uq_batch_open_booth",
        "batch",
        ["booth_id"],
        unique=True,
        postgresql_where=sa.text("finished_at is null"),
    )
    op.create_table(
        "box",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("powder_id", sa.Integer(), nullable=False),
        sa.Column("lot", sa.String(length=40), nullable=True),
        sa.Column("tare_g", sa.Integer(), nullable=True),
        sa.Column("owner_customer_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=24), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("net_g", sa.Integer(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "expires_on between '2000-01-01' and '2199-12-31'",
            name=op.f("ck_box_expires_on"),
        ),
        sa.CheckConstraint("net_g >= 0", name=op.f("ck_box_net_g")),
        sa.CheckConstraint("tare_g >= 0 and tare_g < 100000", name=op.f("ck_box_tare_g")),
        sa.ForeignKeyConstraint(
            ["owner_customer_id"],
            ["customer.id"],
            name=op.f("fk_box_owner_customer_id_customer"),
        ),
        sa.ForeignKeyConstraint(["powder_id"], ["powder.id"], name=op.f("fk_box_powder_id_powder")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_box")),
        sa.UniqueConstraint("id", "powder_id", name=op.f("uq_box_id_powder_id")),
        sa.UniqueConstraint("number", name=op.f("uq_box_number")),
    )
    op.create_index(op.f("ix_box_owner_customer_id"), "box", ["owner_customer_id"], unique=False)
    op.create_index("ix_box_powder_id", "box", ["powder_id", "expires_on", "id"], unique=False)
    op.create_index(
        "ix_box_standing",
        "box",
        ["powder_id", "id"],
        unique=False,
        postgresql_where=sa.text("net_g > 0"),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=12), server_default="browser", nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("booth_id", sa.Integer(), nullable=True),
        sa.Column("oven_id", sa.Integer(), nullable=True),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "kind in ('browser', 'tablet', 'wall', 'system')",
            name=op.f("ck_device_kind"),
        ),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("fk_device_booth_id_booth")),
        sa.ForeignKeyConstraint(["oven_id"], ["oven.id"], name=op.f("fk_device_oven_id_oven")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_device_token_hash")),
    )
    op.create_index(
        "uq_device_system",
        "device",
        ["kind"],
        unique=True,
        postgresql_where=sa.text("kind = 'system'"),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "quote",
                "open",
                "cancelled",
                name="jobstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("walk_in_name", sa.String(length=120), nullable=True),
        sa.Column("walk_in_phone", sa.String(length=40), nullable=True),
        sa.Column("po", sa.String(length=60), nullable=True),
        sa.Column(
            "priority",
            sa.Enum(
                "emergency",
                "rush",
                "semi-rush",
                "standard",
                name="priority",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="standard",
            nullable=False,
        ),
        sa.Column("first_promise_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_from_line_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("stage", sa.String(length=24), server_default="received", nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'draft') = (number is null)", name=op.f("ck_job_numbered")),
        sa.CheckConstraint("due_on between '2000-01-01' and '2199-12-31'", name=op.f("ck_job_due_on")),
        sa.CheckConstraint(
            "first_promise_on between '2000-01-01' and '2199-12-31'",
            name=op.f("ck_job_first_promise_on"),
        ),
        sa.CheckConstraint(
            "state = 'draft' or customer_id is not null or walk_in_name is not null",
            name=op.f("ck_job_for_someone"),
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_job_customer_id_customer")),
        sa.ForeignKeyConstraint(
            ["returned_from_line_id"],
            ["line.id"],
            name=op.f("fk_job_returned_from_line_id_line"),
            use_alter=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("number", name=op.f("uq_job_number")),
    )
    op.create_index("ix_job_customer_id_number", "job", ["customer_id", "number"], unique=False)
    op.create_index(
        "ix_job_open",
        "job",
        ["stage", "due_on", "id"],
        unique=False,
        postgresql_where=sa.text("closed_at is null and state in ('open', 'cancelled')"),
    )
    op.create_index(
        "ix_job_walk_in_number",
        "job",
        ["number"],
        unique=False,
        postgresql_where=sa.text("walk_in_name is not null"),
    )
    op.create_index(
        op.f("ix_job_returned_from_line_id"),
        "job",
        ["returned_from_line_id"],
        unique=False,
    )
    op.create_table(
        "load",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("oven_id", sa.Integer(), nullable=False),
        sa.Column("set_point_c", sa.SmallInteger(), nullable=False),
        sa.Column("minutes", sa.SmallInteger(), nullable=False),
        sa.Column("in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at_temp_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("abort_reason", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("abort_reason is null or out_at is not null", name=op.f("ck_load_aborted")),
        sa.CheckConstraint("at_temp_at >= in_at and out_at >= in_at", name=op.f("ck_load_in_order")),
        sa.CheckConstraint("minutes between 1 and 1440", name=op.f("ck_load_minutes")),
        sa.CheckConstraint("set_point_c between 1 and 600", name=op.f("ck_load_set_point_c")),
        sa.ForeignKeyConstraint(["oven_id"], ["oven.id"], name=op.f("fk_load_oven_id_oven")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_load")),
        sa.UniqueConstraint("number", name=op.f("uq_load_number")),
    )
    op.create_index("ix_load_oven_id_id", "load", ["oven_id", "id"], unique=False)
    op.create_index(
        "uq_load_open_oven",
        "load",
        ["oven_id"],
        unique=True,
        postgresql_where=sa.text("out_at is null"),
    )
    op.create_table(
        "powder_cure",
        sa.Column("powder_id", sa.Integer(), nullable=False),
        sa.Column("temp_c", sa.SmallInteger(), nullable=False),
        sa.Column("min_minutes", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column("max_minutes", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column("assumed", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("as_entered", sa.String(length=60), nullable=True),
        sa.CheckConstraint(
            "min_minutes > 0 and min_minutes <= max_minutes and max_minutes <= 1440",
            name=op.f("ck_powder_cure_minutes"),
        ),
        sa.CheckConstraint("temp_c between 50 and 600", name=op.f("ck_powder_cure_temp")),
        sa.ForeignKeyConstraint(["powder_id"], ["powder.id"], name=op.f("fk_powder_cure_powder_id_powder")),
        sa.PrimaryKeyConstraint("powder_id", "temp_c", name=op.f("pk_powder_cure")),
        info={"delete": True},
    )
    op.create_table(
        "arrival",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("from_whom", sa.String(length=120), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_arrival_job_id_job")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival")),
        info={"ledger": True},
    )
    op.create_index(op.f("ix_arrival_job_id"), "arrival", ["job_id"], unique=False)
    op.create_table(
        "batch_box",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("box_id", sa.Integer(), nullable=False),
        sa.Column("powder_id", sa.Integer(), nullable=False),
        sa.Column("gross_in_g", sa.Integer(), nullable=True),
        sa.Column("gross_out_g", sa.Integer(), nullable=True),
        sa.Column("tare_g", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "gross_in_g >= 0 and gross_out_g >= 0 and tare_g >= 0",
            name=op.f("ck_batch_box_weights"),
        ),
        sa.CheckConstraint("gross_out_g <= gross_in_g", name=op.f("ck_batch_box_not_heavier")),
        sa.ForeignKeyConstraint(
            ["batch_id", "powder_id"],
            ["batch.id", "batch.powder_id"],
            name=op.f("fk_batch_box_batch_id_powder_id_batch"),
        ),
        sa.ForeignKeyConstraint(
            ["box_id", "powder_id"],
            ["box.id", "box.powder_id"],
            name=op.f("fk_batch_box_box_id_powder_id_box"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_box")),
        sa.UniqueConstraint("id", "box_id", name=op.f("uq_batch_box_id_box_id")),
    )
    op.create_index(op.f("ix_batch_box_batch_id"), "batch_box", ["batch_id"], unique=False)
    op.create_index(
        "ix_batch_box_unsettled",
        "batch_box",
        ["batch_id"],
        unique=False,
        postgresql_where=sa.text("closed_at is not null and gross_out_g is null"),
    )
    op.create_index(
        "uq_batch_box_open",
        "batch_box",
        ["box_id"],
        unique=True,
        postgresql_where=sa.text("closed_at is null"),
    )
    op.create_table(
        "clock",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("stopped_at >= started_at", name=op.f("ck_clock_stopped_at")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_clock_batch_id_batch")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_clock_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock")),
    )
    op.create_index(op.f("ix_clock_batch_id"), "clock", ["batch_id"], unique=False)
    op.create_index(
        "uq_clock_running",
        "clock",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("stopped_at is null"),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=24), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=True),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("after", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("inverse", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_event_device_id_device")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_event_job_id_job")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_event_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        info={"ledger": True},
    )
    op.create_index("ix_event_job_id_id", "event", ["job_id", "id"], unique=False)
    op.create_index("ix_event_subject_id", "event", ["subject", "subject_id", "id"], unique=False)
    op.create_table(
        "line",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("parent_line_id", sa.Integer(), nullable=True),
        sa.Column("rework_number", sa.SmallInteger(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "coat",
                "blast-only",
                "sample",
                "goods",
                name="linekind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("ordered_qty", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("metal", sa.String(length=40), nullable=True),
        sa.Column("thickness_um", sa.Integer(), nullable=True),
        sa.Column("area_mm2", sa.Integer(), nullable=True),
        sa.Column("area_entered", sa.String(length=24), nullable=True),
        sa.Column("size_class", sa.String(length=1), nullable=True),
        sa.Column("stay_bare", sa.String(length=400), nullable=True),
        sa.Column("price", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("size_class in ('S', 'M', 'L')", name=op.f("ck_line_size_class")),
        sa.CheckConstraint(
            "(parent_line_id is null) = (rework_number is null)",
            name=op.f("ck_line_rework"),
        ),
        sa.CheckConstraint("area_mm2 > 0", name=op.f("ck_line_area_mm2")),
        sa.CheckConstraint(
            "number > 0 and (rework_number is null or rework_number > 0)",
            name=op.f("ck_line_number"),
        ),
        sa.CheckConstraint("ordered_qty between 1 and 100000", name=op.f("ck_line_ordered_qty")),
        sa.CheckConstraint("price >= 0 and price < 1000000000", name=op.f("ck_line_price")),
        sa.CheckConstraint("thickness_um > 0", name=op.f("ck_line_thickness_um")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_line_job_id_job")),
        sa.ForeignKeyConstraint(["parent_line_id"], ["line.id"], name=op.f("fk_line_parent_line_id_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line")),
        sa.UniqueConstraint(
            "job_id",
            "number",
            "rework_number",
            name=op.f("uq_line_job_id_number_rework_number"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index("ix_line_job_id", "line", ["job_id", "position"], unique=False)
    op.create_index(op.f("ix_line_parent_line_id"), "line", ["parent_line_id"], unique=False)
    op.create_table(
        "operation",
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("body_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("answer", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_operation_device_id_device")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_operation_person_id_person")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_operation")),
        info={"delete": True},
    )
    op.create_index("ix_operation_begun_at", "operation", ["begun_at"], unique=False)
    op.create_table(
        "pickup",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("to_whom", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=True),
        sa.Column("picked_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_pickup_job_id_job")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickup")),
        info={"ledger": True},
    )
    op.create_index(op.f("ix_pickup_job_id"), "pickup", ["job_id"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_sign_in_device_id_device")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_device_id"), "sign_in", ["device_id"], unique=False)
    op.create_index(op.f("ix_sign_in_person_id"), "sign_in", ["person_id"], unique=False)
    op.create_table(
        "told",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                "called",
                "voicemail",
                "mailed",
                "texted",
                name="toldhow",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_told_job_id_job")),
        sa.ForeignKeyConstraint(["told_by_id"], ["person.id"], name=op.f("fk_told_told_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told")),
        info={"ledger": True},
    )
    op.create_index(op.f("ix_told_job_id"), "told", ["job_id"], unique=False)
    op.create_table(
        "coat",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("role", sa.String(length=8), server_default="colour", nullable=False),
        sa.Column("powder_id", sa.Integer(), nullable=True),
        sa.Column("wish", sa.String(length=80), nullable=True),
        sa.Column(
            "film_um",
            sa.Numeric(precision=6, scale=1),
            server_default="70",
            nullable=False,
        ),
        sa.Column("part_cure", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role in ('primer', 'base', 'colour', 'clear')", name=op.f("ck_coat_role")),
        sa.CheckConstraint("film_um > 0 and film_um <= 2000", name=op.f("ck_coat_film_um")),
        sa.CheckConstraint("number between 1 and 9", name=op.f("ck_coat_number")),
        sa.CheckConstraint("powder_id is not null or wish is not null", name=op.f("ck_coat_colour")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_coat_line_id_line")),
        sa.ForeignKeyConstraint(["powder_id"], ["powder.id"], name=op.f("fk_coat_powder_id_powder")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coat")),
        sa.UniqueConstraint("id", "powder_id", name=op.f("uq_coat_id_powder_id")),
    )
    op.create_index(op.f("ix_coat_line_id"), "coat", ["line_id"], unique=False)
    op.create_index(op.f("ix_coat_powder_id"), "coat", ["powder_id"], unique=False)
    op.create_index(
        "uq_coat_line_id_number",
        "coat",
        ["line_id", "number"],
        unique=True,
        postgresql_where=sa.text("closed_at is null"),
    )
    op.create_table(
        "hold",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_by_id", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["held_by_id"], ["person.id"], name=op.f("fk_hold_held_by_id_person")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_hold_job_id_job")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_hold_line_id_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    op.create_index(op.f("ix_hold_line_id"), "hold", ["line_id"], unique=False)
    op.create_index(
        "uq_hold_open",
        "hold",
        ["job_id", "line_id"],
        unique=True,
        postgresql_where=sa.text("released_at is null"),
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "line_step",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("prep_step_id", sa.Integer(), nullable=False),
        sa.Column("before_coat", sa.SmallInteger(), server_default="1", nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("done_qty", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("before_coat between 1 and 9", name=op.f("ck_line_step_before_coat")),
        sa.CheckConstraint("done_qty between 0 and 100000", name=op.f("ck_line_step_done_qty")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_line_step_line_id_line")),
        sa.ForeignKeyConstraint(
            ["prep_step_id"],
            ["prep_step.id"],
            name=op.f("fk_line_step_prep_step_id_prep_step"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_step")),
        sa.UniqueConstraint(
            "line_id",
            "before_coat",
            "position",
            name=op.f("uq_line_step_line_id_before_coat_position"),
        ),
    )
    op.create_table(
        "movement",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("box_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "opening",
                "receipt",
                "use",
                "adjust",
                "sold",
                "scrap",
                "reclaim",
                "transfer",
                "reverse",
                name="movementkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("grams", sa.Integer(), nullable=False),
        sa.Column("gross_g", sa.Integer(), nullable=True),
        sa.Column("batch_box_id", sa.Integer(), nullable=True),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'reverse') = (reverses_id is not null)",
            name=op.f("ck_movement_reverses"),
        ),
        sa.CheckConstraint(
            "kind not in ('opening', 'receipt', 'reclaim') or grams > 0",
            name=op.f("ck_movement_inward"),
        ),
        sa.CheckConstraint(
            "kind not in ('sold', 'scrap', 'use') or grams < 0",
            name=op.f("ck_movement_outward"),
        ),
        sa.CheckConstraint("grams <> 0 and abs(grams) <= 10000000", name=op.f("ck_movement_grams")),
        sa.CheckConstraint("gross_g >= 0", name=op.f("ck_movement_gross_g")),
        sa.ForeignKeyConstraint(
            ["batch_box_id", "box_id"],
            ["batch_box.id", "batch_box.box_id"],
            name=op.f("fk_movement_batch_box_id_box_id_batch_box"),
        ),
        sa.ForeignKeyConstraint(["box_id"], ["box.id"], name=op.f("fk_movement_box_id_box")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_movement_event_id_event")),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["movement.id"],
            name=op.f("fk_movement_reverses_id_movement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_movement_reverses_id")),
        info={"ledger": True},
    )
    op.create_index(
        "ix_movement_batch_box_id",
        "movement",
        ["batch_box_id"],
        unique=False,
        postgresql_where=sa.text("batch_box_id is not null"),
    )
    op.create_index("ix_movement_box_id_id", "movement", ["box_id", "id"], unique=False)
    op.create_table(
        "pile",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("coat_number", sa.SmallInteger(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "received",
                "prep",
                "to_spray",
                "spraying",
                "to_cure",
                "curing",
                "checking",
                "ready",
                "collected",
                "scrapped",
                "missing",
                "returned_uncoated",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("rack_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.Column("qty", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("(task_id is not null) = (stage = 'spraying')", name=op.f("ck_pile_task")),
        sa.CheckConstraint(
            "load_id is null or stage in ('curing', 'prep')",
            name=op.f("ck_pile_load_stage"),
        ),
        sa.CheckConstraint("stage <> 'curing' or load_id is not null", name=op.f("ck_pile_load")),
        sa.CheckConstraint("coat_number between 0 and 9", name=op.f("ck_pile_coat_number")),
        sa.CheckConstraint("qty >= 0", name=op.f("ck_pile_qty")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_pile_line_id_line")),
        sa.ForeignKeyConstraint(["load_id"], ["load.id"], name=op.f("fk_pile_load_id_load"), use_alter=True),
        sa.ForeignKeyConstraint(["rack_id"], ["rack.id"], name=op.f("fk_pile_rack_id_rack")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_pile_task_id_task"), use_alter=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pile")),
        sa.UniqueConstraint(
            "line_id",
            "coat_number",
            "stage",
            "rack_id",
            "task_id",
            "load_id",
            name=op.f("uq_pile_line_id_coat_number_stage_rack_id_task_id_load_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(op.f("ix_pile_load_id"), "pile", ["load_id"], unique=False)
    op.create_index(op.f("ix_pile_rack_id"), "pile", ["rack_id"], unique=False)
    op.create_index(
        "ix_pile_standing",
        "pile",
        ["stage", "line_id"],
        unique=False,
        postgresql_where=sa.text("qty > 0"),
    )
    op.create_index(op.f("ix_pile_task_id"), "pile", ["task_id"], unique=False)
    op.execute("create statistics pile_standing (mcv) on stage, qty from pile")
    op.create_table(
        "check",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("pile_id", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("rework", sa.Integer(), server_default="0", nullable=False),
        sa.Column("scrap", sa.Integer(), server_default="0", nullable=False),
        sa.Column("looks_right", sa.Boolean(), nullable=False),
        sa.Column("film_low_um", sa.Numeric(precision=6, scale=1), nullable=True),
        sa.Column("film_high_um", sa.Numeric(precision=6, scale=1), nullable=True),
        sa.Column("cause", sa.String(length=60), nullable=True),
        sa.Column(
            "fault_owner",
            sa.Enum(
                "us",
                "customer",
                "powder",
                "metal",
                name="faultowner",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("billable", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "film_low_um > 0 and film_low_um <= film_high_um and film_high_um <= 2000",
            name=op.f("ck_check_film"),
        ),
        sa.CheckConstraint("passed >= 0 and rework >= 0 and scrap >= 0", name=op.f("ck_check_counts")),
        sa.CheckConstraint(
            "rework + scrap = 0 or (cause is not null and fault_owner is not null)",
            name=op.f("ck_check_cause"),
        ),
        sa.CheckConstraint("seen > 0 and seen = passed + rework + scrap", name=op.f("ck_check_seen")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_check_line_id_line")),
        sa.ForeignKeyConstraint(["pile_id"], ["pile.id"], name=op.f("fk_check_pile_id_pile")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check")),
        info={"ledger": True},
    )
    op.create_index(op.f("ix_check_line_id"), "check", ["line_id"], unique=False)
    op.create_index(op.f("ix_check_pile_id"), "check", ["pile_id"], unique=False)
    op.create_table(
        "load_item",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("pile_id", sa.Integer(), nullable=False),
        sa.Column("line_step_id", sa.Integer(), nullable=True),
        sa.Column("qty", sa.Integer(), nullable=False),
        sa.CheckConstraint("qty > 0", name=op.f("ck_load_item_qty")),
        sa.ForeignKeyConstraint(
            ["line_step_id"],
            ["line_step.id"],
            name=op.f("fk_load_item_line_step_id_line_step"),
        ),
        sa.ForeignKeyConstraint(["load_id"], ["load.id"], name=op.f("fk_load_item_load_id_load")),
        sa.ForeignKeyConstraint(["pile_id"], ["pile.id"], name=op.f("fk_load_item_pile_id_pile")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_load_item")),
        info={"ledger": True},
    )
    op.create_index(op.f("ix_load_item_line_step_id"), "load_item", ["line_step_id"], unique=False)
    op.create_index(op.f("ix_load_item_load_id"), "load_item", ["load_id"], unique=False)
    op.create_index(op.f("ix_load_item_pile_id"), "load_item", ["pile_id"], unique=False)
    op.create_table(
        "move",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("from_pile_id", sa.Integer(), nullable=True),
        sa.Column("to_pile_id", sa.Integer(), nullable=True),
        sa.Column("qty", sa.Integer(), nullable=False),
        sa.Column(
            "cause",
            sa.Enum(
                "arrived",
                "next",
                "into_batch",
                "sprayed",
                "not_sprayed",
                "into_oven",
                "out_of_oven",
                "aborted",
                "passed",
                "rework",
                "scrapped",
                "picked_up",
                "missing",
                "uncoated",
                "racked",
                "correction",
                "imported",
                "reversed",
                name="movecause",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(cause = 'reversed') = (reverses_id is not null)",
            name=op.f("ck_move_reverses"),
        ),
        sa.CheckConstraint("from_pile_id is distinct from to_pile_id", name=op.f("ck_move_two_piles")),
        sa.CheckConstraint("qty between 1 and 100000", name=op.f("ck_move_qty")),
        sa.CheckConstraint(
            "to_pile_id is not null or reverses_id is not null",
            name=op.f("ck_move_to_somewhere"),
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_move_event_id_event")),
        sa.ForeignKeyConstraint(["from_pile_id"], ["pile.id"], name=op.f("fk_move_from_pile_id_pile")),
        sa.ForeignKeyConstraint(["reverses_id"], ["move.id"], name=op.f("fk_move_reverses_id_move")),
        sa.ForeignKeyConstraint(["to_pile_id"], ["pile.id"], name=op.f("fk_move_to_pile_id_pile")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move")),
        info={"ledger": True},
    )
    op.create_index(op.f("ix_move_event_id"), "move", ["event_id"], unique=False)
    op.create_index(op.f("ix_move_from_pile_id"), "move", ["from_pile_id"], unique=False)
    op.create_index(op.f("ix_move_reverses_id"), "move", ["reverses_id"], unique=False)
    op.create_index(op.f("ix_move_to_pile_id"), "move", ["to_pile_id"], unique=False)
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("coat_id", sa.Integer(), nullable=False),
        sa.Column("powder_id", sa.Integer(), nullable=False),
        sa.Column("in_qty", sa.Integer(), server_default="0", nullable=False),
        sa.Column("out_qty", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("0 <= out_qty and out_qty <= in_qty", name=op.f("ck_task_qty")),
        sa.ForeignKeyConstraint(
            ["batch_id", "powder_id"],
            ["batch.id", "batch.powder_id"],
            name=op.f("fk_task_batch_id_powder_id_batch"),
        ),
        sa.ForeignKeyConstraint(
            ["coat_id", "powder_id"],
            ["coat.id", "coat.powder_id"],
            name=op.f("fk_task_coat_id_powder_id_coat"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("batch_id", "coat_id", name=op.f("uq_task_batch_id_coat_id")),
    )
    op.create_index(op.f("ix_task_coat_id"), "task", ["coat_id"], unique=False)
    op.create_table(
        "arrival_line",
        sa.Column("arrival_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("move_id", sa.Integer(), nullable=False),
        sa.Column("qty", sa.Integer(), nullable=False),
        sa.CheckConstraint("qty > 0", name=op.f("ck_arrival_line_qty")),
        sa.ForeignKeyConstraint(
            ["arrival_id"],
            ["arrival.id"],
            name=op.f("fk_arrival_line_arrival_id_arrival"),
        ),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_arrival_line_line_id_line")),
        sa.ForeignKeyConstraint(["move_id"], ["move.id"], name=op.f("fk_arrival_line_move_id_move")),
        sa.PrimaryKeyConstraint("arrival_id", "line_id", name=op.f("pk_arrival_line")),
        info={"ledger": True},
    )
    op.create_table(
        "batch_use",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("grams", sa.Integer(), nullable=False),
        sa.Column(
            "by",
            sa.Enum(
                "rule",
                "hand",
                name="useby",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            server_default="rule",
            nullable=False,
        ),
        sa.Column("estimated", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("grams >= 0", name=op.f("ck_batch_use_grams")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_batch_use_batch_id_batch")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_batch_use_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_use")),
        sa.UniqueConstraint(
            "batch_id",
            "task_id",
            name=op.f("uq_batch_use_batch_id_task_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(op.f("ix_batch_use_task_id"), "batch_use", ["task_id"], unique=False)
    op.create_table(
        "pickup_line",
        sa.Column("move_id", sa.Integer(), nullable=False),
        sa.Column("pickup_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("qty", sa.Integer(), nullable=False),
        sa.CheckConstraint("qty > 0", name=op.f("ck_pickup_line_qty")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_pickup_line_line_id_line")),
        sa.ForeignKeyConstraint(["move_id"], ["move.id"], name=op.f("fk_pickup_line_move_id_move")),
        sa.ForeignKeyConstraint(["pickup_id"], ["pickup.id"], name=op.f("fk_pickup_line_pickup_id_pickup")),
        sa.PrimaryKeyConstraint("move_id", name=op.f("pk_pickup_line")),
        info={"ledger": True},
    )
    op.create_index(op.f("ix_pickup_line_line_id"), "pickup_line", ["line_id"], unique=False)
    op.create_index(op.f("ix_pickup_line_pickup_id"), "pickup_line", ["pickup_id"], unique=False)
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("film_um", sa.Numeric(precision=6, scale=1), nullable=False),
        sa.CheckConstraint("film_um > 0 and film_um <= 5000", name=op.f("ck_reading_film_um")),
        sa.ForeignKeyConstraint(["check_id"], ["check.id"], name=op.f("fk_reading_check_id_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        info={"ledger": True},
    )
    op.create_index(op.f("ix_reading_check_id"), "reading", ["check_id"], unique=False)
    op.create_table(
        "rework",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("child_line_id", sa.Integer(), nullable=False),
        sa.Column("qty", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "recoat",
                "strip",
                "re-bake",
                name="reworkkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("qty > 0", name=op.f("ck_rework_qty")),
        sa.ForeignKeyConstraint(["check_id"], ["check.id"], name=op.f("fk_rework_check_id_check")),
        sa.ForeignKeyConstraint(["child_line_id"], ["line.id"], name=op.f("fk_rework_child_line_id_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rework")),
        sa.UniqueConstraint("child_line_id", name=op.f("uq_rework_child_line_id")),
        info={"ledger": True},
    )
    op.create_index(op.f("ix_rework_check_id"), "rework", ["check_id"], unique=False)
    for table, column, other in (
        ("job", "returned_from_line_id", "line"),
        ("pile", "task_id", "task"),
        ("pile", "load_id", "load"),
    ):
        op.create_foreign_key(f"fk_{table}_{column}_{other}", table, other, [column], ["id"])
    for part in PARTS:
        run_sql(f"20261123_{part}_up.sql")
    keep_ledgers()


def downgrade() -> None:
    for part in reversed(PARTS):
        run_sql(f"20261123_{part}_down.sql")
    for table, column, other in (
        ("job", "returned_from_line_id", "line"),
        ("pile", "task_id", "task"),
        ("pile", "load_id", "load"),
    ):
        op.drop_constraint(f"fk_{table}_{column}_{other}", table)
    for table in LEDGERS:
        op.get_bind().exec_driver_sql(
            f'drop trigger ledger_kept on "{table}"; drop trigger ledger_truncate on "{table}"'
        )
    op.get_bind().exec_driver_sql("drop function refuse_change()")
    op.drop_index(op.f("ix_rework_check_id"), table_name="rework")
    op.drop_table("rework")
    op.drop_index(op.f("ix_reading_check_id"), table_name="reading")
    op.drop_table("reading")
    op.drop_index(op.f("ix_pickup_line_pickup_id"), table_name="pickup_line")
    op.drop_index(op.f("ix_pickup_line_line_id"), table_name="pickup_line")
    op.drop_table("pickup_line")
    op.drop_index(op.f("ix_batch_use_task_id"), table_name="batch_use")
    op.drop_table("batch_use")
    op.drop_table("arrival_line")
    op.drop_index(op.f("ix_task_coat_id"), table_name="task")
    op.drop_table("task")
    op.drop_index(op.f("ix_move_to_pile_id"), table_name="move")
    op.drop_index(op.f("ix_move_reverses_id"), table_name="move")
    op.drop_index(op.f("ix_move_from_pile_id"), table_name="move")
    op.drop_index(op.f("ix_move_event_id"), table_name="move")
    op.drop_table("move")
    op.drop_index(op.f("ix_load_item_pile_id"), table_name="load_item")
    op.drop_index(op.f("ix_load_item_load_id"), table_name="load_item")
    op.drop_index(op.f("ix_load_item_line_step_id"), table_name="load_item")
    op.drop_table("load_item")
    op.drop_index(op.f("ix_check_pile_id"), table_name="check")
    op.drop_index(op.f("ix_check_line_id"), table_name="check")
    op.drop_table("check")
    op.drop_index(op.f("ix_pile_task_id"), table_name="pile")
    op.drop_index("ix_pile_standing", table_name="pile", postgresql_where=sa.text("qty > 0"))
    op.drop_index(op.f("ix_pile_rack_id"), table_name="pile")
    op.drop_index(op.f("ix_pile_load_id"), table_name="pile")
    op.drop_table("pile")
    op.drop_index("ix_movement_box_id_id", table_name="movement")
    op.drop_index(
        "ix_movement_batch_box_id",
        table_name="movement",
        postgresql_where=sa.text("batch_box_id is not null"),
    )
    op.drop_table("movement")
    op.drop_table("line_step")
    op.drop_index(
        "uq_hold_open",
        table_name="hold",
        postgresql_where=sa.text("released_at is null"),
        postgresql_nulls_not_distinct=True,
    )
    op.drop_index(op.f("ix_hold_line_id"), table_name="hold")
    op.drop_table("hold")
    op.drop_index(
        "uq_coat_line_id_number",
        table_name="coat",
        postgresql_where=sa.text("closed_at is null"),
    )
    op.drop_index(op.f("ix_coat_powder_id"), table_name="coat")
    op.drop_index(op.f("ix_coat_line_id"), table_name="coat")
    op.drop_table("coat")
    op.drop_index(op.f("ix_told_job_id"), table_name="told")
    op.drop_table("told")
    op.drop_index(op.f("ix_sign_in_person_id"), table_name="sign_in")
    op.drop_index(op.f("ix_sign_in_device_id"), table_name="sign_in")
    op.drop_table("sign_in")
    op.drop_index(op.f("ix_pickup_job_id"), table_name="pickup")
    op.drop_table("pickup")
    op.drop_index("ix_operation_begun_at", table_name="operation")
    op.drop_table("operation")
    op.drop_index(op.f("ix_line_parent_line_id"), table_name="line")
    op.drop_index("ix_line_job_id", table_name="line")
    op.drop_table("line")
    op.drop_index("ix_event_subject_id", table_name="event")
    op.drop_index("ix_event_job_id_id", table_name="event")
    op.drop_table("event")
    op.drop_index(
        "uq_clock_running",
        table_name="clock",
        postgresql_where=sa.text("stopped_at is null"),
    )
    op.drop_index(op.f("ix_clock_batch_id"), table_name="clock")
    op.drop_table("clock")
    op.drop_index(
        "uq_batch_box_open",
        table_name="batch_box",
        postgresql_where=sa.text("closed_at is null"),
    )
    op.drop_index(op.f("ix_batch_box_batch_id"), table_name="batch_box")
    op.drop_index(
        "ix_batch_box_unsettled",
        table_name="batch_box",
        postgresql_where=sa.text("closed_at is not null and gross_out_g is null"),
    )
    op.drop_table("batch_box")
    op.drop_index(op.f("ix_arrival_job_id"), table_name="arrival")
    op.drop_table("arrival")
    op.drop_table("powder_cure")
    op.drop_index(
        "uq_load_open_oven",
        table_name="load",
        postgresql_where=sa.text("out_at is null"),
    )
    op.drop_index("ix_load_oven_id_id", table_name="load")
    op.drop_table("load")
    op.drop_index(op.f("ix_job_returned_from_line_id"), table_name="job")
    op.drop_index(
        "ix_job_open",
        table_name="job",
        postgresql_where=sa.text("closed_at is null and state in ('open', 'cancelled')"),
    )
    op.drop_index("ix_job_walk_in_number", table_name="job", postgresql_where=sa.text("walk_in_name is not null"))
    op.drop_index("ix_job_customer_id_number", table_name="job")
    op.drop_table("job")
    op.drop_index(
        "uq_device_system",
        table_name="device",
        postgresql_where=sa.text("kind = 'system'"),
    )
    op.drop_table("device")
    op.drop_index("ix_box_standing", table_name="box", postgresql_where=sa.text("net_g > 0"))
    op.drop_index("ix_box_powder_id", table_name="box")
    op.drop_index(op.f("ix_box_owner_customer_id"), table_name="box")
    op.drop_table("box")
    op.drop_index(
        "uq_batch_open_booth",
        table_name="batch",
        postgresql_where=sa.text("finished_at is null"),
    )
    op.drop_index(op.f("ix_batch_powder_id"), table_name="batch")
    op.drop_table("batch")
    op.drop_table("shop")
    op.drop_index(
        "uq_reason_name",
        table_name="reason",
        postgresql_where=sa.text("retired_at is null"),
    )
    op.drop_table("reason")
    op.drop_index(
        "uq_rack_name",
        table_name="rack",
        postgresql_where=sa.text("retired_at is null"),
    )
    op.drop_index("uq_rack_code", table_name="rack")
    op.drop_table("rack")
    op.drop_index(
        "uq_prep_step_name",
        table_name="prep_step",
        postgresql_where=sa.text("retired_at is null"),
    )
    op.drop_table("prep_step")
    op.drop_index("ix_powder_ral", table_name="powder")
    op.drop_index("ix_powder_find", table_name="powder")
    op.drop_table("powder")
    op.drop_index("uq_person_system", table_name="person", postgresql_where=sa.text("is_system"))
    op.drop_index(
        "uq_person_name",
        table_name="person",
        postgresql_where=sa.text("left_at is null"),
    )
    op.drop_table("person")
    op.drop_index(
        "uq_oven_name",
        table_name="oven",
        postgresql_where=sa.text("retired_at is null"),
    )
    op.drop_table("oven")
    op.drop_index("uq_customer_sort_key", table_name="customer")
    op.drop_index("ix_customer_find", table_name="customer")
    op.drop_table("customer")
    op.drop_table("counter")
    op.drop_index(
        "uq_booth_name",
        table_name="booth",
        postgresql_where=sa.text("retired_at is null"),
    )
    op.drop_table("booth")
