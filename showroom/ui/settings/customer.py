"""顾客屏: on or off, and a look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox

from showroom.ui.look.tokens import SIZE
from showroom.ui.settings.part import Part, line, push
from showroom.ui.widgets.card import label
from showroom.ui.words.setting_names import NAMES

if TYPE_CHECKING:
    from showroom.services.shop.settings import ShopSettings
    from showroom.ui.engine.context import Context

ONE, MORE = "现在只接着一块屏幕：接上第二块就会显示", "第二块屏幕已经接上"


class CustomerPart(Part):
    """The customer reads along: lines, amount, savings, change; the zones while nobody buys."""

    key, title, icon = "customer", "顾客屏", "eye"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._on = QCheckBox("在第二块屏幕上显示")
        self._on.setMinimumHeight(SIZE.touch)
        self._on.clicked.connect(lambda on: self.edited.emit("customer_display", on))
        self._screens = label("", "caption", wrap=True)
        look = push("预览", "eye", context.customer_preview.emit)
        hint = "只给顾客看商品、金额和展区画面，从不显示成本、库存和提示"
        self.form.addLayout(line(NAMES["customer_display"], self._on, hint=hint))
        self.form.addLayout(line("屏幕", self._screens))
        self.form.addLayout(line("看看样子", look))

    def shown(self) -> None:
        """How many screens there are."""
        self._screens.setText(MORE if len(QGuiApplication.screens()) > 1 else ONE)

    def show_settings(self, settings: ShopSettings) -> None:
        """Fill the switch."""
        self._on.setChecked(settings.customer_display)
