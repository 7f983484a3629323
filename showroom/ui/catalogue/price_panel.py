"""改价: the new tag price beside the old one, and delisting asked once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.money import MAX_PRICE_FEN
from showroom.domain.product import Product
from showroom.ui.engine.context import new_request
from showroom.ui.look import formats
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.card import label
from showroom.ui.widgets.keypad import Keypad
from showroom.ui.widgets.overlay import Overlay, ask

WIDTH = 440
KEYPAD_HEIGHT = 232


class PricePanel(Overlay):
    """`confirmed` carries fen and the request made when the panel opened."""

    confirmed = Signal(object, str)

    def __init__(self, host: QWidget, product: Product) -> None:
        super().__init__(host, "改零售价", WIDTH, throwaway=True)
        content = product.content
        self._request = new_request()
        self._old_fen = content.list_price_fen
        now = formats.unit_price(content.list_price_fen, content.sold_by)
        self.amount = AmountEdit("新零售价", maximum=MAX_PRICE_FEN)
        self.amount.setProperty("scale", "entry")
        self.amount.set_value(content.list_price_fen)
        keypad = Keypad("amount")
        keypad.setFixedHeight(KEYPAD_HEIGHT)
        keypad.write_to(self.amount)
        self.body.addWidget(label(content.name, "strong", wrap=True))
        self.body.addWidget(label(f"现在 {now}，改后立即生效，记入操作日志", "muted"))
        self.body.addWidget(self.amount)
        self.body.addWidget(keypad)
        self._go = ask(self, "改价")
        self._go.clicked.connect(self._confirm)
        self.amount.submitted.connect(self._confirm)
        self.amount.value_changed.connect(lambda _value: self._allow())
        self._allow()
        self.first = self.amount

    def _allow(self) -> None:
        self._go.setEnabled(self.amount.value not in (None, 0, self._old_fen))

    def _confirm(self) -> None:
        if self._go.isEnabled():
            self.confirmed.emit(self.amount.value, self._request)


def ask_delist(host: QWidget, product: Product, go: Callable[[], object]) -> None:
    """A product is taken off sale only after a question."""
    panel = Overlay(host, "停售", WIDTH, throwaway=True)
    panel.body.addWidget(label(product.content.name, "strong", wrap=True))
    panel.body.addWidget(label("停售后不能再扫码销售；库存和以往小票不变。", "muted", wrap=True))
    yes = ask(panel, "停售", danger=True)
    yes.clicked.connect(panel.close_panel)
    yes.clicked.connect(go)
    panel.open()
