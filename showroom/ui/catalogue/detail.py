"""One product: price large, facts below, what may be changed here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QPushButton

from showroom.domain.product import Product
from showroom.ui.catalogue.rows import DELISTED, FACT_COLUMNS, fact_rows
from showroom.ui.look import formats
from showroom.ui.look.tokens import SPACE, TYPE
from showroom.ui.widgets.card import Card, label, row, set_tone
from showroom.ui.widgets.chip import ZoneSign
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.figure import Figure
from showroom.ui.widgets.row_table import RowTable

BUTTONS_A_ROW = 2


class ProductDetail(Card):
    """Shows; the screen acts."""

    def __init__(self, buttons: Sequence[QPushButton]) -> None:
        super().__init__(padding=SPACE.m)
        self.setAccessibleName("商品明细")
        self._name = ElidedLabel("", "section")
        self._zone = ZoneSign()
        self._code = label("没有选中商品", "muted")
        self._state = label("", "strong")
        self._price = Figure(TYPE.figure)
        self._price.setAccessibleName("零售价")
        self.facts = RowTable(FACT_COLUMNS, "商品资料")
        self.facts.horizontalHeader().hide()
        price = row(label("零售价", "muted"), spacing=SPACE.s)
        price.addWidget(self._price, 1)
        foot = QGridLayout()
        foot.setSpacing(SPACE.xs)
        for at, button in enumerate(buttons):
            foot.addWidget(button, *divmod(at, BUTTONS_A_ROW))
        self.body.addWidget(self._name)
        self.body.addLayout(row(self._zone, self._code, None, self._state))
        self.body.addLayout(price)
        self.body.addWidget(self.facts, 1)
        self.body.addLayout(foot)

    def show_product(self, p: Product | None) -> None:
        """Another product, or none."""
        self._zone.setVisible(p is not None)
        if p is None:
            self._name.setText("")
            self._code.setText("没有选中商品")
            self._state.setText("")
            self._price.set_text("")
            self.facts.set_rows([])
            return
        c = p.content
        self._name.setText(c.name)
        self._zone.set_zone(c.zone, p.zone_colour)
        self._code.setText(f"{c.county} · {c.code}")
        self._state.setText("" if p.active else DELISTED)
        set_tone(self._state, "muted")
        self._price.set_text(formats.unit_price(c.list_price_fen, c.sold_by))
        self.facts.set_rows(fact_rows(p))
