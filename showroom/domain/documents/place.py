"""Kinds of places where goods lie, what may be done with goods there, and the codes of places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from showroom.domain.worded import Worded

CODE_MARK = "KW-"
CODE_LENGTH = 12
"""Letters and figures behind the mark: CODE 128 of so many fits a label of 60 mm."""
_CODE = re.compile(rf"{CODE_MARK}[A-Z0-9]{{1,{CODE_LENGTH}}}")


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


class PointKind(Worded):
    """网点 by what it is."""

    CENTRE = "centre", "体验中心"
    COUNTER = "counter", "专柜"
    COMMUNITY = "community", "社区网点"
    ONLINE = "online", "线上"


SELLS = frozenset({PlaceKind.SHOP_FLOOR, PlaceKind.NEAR_EXPIRY, PlaceKind.BULK_BIN})
"""Places that a sale takes from: what waits for a decision or stands for show is not for sale."""
RECEIVES = frozenset(
    {PlaceKind.SHOP_FLOOR, PlaceKind.WAREHOUSE, PlaceKind.COLD_STORE, PlaceKind.QUARANTINE}
)
"""Places that a delivery may be put into."""
STORES = frozenset({PlaceKind.WAREHOUSE, PlaceKind.COLD_STORE})
"""Back rooms, from which the places that sell are filled up."""
WITHHELD = frozenset({PlaceKind.QUARANTINE, PlaceKind.DISPLAY, PlaceKind.TASTING})
"""Goods there are the shop's and are not for sale."""
NEEDED = frozenset({PlaceKind.SHOP_FLOOR, PlaceKind.QUARANTINE})
"""A service point that sells has one of each: to sell from, and for what comes back."""


def must_wait(kind: PlaceKind, expiry: str, today: str) -> bool:
    """Whether goods of that last day (ISO text, "" for none) may not come to such a place.

    What is past its day waits in the 待检区 and stands in no place that sells.
    """
    return bool(expiry) and expiry < today and kind in SELLS


_WORDS: Mapping[PlaceKind, str] = MappingProxyType(
    {
        PlaceKind.SHOP_FLOOR: "MC",
        PlaceKind.WAREHOUSE: "CK",
        PlaceKind.COLD_STORE: "LK",
        PlaceKind.NEAR_EXPIRY: "LQ",
        PlaceKind.QUARANTINE: "DJ",
        PlaceKind.DISPLAY: "CL",
        PlaceKind.TASTING: "SC",
        PlaceKind.BULK_BIN: "SX",
        PlaceKind.TRANSIT: "ZT",
    }
)


def code_for(kind: PlaceKind, number: int) -> str:
    """The code of a place that was given none: ``KW-MC1``; unique as its number is."""
    return f"{CODE_MARK}{_WORDS[kind]}{number}"


def place_code(text: str) -> str:
    """The code of a place in a scanned or typed text, "" where there is none.

    The hyphen is in no barcode of goods, a document's number has figures where this has letters
    (``SH-2026-000012``), a receipt's begins with them, and codes to pay by are figures alone.
    """
    code = unicodedata.normalize("NFKC", text).strip().upper()
    return code if _CODE.fullmatch(code) else ""
