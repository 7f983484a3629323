"""Where goods come from and what they are."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, Table

from showroom.db.base import CLUSTERED, STRICT, at_most, is_flag, metadata, num, one_of, text

zone = Table(
    "zone",
    metadata,
    num("zone_id", key=True),
    text("code", unique=True),
    text("name", unique=True),
    text("short_name"),
    num("colour"),
    num("sort"),
    **STRICT,
)
county = Table(
    "county",
    metadata,
    num("county_id", key=True),
    text("code"),
    text("name"),
    text("prefecture"),
    text("province"),
    num("zone_id", ForeignKey("zone.zone_id")),
    text("cooperation"),
    num("is_832"),
    text("valid_from"),
    text("valid_to"),
    is_flag("is_832"),
    **STRICT,
)
Index("uq_county_zone_id_name", county.c.zone_id, county.c.name, unique=True)
producer = Table(
    "producer",
    metadata,
    num("producer_id", key=True),
    text("name"),
    num("county_id", ForeignKey("county.county_id")),
    text("kind"),
    num("households"),
    num("households_832"),
    text("benefit"),
    text("as_of"),
    **STRICT,
)
Index("uq_producer_county_id_name", producer.c.county_id, producer.c.name, unique=True)
category = Table(
    "category",
    metadata,
    num("category_id", key=True),
    text("name", unique=True),
    text("tax_code"),
    text("tax_short_name"),
    **STRICT,
)
sku = Table(
    "sku",
    metadata,
    num("sku_id", key=True),
    text("code", unique=True),
    text("name"),
    text("short_name"),
    text("spelling"),
    num("producer_id", ForeignKey("producer.producer_id")),
    num("category_id", ForeignKey("category.category_id")),
    text("unit"),
    text("spec"),
    text("sold_by"),
    num("list_price_fen"),
    num("member_price_fen"),
    num("cost_price_fen"),
    text("tax_kind"),
    num("tax_rate_bp"),
    num("shelf_life_days"),
    text("storage"),
    num("reorder_point"),
    text("terms"),
    num("oversell"),
    num("no_discount"),
    num("age_restricted"),
    num("active"),
    num("changed_at_us"),
    num(
        "shelf_life_months",
        CheckConstraint("shelf_life_days = 0 OR shelf_life_months = 0", name="shelf_life"),
        server_default="0",
    ),
    one_of("sold_by", "each", "weight"),
    one_of("tax_kind", "taxed", "exempt", "zero_rated", "outside"),
    one_of("storage", "ambient", "chilled", "frozen"),
    one_of("terms", "buy_out", "consignment", "concession"),
    is_flag("oversell"),
    is_flag("no_discount"),
    is_flag("age_restricted"),
    is_flag("active"),
    CheckConstraint("list_price_fen > 0 AND list_price_fen <= 1000000000", name="list_price_fen"),
    CheckConstraint("tax_rate_bp BETWEEN 0 AND 10000", name="tax_rate_bp"),
    at_most("name", 80),
    at_most("short_name", 40),
    at_most("code", 32),
    **STRICT,
)
barcode = Table(
    "barcode",
    metadata,
    text("code", key=True),
    num("sku_id", ForeignKey("sku.sku_id"), key=True, index=True),
    text("kind"),
    one_of("kind", "gtin", "scale", "shop"),
    at_most("code", 64),
    **CLUSTERED,
)
case_code = Table(
    "case_code",
    metadata,
    text("code", key=True),
    num("sku_id", ForeignKey("sku.sku_id"), index=True),
    num("pieces"),
    at_most("code", 64),
    CheckConstraint("pieces BETWEEN 2 AND 10000", name="pieces"),
    **CLUSTERED,
)
"""箱码: a carton of so many pieces of one product (docs/trade.md#product-codes), for receiving."""
catalogue_version = Table(
    "catalogue_version",
    metadata,
    num("version_id", key=True, autoincrement=False),
    num("version"),
    CheckConstraint("version_id = 1", name="version_id"),
    **STRICT,
)
price_base = Table(
    "price_base",
    metadata,
    num("sku_id", ForeignKey("sku.sku_id"), key=True, autoincrement=False),
    text("business_date"),
    num("price_fen"),
    **STRICT,
)
import_batch = Table(
    "import_batch",
    metadata,
    num("batch_id", key=True, autoincrement=True),
    text("file_name"),
    text("sha256"),
    num("created"),
    num("updated"),
    num("at_us"),
    text("actor"),
    **STRICT,
)
asked_for = Table(
    "asked_for",
    metadata,
    text("text", key=True),
    num("times"),
    num("last_at_us"),
    CheckConstraint("times > 0", name="times"),
    at_most("text", 64),
    **CLUSTERED,
)
