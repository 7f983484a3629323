"""Panels with a list of which one is taken; of products that one code may be, too."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.catalogue import PricedSku
from showroom.ui.look import formats
from showroom.ui.look.tokens import SIZE
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Column, Row

LIST_HEIGHT = 7 * SIZE.row_counter


class ListPanel(Overlay):
    """Rows of which one is taken by Enter, a double click or the button; `now` is that of now."""

    taken = Signal(object)
    wide: ClassVar[int] = 640

    def __init__(
        self,
        host: QWidget,
        title: str,
        columns: Sequence[Column],
        rows: Sequence[Row],
        take: str = "选这个",
        now: Hashable = None,
    ) -> None:
        super().__init__(host, title, self.wide, throwaway=True)
        self.table = RowTable(columns, title, counter=True)
        self.table.setMinimumHeight(LIST_HEIGHT)
        self.table.set_rows(rows, select=now)
        if self.table.selected_key is None:
            self.table.select_first()
        self.table.row_activated.connect(self._take)
        self.body.addWidget(self.table)
        go = ask(self, f"{take}  Enter")
        go.clicked.connect(lambda: self._take(self.table.selected_key))
        self.first = self.table

    def _take(self, key: object) -> None:
        if key is not None:
            self.close_panel()
            self.taken.emit(key)


class ChoicePanel(ListPanel):
    """一码多品: `chosen` carries the PricedSku."""

    chosen = Signal(object)

    def __init__(self, host: QWidget, skus: Sequence[PricedSku]) -> None:
        columns = (
            Column("商品", 0),
            Column("货号", 96, kind="muted"),
            Column("规格", 112, kind="muted"),
            Column("单价", 112, "right", "amount"),
        )
        rows = [
            Row(
                sku.sku_id,
                (sku.name, sku.code, sku.spec, formats.unit_price(sku.list_price_fen, sku.sold_by)),
                zone=sku.zone_colour,
            )
            for sku in skus
        ]
        super().__init__(host, "这个条码有几种商品，请看包装选择", columns, rows)
        by_id = {sku.sku_id: sku for sku in skus}
        self.taken.connect(lambda key: self.chosen.emit(by_id[key]))
