"""库存: what lies where, what runs low, what must be sold first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from PySide6.QtGui import QKeyEvent

from showroom.domain.catalogue import Zone
from showroom.domain.errors import Refusal
from showroom.domain.ids import SaleId, SkuId, ZoneId
from showroom.services.books.changes import Changes
from showroom.services.goods.stock import (
    LotRow,
    SkuStock,
    StockFilter,
    StockMove,
    StockOverview,
    StockStatus,
)
from showroom.ui.browse.scan_lookup import lookup_text
from showroom.ui.counter.receipt_overlay import ReceiptOverlay
from showroom.ui.counter.receipts_overlay import read_receipt
from showroom.ui.engine.actions import ActionSpec
from showroom.ui.engine.context import Context
from showroom.ui.engine.screen import Screen
from showroom.ui.look import formats
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.stock.detail import StockDetail
from showroom.ui.stock.rows import COLUMNS, stock_rows
from showroom.ui.widgets.busy_bar import BusyBar
from showroom.ui.widgets.card import Card, column, label, row
from showroom.ui.widgets.chip import ChipFace, ChipRow
from showroom.ui.widgets.data_table import DataTable
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.search_field import SearchField, typed_text

MOVES_SHOWN = 100
SEARCH_WIDTH = 300
ALL_ZONES = ChipFace(None, "全部展区")
STATUSES = (
    ChipFace(StockStatus.ALL, "全部", counted=True),
    ChipFace(StockStatus.LOW, "低库存", tone="warning", counted=True),
    ChipFace(StockStatus.NEAR, "临期", tone="warning", counted=True),
    ChipFace(StockStatus.EXPIRED, "过期", tone="danger", counted=True),
    ChipFace(StockStatus.NEGATIVE, "负库存", tone="danger", counted=True),
)


class StockScreen(Screen):
    """Chips and search narrow the list; the chosen product's lots and moves stand beside it."""

    name = "stock"
    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("search", "搜索", ("Ctrl+F",), "search", handler="search"),
        ActionSpec("all", "全部", ("F2",), handler="show_all", group="状态"),
        ActionSpec("low", "低库存", ("F3",), handler="show_low", group="状态"),
        ActionSpec("near", "临期", ("F4",), handler="show_near", group="状态"),
        ActionSpec("expired", "过期", ("F5",), handler="show_expired", group="状态"),
        ActionSpec("negative", "负库存", ("F6",), handler="show_negative", group="状态"),
        ActionSpec("zone", "换展区", ("F7",), handler="next_zone", group="状态"),
        ActionSpec("fold", "展开批次", ("Space",), handler="fold"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._filter = StockFilter()
        self._overview: StockOverview | None = None
        self._rows: dict[SkuId, SkuStock] = {}
        self._lots: dict[SkuId, Sequence[LotRow]] = {}
        self._unfolded: set[SkuId] = set()
        self._looked: object = None
        self.field = SearchField("品名、拼音首字母、货号、条码", SEARCH_WIDTH)
        self.zones = ChipRow((ALL_ZONES,), SIZE.touch)
        self.statuses = ChipRow(STATUSES, SIZE.touch)
        self.table = DataTable(COLUMNS, "库存")
        self._empty = EmptyState("stock", "没有这样的商品", "换一个词，或者按 F2 看全部")
        self.table.set_empty(self._empty)
        self.detail = StockDetail()
        self._sum = label(" ", "muted")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        busy = BusyBar()
        self.context.operations.busy.connect(busy.set_busy)
        head = Card(padding=SPACE.xs)
        first, second = row(self.field, spacing=SPACE.m), row(spacing=SPACE.m)
        first.addWidget(self.zones, 1)
        second.addWidget(self.statuses, 1)
        second.addWidget(self._sum)
        head.body.addLayout(first)
        head.body.addLayout(second)
        listed = Card(padding=SPACE.xs)
        listed.body.addWidget(self.table, 1)
        both = row(spacing=SPACE.s)
        both.addWidget(listed, 1)
        both.addWidget(self.detail)
        page = column(head, busy, spacing=SPACE.xs)
        page.addLayout(both, 1)
        page.setContentsMargins(SPACE.m, 0, SPACE.m, 0)
        self.setLayout(page)

    def _connect(self) -> None:
        self.field.settled.connect(lambda text: self._narrow(replace(self._filter, text=text)))
        self.field.moved.connect(self.table.move_selection)
        self.field.submitted.connect(self.table.setFocus)
        self.zones.chosen.connect(self._choose_zone)
        self.statuses.chosen.connect(self._choose)
        self.table.row_selected.connect(self._selected)
        self.table.fold_toggled.connect(self._toggle)
        self.detail.sale_opened.connect(self._open_sale)

    # -- what it shows ------------------------------------------------------------------------

    def shown(self) -> None:
        """Read it anew: stock moves while one looks elsewhere."""
        zones = self.context.services.catalogue.zones
        self.context.operations.ask(zones, owner=self, on_done=self._use_zones)
        self._load()
        self.table.setFocus()

    def on_changes(self, changes: Changes) -> None:
        """Goods moved or products changed."""
        if changes.stock or changes.catalogue or changes.sales:
            self._load()

    def scanned(self, code: str) -> None:
        """Look up a barcode or a scale label."""
        try:
            text = lookup_text(code)
        except Refusal as refusal:
            self.context.operations.refuse(refusal)
            return
        self._filter = StockFilter()
        self.zones.choose(None)
        self.statuses.choose(StockStatus.ALL)
        self.field.take(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Typing anywhere searches."""
        text = typed_text(event)
        if text:
            self.field.begin(text)
        else:
            super().keyPressEvent(event)

    def _use_zones(self, zones: Sequence[Zone]) -> None:
        faces = [ChipFace(z.zone_id, z.short_name, z.colour) for z in zones]
        self.zones.set_faces((ALL_ZONES, *faces))

    def _load(self) -> None:
        wanted = self._filter

        def show(found: StockOverview) -> None:
            if wanted == self._filter:
                self._show(found)

        overview = self.context.services.stock.overview
        self.context.operations.ask(overview, self.context.actor, wanted, owner=self, on_done=show)

    def _show(self, found: StockOverview) -> None:
        self._overview = found
        self._rows = {s.sku_id: s for s in found.rows}
        self._unfolded &= self._rows.keys()
        self._lots.clear()
        for status, count in found.counts.items():
            self.statuses.set_count(status, count)
        told = [f"{formats.count(len(found.rows))} 种"]
        if found.value_fen is not None:
            told.append(f"买断货值 {formats.money(found.value_fen)}")
        self._sum.setText("　".join(told))
        for sku_id in self._unfolded:
            self._read_lots(sku_id)
        self._fill()
        if self.table.selected_key is None:
            self.table.select_first()
        self._look(self.table.selected_key)

    def _fill(self) -> None:
        if self._overview is None:
            return
        unfolded = {i: self._lots.get(i, ()) for i in self._unfolded}
        found = self._overview
        self.table.set_rows(stock_rows(found.rows, unfolded, found.business_date))

    # -- narrowing ----------------------------------------------------------------------------

    def search(self) -> None:
        """The keyboard to the search field."""
        self.field.setFocus()
        self.field.selectAll()

    def show_all(self) -> None:
        """Every product; a search is dropped."""
        self.field.clear()
        self.statuses.choose(StockStatus.ALL)
        self._narrow(replace(self._filter, text="", status=StockStatus.ALL))

    def show_low(self) -> None:
        """At or below the reorder point."""
        self._choose(StockStatus.LOW)

    def show_near(self) -> None:
        """To be sold first."""
        self._choose(StockStatus.NEAR)

    def show_expired(self) -> None:
        """To be taken off the shelf."""
        self._choose(StockStatus.EXPIRED)

    def show_negative(self) -> None:
        """Sold before it was booked in."""
        self._choose(StockStatus.NEGATIVE)

    def next_zone(self) -> None:
        """Zone by zone, then all again."""
        self._choose_zone(self.zones.step())

    def _choose(self, status: object) -> None:
        if isinstance(status, StockStatus):
            self.statuses.choose(status)
            self._narrow(replace(self._filter, status=status))

    def _choose_zone(self, key: object) -> None:
        zone_id = ZoneId(key) if isinstance(key, int) else None
        self._narrow(replace(self._filter, zone_id=zone_id))

    def _narrow(self, wanted: StockFilter) -> None:
        if wanted != self._filter:
            self._filter = wanted
            self._load()

    # -- one product --------------------------------------------------------------------------

    def fold(self) -> None:
        """Lots below the chosen product, or not."""
        self._toggle(self.table.selected_key)

    def _toggle(self, key: object) -> None:
        sku_id = SkuId(key) if isinstance(key, int) else None
        if sku_id is None or sku_id not in self._rows:
            return
        self._unfolded ^= {sku_id}
        if sku_id in self._unfolded and sku_id not in self._lots:
            self._read_lots(sku_id)
        self._fill()

    def _selected(self, key: object) -> None:
        if key != self._looked:
            self._look(key)

    def _look(self, key: object) -> None:
        self._looked = key
        sku = self._rows.get(SkuId(key)) if isinstance(key, int) else None
        if sku is None:
            if key is None:
                self.detail.show_sku(None)
            return
        self.detail.show_sku(sku)
        self._read_lots(sku.sku_id)
        services = self.context.services

        def moves(found: Sequence[StockMove]) -> None:
            if self.table.selected_key == sku.sku_id:
                self.detail.show_moves(sku, found)

        self.context.operations.ask(
            services.stock.moves,
            self.context.actor,
            sku.sku_id,
            MOVES_SHOWN,
            owner=self,
            on_done=moves,
        )

    def _read_lots(self, sku_id: SkuId) -> None:
        def lots(found: Sequence[LotRow]) -> None:
            self._lots[sku_id] = found
            sku = self._rows.get(sku_id)
            if sku is None or self._overview is None:
                return
            if self.table.selected_key == sku_id:
                self.detail.show_lots(sku, found, self._overview.business_date)
            if sku_id in self._unfolded:
                self._fill()

        read = self.context.services.stock.lots
        self.context.operations.ask(read, self.context.actor, sku_id, owner=self, on_done=lots)

    def _open_sale(self, key: object) -> None:
        if isinstance(key, int):
            services, sale_id = self.context.services, SaleId(key)
            panel = ReceiptOverlay(self, self.context, "小票")
            panel.show_fetched(lambda: read_receipt(services, sale_id))
            panel.open()
