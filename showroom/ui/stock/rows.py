"""Products, lots and moves as rows; colours say how long the goods still keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from showroom.domain.documents.kinds import REVERSAL
from showroom.domain.documents.lot_names import lot_named
from showroom.domain.figures import NOTHING
from showroom.domain.permission import Permission
from showroom.domain.quantity import GRAMS_PER_KG, SoldBy
from showroom.domain.sheet import Cell, day, money, quantity
from showroom.domain.shelf_life import Freshness
from showroom.domain.stock import MoveReason
from showroom.services.stock.overview import (
    BY_DAY,
    LotRow,
    SkuStock,
    StockMove,
    StockOverview,
    StockStatus,
)
from showroom.ui.browse.asked import Found
from showroom.ui.browse.columns import ListColumn, Listing
from showroom.ui.look import formats
from showroom.ui.widgets.table_rows import Column, Role, Row
from showroom.ui.words.trade import TERMS, lot_and_source

LOT_COLUMNS = (
    Column("批号 来自", 0, kind="strong"),
    Column("到期", 152),
    Column("库位", 84, kind="muted", end_tells=True),
    Column("数量", 100, "right", "amount"),
)
MOVE_COLUMNS = (
    Column("日期", 104, kind="muted"),
    Column("事由", 84),
    Column("批号", 0, kind="muted"),
    Column("库位", 96, kind="muted", end_tells=True),
    Column("数量", 84, "right", "amount"),
)
TONES: Mapping[Freshness, Role] = {Freshness.NEAR: "warning", Freshness.EXPIRED: "danger"}
WORTH = "买断批次金额"
PARTS: Mapping[StockStatus, str] = {
    StockStatus.NEAR: "临期",
    StockStatus.EXPIRED: "过期",
    StockStatus.ON_SALE: "过期未下架",
    StockStatus.NEGATIVE: "负库存",
}
"""The states of lots, in words: what such lots hold and are worth is called after them."""
UNJUDGED = "未判断"
IN_DOUBT = "时钟待确认"
NOT_JUDGED = "不判断临期和过期"
LOW_ANY_DAY = "只列不算过期也不足的"
LOW = "低库存"
SALEABLE_COUNTS = "只算能卖的"
HERE = "本网点"
STOPPED = "停售"
IN_FILES = (StockStatus.NEAR, StockStatus.EXPIRED, StockStatus.NEGATIVE)
"""States with columns of their own in a file: what has expired is counted once."""
ENDS: Mapping[StockStatus, Freshness] = {
    StockStatus.NEAR: Freshness.NEAR,
    StockStatus.EXPIRED: Freshness.EXPIRED,
    StockStatus.ON_SALE: Freshness.EXPIRED,
}
"""Lists of what must not stay where it is, and what its lots are."""
WORST_FIRST = (StockStatus.NEGATIVE, StockStatus.EXPIRED, StockStatus.NEAR)
REASONS = {reason.value: reason.word for reason in MoveReason}
EXPIRY_CELL, STATE_CELL = 4, 5
SOON_DAYS = 99


class Line(NamedTuple):
    """A product's stock as it stands on a day (None: nobody is sure which), under a state."""

    sku: SkuStock
    today: date | None
    listed: StockStatus = StockStatus.ALL

    @property
    def soonest(self) -> str:
        """The soonest date of what is in the listed state, as ISO text; empty when none.

        What is owed has no date: there it is that of all that is there.
        """
        owed = self.listed is StockStatus.NEGATIVE
        return self.sku.part(StockStatus.ALL if owed else self.listed).expiry

    @property
    def expiry(self) -> str:
        """The same, and how far it is."""
        return expiry_words(self.soonest, self.today)

    @property
    def expiry_tone(self) -> Role:
        """How that date is to be taken."""
        ended = self.sku.expired.expiry, self.sku.on_sale.expiry
        if self.soonest and self.soonest in ended:
            return TONES[Freshness.EXPIRED]
        near = self.soonest and self.soonest == self.sku.near.expiry
        return TONES[Freshness.NEAR] if near else ""

    @property
    def size(self) -> int:
        """Whatever its sign, as far as amounts of all kinds can be compared."""
        amount = abs(self.sku.held.on_hand)
        return amount if self.sku.sold_by is SoldBy.WEIGHT else amount * GRAMS_PER_KG

    @property
    def unit(self) -> str:
        """What the bare figure counts."""
        return formats.measured_in(self.sku.sold_by, self.sku.unit)

    @property
    def amount(self) -> str:
        """With its unit."""
        return formats.quantity(self.sku.on_hand, self.sku.sold_by, self.sku.unit)


def worth_name(status: StockStatus) -> str:
    """``买断批次金额``, ``过期买断批次金额``: what is in that state, at cost."""
    return PARTS.get(status, "") + WORTH


def _amount(status: StockStatus) -> ListColumn[Line]:
    def held(line: Line) -> Cell:
        return quantity(line.sku.part(status).on_hand, line.sku.sold_by)

    return ListColumn(f"{PARTS[status]}数量", 92, held, on_screen=False)


def _worth(status: StockStatus) -> ListColumn[Line]:
    return ListColumn(
        worth_name(status),
        108,
        lambda x: money(x.sku.value_fen(status) or 0),
        on_screen=False,
        permission=Permission.VIEW_COST,
    )


def _other(title: str, amount: Callable[[SkuStock], int]) -> ListColumn[Line]:
    def held(line: Line) -> Cell:
        return quantity(amount(line.sku), line.sku.sold_by)

    return ListColumn(title, 92, held, on_screen=False)


LISTING: Listing[Line] = Listing(
    "库存",
    (
        ListColumn("商品", 0, attrgetter("sku.name"), kind="strong"),
        ListColumn("货号", 84, lambda x: x.sku.code, kind="muted", gives_way=2),
        ListColumn("展区", 92, lambda x: x.sku.zone, on_screen=False),
        ListColumn("产地", 84, lambda x: x.sku.county, gives_way=1),
        ListColumn(
            "库存",
            108,
            lambda x: quantity(x.sku.on_hand, x.sku.sold_by),
            lambda x: x.amount,
            "right",
            "amount",
            size=lambda x: x.size,
        ),
        ListColumn(
            "单位", 60, lambda x: formats.measured_in(x.sku.sold_by, x.sku.unit), on_screen=False
        ),
        ListColumn(
            "最近到期",
            156,
            lambda x: day(x.soonest),
            lambda x: x.expiry,
            least=104,  # a near day and how far it is stand below each other
            tone=lambda x: x.expiry_tone,
        ),
        ListColumn(
            "状态", 92, lambda x: state_of(x.sku)[0], tone=lambda x: state_of(x.sku)[1], gives_way=3
        ),
        *(_amount(status) for status in IN_FILES),
        _other("别的服务点数量", lambda x: x.elsewhere),
        _other("在途数量", lambda x: x.under_way),
        *(_worth(status) for status in (StockStatus.ALL, *IN_FILES)),
    ),
    key=attrgetter("sku.sku_id"),
    zone=lambda x: x.sku.zone_colour,
    folds=lambda x: bool(x.sku.lots),
)


def lines(
    stock: StockOverview, doubt_of_lots: str = "", before: Sequence[Line] = ()
) -> Found[Line]:
    """The list, and what it is worth when the person may know: of this service point alone.

    A product that is in the same place `before`, and as it was, keeps its line.
    """
    day = stock.business_date
    today = date.fromisoformat(day) if day else None
    low, told = stock.status is StockStatus.LOW, [f"{formats.count(len(stock.rows))} 种"]
    doubt = f"{IN_DOUBT}，{LOW_ANY_DAY if low else NOT_JUDGED}"
    if today is None:
        told = [doubt] if stock.status in PARTS and stock.status in BY_DAY else [*told, doubt]
    elif low:
        told.append(SALEABLE_COUNTS)
    here = HERE if any(sku.elsewhere or sku.under_way for sku in stock.rows) else ""
    if stock.value_fen is not None:
        told.append(f"{here}{worth_name(stock.status)} {formats.money(stock.value_fen)}")
    elif here:
        told.append(f"只算{here}")
    if doubt_of_lots:
        told.append(doubt_of_lots)
    counts = {status: stock.counts.get(status) for status in StockStatus}
    nothing = (IN_DOUBT, doubt) if today is None and stock.status in BY_DAY else None
    status, some = stock.status, before[0] if before else None
    if len(before) == len(stock.rows) and some and some[1:] == (today, status):
        pairs = zip(before, stock.rows, strict=True)
        listed = [x if x[0] is sku else Line(sku, today, status) for x, sku in pairs]
    else:
        listed = [Line(sku, today, status) for sku in stock.rows]
    return Found(listed, counts, "　".join(told), nothing)


def rows_below(line: Line, lots: Iterable[LotRow]) -> list[Row]:
    """The lots which hold something, under the columns of their product."""
    return [_below(line, row) for row in lots if row.lot.on_hand]


def _below(line: Line, row: LotRow) -> Row:
    lot, tone = row.lot, TONES.get(row.freshness, "")
    amount = formats.quantity(lot.on_hand, line.sku.sold_by, line.sku.unit)
    # One of twins has no room for the word beside its number and what tells it from the other.
    named = lot_named(lot.lot_no, lot.source) if lot.source else f"批号 {lot.lot_no}"
    place = (named, lot.location, TERMS[lot.terms])
    cells = (*place, amount, expiry_words(lot.expiry_date, line.today), _word(row.freshness))
    tones: dict[int, Role] = {EXPIRY_CELL: tone, STATE_CELL: tone}
    return Row(("lot", lot.lot_id, lot.location), cells, role="muted", tones=tones)


def state_of(s: SkuStock) -> tuple[str, Role]:
    """Every state that a product or its lots are in, the worst first, and the tone of that."""
    states = [PARTS[x] for x in WORST_FIRST if s.shows(x)]
    bad = [x for x in states if x != PARTS[StockStatus.NEAR]]
    states += [LOW] if s.is_low else []
    states += [UNJUDGED] if s.unjudged.on_hand else []
    tone: Role = "danger" if bad else "warning" if states else "muted"
    states += [] if s.active else [STOPPED]
    return " ".join(states), tone if states else ""


def _word(state: Freshness) -> str:
    words = {Freshness.EXPIRED: "过期", Freshness.NEAR: "临期", Freshness.UNJUDGED: UNJUDGED}
    return words.get(state, "")


def expiry_words(expiry: str, today: date | None) -> str:
    """``2026-12-01 剩 8 天``, ``2026-11-05 18 天前``; a far date, or one without a day, alone."""
    if not expiry:
        return NOTHING
    if today is None:
        return expiry
    days = (date.fromisoformat(expiry) - today).days
    if days > SOON_DAYS:
        return expiry
    return f"{expiry} {formats.days_left(days) if days >= 0 else f'{-days} 天前'}"


def lot_rows(line: Line, lots: Iterable[LotRow]) -> list[Row]:
    """Soonest expiry first, as they come; sold-out lots last and quiet."""
    ordered = sorted(lots, key=lambda row: not row.lot.on_hand)
    return [
        Row(
            (row.lot.lot_id, row.lot.location),
            (
                lot_and_source(row.lot.named),
                expiry_words(row.lot.expiry_date, line.today),
                row.lot.location,
                formats.quantity(row.lot.on_hand, line.sku.sold_by),
            ),
            role="" if row.lot.on_hand else "muted",
            tones={1: TONES.get(row.freshness, "") if row.lot.on_hand else ""},
        )
        for row in ordered
    ]


def move_rows(moves: Iterable[StockMove], sold_by: SoldBy) -> list[Row]:
    """Newest first, as they come; without kg, which stands above with what there is."""
    return [
        Row(
            m.move_id,
            (
                formats.day_of(m.at_us),
                REASONS.get(m.reason, m.reason) + f" {REVERSAL}" * m.is_reversal,
                lot_named(m.lot_no, m.source),
                m.location,
                formats.signed_quantity(m.quantity, sold_by).removesuffix(" kg"),
            ),
        )
        for m in moves
    ]
