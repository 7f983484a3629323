"""Lots, what each location holds of them, and every move that made it so."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, Table, literal_column
from sqlalchemy import text as sql

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
    num("supplier_id", server_default="0"),
    num("document_id", server_default="0"),
    num("line_no", server_default="0"),
    num("commission_bp", server_default="0"),
    text("certificate", server_default=sql("''")),
    one_of("terms", "buy_out", "consignment", "concession"),
    **STRICT,
)
"""A lot is one receipt line: the printed number may come again, from somebody else, at another
cost, on other terms, and is another lot. `document_id` 0 is of books that had no receipts yet."""
Index("ix_lot_sku_id_lot_id", lot.c.sku_id, lot.c.lot_id)
Index("ix_lot_sku_id_lot_no", lot.c.sku_id, lot.c.lot_no)
"""Twins, lots of a product with one number, are found by it and not among all of the product."""
Index(
    "uq_lot_pending",
    lot.c.sku_id,
    unique=True,
    sqlite_where=lot.c.lot_no == literal_column("'待补批次'"),
    postgresql_where=lot.c.lot_no == literal_column("'待补批次'"),
)
"""One lot of a product carries what is sold before its receipt is in the books."""
stock_level = Table(
    "stock_level",
    metadata,
    num("location_id", ForeignKey("location.location_id"), key=True),
    num("sku_id", ForeignKey("sku.sku_id"), key=True),
    num("lot_id", ForeignKey("lot.lot_id"), key=True),
    num("on_hand"),
    num("floor"),
    num("one_lot", server_default="0"),
    CheckConstraint("on_hand >= floor", name="on_hand"),
    **CLUSTERED,
)
Index(
    "uq_stock_level_one_lot",
    stock_level.c.location_id,
    unique=True,
    sqlite_where=(stock_level.c.one_lot == 1) & (stock_level.c.on_hand > 0),
    postgresql_where=(stock_level.c.one_lot == 1) & (stock_level.c.on_hand > 0),
)
"""A 散货箱 holds one open lot and no other (食品安全法 68; 上海食安条例 37): the database is the
referee, for two tills as for one. `one_lot` is 1 at such a place."""
Index("ix_stock_level_sku_id_lot_id", stock_level.c.sku_id, stock_level.c.lot_id)
"""Who asks what is left of a product or a lot names no place, with which the key begins."""
Index(
    "ix_stock_level_held",
    stock_level.c.sku_id,
    stock_level.c.location_id,
    sqlite_where=stock_level.c.on_hand != 0,
    postgresql_where=stock_level.c.on_hand != 0,
)
"""Every lot that ever came keeps its balance; what sells and counts reads those that hold goods."""
level_held = stock_level.c.on_hand != literal_column("0")
"""As their index says it: SQLite takes that for no other words, PostgreSQL for no parameter."""
level_left = level_held & (stock_level.c.on_hand > literal_column("0"))
level_of_lot = (stock_level.c.sku_id == lot.c.sku_id) & (stock_level.c.lot_id == lot.c.lot_id)
"""Balances of a lot; its product goes first in their index."""
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
Index("ix_stock_move_lot_id", stock_move.c.lot_id, stock_move.c.move_id)
Index("ix_stock_move_location_id", stock_move.c.location_id, stock_move.c.move_id)
Index("ix_stock_move_business_date", stock_move.c.business_date, stock_move.c.move_id)
