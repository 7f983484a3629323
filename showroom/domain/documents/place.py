"""Kinds of places where goods lie, and what may be done with goods there."""

from __future__ import annotations

from showroom.domain.worded import Worded


class PlaceKind(Worded):
    """库位 by what it is for."""

    SHOP_FLOOR = "shop_floor", "卖场"
    WAREHOUSE = "warehouse", "仓库"
    COLD_STORE = "cold_store", "冷库"
    NEAR_EXPIRY = "near_expiry", "临期专区"
    QUARANTINE = "quarantine", "待检区"
    DISPLAY = "display", "陈列"
    TASTING = "tasting", "试吃台"
    BULK_BIN = "bulk_bin", "散货箱"
    TRANSIT = "transit", "在途"


SELLS = frozenset({PlaceKind.SHOP_FLOOR, PlaceKind.NEAR_EXPIRY, PlaceKind.BULK_BIN})
"""Places that a sale takes from: what waits for a decision or stands for show is not for sale."""
RECEIVES = frozenset(
    {PlaceKind.SHOP_FLOOR, PlaceKind.WAREHOUSE, PlaceKind.COLD_STORE, PlaceKind.QUARANTINE}
)
"""Places that a delivery may be put into."""
