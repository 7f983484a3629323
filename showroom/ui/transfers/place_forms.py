"""Panels of the places: a name, a new service point, the product of a 散货箱."""

from __future__ import annotations

from types import MappingProxyType
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.documents.place import PointKind
from showroom.services.stock.places import NAME_LENGTH, POINT_CODE_LENGTH
from showroom.ui.browse.search_list import LIMIT
from showroom.ui.engine.context import Context
from showroom.ui.settings.part import FIELD_WIDTH, choice, line
from showroom.ui.transfers.rows import full_name
from showroom.ui.widgets.card import label
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.scan_field import ScanField
from showroom.ui.widgets.table_rows import Column, Row
from showroom.ui.widgets.words_edit import WordsEdit

WIDTH, POINT_WIDTH, LIST_HEIGHT = 460, 640, 264
KINDS = (PointKind.COMMUNITY, PointKind.COUNTER, PointKind.ONLINE, PointKind.CENTRE)


_SUCH_AS = MappingProxyType({"库位": "如 冷库、货架 A3", "网点": "如 大宁社区店"})


class NamePanel(Overlay):
    """`entered` carries the words; the panel stays until `close_panel`, for a name refused."""

    entered = Signal(str)

    def __init__(
        self, host: QWidget, title: str, told: str, name: str = "", what: str = "库位"
    ) -> None:
        super().__init__(host, title, WIDTH, throwaway=True)
        self.field = WordsEdit(f"{what}名称", NAME_LENGTH, _SUCH_AS.get(what, ""))
        self.field.setText(name)
        self.field.returnPressed.connect(self._enter)
        self.body.addWidget(label(told, "muted", wrap=True))
        self.body.addWidget(self.field)
        ask(self, "确定  Enter").clicked.connect(self._enter)
        self.first = self.field

    def _enter(self) -> None:
        if self.field.text().strip():
            self.entered.emit(self.field.text().strip())


class PointPanel(Overlay):
    """A new service point: `entered` carries its code, name and kind."""

    entered = Signal(str, str, object)

    def __init__(self, host: QWidget) -> None:
        super().__init__(host, "新网点", POINT_WIDTH, throwaway=True)
        told = "新网点自带一个卖场和一个退货待检的库位，别的库位随后再加"
        self.body.addWidget(label(told, "muted", wrap=True))
        self.name = WordsEdit("网点名称", NAME_LENGTH, "如 彭浦社区网点")
        self.code = WordsEdit("网点编码", POINT_CODE_LENGTH, "字母和数字，如 PP")
        self.kind = choice("网点种类", [(kind, kind.word) for kind in KINDS])
        for name, field in (("名称", self.name), ("编码", self.code), ("种类", self.kind)):
            self.body.addLayout(line(name, field))
        for field in (self.name, self.code):
            field.setFixedWidth(FIELD_WIDTH)
            field.returnPressed.connect(self._enter)
        ask(self, "新增  Enter").clicked.connect(self._enter)
        self.first = self.name

    def _enter(self) -> None:
        empty = next((f for f in (self.name, self.code) if not f.text().strip()), None)
        if empty is not None:
            empty.setFocus()
        else:
            self.entered.emit(self.code.text(), self.name.text(), self.kind.choice)


class ProductPanel(Overlay):
    """Which product a 散货箱 is for: `chosen` carries the PricedSku."""

    chosen = Signal(object)
    takes_scans: ClassVar[bool] = True

    def __init__(self, host: QWidget, context: Context) -> None:
        super().__init__(host, "散货箱放哪种商品", POINT_WIDTH, throwaway=True)
        self._context = context
        self.field = ScanField("扫商品，或输拼音、货号")
        columns = (Column("商品", 0, kind="strong"), Column("货号", 112, kind="muted"))
        self.table = RowTable(columns, "商品", counter=True)
        self.table.setMinimumHeight(LIST_HEIGHT)
        self.table.set_empty(label("", "muted"))
        self.table.row_activated.connect(self._take)
        self.field.textEdited.connect(self._search)
        self.field.submitted.connect(lambda _text: self._take(self.table.selected_key))
        self.field.moved.connect(self._move)
        self.body.addWidget(self.field)
        self.body.addWidget(self.table)
        ask(self, "选这个  Enter").clicked.connect(lambda: self._take(self.table.selected_key))
        self.first = self.field
        self._search("")

    def entry(self) -> str:
        """What was typed only looked for something."""
        return ""

    def scanned(self, code: str) -> bool:
        """Goods that are looked up by their code."""
        self.field.setText(code)
        self._search(code)
        return True

    def _search(self, text: str) -> None:
        index = self._context.index
        found = index.find(text.strip()) or index.search(text.strip(), LIMIT)
        rows = [Row(sku.sku_id, (full_name(sku), sku.code)) for sku in found or index.skus[:LIMIT]]
        self.table.set_rows(rows)
        self.table.select_first()

    def _move(self, key: int) -> None:
        self.table.move_selection(-1 if key == Qt.Key.Key_Up else 1)

    def _take(self, key: object) -> None:
        sku = next((x for x in self._context.index.skus if x.sku_id == key), None)
        if sku is not None:
            self.close_panel()
            self.chosen.emit(sku)
