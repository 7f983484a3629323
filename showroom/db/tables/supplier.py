"""Who delivers: licences, contracts, and the pictures and PDFs that prove them."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, Table

from showroom.db.base import CLUSTERED, STRICT, at_most, blob, is_flag, metadata, num, one_of, text

supplier = Table(
    "supplier",
    metadata,
    num("supplier_id", key=True, autoincrement=True),
    text("code", unique=True),
    text("name", unique=True),
    text("spelling"),
    text("credit_code"),
    text("address"),
    text("contact"),
    text("phone"),
    text("note"),
    num("active"),
    num("revision"),
    num("changed_at_us"),
    is_flag("active"),
    at_most("name", 80),
    at_most("code", 32),
    **STRICT,
)
supplier_licence = Table(
    "supplier_licence",
    metadata,
    num("licence_id", key=True, autoincrement=True),
    num("supplier_id", ForeignKey("supplier.supplier_id"), index=True),
    text("kind"),
    text("licence_no"),
    text("valid_until"),
    num("active"),
    one_of("kind", "business", "food_trade", "food_production", "farm_produce", "other"),
    is_flag("active"),
    **STRICT,
)
supplier_contract = Table(
    "supplier_contract",
    metadata,
    num("contract_id", key=True, autoincrement=True),
    num("supplier_id", ForeignKey("supplier.supplier_id"), index=True),
    text("contract_no"),
    text("terms"),
    num("commission_bp"),
    num("payment_days"),
    text("loss_borne_by"),
    text("promotion_borne_by"),
    num("return_before_days"),
    text("valid_from"),
    text("valid_to"),
    num("active"),
    one_of("terms", "buy_out", "consignment", "concession"),
    one_of("loss_borne_by", "shop", "supplier", "shared"),
    one_of("promotion_borne_by", "shop", "supplier", "shared"),
    CheckConstraint("commission_bp BETWEEN 0 AND 10000", name="commission_bp"),
    is_flag("active"),
    **STRICT,
)
attachment = Table(
    "attachment",
    metadata,
    text("digest", key=True),
    text("kind"),
    num("size"),
    blob("content"),
    one_of("kind", "jpeg", "png", "pdf"),
    CheckConstraint("size BETWEEN 1 AND 10000000", name="size"),
    **STRICT,
)
attachment_link = Table(
    "attachment_link",
    metadata,
    text("owner", key=True),
    text("owner_id", key=True),
    text("digest", ForeignKey("attachment.digest"), key=True),
    text("title"),
    text("person"),
    num("at_us"),
    one_of("owner", "supplier", "licence", "contract", "draft"),
    at_most("title", 120),
    **CLUSTERED,
)
Index("ix_attachment_link_digest", attachment_link.c.digest)
