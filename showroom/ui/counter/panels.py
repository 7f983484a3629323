"""Small panels of the counter: quantity, choice of product, held baskets, reasons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.catalogue import PricedSku
from showroom.domain.quantity import SoldBy, limit
from showroom.domain.reason import REASON_LENGTH
from showroom.services.selling.baskets import HeldBasket
from showroom.ui.browse.choice_panel import ListPanel
from showroom.ui.customer.counter_devices import CounterDevices
from showroom.ui.customer.scale_face import ScaleFace
from showroom.ui.engine.actions import ActionSpec, build_actions, button_for
from showroom.ui.look import formats
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.card import label
from showroom.ui.widgets.clock_label import now_us
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.keypad import Keypad
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.table_rows import Column, Row
from showroom.ui.widgets.words_edit import WordsEdit


class QuantityPanel(Overlay):
    """`entered` carries pieces or grams."""

    entered = Signal(object)

    def __init__(
        self,
        host: QWidget,
        sku: PricedSku,
        value: int | None = None,
        devices: CounterDevices | None = None,
    ) -> None:
        weighed = sku.sold_by is SoldBy.WEIGHT
        super().__init__(host, "重量（kg）" if weighed else "数量", 400, throwaway=True)
        self.body.addWidget(ElidedLabel(sku.name, "strong"))
        price = formats.unit_price(sku.list_price_fen, sku.sold_by)
        self.body.addWidget(label(f"单价 {price}", "muted"))
        self._scale: ScaleFace | None = None
        if weighed and devices is not None and devices.has_scale:
            self._scale = ScaleFace(devices)
            self.body.addWidget(self._scale)
        name = "重量" if weighed else "数量"
        self._field = AmountEdit(name, 3 if weighed else 0, limit(sku.sold_by))
        self._field.setProperty("scale", "entry")
        self._field.set_value(value)
        self._field.submitted.connect(self._enter)
        self.body.addWidget(self._field)
        keypad = Keypad("amount" if weighed else "digits", "确定  Enter")
        keypad.write_to(self._field)
        self.put_pad(keypad)
        self.first = self._field

    def _enter(self) -> None:
        value = self._field.value
        if value is None and self._scale is not None:
            value = self._scale.take()
        if value:
            self.close_panel()
            self.entered.emit(value)


class HeldPanel(ListPanel):
    """挂单列表: `recalled` carries the slot, `unwanted` a HeldBasket that cannot be read."""

    recalled = Signal(object)
    unwanted = Signal(object)

    def __init__(self, host: QWidget, held: Sequence[HeldBasket]) -> None:
        columns = (
            Column("备注", 0),
            Column("挂单时间", 160, kind="muted"),
            Column("件数", 72, "right"),
            Column("金额", 120, "right", "amount"),
        )
        super().__init__(host, "挂单列表", columns, [_held_row(h) for h in held], "取回")
        self._by_slot = {h.slot: h for h in held}
        self.taken.connect(self._tell)

    def _tell(self, slot: int) -> None:
        held = self._by_slot[slot]
        if held.readable:
            self.recalled.emit(slot)
        else:
            self.unwanted.emit(held)


class ReasonPanel(Overlay):
    """A reason from a short list, by its figure or a touch; `chosen` carries its words."""

    chosen = Signal(str)

    def __init__(self, host: QWidget, title: str, reasons: Sequence[str]) -> None:
        super().__init__(host, title, 420, throwaway=True)
        self._reasons = tuple(reasons)
        specs = [
            ActionSpec(f"reason_{at}", reason, (str(at + 1),), handler=lambda at=at: self._take(at))
            for at, reason in enumerate(reasons)
        ]
        acts = build_actions(self, specs)
        for spec in specs:
            self.body.addWidget(button_for(acts, spec.id, "secondary", "touch"))
        self.first = self

    def _take(self, at: int) -> None:
        self.close_panel()
        self.chosen.emit(self._reasons[at])


class WordsPanel(Overlay):
    """A reason in the person's own words; `chosen` carries them."""

    chosen = Signal(str)

    def __init__(self, host: QWidget, title: str) -> None:
        super().__init__(host, title, 420, throwaway=True)
        self._field = WordsEdit(title, REASON_LENGTH // 2, "写几个字，会记进操作日志")
        self.body.addWidget(self._field)
        go = ask(self, "确定  Enter")
        go.clicked.connect(self._take)
        self._field.returnPressed.connect(self._take)
        self.first = self._field

    def _take(self) -> None:
        words = " ".join(self._field.text().split())
        if words and words.isprintable():
            self.close_panel()
            self.chosen.emit(words)


def _held_row(held: HeldBasket) -> Row:
    return Row(
        held.slot,
        (
            held.label or f"第 {held.slot} 单",
            formats.relative(held.saved_at_us, now_us()),
            formats.count(held.pieces) if held.readable else "",
            formats.figure(held.due_fen) if held.readable else "读不出来",
        ),
    )
