"""库存: what lies where, what runs low, what must be sold first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partialmethod
from typing import ClassVar

from showroom.domain.ids import SaleId
from showroom.services.books.changes import Changes
from showroom.services.stock.overview import (
    LotRow,
    StockFilter,
    StockMove,
    StockOverview,
    StockStatus,
)
from showroom.ui.browse.asked import Found, Wanted
from showroom.ui.browse.leaving import LEAVING
from showroom.ui.browse.page import SEARCH, BrowsePage
from showroom.ui.counter.receipt_overlay import ReceiptOverlay
from showroom.ui.counter.receipts_overlay import read_receipt
from showroom.ui.engine.actions import ActionSpec
from showroom.ui.engine.context import Context
from showroom.ui.stock.detail import StockDetail
from showroom.ui.stock.rows import LISTING, Line, lines, rows_below
from showroom.ui.widgets.chip import ChipFace

MOVES_SHOWN, BEGINS_WITH = 100, 60


class StockScreen(BrowsePage[Line]):
    """The chosen product's lots and moves stand beside the list, its lots unfold below it."""

    name = "stock"
    specs: ClassVar[Sequence[ActionSpec]] = (
        SEARCH,
        ActionSpec("all", "全部", ("F2",), handler="show_all", group="状态"),
        ActionSpec("low", "低库存", ("F3",), handler="show_low", group="状态"),
        ActionSpec("near", "临期", ("F4",), handler="show_near", group="状态"),
        ActionSpec("expired", "过期", ("F5",), handler="show_expired", group="状态"),
        ActionSpec("negative", "负库存", ("F6",), handler="show_negative", group="状态"),
        ActionSpec("zone", "换展区", ("F7",), handler="next_zone", group="状态"),
        ActionSpec("fold", "展开批次", ("Space",), handler="fold"),
        *LEAVING,
    )
    listing = LISTING
    states = (
        ChipFace(StockStatus.ALL, "全部", counted=True),
        ChipFace(StockStatus.LOW, "低库存", tone="warning", counted=True),
        ChipFace(StockStatus.NEAR, "临期", tone="warning", counted=True),
        ChipFace(StockStatus.EXPIRED, "过期", tone="danger", counted=True),
        ChipFace(StockStatus.NEGATIVE, "负库存", tone="danger", counted=True),
    )
    hint = "品名、拼音、货号、条码、生产者"
    empty = ("stock", "没有这样的商品", "换一个词，或者按 F2 看全部")
    detail_widths = (492, 484)
    moves_all_day = is_long = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.detail = StockDetail()
        self.detail.sale_opened.connect(self._open_sale)
        self.put_detail(self.detail)

    def reading(self, wanted: Wanted) -> Callable[[], Found[Line]]:
        """All stock; what lies beyond the longest list is narrowed by the books themselves."""
        stock, actor = self.context.services.stock, self.context.actor
        narrow = self._narrowed(wanted)

        def read() -> Found[Line]:
            everything = stock.overview(actor)
            if everything.cut:
                return lines(stock.overview(actor, narrow()))
            return replace(lines(everything), made_of=everything)

        return read

    def beginning(self) -> Callable[[], Found[Line]] | None:
        """More rows than the highest window shows."""
        stock, actor = self.context.services.stock, self.context.actor
        return lambda: Found(lines(stock.overview(actor, StockFilter(first=BEGINS_WITH))).records)

    def narrowing(self, found: Found[Line], wanted: Wanted) -> Callable[[], Found[Line]] | None:
        """Of all stock, where that was read."""
        stock, narrow = found.made_of, self._narrowed(wanted)
        if not isinstance(stock, StockOverview):
            return None

        def part() -> Found[Line]:
            part_of_it = narrow()
            return found if part_of_it == StockFilter() else lines(stock.narrowed(part_of_it))

        return part

    def _narrowed(self, wanted: Wanted) -> Callable[[], StockFilter]:
        """What the search finds is looked up where nobody waits for it."""
        index, status = self.context.index, StockStatus(str(wanted.state))
        return lambda: StockFilter(wanted.zone_id, status, index.matching(wanted.text))

    def concerns(self, changes: Changes) -> bool:
        """Goods moved or products changed."""
        return changes.stock or changes.catalogue or changes.sales

    def show_all(self) -> None:
        """Every product; a search is dropped."""
        self.bar.take(replace(self.bar.wanted, text="", state=StockStatus.ALL))

    show_low = partialmethod(BrowsePage.show_state, StockStatus.LOW)
    show_near = partialmethod(BrowsePage.show_state, StockStatus.NEAR)
    show_expired = partialmethod(BrowsePage.show_state, StockStatus.EXPIRED)
    show_negative = partialmethod(BrowsePage.show_state, StockStatus.NEGATIVE)

    def look(self, record: Line | None) -> None:
        """Its lots and its last moves."""
        self.detail.show_line(record)
        if record is None:
            return
        line = record

        def show(found: Sequence[StockMove]) -> None:
            if self.table.chosen == line:
                self.detail.show_moves(line, found)

        moves, actor = self.context.services.stock.moves, self.context.actor
        self.unfold(line)
        self.context.operations.ask(
            moves, actor, line.sku.sku_id, MOVES_SHOWN, owner=self, on_done=show
        )

    def unfold(self, record: Line) -> None:
        """Its lots, below it and beside the list."""

        def show(found: Sequence[LotRow]) -> None:
            self.table.put_below(record.sku.sku_id, rows_below(record, found))
            if self.table.chosen == record:
                self.detail.show_lots(record, found)

        lots, actor = self.context.services.stock.lots, self.context.actor
        self.context.operations.ask(lots, actor, record.sku.sku_id, owner=self, on_done=show)

    def _open_sale(self, sale_id: SaleId) -> None:
        services, panel = self.context.services, ReceiptOverlay(self, self.context, "小票")
        panel.show_fetched(lambda: read_receipt(services, sale_id))
        panel.open()
