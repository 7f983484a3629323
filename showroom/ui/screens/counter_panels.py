"""Small panels of the counter: quantity, discount, choice of product, held baskets, reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from showroom.domain.basket import BasketLine, Discount, DiscountKind
from showroom.domain.catalogue import PricedSku
from showroom.domain.quantity import SoldBy, limit
from showroom.services.baskets import HeldBasket
from showroom.ui import formats
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.card import label
from showroom.ui.widgets.chip import ChipFace, ChipRow
from showroom.ui.widgets.clock_label import now_us
from showroom.ui.widgets.data_table import DataTable
from showroom.ui.widgets.keypad import Keypad
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.table_rows import Column, Row

CHIP_HEIGHT = 44
LIST_HEIGHT = 320


class QuantityPanel(Overlay):
    """`entered` carries pieces or grams."""

    entered = Signal(object)

    def __init__(self, host: QWidget, sku: PricedSku, value: int | None = None) -> None:
        weighed = sku.sold_by is SoldBy.WEIGHT
        super().__init__(host, "重量（kg）" if weighed else "数量", 400, throwaway=True)
        self.body.addWidget(label(sku.name, "strong"))
        price = formats.unit_price(sku.list_price_fen, sku.sold_by)
        self.body.addWidget(label(f"单价 {price}", "muted"))
        self._field = AmountEdit(
            "重量" if weighed else "数量", 3 if weighed else 0, limit(sku.sold_by)
        )
        self._field.setProperty("scale", "entry")
        self._field.set_value(value)
        self._field.submitted.connect(self._enter)
        self.body.addWidget(self._field)
        keypad = Keypad("amount" if weighed else "digits", "确定")
        keypad.write_to(self._field)
        self.body.addWidget(keypad)
        self.first = self._field

    def _enter(self) -> None:
        value = self._field.value
        if value:
            self.close_panel()
            self.entered.emit(value)


class DiscountPanel(Overlay):
    """`entered` carries (whole order?, Discount or None); None takes a discount away."""

    entered = Signal(bool, object)

    def __init__(self, host: QWidget, line: BasketLine | None) -> None:
        super().__init__(host, "改价 / 折扣", 460, throwaway=True)
        scopes = [ChipFace("order", "整单")]
        if line is not None:
            scopes.insert(0, ChipFace("line", line.sku.short_name))
        self._scope = ChipRow(scopes, height=CHIP_HEIGHT)
        self._how = ChipRow(
            [
                ChipFace(DiscountKind.PERCENT, "折扣 %"),
                ChipFace(DiscountKind.AMOUNT, "立减"),
                ChipFace(DiscountKind.UNIT_PRICE, "新单价"),
            ],
            height=CHIP_HEIGHT,
        )
        self._hint = label("", "muted")
        self._field = AmountEdit("折扣")
        self._field.setProperty("scale", "entry")
        self._field.submitted.connect(self._enter)
        self._scope.chosen.connect(lambda _: self._explain())
        self._how.chosen.connect(lambda _: self._explain())
        for part in (self._scope, self._how, self._field, self._hint):
            self.body.addWidget(part)
        keypad = Keypad("amount", "")
        keypad.write_to(self._field)
        self.body.addWidget(keypad)
        clear = QPushButton("取消折扣")
        clear.setProperty("scale", "touch")
        clear.clicked.connect(self._clear)
        self.footer.addWidget(clear)
        go = ask(self, "确定")
        go.clicked.connect(self._enter)
        self._scope.choose(scopes[0].key)
        self._how.choose(DiscountKind.PERCENT)
        self._explain()
        self.first = self._field

    @property
    def _whole(self) -> bool:
        return self._scope.choice == "order"

    def _explain(self) -> None:
        if self._whole and self._how.choice is DiscountKind.UNIT_PRICE:
            self._how.choose(DiscountKind.PERCENT)
        told = {
            DiscountKind.PERCENT: "填 90 就是九折；只能降价，不能涨价",
            DiscountKind.AMOUNT: "填减去的金额（元）",
            DiscountKind.UNIT_PRICE: "填新的单价（元），不能高于标价",
        }
        choice = self._how.choice
        if isinstance(choice, DiscountKind):
            self._hint.setText(told[choice])

    def _enter(self) -> None:
        value, kind = self._field.value, self._how.choice
        if value is None or not isinstance(kind, DiscountKind):
            return
        # A percentage is typed with the same two places as money.
        amount = value // 100 if kind is DiscountKind.PERCENT else value
        self.close_panel()
        self.entered.emit(self._whole, Discount(kind, amount))

    def _clear(self) -> None:
        self.close_panel()
        self.entered.emit(self._whole, None)


class ChoicePanel(Overlay):
    """One code, several products: `chosen` carries the PricedSku."""

    chosen = Signal(object)

    def __init__(self, host: QWidget, skus: Sequence[PricedSku]) -> None:
        super().__init__(host, "这个条码对应几种商品，请选择", 620, throwaway=True)
        self._skus = {s.sku_id: s for s in skus}
        table = DataTable(
            (Column("商品", 0), Column("规格", 120), Column("单价", 110, "right", "amount")),
            "商品",
            counter=True,
        )
        table.setMinimumHeight(LIST_HEIGHT)
        table.set_rows(
            [
                Row(
                    s.sku_id,
                    (s.name, s.spec, formats.unit_price(s.list_price_fen, s.sold_by)),
                    zone=s.zone_colour,
                )
                for s in skus
            ]
        )
        table.select_first()
        table.row_activated.connect(self._choose)
        self.body.addWidget(table)
        go = ask(self, "选这个  Enter")
        go.clicked.connect(lambda: self._choose(table.selected_key))
        self.first = table

    def _choose(self, key: object) -> None:
        if isinstance(key, int) and key in self._skus:
            self.close_panel()
            self.chosen.emit(self._skus[key])  # type: ignore[index]


class HeldPanel(Overlay):
    """挂单列表: `recalled` carries the slot."""

    recalled = Signal(int)

    def __init__(self, host: QWidget, held: Sequence[HeldBasket]) -> None:
        super().__init__(host, "取单", 620, throwaway=True)
        table = DataTable(
            (
                Column("挂单时间", 0),
                Column("件数", 80, "right"),
                Column("金额", 120, "right", "amount"),
            ),
            "挂单列表",
            counter=True,
        )
        table.setMinimumHeight(LIST_HEIGHT)
        table.set_rows(
            [
                Row(
                    h.slot,
                    (
                        _held_when(h),
                        str(h.pieces),
                        formats.figure(h.net_fen),
                    ),
                )
                for h in held
            ]
        )
        table.select_first()
        table.row_activated.connect(self._recall)
        self.body.addWidget(table)
        go = ask(self, "取回  Enter")
        go.clicked.connect(lambda: self._recall(table.selected_key))
        self.first = table

    def _recall(self, key: object) -> None:
        if isinstance(key, int):
            self.close_panel()
            self.recalled.emit(key)


class ReasonPanel(Overlay):
    """A reason from a short list; `chosen` carries its words."""

    chosen = Signal(str)

    def __init__(self, host: QWidget, title: str, reasons: Sequence[str]) -> None:
        super().__init__(host, title, 420, throwaway=True)
        for reason in reasons:
            button = QPushButton(reason)
            button.setProperty("scale", "touch")
            button.clicked.connect(self._chooser(reason))
            self.body.addWidget(button)
            if self.first is None:
                self.first = button

    def _chooser(self, reason: str) -> Callable[[], None]:
        def choose() -> None:
            self.close_panel()
            self.chosen.emit(reason)

        return choose


def _held_when(held: HeldBasket) -> str:
    age = formats.relative(held.saved_at_us, now_us())
    return f"{formats.clock_time(held.saved_at_us)}（{age}）{held.label}"
