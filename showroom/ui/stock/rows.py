"""Products, lots and moves as rows; colours say how long the goods still keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from showroom.domain.ids import SkuId
from showroom.domain.quantity import SoldBy
from showroom.domain.shelf_life import Freshness
from showroom.services.goods.stock import LotRow, SkuStock, StockMove
from showroom.ui.look import formats
from showroom.ui.widgets.table_rows import Column, Role, Row
from showroom.ui.words.trade import TERMS

COLUMNS = (
    Column("商品", 0, kind="strong", sortable=True),
    Column("货号", 84, kind="muted", sortable=True),
    Column("产地", 92, sortable=True),
    Column("库存", 108, "right", "amount", sortable=True),
    Column("最近到期", 176, sortable=True),
    Column("状态", 76, sortable=True),
)
LOT_COLUMNS = (
    Column("批号", 0, kind="strong"),
    Column("到期", 160),
    Column("仓位", 84, kind="muted"),
    Column("数量", 92, "right", "amount"),
)
MOVE_COLUMNS = (
    Column("时间", 104, kind="muted"),
    Column("事由", 64),
    Column("批号", 0, kind="muted"),
    Column("数量", 92, "right", "amount"),
)
TONES: Mapping[Freshness, Role] = {Freshness.NEAR: "warning", Freshness.EXPIRED: "danger"}
REASONS = {"opening": "入库", "sale": "销售", "refund": "退货", "return": "退货"}
UNDATED = "–"
EXPIRY_CELL, STATE_CELL = 4, 5
FAR = "9999"
SOON_DAYS = 99


def stock_rows(
    rows: Iterable[SkuStock],
    unfolded: Mapping[SkuId, Sequence[LotRow]],
    business_date: str,
) -> list[Row]:
    """Products; below those unfolded the lots which hold something."""
    today, found = date.fromisoformat(business_date), []
    for sku in rows:
        lots = unfolded.get(sku.sku_id)
        found.append(_sku_row(sku, today, unfolded=lots is not None))
        sort = found[-1].sort
        found += [_below(sku, lot, today, sort) for lot in lots or () if lot.lot.on_hand]
    return found


def _sku_row(s: SkuStock, today: date, *, unfolded: bool) -> Row:
    state, role = state_of(s)
    amount = formats.quantity(s.on_hand, s.sold_by, s.unit)
    expiry = expiry_words(s.nearest_expiry, today)
    cells = (s.name, s.code, s.county, amount, expiry, state)
    sort = (s.name, s.code, s.county, s.on_hand, s.nearest_expiry or FAR, state)
    fold = unfolded if s.lots else None
    tones: dict[int, Role] = {EXPIRY_CELL: TONES.get(s.freshness, ""), STATE_CELL: role}
    return Row(s.sku_id, cells, s.zone_colour, fold=fold, sort=sort, tones=tones)


def _below(s: SkuStock, row: LotRow, today: date, sort: tuple[object, ...]) -> Row:
    lot = row.lot
    amount = formats.quantity(lot.on_hand, s.sold_by, s.unit)
    place = (f"批号 {lot.lot_no}", lot.location, TERMS[lot.terms])
    cells = (*place, amount, expiry_words(lot.expiry_date, today), _word(row.freshness))
    tone = TONES.get(row.freshness, "")
    return Row(
        ("lot", lot.lot_id, lot.location),
        cells,
        s.zone_colour,
        "muted",
        1,
        sort=sort,
        tones={EXPIRY_CELL: tone, STATE_CELL: tone},
    )


def state_of(s: SkuStock) -> tuple[str, Role]:
    """The worst that is to be said of a product, in a word and a tone."""
    if s.has_negative:
        return "负库存", "danger"
    if s.freshness in TONES:
        return _word(s.freshness), TONES[s.freshness]
    if s.is_low:
        return "低库存", "warning"
    return ("", "") if s.active else ("停售", "muted")


def _word(state: Freshness) -> str:
    return {Freshness.EXPIRED: "过期", Freshness.NEAR: "临期"}.get(state, "")


def expiry_words(expiry: str, today: date) -> str:
    """``2026-12-01 剩 8 天``, ``2026-11-05 18 天前``; a far date stands alone."""
    if not expiry:
        return UNDATED
    days = (date.fromisoformat(expiry) - today).days
    if days > SOON_DAYS:
        return expiry
    return f"{expiry} {formats.days_left(days) if days >= 0 else f'{-days} 天前'}"


def lot_rows(lots: Iterable[LotRow], sold_by: SoldBy, business_date: str) -> list[Row]:
    """Soonest expiry first, as they come; sold-out lots last and quiet."""
    today = date.fromisoformat(business_date)
    ordered = sorted(lots, key=lambda row: not row.lot.on_hand)
    return [
        Row(
            (row.lot.lot_id, row.lot.location),
            (
                row.lot.lot_no,
                expiry_words(row.lot.expiry_date, today),
                row.lot.location,
                formats.quantity(row.lot.on_hand, sold_by),
            ),
            role="" if row.lot.on_hand else "muted",
            tones={1: TONES.get(row.freshness, "") if row.lot.on_hand else ""},
        )
        for row in ordered
    ]


def move_rows(moves: Iterable[StockMove], sold_by: SoldBy) -> list[Row]:
    """Newest first, as they come."""
    return [
        Row(
            m.move_id,
            (
                formats.short_date_time(m.at_us),
                REASONS.get(m.reason, m.reason),
                m.lot_no,
                _signed(m.quantity, sold_by),
            ),
        )
        for m in moves
    ]


def _signed(quantity: int, sold_by: SoldBy) -> str:
    return ("+" if quantity > 0 else "") + formats.quantity(quantity, sold_by)
