"""Lots and which of them a sale takes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import NamedTuple

from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, LotId, SkuId
from showroom.domain.worded import Worded

PENDING_LOT_NO = "待补批次"
"""Of the lot that stands for what was sold and no lot had (docs/trade.md#sold-before-a-lot)."""


class Terms(Worded):
    """Who owns goods until they are sold; terms belong to the lot (docs/trade.md#supply-terms)."""

    BUY_OUT = "buy_out", "买断"
    CONSIGNMENT = "consignment", "代销"
    CONCESSION = "concession", "联营"


class MoveReason(Worded):
    """Why stock moved."""

    OPENING = "opening", "入库"
    SALE = "sale", "销售"
    REFUND = "refund", "退货"
    RECEIPT = "receipt", "收货"
    SUPPLIER_RETURN = "supplier_return", "采购退货"
    TRANSFER_OUT = "transfer_out", "调出"
    TRANSFER_IN = "transfer_in", "调入"
    ISSUE = "issue", "领用"
    WRITE_OFF = "write_off", "报损"
    LOT_CORRECTION = "lot_correction", "补批次"


class DocumentKind(Worded):
    """What a stock move was written by.

    A sale is no stock document; all but these two have a row in `documents.kinds.KINDS`.
    """

    SALE = "sale", "销售单"
    IMPORT = "import", "导入"
    GOODS_RECEIPT = "goods_receipt", "收货单"
    OPENING = "opening_stock", "期初单"
    SUPPLIER_RETURN = "supplier_return", "采购退货单"
    TRANSFER = "transfer", "调拨单"
    TRANSFER_RECEIPT = "transfer_receipt", "调拨收货单"
    ISSUE = "issue", "领用单"
    WRITE_OFF = "write_off", "报损单"
    LOT_CORRECTION = "lot_correction", "补批次单"
    PURCHASE_ORDER = "purchase_order", "采购单"


class DocumentRef(NamedTuple):
    """The posted document behind moves: its kind and id, when, and on which business date."""

    kind: DocumentKind
    document_id: int
    at_us: int
    business_date: str


Source = tuple[str, ...]
"""What tells a lot from others of its printed number (`documents.lot_names`); mostly nothing."""


class LotName(NamedTuple):
    """How one lot is told from its twin of the same printed number; `supplier` empty for nobody."""

    lot_no: str
    terms: Terms
    supplier: str = ""
    source: Source = ()


class Move(NamedTuple):
    """Goods that come to a location (positive) or leave it, in pieces or grams."""

    sku_id: SkuId
    lot_id: LotId
    location_id: LocationId
    quantity: int
    reason: MoveReason
    line_no: int


class Turn(IntEnum):
    """Which of the places that hold a lot a sale takes from first.

    An open 散货箱 is what weighed goods are served from; then comes the till's own floor.
    """

    BIN = 0
    OWN_FLOOR = 1
    ELSEWHERE = 2


class LotStock(NamedTuple):
    """A lot at one location. Quantities in pieces or grams, cost in fen per piece or kg."""

    sku_id: SkuId
    lot_id: LotId
    lot_no: str
    expiry: str
    terms: Terms
    cost_fen: int
    on_hand: int
    location_id: LocationId = LocationId(0)
    turn: int = Turn.OWN_FLOOR


class Take(NamedTuple):
    """Pieces or grams taken from one lot. A tuple: eight of them are made on every sale's path."""

    lot: LotStock
    quantity: int


def fefo_key(lot: LotStock) -> tuple[bool, str, bool, int, int, int]:
    """The lot of an open bin before all others, then earliest expiry; undated last.

    Ties: bought-out before consignment, the till's own floor before other places, then oldest.
    """
    return (
        lot.turn != Turn.BIN,
        lot.expiry or "9999-12-31",
        lot.terms is not Terms.BUY_OUT,
        lot.turn,
        lot.lot_id,
        lot.location_id,
    )


def allocate(
    lots: Sequence[LotStock],
    quantity: int,
    today: str,
    owing: Callable[[], LotStock] | None = None,
) -> list[Take]:
    """Take `quantity` of one product from its lots, first expired first out (FEFO).

    Expired lots are never touched (食安法 34). No lot is sold below nothing: what is lacking is
    taken from the lot that `owing` opens, None for goods that may not be oversold; only of an open
    散货箱 that the sale takes from the rest is that lot's, as weighing and shrinkage are. Dates
    are ISO text. Refuses `sku_expired` and `sku_no_stock`.
    """
    usable = [lot for lot in lots if not lot.expiry or lot.expiry >= today]
    if len(usable) > 1:
        usable.sort(key=fefo_key)
    if usable and usable[0].on_hand >= quantity:
        return [Take(usable[0], quantity)]
    takes: list[Take] = []
    rest = quantity
    for lot in usable:
        part = min(rest, max(0, lot.on_hand))
        if part:
            takes.append(Take(lot, part))
            rest -= part
        if not rest:
            return takes
    sku_id = lots[0].sku_id if lots else None
    # Goods past their day go off the shelf before any is sold that no lot has: it may be they.
    if not takes and any(lot.on_hand > 0 for lot in lots):
        raise Refusal("sku_expired", sku_id=sku_id)
    if owing is None:
        raise Refusal("sku_no_stock", sku_id=sku_id, on_hand=quantity - rest, wanted=quantity)
    open_bins = [take.lot for take in takes if take.lot.turn == Turn.BIN]
    last = open_bins[-1] if open_bins else owing()
    taken = sum(take.quantity for take in takes if take.lot is last)
    return [*(take for take in takes if take.lot is not last), Take(last, taken + rest)]


def allocate_there(lots: Sequence[LotStock], quantity: int, today: str) -> list[Take]:
    """As much of `quantity` as is there, first expired first out; expired lots are left."""
    usable = [lot for lot in lots if lot.on_hand > 0 and (not lot.expiry or lot.expiry >= today)]
    takes: list[Take] = []
    for lot in sorted(usable, key=fefo_key):
        part = min(quantity, lot.on_hand)
        if part > 0:
            takes.append(Take(lot, part))
            quantity -= part
    return takes
