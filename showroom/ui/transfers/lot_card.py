"""这一行: how much of the product that was scanned, and of which lots; Enter takes it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from showroom.domain.documents.inspection import most
from showroom.domain.ids import LotId
from showroom.domain.quantity import SoldBy
from showroom.ui.browse.arrow_keys import STEPS, DropKey
from showroom.ui.look import formats
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.transfers.model import NO_LOT, Entry
from showroom.ui.transfers.pad import PadButton
from showroom.ui.transfers.rows import LOTS, full_name, lot_rows
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.card import Card, label, row
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.words.trade import lot_and_source

KG_PLACES = 3
SHOWN_LOTS = 3
HEADER = 40


class LotCard(Card):
    """`typed` carries a quantity or None, `taken` follows Enter, `lot_chosen` carries a lot.

    `dropped` follows Del.

    Arrows choose a lot while the quantity has the keyboard; above the first they give the choice
    back to the suggestion.
    """

    typed = Signal(object)
    taken = Signal()
    lot_chosen = Signal(object)
    dropped = Signal()

    def __init__(self) -> None:
        super().__init__(padding=SPACE.m)
        self.setAccessibleName("这一行")
        self._entry: Entry | None = None
        self._name = ElidedLabel("", "strong")
        self._unit = label("", "muted")
        self._told = ElidedLabel("", "caption")
        self._keys = label("", "caption")
        self.quantity: AmountEdit = AmountEdit("数量", 0, most(SoldBy.EACH))
        self.weight: AmountEdit = AmountEdit("重量", KG_PLACES, most(SoldBy.WEIGHT))
        for field in (self.quantity, self.weight):
            field.setProperty("scale", "touch")
            field.value_changed.connect(self._changed)
            field.submitted.connect(self.taken)
        DropKey(self, (self.quantity, self.weight)).dropped.connect(self.dropped)
        self.lots = RowTable(LOTS, "批次")
        self.lots.set_row_height(SIZE.row_counter)
        self.lots.setMinimumHeight(HEADER + SHOWN_LOTS * SIZE.row_counter)
        self.lots.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.lots.set_empty(label("", "muted"))
        self.lots.clicked.connect(lambda _: self._choose(self.lots.selected_key))
        self.pad = PadButton(lambda: self.amount)
        entry = row(label("数量", "muted"), self.quantity, self.weight, self._unit, self.pad)
        entry.setStretch(1, 1)
        entry.setStretch(2, 1)
        self.body.addWidget(self._name)
        self.body.addLayout(entry)
        self.body.addWidget(self.lots, 1)
        told = row(self._told, self._keys)
        told.setStretch(0, 1)
        self.body.addLayout(told)
        self._showing = False
        self.show_entry(None, "")

    @property
    def amount(self) -> AmountEdit:
        """The one of the two that the product is counted by."""
        return self.weight if self._sold_by is SoldBy.WEIGHT else self.quantity

    @property
    def _sold_by(self) -> SoldBy:
        return self._entry.goods.sold_by if self._entry is not None else SoldBy.EACH

    def show_entry(self, entry: Entry | None, today: str) -> None:
        """What is being entered, or that nothing is."""
        before = self._entry
        self._entry, self._showing = entry, True
        self.quantity.setVisible(self.amount is self.quantity)
        self.weight.setVisible(self.amount is self.weight)
        self.amount.setEnabled(entry is not None)
        if entry is None:
            self._name.setText("扫一件商品开始")
            self._unit.setText("")
            self._tell("", "")
            self.amount.set_value(None)
            self.lots.set_rows([])
        else:
            self._show(entry, before, today)
        self._showing = False

    def _show(self, entry: Entry, before: Entry | None, today: str) -> None:
        goods = entry.goods
        self._name.setText(full_name(goods))
        self._unit.setText(formats.measured_in(goods.sold_by, goods.unit))
        other = before is None or before.goods.sku_id != goods.sku_id
        if other or self.amount.value != entry.quantity:
            self.amount.set_value(entry.quantity)
            self.amount.selectAll()
        self.lots.set_rows(lot_rows(entry.lots or (), entry.shown, goods.sold_by, today))
        if entry.chosen:
            self.lots.select_key(entry.chosen)
            keys = "↑ 到顶就按建议" if entry.suggests else "↑ ↓ 换一批"
            lot = entry.lot
            if lot is None:
                self._tell("", "")
            else:
                self._tell(f"拿 {lot_and_source(lot.named)}", keys)
        else:
            self.lots.clearSelection()
            there = bool(entry.lots)
            self._tell("先到期的先拿" if there else "", "Enter 照办，↓ 换一批" if there else "")

    def _tell(self, what: str, keys: str) -> None:
        """What is taken, and which keys choose; a long source gives way, and no line wraps."""
        self._told.setText(what)
        self._keys.setText(keys)

    def begin(self) -> None:
        """The quantity has the keyboard."""
        self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
        self.amount.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows of the quantity move along the lots."""
        step = STEPS.get(Qt.Key(event.key()))
        entry = self._entry
        if step is None or entry is None or not entry.lots:
            super().keyPressEvent(event)
            return
        ids = [*([NO_LOT] if entry.suggests else []), *(lot.lot_id for lot in entry.lots)]
        at = (ids.index(entry.chosen) if entry.chosen in ids else 0) + step
        self._choose(ids[max(0, min(len(ids) - 1, at))])

    def _choose(self, lot_id: object) -> None:
        if isinstance(lot_id, int):
            self.lot_chosen.emit(LotId(lot_id))
            self.amount.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self, value: object) -> None:
        if not self._showing:
            self.typed.emit(value)
