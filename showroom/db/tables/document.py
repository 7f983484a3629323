"""Stock documents: posted ones, append-only, and the drafts that they grow from."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, Table
from sqlalchemy import text as sql

from showroom.db.base import CLUSTERED, STRICT, at_most, metadata, num, text

stock_document = Table(
    "stock_document",
    metadata,
    num("document_id", key=True, autoincrement=True),
    text("request_id", unique=True),
    text("content_hash"),
    text("kind"),
    num("year"),
    num("serial"),
    num("till_id", ForeignKey("till.till_id")),
    num("at_us"),
    text("business_date"),
    num("person_id"),
    text("person"),
    num("place_id"),
    text("place"),
    num("to_place_id"),
    text("to_place"),
    num("supplier_id"),
    text("supplier"),
    num("order_id"),
    text("reference"),
    text("reason"),
    text("asked_by"),
    text("note"),
    num("reverses"),
    num("follows"),
    text("approved_by"),
    text("entered_by", server_default=sql("''")),
    text("draft_id"),
    text("wanted_on"),
    num("line_count"),
    num("amount_fen"),
    num("journal_seq"),
    CheckConstraint("serial > 0", name="serial"),
    **STRICT,
)
Index(
    "uq_stock_document_kind_year_serial",
    stock_document.c.kind,
    stock_document.c.year,
    stock_document.c.serial,
    unique=True,
)
Index("ix_stock_document_business_date", stock_document.c.business_date)
Index(
    "uq_stock_document_reverses",
    stock_document.c.reverses,
    unique=True,
    sqlite_where=stock_document.c.reverses != 0,
    postgresql_where=stock_document.c.reverses != 0,
)
Index(
    "ix_stock_document_order_id",
    stock_document.c.order_id,
    stock_document.c.kind,
    sqlite_where=stock_document.c.order_id != 0,
    postgresql_where=stock_document.c.order_id != 0,
)
"""What came of an order is looked up by it, not among all that ever came."""
Index(
    "ix_stock_document_follows",
    stock_document.c.follows,
    sqlite_where=stock_document.c.follows != 0,
    postgresql_where=stock_document.c.follows != 0,
)
Index(
    "uq_stock_document_draft_id",
    stock_document.c.draft_id,
    unique=True,
    sqlite_where=stock_document.c.draft_id != "",
    postgresql_where=stock_document.c.draft_id != "",
)
stock_document_line = Table(
    "stock_document_line",
    metadata,
    num("document_id", ForeignKey("stock_document.document_id"), key=True),
    num("line_no", key=True),
    num("sku_id", ForeignKey("sku.sku_id")),
    text("code"),
    text("name"),
    text("spec"),
    text("unit"),
    text("sold_by"),
    num("lot_id"),
    text("lot_no"),
    text("production_date"),
    text("expiry_date"),
    num("place_id", ForeignKey("location.location_id")),
    text("place"),
    num("quantity"),
    num("expected"),
    num("cost_fen"),
    num("amount_fen"),
    text("terms"),
    num("commission_bp"),
    text("certificate"),
    text("remark"),
    num("list_price_fen", server_default="0"),
    text("tax_kind", server_default=sql("''")),
    num("tax_rate_bp", server_default="0"),
    num("refused", server_default="0"),
    num("producer_id", server_default="0"),
    CheckConstraint(
        "quantity <> 0 OR (lot_id = 0 AND (expected > 0 OR refused <> 0))", name="quantity"
    ),
    **CLUSTERED,
)
document_draft = Table(
    "document_draft",
    metadata,
    text("draft_id", key=True),
    text("kind"),
    num("till_id", ForeignKey("till.till_id")),
    text("title"),
    text("head"),
    num("person_id"),
    text("person"),
    num("revision"),
    num("begun_at_us"),
    num("saved_at_us"),
    text("head_person"),
    text("hands", server_default=sql("''")),
    at_most("head", 20_000),
    **CLUSTERED,
)
draft_line = Table(
    "draft_line",
    metadata,
    text("draft_id", ForeignKey("document_draft.draft_id"), key=True),
    text("line_key", key=True),
    num("position"),
    text("content"),
    text("person"),
    at_most("content", 20_000),
    **CLUSTERED,
)
