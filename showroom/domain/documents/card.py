"""Cards that hang at places: 库位牌, and what must stand at a 散货箱 (食品安全法 68)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from showroom.domain.document import ShopHeader
from showroom.domain.errors import Refusal
from showroom.domain.label import MAX_LABELS, SIZES

CODE_ROOM: Mapping[str, int] = MappingProxyType({"40x30": 8, "60x40": 15, "50x80": 12})
"""Characters whose CODE 128 has two dots a module on a label of that size."""


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """A place as it is found and scanned; `zone` empty where it belongs to none."""

    name: str
    zone: str
    code: str


@dataclass(frozen=True, slots=True)
class PlaceCards:
    """Cards of several places, one each, on labels of one of `label.SIZES`."""

    header: ShopHeader
    size: str
    cards: tuple[PlaceCard, ...]
    copy_no: int = 0


@dataclass(frozen=True, slots=True)
class BinCard:
    """What a customer reads at an open bin: goods, lot, dates (ISO or empty), who made them.

    `keeper`, `address` and `phone` are those of who delivered the lot, the shop's own where nobody
    did.
    """

    header: ShopHeader
    size: str
    name: str
    lot_no: str
    production_date: str
    expiry_date: str
    producer: str
    keeper: str
    address: str
    phone: str
    copy_no: int = 0


def check_cards(sheet: PlaceCards) -> PlaceCards:
    """Refuses `label_size`, `card_none`, `card_size` (a code that its bars have no room for)."""
    if sheet.size not in SIZES:
        raise Refusal("label_size")
    if not 0 < len(sheet.cards) <= MAX_LABELS:
        raise Refusal("card_none", limit=MAX_LABELS)
    for card in sheet.cards:
        if len(card.code) > CODE_ROOM[sheet.size]:
            raise Refusal("card_size", code=card.code)
    return sheet
