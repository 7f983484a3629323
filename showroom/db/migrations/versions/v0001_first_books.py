"""The books in their first shape."""

import sqlalchemy as sa
from alembic import op

from showroom.db.guards import guard_append_only, guard_journal

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = (
    "sale",
    "sale_line",
    "sale_reduction",
    "sale_lot",
    "tender",
    "stock_move",
    "shift",
    "cash_movement",
    "shift_close",
    "journal",
)


def upgrade() -> None:
    create_tables()
    dialect = op.get_bind().dialect.name
    guard_append_only(op.execute, dialect, APPEND_ONLY)
    guard_journal(op.execute, dialect)
    if dialect == "postgresql":
        for table in ("stock_level", "sales_day_zone", "journal_head"):
            op.execute(f"ALTER TABLE {table} SET (fillfactor = 50)")
    op.execute("INSERT INTO catalogue_version (version_id, version) VALUES (1, 0)")


def create_tables() -> None:
    op.create_table(
        "catalogue_version",
        sa.Column("version_id", _INT64, autoincrement=False, nullable=False),
        sa.Column("version", _INT64, nullable=False),
        sa.CheckConstraint("version_id = 1", name=op.f("ck_catalogue_version_version_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_catalogue_version")),
        sqlite_strict=True,
    )
    op.create_table(
        "category",
        sa.Column("category_id", _INT64, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tax_code", sa.Text(), nullable=False),
        sa.Column("tax_short_name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("category_id", name=op.f("pk_category")),
        sa.UniqueConstraint("name", name=op.f("uq_category_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "import_batch",
        sa.Column("batch_id", _INT64, autoincrement=True, nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("created", _INT64, nullable=False),
        sa.Column("updated", _INT64, nullable=False),
        sa.Column("at_us", _INT64, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("batch_id", name=op.f("pk_import_batch")),
        sqlite_strict=True,
    )
    op.create_table(
        "person",
        sa.Column("person_id", _INT64, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("active", _INT64, nullable=False),
        sa.Column("created_at_us", _INT64, nullable=False),
        sa.CheckConstraint(
            "role IN ('cashier', 'stock_keeper', 'shop_manager')", name=op.f("ck_person_role")
        ),
        sa.CheckConstraint("active IN (0, 1)", name=op.f("ck_person_active")),
        sa.CheckConstraint("length(name) <= 40", name=op.f("ck_person_name_length")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person")),
        sa.UniqueConstraint("name", name=op.f("uq_person_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "request",
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("at_us", _INT64, nullable=False),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_request")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sales_day_zone",
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("zone_id", _INT64, nullable=False),
        sa.Column("till_id", _INT64, nullable=False),
        sa.Column("orders", _INT64, nullable=False),
        sa.Column("pieces", _INT64, nullable=False),
        sa.Column("weight_g", _INT64, nullable=False),
        sa.Column("gross_fen", _INT64, nullable=False),
        sa.Column("reduction_fen", _INT64, nullable=False),
        sa.Column("net_fen", _INT64, nullable=False),
        sa.Column("tax_fen", _INT64, nullable=False),
        sa.Column("refund_orders", _INT64, nullable=False),
        sa.Column("refund_fen", _INT64, nullable=False),
        sa.Column("refund_tax_fen", _INT64, nullable=False),
        sa.PrimaryKeyConstraint(
            "business_date", "zone_id", "till_id", name=op.f("pk_sales_day_zone")
        ),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "service_point",
        sa.Column("point_id", _INT64, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('centre', 'counter', 'community', 'online')",
            name=op.f("ck_service_point_kind"),
        ),
        sa.PrimaryKeyConstraint("point_id", name=op.f("pk_service_point")),
        sa.UniqueConstraint("code", name=op.f("uq_service_point_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("changed_at_us", _INT64, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "zone",
        sa.Column("zone_id", _INT64, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("colour", _INT64, nullable=False),
        sa.Column("sort", _INT64, nullable=False),
        sa.PrimaryKeyConstraint("zone_id", name=op.f("pk_zone")),
        sa.UniqueConstraint("code", name=op.f("uq_zone_code")),
        sa.UniqueConstraint("name", name=op.f("uq_zone_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "county",
        sa.Column("county_id", _INT64, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("prefecture", sa.Text(), nullable=False),
        sa.Column("province", sa.Text(), nullable=False),
        sa.Column("zone_id", _INT64, nullable=False),
        sa.Column("cooperation", sa.Text(), nullable=False),
        sa.Column("is_832", _INT64, nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=False),
        sa.CheckConstraint("is_832 IN (0, 1)", name=op.f("ck_county_is_832")),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.zone_id"], name=op.f("fk_county_zone_id_zone")),
        sa.PrimaryKeyConstraint("county_id", name=op.f("pk_county")),
        sqlite_strict=True,
    )
    op.create_index("uq_county_zone_id_name", "county", ["zone_id", "name"], unique=True)
    op.create_table(
        "credential",
        sa.Column("person_id", _INT64, autoincrement=False, nullable=False),
        sa.Column("pin_hash", sa.Text(), nullable=False),
        sa.Column("failures", _INT64, nullable=False),
        sa.Column("failures_total", _INT64, nullable=False),
        sa.Column("locked_until_us", _INT64, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.person_id"], name=op.f("fk_credential_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_credential")),
        sqlite_strict=True,
    )
    op.create_table(
        "location",
        sa.Column("location_id", _INT64, nullable=False),
        sa.Column("point_id", _INT64, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('shop_floor', 'warehouse', 'quarantine')", name=op.f("ck_location_kind")
        ),
        sa.ForeignKeyConstraint(
            ["point_id"],
            ["service_point.point_id"],
            name=op.f("fk_location_point_id_service_point"),
        ),
        sa.PrimaryKeyConstraint("location_id", name=op.f("pk_location")),
        sa.UniqueConstraint("code", name=op.f("uq_location_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "producer",
        sa.Column("producer_id", _INT64, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("county_id", _INT64, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("households", _INT64, nullable=False),
        sa.Column("households_832", _INT64, nullable=False),
        sa.Column("benefit", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["county_id"], ["county.county_id"], name=op.f("fk_producer_county_id_county")
        ),
        sa.PrimaryKeyConstraint("producer_id", name=op.f("pk_producer")),
        sqlite_strict=True,
    )
    op.create_index("uq_producer_county_id_name", "producer", ["county_id", "name"], unique=True)
    op.create_table(
        "till",
        sa.Column("till_id", _INT64, nullable=False),
        sa.Column("point_id", _INT64, nullable=False),
        sa.Column("location_id", _INT64, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("seen_at_us", _INT64, nullable=False),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.location_id"], name=op.f("fk_till_location_id_location")
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["service_point.point_id"], name=op.f("fk_till_point_id_service_point")
        ),
        sa.PrimaryKeyConstraint("till_id", name=op.f("pk_till")),
        sa.UniqueConstraint("code", name=op.f("uq_till_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "basket_draft",
        sa.Column("till_id", _INT64, nullable=False),
        sa.Column("slot", _INT64, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("held_by", _INT64, nullable=False),
        sa.Column("saved_at_us", _INT64, nullable=False),
        sa.ForeignKeyConstraint(
            ["till_id"], ["till.till_id"], name=op.f("fk_basket_draft_till_id_till")
        ),
        sa.PrimaryKeyConstraint("till_id", "slot", name=op.f("pk_basket_draft")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "journal",
        sa.Column("till_id", _INT64, nullable=False),
        sa.Column("epoch", _INT64, nullable=False),
        sa.Column("seq", _INT64, nullable=False),
        sa.Column("at_us", _INT64, nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.Column("key_index", _INT64, nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(payload) <= 1000000", name=op.f("ck_journal_payload_length")),
        sa.ForeignKeyConstraint(
            ["till_id"], ["till.till_id"], name=op.f("fk_journal_till_id_till")
        ),
        sa.PrimaryKeyConstraint("till_id", "epoch", "seq", name=op.f("pk_journal")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "journal_head",
        sa.Column("till_id", _INT64, autoincrement=False, nullable=False),
        sa.Column("epoch", _INT64, nullable=False),
        sa.Column("seq", _INT64, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("key_index", _INT64, nullable=False),
        sa.Column("sale_number", _INT64, nullable=False),
        sa.Column("shift_number", _INT64, nullable=False),
        sa.Column("open_shift_id", _INT64, nullable=False),
        sa.Column("perpetual_sales_fen", _INT64, nullable=False),
        sa.Column("perpetual_refunds_fen", _INT64, nullable=False),
        sa.Column("last_at_us", _INT64, nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["till_id"], ["till.till_id"], name=op.f("fk_journal_head_till_id_till")
        ),
        sa.PrimaryKeyConstraint("till_id", name=op.f("pk_journal_head")),
        sqlite_strict=True,
    )
    op.create_table(
        "outbox",
        sa.Column("job_id", _INT64, autoincrement=True, nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column("till_id", _INT64, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", _INT64, nullable=False),
        sa.Column("bytes_sent", _INT64, nullable=False),
        sa.Column("created_at_us", _INT64, nullable=False),
        sa.Column("not_before_us", _INT64, nullable=False),
        sa.Column("expires_at_us", _INT64, nullable=False),
        sa.Column("done_at_us", _INT64, nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'printed', 'uncertain', "
            "'failed', 'expired', 'cancelled')",
            name=op.f("ck_outbox_state"),
        ),
        sa.ForeignKeyConstraint(["till_id"], ["till.till_id"], name=op.f("fk_outbox_till_id_till")),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outbox_dedupe_key")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_outbox_open",
        "outbox",
        ["till_id", "job_id"],
        unique=False,
        sqlite_where=sa.text("done_at_us = 0"),
        postgresql_where=sa.text("done_at_us = 0"),
    )
    op.create_table(
        "shift",
        sa.Column("shift_id", _INT64, autoincrement=False, nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("till_id", _INT64, nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("opened_at_us", _INT64, nullable=False),
        sa.Column("opened_by_id", _INT64, nullable=False),
        sa.Column("opening_float_fen", _INT64, nullable=False),
        sa.Column("float_count", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.person_id"], name=op.f("fk_shift_opened_by_id_person")
        ),
        sa.ForeignKeyConstraint(["till_id"], ["till.till_id"], name=op.f("fk_shift_till_id_till")),
        sa.PrimaryKeyConstraint("shift_id", name=op.f("pk_shift")),
        sa.UniqueConstraint("request_id", name=op.f("uq_shift_request_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_shift_business_date", "shift", ["business_date"], unique=False)
    op.create_table(
        "sku",
        sa.Column("sku_id", _INT64, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("producer_id", _INT64, nullable=False),
        sa.Column("category_id", _INT64, nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("spec", sa.Text(), nullable=False),
        sa.Column("sold_by", sa.Text(), nullable=False),
        sa.Column("list_price_fen", _INT64, nullable=False),
        sa.Column("member_price_fen", _INT64, nullable=False),
        sa.Column("cost_price_fen", _INT64, nullable=False),
        sa.Column("tax_kind", sa.Text(), nullable=False),
        sa.Column("tax_rate_bp", _INT64, nullable=False),
        sa.Column("shelf_life_days", _INT64, nullable=False),
        sa.Column("storage", sa.Text(), nullable=False),
        sa.Column("reorder_point", _INT64, nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("oversell", _INT64, nullable=False),
        sa.Column("no_discount", _INT64, nullable=False),
        sa.Column("age_restricted", _INT64, nullable=False),
        sa.Column("active", _INT64, nullable=False),
        sa.Column("changed_at_us", _INT64, nullable=False),
        sa.CheckConstraint("sold_by IN ('each', 'weight')", name=op.f("ck_sku_sold_by")),
        sa.CheckConstraint(
            "storage IN ('ambient', 'chilled', 'frozen')", name=op.f("ck_sku_storage")
        ),
        sa.CheckConstraint(
            "tax_kind IN ('taxed', 'exempt', 'zero_rated', 'outside')", name=op.f("ck_sku_tax_kind")
        ),
        sa.CheckConstraint("terms IN ('buy_out', 'consignment')", name=op.f("ck_sku_terms")),
        sa.CheckConstraint("active IN (0, 1)", name=op.f("ck_sku_active")),
        sa.CheckConstraint("age_restricted IN (0, 1)", name=op.f("ck_sku_age_restricted")),
        sa.CheckConstraint("length(code) <= 32", name=op.f("ck_sku_code_length")),
        sa.CheckConstraint("length(name) <= 80", name=op.f("ck_sku_name_length")),
        sa.CheckConstraint("length(short_name) <= 40", name=op.f("ck_sku_short_name_length")),
        sa.CheckConstraint(
            "list_price_fen > 0 AND list_price_fen <= 1000000000",
            name=op.f("ck_sku_list_price_fen"),
        ),
        sa.CheckConstraint("no_discount IN (0, 1)", name=op.f("ck_sku_no_discount")),
        sa.CheckConstraint("oversell IN (0, 1)", name=op.f("ck_sku_oversell")),
        sa.CheckConstraint("tax_rate_bp BETWEEN 0 AND 10000", name=op.f("ck_sku_tax_rate_bp")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.category_id"], name=op.f("fk_sku_category_id_category")
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producer.producer_id"], name=op.f("fk_sku_producer_id_producer")
        ),
        sa.PrimaryKeyConstraint("sku_id", name=op.f("pk_sku")),
        sa.UniqueConstraint("code", name=op.f("uq_sku_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "barcode",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("sku_id", _INT64, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('gtin', 'scale', 'shop')", name=op.f("ck_barcode_kind")),
        sa.CheckConstraint("length(code) <= 64", name=op.f("ck_barcode_code_length")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_barcode_sku_id_sku")),
        sa.PrimaryKeyConstraint("code", "sku_id", name=op.f("pk_barcode")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_barcode_sku_id"), "barcode", ["sku_id"], unique=False)
    op.create_table(
        "cash_movement",
        sa.Column("movement_id", _INT64, autoincrement=True, nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("shift_id", _INT64, nullable=False),
        sa.Column("at_us", _INT64, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount_fen", _INT64, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor_id", _INT64, nullable=False),
        sa.CheckConstraint("kind IN ('drop', 'pay_in')", name=op.f("ck_cash_movement_kind")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["person.person_id"], name=op.f("fk_cash_movement_actor_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shift.shift_id"], name=op.f("fk_cash_movement_shift_id_shift")
        ),
        sa.PrimaryKeyConstraint("movement_id", name=op.f("pk_cash_movement")),
        sa.UniqueConstraint("request_id", name=op.f("uq_cash_movement_request_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_cash_movement_shift_id"), "cash_movement", ["shift_id"], unique=False)
    op.create_table(
        "lot",
        sa.Column("lot_id", _INT64, autoincrement=True, nullable=False),
        sa.Column("sku_id", _INT64, nullable=False),
        sa.Column("producer_id", _INT64, nullable=False),
        sa.Column("lot_no", sa.Text(), nullable=False),
        sa.Column("production_date", sa.Text(), nullable=False),
        sa.Column("expiry_date", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("cost_fen", _INT64, nullable=False),
        sa.Column("received_at_us", _INT64, nullable=False),
        sa.CheckConstraint("terms IN ('buy_out', 'consignment')", name=op.f("ck_lot_terms")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producer.producer_id"], name=op.f("fk_lot_producer_id_producer")
        ),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_lot_sku_id_sku")),
        sa.PrimaryKeyConstraint("lot_id", name=op.f("pk_lot")),
        sqlite_strict=True,
    )
    op.create_index("uq_lot_sku_id_lot_no", "lot", ["sku_id", "lot_no"], unique=True)
    op.create_table(
        "sale",
        sa.Column("sale_id", _INT64, autoincrement=False, nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("till_id", _INT64, nullable=False),
        sa.Column("till", sa.Text(), nullable=False),
        sa.Column("shift_id", _INT64, nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("sold_at_us", _INT64, nullable=False),
        sa.Column("cashier_id", _INT64, nullable=False),
        sa.Column("cashier", sa.Text(), nullable=False),
        sa.Column("line_count", _INT64, nullable=False),
        sa.Column("gross_fen", _INT64, nullable=False),
        sa.Column("reduction_fen", _INT64, nullable=False),
        sa.Column("round_off_fen", _INT64, nullable=False),
        sa.Column("net_fen", _INT64, nullable=False),
        sa.Column("tax_fen", _INT64, nullable=False),
        sa.Column("original_sale_id", _INT64, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("journal_seq", _INT64, nullable=False),
        sa.CheckConstraint("kind IN ('sale', 'refund')", name=op.f("ck_sale_kind")),
        sa.CheckConstraint("gross_fen - reduction_fen = net_fen", name=op.f("ck_sale_net_fen")),
        sa.ForeignKeyConstraint(
            ["cashier_id"], ["person.person_id"], name=op.f("fk_sale_cashier_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shift.shift_id"], name=op.f("fk_sale_shift_id_shift")
        ),
        sa.ForeignKeyConstraint(["till_id"], ["till.till_id"], name=op.f("fk_sale_till_id_till")),
        sa.PrimaryKeyConstraint("sale_id", name=op.f("pk_sale")),
        sa.UniqueConstraint("request_id", name=op.f("uq_sale_request_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_sale_business_date", "sale", ["business_date"], unique=False)
    op.create_index(
        "ix_sale_original_sale_id",
        "sale",
        ["original_sale_id"],
        unique=False,
        sqlite_where=sa.text("original_sale_id != 0"),
        postgresql_where=sa.text("original_sale_id != 0"),
    )
    op.create_index("ix_sale_shift_id", "sale", ["shift_id"], unique=False)
    op.create_table(
        "shift_close",
        sa.Column("shift_id", _INT64, autoincrement=False, nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("closed_at_us", _INT64, nullable=False),
        sa.Column("closed_by_id", _INT64, nullable=False),
        sa.Column("counted_fen", _INT64, nullable=False),
        sa.Column("expected_fen", _INT64, nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("journal_seq", _INT64, nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["person.person_id"], name=op.f("fk_shift_close_closed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shift.shift_id"], name=op.f("fk_shift_close_shift_id_shift")
        ),
        sa.PrimaryKeyConstraint("shift_id", name=op.f("pk_shift_close")),
        sa.UniqueConstraint("request_id", name=op.f("uq_shift_close_request_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "shift_event",
        sa.Column("shift_id", _INT64, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("count", _INT64, nullable=False),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shift.shift_id"], name=op.f("fk_shift_event_shift_id_shift")
        ),
        sa.PrimaryKeyConstraint("shift_id", "kind", name=op.f("pk_shift_event")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sale_line",
        sa.Column("sale_id", _INT64, nullable=False),
        sa.Column("line_no", _INT64, nullable=False),
        sa.Column("sku_id", _INT64, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("barcode", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("spec", sa.Text(), nullable=False),
        sa.Column("sold_by", sa.Text(), nullable=False),
        sa.Column("zone_id", _INT64, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("county_id", _INT64, nullable=False),
        sa.Column("county", sa.Text(), nullable=False),
        sa.Column("producer_id", _INT64, nullable=False),
        sa.Column("producer", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("list_price_fen", _INT64, nullable=False),
        sa.Column("quantity", _INT64, nullable=False),
        sa.Column("list_fen", _INT64, nullable=False),
        sa.Column("reduction_fen", _INT64, nullable=False),
        sa.Column("net_fen", _INT64, nullable=False),
        sa.Column("tax_kind", sa.Text(), nullable=False),
        sa.Column("tax_rate_bp", _INT64, nullable=False),
        sa.Column("tax_fen", _INT64, nullable=False),
        sa.Column("original_line_no", _INT64, nullable=False),
        sa.CheckConstraint("list_fen - reduction_fen = net_fen", name=op.f("ck_sale_line_net_fen")),
        sa.CheckConstraint("quantity <> 0", name=op.f("ck_sale_line_quantity")),
        sa.ForeignKeyConstraint(
            ["sale_id"], ["sale.sale_id"], name=op.f("fk_sale_line_sale_id_sale")
        ),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_sale_line_sku_id_sku")),
        sa.PrimaryKeyConstraint("sale_id", "line_no", name=op.f("pk_sale_line")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stock_level",
        sa.Column("location_id", _INT64, nullable=False),
        sa.Column("sku_id", _INT64, nullable=False),
        sa.Column("lot_id", _INT64, nullable=False),
        sa.Column("on_hand", _INT64, nullable=False),
        sa.Column("floor", _INT64, nullable=False),
        sa.CheckConstraint("on_hand >= floor", name=op.f("ck_stock_level_on_hand")),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.location_id"],
            name=op.f("fk_stock_level_location_id_location"),
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.lot_id"], name=op.f("fk_stock_level_lot_id_lot")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_stock_level_sku_id_sku")),
        sa.PrimaryKeyConstraint("location_id", "sku_id", "lot_id", name=op.f("pk_stock_level")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stock_move",
        sa.Column("move_id", _INT64, autoincrement=True, nullable=False),
        sa.Column("at_us", _INT64, nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("sku_id", _INT64, nullable=False),
        sa.Column("lot_id", _INT64, nullable=False),
        sa.Column("location_id", _INT64, nullable=False),
        sa.Column("quantity", _INT64, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("document_id", _INT64, nullable=False),
        sa.Column("line_no", _INT64, nullable=False),
        sa.CheckConstraint("quantity <> 0", name=op.f("ck_stock_move_quantity")),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.location_id"],
            name=op.f("fk_stock_move_location_id_location"),
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.lot_id"], name=op.f("fk_stock_move_lot_id_lot")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_stock_move_sku_id_sku")),
        sa.PrimaryKeyConstraint("move_id", name=op.f("pk_stock_move")),
        sqlite_strict=True,
    )
    op.create_index("ix_stock_move_sku_id", "stock_move", ["sku_id", "move_id"], unique=False)
    op.create_table(
        "tender",
        sa.Column("sale_id", _INT64, nullable=False),
        sa.Column("tender_no", _INT64, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount_fen", _INT64, nullable=False),
        sa.Column("received_fen", _INT64, nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.sale_id"], name=op.f("fk_tender_sale_id_sale")),
        sa.PrimaryKeyConstraint("sale_id", "tender_no", name=op.f("pk_tender")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "refunded",
        sa.Column("sale_id", _INT64, nullable=False),
        sa.Column("line_no", _INT64, nullable=False),
        sa.Column("quantity", _INT64, nullable=False),
        sa.Column("sold_quantity", _INT64, nullable=False),
        sa.CheckConstraint(
            "quantity >= 0 AND quantity <= sold_quantity", name=op.f("ck_refunded_quantity")
        ),
        sa.ForeignKeyConstraint(
            ["sale_id", "line_no"],
            ["sale_line.sale_id", "sale_line.line_no"],
            name=op.f("fk_refunded_sale_id_line_no_sale_line"),
        ),
        sa.PrimaryKeyConstraint("sale_id", "line_no", name=op.f("pk_refunded")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sale_lot",
        sa.Column("sale_id", _INT64, nullable=False),
        sa.Column("line_no", _INT64, nullable=False),
        sa.Column("lot_id", _INT64, nullable=False),
        sa.Column("quantity", _INT64, nullable=False),
        sa.Column("net_fen", _INT64, nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("cost_fen", _INT64, nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.lot_id"], name=op.f("fk_sale_lot_lot_id_lot")),
        sa.ForeignKeyConstraint(
            ["sale_id", "line_no"],
            ["sale_line.sale_id", "sale_line.line_no"],
            name=op.f("fk_sale_lot_sale_id_line_no_sale_line"),
        ),
        sa.PrimaryKeyConstraint("sale_id", "line_no", "lot_id", name=op.f("pk_sale_lot")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sale_reduction",
        sa.Column("sale_id", _INT64, nullable=False),
        sa.Column("line_no", _INT64, nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("amount_fen", _INT64, nullable=False),
        sa.ForeignKeyConstraint(
            ["sale_id", "line_no"],
            ["sale_line.sale_id", "sale_line.line_no"],
            name=op.f("fk_sale_reduction_sale_id_line_no_sale_line"),
        ),
        sa.PrimaryKeyConstraint("sale_id", "line_no", "cause", name=op.f("pk_sale_reduction")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
