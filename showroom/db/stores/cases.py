"""Carton codes: learned when a carton is first received."""

from __future__ import annotations

from sqlalchemy import text

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared
from showroom.domain.ids import SkuId

_put = Prepared(
    text(
        "INSERT INTO case_code (code, sku_id, pieces) VALUES (:c, :s, :p) "
        "ON CONFLICT (code) DO UPDATE SET pieces = excluded.pieces"
    ),
    ["c", "s", "p"],
)


def put_case(tx: Tx, code: str, sku_id: SkuId, pieces: int) -> None:
    """A carton of so many pieces of a product."""
    tx.run(_put, (code, sku_id, pieces))
