"""What the tag price of a product is compared with during one business day."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import bindparam, select, text

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared
from showroom.db.tables.catalogue import price_base
from showroom.domain.ids import SkuId

_of_day = Prepared(
    select(price_base.c.sku_id, price_base.c.price_fen).where(
        price_base.c.business_date == bindparam("d")
    ),
    ["d"],
)
_keep = Prepared(
    text(
        "INSERT INTO price_base (sku_id, business_date, price_fen) VALUES (:s, :d, :p) "
        "ON CONFLICT (sku_id) DO UPDATE "
        "SET business_date = excluded.business_date, price_fen = excluded.price_fen"
    ),
    ["s", "d", "p"],
)


def of_day(tx: Tx, business_date: str) -> dict[SkuId, int]:
    """Fen per piece or kg of the products whose price has moved that day."""
    return {SkuId(row[0]): row[1] for row in tx.rows(_of_day, (business_date,))}


def keep(tx: Tx, business_date: str, prices: Mapping[SkuId, int]) -> None:
    """Compare these products with these prices for the rest of the day."""
    tx.many(_keep, [(sku_id, business_date, fen) for sku_id, fen in sorted(prices.items())])
