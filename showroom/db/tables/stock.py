"""Lots, what each location holds of them, and every move that made it so."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, Table

from showroom.db.base import CLUSTERED, STRICT, metadata, num, one_of, text

lot = Table(
    "lot",
    metadata,
    num("lot_id", key=True, autoincrement=True),
    num("sku_id", ForeignKey("sku.sku_id")),
    num("producer_id", ForeignKey("producer.producer_id")),
    text("lot_no"),
    text("production_date"),
    text("expiry_date"),
    text("terms"),
    num("cost_fen"),
    num("received_at_us"),
    one_of("terms", "buy_out", "consignment"),
    **STRICT,
)
Index("uq_lot_sku_id_lot_no", lot.c.sku_id, lot.c.lot_no, unique=True)
stock_level = Table(
    "stock_level",
    metadata,
    num("location_id", ForeignKey("location.location_id"), key=True),
    num("sku_id", ForeignKey("sku.sku_id"), key=True),
    num("lot_id", ForeignKey("lot.lot_id"), key=True),
    num("on_hand"),
    num("floor"),
    CheckConstraint("on_hand >= floor", name="on_hand"),
    **CLUSTERED,
)
stock_move = Table(
    "stock_move",
    metadata,
    num("move_id", key=True, autoincrement=True),
    num("at_us"),
    text("business_date"),
    num("sku_id", ForeignKey("sku.sku_id")),
    num("lot_id", ForeignKey("lot.lot_id")),
    num("location_id", ForeignKey("location.location_id")),
    num("quantity"),
    text("reason"),
    text("document"),
    num("document_id"),
    num("line_no"),
    CheckConstraint("quantity <> 0", name="quantity"),
    **STRICT,
)
Index("ix_stock_move_sku_id", stock_move.c.sku_id, stock_move.c.move_id)
