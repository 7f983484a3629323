"""有人问: what customers wanted and the till could not find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from showroom.ui.engine.context import Context
from showroom.ui.look import formats
from showroom.ui.look.tokens import SIZE
from showroom.ui.widgets.clock_label import now_us
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Column, Row

if TYPE_CHECKING:
    from showroom.services.goods.asked import Asked

WIDTH, ROWS = 640, 8
COLUMNS = (
    Column("问的是", 0, kind="strong"),
    Column("次数", 72, "right"),
    Column("最近一次", 160, kind="muted"),
    Column("现在", 96, kind="muted"),
)


class AskedPanel(Overlay):
    """`wanted` carries the text to make a product of."""

    wanted = Signal(str)

    def __init__(self, host: QWidget, context: Context) -> None:
        super().__init__(host, "有人问过、店里没有的", WIDTH, throwaway=True)
        self._context = context
        self.table = RowTable(COLUMNS, "有人问过")
        self.table.setMinimumHeight(ROWS * SIZE.row_office)
        self.table.set_empty(
            EmptyState("search", "还没有记下什么", "收银台找不到商品时按 F5 就会记在这里")
        )
        self.table.row_activated.connect(self._take)
        self.body.addWidget(self.table)
        go = ask(self, "新建商品  Enter", "关闭")
        go.clicked.connect(lambda: self._take(self.table.selected_key))
        done = QPushButton("从这里去掉")
        done.setProperty("scale", "touch")
        done.clicked.connect(self._forget)
        self.footer.insertWidget(0, done)
        self.first = self.table
        self._read()

    def _read(self) -> None:
        services, actor = self._context.services, self._context.actor
        self._context.operations.ask(services.asked.every, actor, owner=self, on_done=self._show)

    def _show(self, asked: Sequence[Asked]) -> None:
        self.table.set_rows([self._row(a) for a in asked])
        if self.table.selected_key is None:
            self.table.select_first()

    def _row(self, asked: Asked) -> Row:
        here = "已有商品" if self._context.index.matching(asked.text) else ""
        when = formats.relative(asked.last_at_us, now_us())
        return Row(asked.text, (asked.text, formats.count(asked.times), when, here))

    def _take(self, key: object) -> None:
        if isinstance(key, str):
            self.close_panel()
            self.wanted.emit(key)

    def _forget(self) -> None:
        key = self.table.selected_key
        if isinstance(key, str):
            forget, actor = self._context.services.asked.forget, self._context.actor
            show = self._context.operations.do
            show(forget, actor, key, owner=self, on_done=lambda _done: self._read())
