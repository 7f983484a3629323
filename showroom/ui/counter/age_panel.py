"""One question a basket: is the customer 18 (docs/trade.md#not-to-minors)?"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.basket import Basket
from showroom.ui.engine.actions import ActionSpec, build_actions, button_for
from showroom.ui.widgets.card import label
from showroom.ui.widgets.overlay import Overlay

WIDTH = 460


class AgePanel(Overlay):
    """`checked` or `refused` follows; there is no way round the question and no default."""

    checked = Signal()
    refused = Signal()
    specs = (
        ActionSpec("checked", "已核对年满 18 岁", ("1",), "check", handler="check"),
        ActionSpec("refused", "不卖，拿掉这些商品", ("2",), handler="refuse"),
    )

    def __init__(self, host: QWidget, basket: Basket) -> None:
        super().__init__(host, "顾客满 18 周岁了吗？", WIDTH, dismissable=False, throwaway=True)
        names = dict.fromkeys(x.sku.name for x in basket.lines if x.sku.age_restricted)
        told = f"{'、'.join(names)}：不得卖给未成年人，拿不准请看身份证"
        self.body.addWidget(label(told, "muted", wrap=True))
        acts = build_actions(self, self.specs)
        self.body.addWidget(button_for(acts, "checked", "primary", "large"))
        self.body.addWidget(button_for(acts, "refused", "secondary", "large"))
        self.first = self

    def check(self) -> None:
        """The customer is of age."""
        self.close_panel()
        self.checked.emit()

    def refuse(self) -> None:
        """The goods stay here."""
        self.close_panel()
        self.refused.emit()
