"""The shop itself: settings, service points, locations and tills."""

from sqlalchemy import ForeignKey, Index, Table
from sqlalchemy import text as sql

from showroom.db.base import CLUSTERED, STRICT, blob, metadata, num, one_of, text

LOCATION_KINDS = (
    *("shop_floor", "warehouse", "cold_store", "near_expiry", "quarantine", "display", "tasting"),
    *("bulk_bin", "transit"),
)
setting = Table(
    "setting",
    metadata,
    text("name", key=True),
    text("value"),
    num("changed_at_us"),
    **CLUSTERED,
)
picture = Table(
    "picture",
    metadata,
    text("digest", key=True),
    num("wide"),
    num("high"),
    blob("dots"),
    **CLUSTERED,
)
service_point = Table(
    "service_point",
    metadata,
    num("point_id", key=True),
    text("code", unique=True),
    text("name"),
    text("kind"),
    one_of("kind", "centre", "counter", "community", "online"),
    **STRICT,
)
location = Table(
    "location",
    metadata,
    num("location_id", key=True),
    num("point_id", ForeignKey("service_point.point_id")),
    text("code", unique=True),
    text("name"),
    text("kind"),
    num("zone_id", server_default="0"),
    num("sort", server_default="0"),
    num("active", server_default="1"),
    num("sku_id", server_default="0"),
    one_of("kind", *LOCATION_KINDS),
    **STRICT,
)
"""`sku_id` is the product that a 散货箱 is for, 0 for every other place."""
Index("ix_location_point_id", location.c.point_id)
till = Table(
    "till",
    metadata,
    num("till_id", key=True),
    num("point_id", ForeignKey("service_point.point_id")),
    num("location_id", ForeignKey("location.location_id")),
    text("code", unique=True),
    text("name"),
    text("machine"),
    num("seen_at_us"),
    **STRICT,
)
request = Table(
    "request",
    metadata,
    text("request_id", key=True),
    text("kind"),
    text("result"),
    num("at_us"),
    text("content_hash", server_default=sql("''")),
    **CLUSTERED,
)
