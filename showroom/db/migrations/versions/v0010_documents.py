"""Goods come in and move by documents; a lot is one receipt line; suppliers and their papers."""

import sqlalchemy as sa
from alembic import op

from showroom.db.guards import change_words, guard_append_only

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_INT64 = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = ("stock_document", "stock_document_line", "lot")
_TERMS = ("buy_out", "consignment")
_PLACES = ("shop_floor", "warehouse", "quarantine")
_CODE_WORDS = (
    ("shop_floor", "MC"),
    ("warehouse", "CK"),
    ("cold_store", "LK"),
    ("near_expiry", "LQ"),
    ("quarantine", "DJ"),
    ("display", "CL"),
    ("tasting", "SC"),
    ("bulk_bin", "SX"),
    ("transit", "ZT"),
)
_NOW_PLACES = (
    *("shop_floor", "warehouse", "cold_store", "near_expiry", "quarantine", "display", "tasting"),
    *("bulk_bin", "transit"),
)


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    create_suppliers()
    create_documents()
    create_drafts()
    for table in ("lot", "sku"):
        change_words(op.execute, dialect, (table, "terms"), _TERMS, (*_TERMS, "concession"))
    change_words(op.execute, dialect, ("location", "kind"), _PLACES, _NOW_PLACES)
    widen()
    tell_ledgers()
    guard_append_only(op.execute, dialect, APPEND_ONLY)
    add_places()
    name_places()
    count_months()
    spell_people()


def spell_people() -> None:
    """How a name is read is kept with it; the next start spells those that are there already."""
    op.add_column(
        "person", sa.Column("spelling", sa.Text(), server_default=sa.text("''"), nullable=False)
    )


def count_months() -> None:
    """A shelf life of 12个月 is no 365 days: it is kept as what the pack says, one of the two."""
    one = sa.CheckConstraint(
        "shelf_life_days = 0 OR shelf_life_months = 0", name=op.f("ck_sku_shelf_life")
    )
    op.add_column(
        "sku", sa.Column("shelf_life_months", _INT64, one, server_default="0", nullable=False)
    )


def add_places() -> None:
    """Goods under way need somewhere to be; the shop's first point carries them."""
    columns = "point_id, code, name, kind"
    for code, name, kind in (
        ("COLD", "冷库", "cold_store"),
        ("NEAR", "临期专区", "near_expiry"),
        ("SHOW", "陈列", "display"),
        ("TASTE", "试吃台", "tasting"),
        ("TRANSIT", "在途", "transit"),
    ):
        op.execute(
            f"INSERT INTO location ({columns}) "  # noqa: S608 (words of this file)
            f"SELECT point_id, '{code}', '{name}', '{kind}' FROM service_point "
            "WHERE point_id = (SELECT min(point_id) FROM service_point)"
        )


def name_places() -> None:
    """One open lot in a bin, and codes of the one form that is printed and scanned."""
    op.add_column("location", sa.Column("sku_id", _INT64, server_default="0", nullable=False))
    op.create_index("ix_location_point_id", "location", ["point_id"], unique=False)
    op.add_column("stock_level", sa.Column("one_lot", _INT64, server_default="0", nullable=False))
    op.create_index(
        "ix_stock_level_sku_id_lot_id", "stock_level", ["sku_id", "lot_id"], unique=False
    )
    op.create_index(
        "ix_stock_level_held",
        "stock_level",
        ["sku_id", "location_id"],
        unique=False,
        sqlite_where=sa.text("on_hand != 0"),
        postgresql_where=sa.text("on_hand != 0"),
    )
    op.create_index(
        "uq_stock_level_one_lot",
        "stock_level",
        ["location_id"],
        unique=True,
        sqlite_where=sa.text("one_lot = 1 AND on_hand > 0"),
        postgresql_where=sa.text("one_lot = 1 AND on_hand > 0"),
    )
    words = " ".join(f"WHEN '{kind}' THEN '{word}'" for kind, word in _CODE_WORDS)
    op.execute(
        f"UPDATE location SET code = 'KW-' || CASE kind {words} END || location_id, "  # noqa: S608
        "sort = location_id * 10"
    )
    # What may be oversold is so where a sale takes from; nothing is below zero elsewhere.
    op.execute(
        "UPDATE stock_level SET floor = CASE WHEN on_hand < 0 THEN on_hand ELSE 0 END "
        "WHERE location_id NOT IN (SELECT location_id FROM location WHERE kind = 'shop_floor')"
    )


def create_suppliers() -> None:
    op.create_table(
        "supplier",
        sa.Column("supplier_id", _INT64, autoincrement=True, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("spelling", sa.Text(), nullable=False),
        sa.Column("credit_code", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("active", _INT64, nullable=False),
        sa.Column("revision", _INT64, nullable=False),
        sa.Column("changed_at_us", _INT64, nullable=False),
        sa.CheckConstraint("active IN (0, 1)", name=op.f("ck_supplier_active")),
        sa.CheckConstraint("length(code) <= 32", name=op.f("ck_supplier_code_length")),
        sa.CheckConstraint("length(name) <= 80", name=op.f("ck_supplier_name_length")),
        sa.PrimaryKeyConstraint("supplier_id", name=op.f("pk_supplier")),
        sa.UniqueConstraint("code", name=op.f("uq_supplier_code")),
        sa.UniqueConstraint("name", name=op.f("uq_supplier_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "supplier_licence",
        sa.Column("licence_id", _INT64, autoincrement=True, nullable=False),
        sa.Column("supplier_id", _INT64, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("licence_no", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Text(), nullable=False),
        sa.Column("active", _INT64, nullable=False),
        sa.CheckConstraint(
            "kind IN ('business', 'food_trade', 'food_production', 'farm_produce', 'other')",
            name=op.f("ck_supplier_licence_kind"),
        ),
        sa.CheckConstraint("active IN (0, 1)", name=op.f("ck_supplier_licence_active")),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["supplier.supplier_id"],
            name=op.f("fk_supplier_licence_supplier_id_supplier"),
        ),
        sa.PrimaryKeyConstraint("licence_id", name=op.f("pk_supplier_licence")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_supplier_licence_supplier_id"), "supplier_licence", ["supplier_id"], unique=False
    )
    op.create_table(
        "supplier_contract",
        sa.Column("contract_id", _INT64, autoincrement=True, nullable=False),
        sa.Column("supplier_id", _INT64, nullable=False),
        sa.Column("contract_no", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("commission_bp", _INT64, nullable=False),
        sa.Column("payment_days", _INT64, nullable=False),
        sa.Column("loss_borne_by", sa.Text(), nullable=False),
        sa.Column("promotion_borne_by", sa.Text(), nullable=False),
        sa.Column("return_before_days", _INT64, nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=False),
        sa.Column("active", _INT64, nullable=False),
        sa.CheckConstraint(
            "loss_borne_by IN ('shop', 'supplier', 'shared')",
            name=op.f("ck_supplier_contract_loss_borne_by"),
        ),
        sa.CheckConstraint(
            "promotion_borne_by IN ('shop', 'supplier', 'shared')",
            name=op.f("ck_supplier_contract_promotion_borne_by"),
        ),
        sa.CheckConstraint(
            "terms IN ('buy_out', 'consignment', 'concession')",
            name=op.f("ck_supplier_contract_terms"),
        ),
        sa.CheckConstraint("active IN (0, 1)", name=op.f("ck_supplier_contract_active")),
        sa.CheckConstraint(
            "commission_bp BETWEEN 0 AND 10000", name=op.f("ck_supplier_contract_commission_bp")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["supplier.supplier_id"],
            name=op.f("fk_supplier_contract_supplier_id_supplier"),
        ),
        sa.PrimaryKeyConstraint("contract_id", name=op.f("pk_supplier_contract")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_supplier_contract_supplier_id"), "supplier_contract", ["supplier_id"], unique=False
    )
    op.create_table(
        "attachment",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("size", _INT64, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('jpeg', 'png', 'pdf')", name=op.f("ck_attachment_kind")),
        sa.CheckConstraint("size BETWEEN 1 AND 10000000", name=op.f("ck_attachment_size")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_attachment")),
        sqlite_strict=True,
    )
    op.create_table(
        "attachment_link",
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("at_us", _INT64, nullable=False),
        sa.CheckConstraint(
            "owner IN ('supplier', 'licence', 'contract', 'draft')",
            name=op.f("ck_attachment_link_owner"),
        ),
        sa.CheckConstraint("length(title) <= 120", name=op.f("ck_attachment_link_title_length")),
        sa.ForeignKeyConstraint(
            ["digest"], ["attachment.digest"], name=op.f("fk_attachment_link_digest_attachment")
        ),
        sa.PrimaryKeyConstraint("owner", "owner_id", "digest", name=op.f("pk_attachment_link")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_attachment_link_digest", "attachment_link", ["digest"], unique=False)


def create_documents() -> None:
    op.create_table(
        "case_code",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("sku_id", _INT64, nullable=False),
        sa.Column("pieces", _INT64, nullable=False),
        sa.CheckConstraint("length(code) <= 64", name=op.f("ck_case_code_code_length")),
        sa.CheckConstraint("pieces BETWEEN 2 AND 10000", name=op.f("ck_case_code_pieces")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_case_code_sku_id_sku")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_case_code")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_case_code_sku_id"), "case_code", ["sku_id"], unique=False)
    op.create_table(
        "shop_series",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("year", _INT64, nullable=False),
        sa.Column("last", _INT64, nullable=False),
        sa.CheckConstraint("last > 0", name=op.f("ck_shop_series_last")),
        sa.PrimaryKeyConstraint("kind", "year", name=op.f("pk_shop_series")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stock_document",
        sa.Column("document_id", _INT64, autoincrement=True, nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("year", _INT64, nullable=False),
        sa.Column("serial", _INT64, nullable=False),
        sa.Column("till_id", _INT64, nullable=False),
        sa.Column("at_us", _INT64, nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("person_id", _INT64, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("place_id", _INT64, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("to_place_id", _INT64, nullable=False),
        sa.Column("to_place", sa.Text(), nullable=False),
        sa.Column("supplier_id", _INT64, nullable=False),
        sa.Column("supplier", sa.Text(), nullable=False),
        sa.Column("order_id", _INT64, nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reverses", _INT64, nullable=False),
        sa.Column("follows", _INT64, nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("draft_id", sa.Text(), nullable=False),
        sa.Column("wanted_on", sa.Text(), nullable=False),
        sa.Column("line_count", _INT64, nullable=False),
        sa.Column("amount_fen", _INT64, nullable=False),
        sa.Column("journal_seq", _INT64, nullable=False),
        sa.CheckConstraint("serial > 0", name=op.f("ck_stock_document_serial")),
        sa.ForeignKeyConstraint(
            ["till_id"], ["till.till_id"], name=op.f("fk_stock_document_till_id_till")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_stock_document")),
        sa.UniqueConstraint("request_id", name=op.f("uq_stock_document_request_id")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_stock_document_business_date", "stock_document", ["business_date"], unique=False
    )
    op.create_index(
        "ix_stock_document_order_id",
        "stock_document",
        ["order_id", "kind"],
        unique=False,
        sqlite_where=sa.text("order_id != 0"),
        postgresql_where=sa.text("order_id != 0"),
    )
    op.create_index(
        "ix_stock_document_follows",
        "stock_document",
        ["follows"],
        unique=False,
        sqlite_where=sa.text("follows != 0"),
        postgresql_where=sa.text("follows != 0"),
    )
    op.create_index(
        "uq_stock_document_draft_id",
        "stock_document",
        ["draft_id"],
        unique=True,
        sqlite_where=sa.text("draft_id != ''"),
        postgresql_where=sa.text("draft_id != ''"),
    )
    op.create_index(
        "uq_stock_document_kind_year_serial",
        "stock_document",
        ["kind", "year", "serial"],
        unique=True,
    )
    op.create_index(
        "uq_stock_document_reverses",
        "stock_document",
        ["reverses"],
        unique=True,
        sqlite_where=sa.text("reverses != 0"),
        postgresql_where=sa.text("reverses != 0"),
    )
    op.create_table(
        "stock_document_line",
        sa.Column("document_id", _INT64, nullable=False),
        sa.Column("line_no", _INT64, nullable=False),
        sa.Column("sku_id", _INT64, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("spec", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("sold_by", sa.Text(), nullable=False),
        sa.Column("lot_id", _INT64, nullable=False),
        sa.Column("lot_no", sa.Text(), nullable=False),
        sa.Column("production_date", sa.Text(), nullable=False),
        sa.Column("expiry_date", sa.Text(), nullable=False),
        sa.Column("place_id", _INT64, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("quantity", _INT64, nullable=False),
        sa.Column("expected", _INT64, nullable=False),
        sa.Column("cost_fen", _INT64, nullable=False),
        sa.Column("amount_fen", _INT64, nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("commission_bp", _INT64, nullable=False),
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("refused", _INT64, server_default="0", nullable=False),
        sa.CheckConstraint(
            "quantity <> 0 OR (lot_id = 0 AND (expected > 0 OR refused <> 0))",
            name=op.f("ck_stock_document_line_quantity"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["stock_document.document_id"],
            name=op.f("fk_stock_document_line_document_id_stock_document"),
        ),
        sa.ForeignKeyConstraint(
            ["place_id"],
            ["location.location_id"],
            name=op.f("fk_stock_document_line_place_id_location"),
        ),
        sa.ForeignKeyConstraint(
            ["sku_id"], ["sku.sku_id"], name=op.f("fk_stock_document_line_sku_id_sku")
        ),
        sa.PrimaryKeyConstraint("document_id", "line_no", name=op.f("pk_stock_document_line")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def create_drafts() -> None:
    op.create_table(
        "document_draft",
        sa.Column("draft_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("till_id", _INT64, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("person_id", _INT64, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("revision", _INT64, nullable=False),
        sa.Column("begun_at_us", _INT64, nullable=False),
        sa.Column("saved_at_us", _INT64, nullable=False),
        sa.Column("head_person", sa.Text(), nullable=False),
        sa.CheckConstraint("length(head) <= 20000", name=op.f("ck_document_draft_head_length")),
        sa.ForeignKeyConstraint(
            ["till_id"], ["till.till_id"], name=op.f("fk_document_draft_till_id_till")
        ),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_document_draft")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "draft_line",
        sa.Column("draft_id", sa.Text(), nullable=False),
        sa.Column("line_key", sa.Text(), nullable=False),
        sa.Column("position", _INT64, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.CheckConstraint("length(content) <= 20000", name=op.f("ck_draft_line_content_length")),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["document_draft.draft_id"],
            name=op.f("fk_draft_line_draft_id_document_draft"),
        ),
        sa.PrimaryKeyConstraint("draft_id", "line_key", name=op.f("pk_draft_line")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def widen() -> None:
    op.add_column("location", sa.Column("zone_id", _INT64, server_default="0", nullable=False))
    op.add_column("location", sa.Column("sort", _INT64, server_default="0", nullable=False))
    op.add_column("location", sa.Column("active", _INT64, server_default="1", nullable=False))
    op.add_column("lot", sa.Column("supplier_id", _INT64, server_default="0", nullable=False))
    op.add_column("lot", sa.Column("document_id", _INT64, server_default="0", nullable=False))
    op.add_column("lot", sa.Column("line_no", _INT64, server_default="0", nullable=False))
    op.add_column("lot", sa.Column("commission_bp", _INT64, server_default="0", nullable=False))
    op.add_column(
        "lot", sa.Column("certificate", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.drop_index(op.f("uq_lot_sku_id_lot_no"), table_name="lot")
    op.create_index("ix_lot_sku_id_lot_id", "lot", ["sku_id", "lot_id"], unique=False)
    op.create_index("ix_lot_sku_id_lot_no", "lot", ["sku_id", "lot_no"], unique=False)
    op.create_index(
        "uq_lot_pending",
        "lot",
        ["sku_id"],
        unique=True,
        sqlite_where=sa.text("lot_no = '待补批次'"),
        postgresql_where=sa.text("lot_no = '待补批次'"),
    )
    op.create_index("ix_stock_move_lot_id", "stock_move", ["lot_id", "move_id"], unique=False)


def tell_ledgers() -> None:
    """What is issued is worth its price of the day; the ledger of a place is read by its moves."""
    line = "stock_document_line"
    op.add_column(line, sa.Column("list_price_fen", _INT64, server_default="0", nullable=False))
    op.add_column(
        line, sa.Column("tax_kind", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column(line, sa.Column("tax_rate_bp", _INT64, server_default="0", nullable=False))
    op.add_column(line, sa.Column("producer_id", _INT64, server_default="0", nullable=False))
    op.create_index(
        "ix_stock_move_location_id", "stock_move", ["location_id", "move_id"], unique=False
    )
    op.create_index(
        "ix_stock_move_business_date", "stock_move", ["business_date", "move_id"], unique=False
    )
