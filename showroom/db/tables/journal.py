"""The hash chain of each till and its head, and the series of its numbers."""

from sqlalchemy import CheckConstraint, ForeignKey, Table

from showroom.db.base import CLUSTERED, STRICT, at_most, blob, metadata, num, text

journal = Table(
    "journal",
    metadata,
    num("till_id", ForeignKey("till.till_id"), key=True),
    num("epoch", key=True),
    num("seq", key=True),
    num("at_us"),
    text("business_date"),
    text("kind"),
    text("actor"),
    text("payload"),
    blob("prev_hash"),
    blob("hash"),
    blob("mac"),
    num("key_index"),
    blob("signature"),
    at_most("payload", 1_000_000),
    **CLUSTERED,
)
journal_head = Table(
    "journal_head",
    metadata,
    num("till_id", ForeignKey("till.till_id"), key=True, autoincrement=False),
    num("epoch"),
    num("seq"),
    blob("hash"),
    num("key_index"),
    num("open_shift_id"),
    num("perpetual_sales_fen"),
    num("perpetual_refunds_fen"),
    num("last_at_us"),
    num("unsaid_us", server_default="0"),
    num("unvouched_us", server_default="0"),
    blob("public_key"),
    **STRICT,
)
series = Table(
    "series",
    metadata,
    num("till_id", ForeignKey("till.till_id"), key=True),
    text("kind", key=True),
    num("year", key=True),
    num("last"),
    CheckConstraint("last > 0", name="last"),
    **CLUSTERED,
)
shop_series = Table(
    "shop_series",
    metadata,
    text("kind", key=True),
    num("year", key=True),
    num("last"),
    CheckConstraint("last > 0", name="last"),
    **CLUSTERED,
)
"""Numbers of what the whole shop counts together: stock documents by kind and year."""
