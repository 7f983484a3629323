"""这一行: quantity, lot, dates, cost and certificate of what was just scanned; Enter goes on."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QWidget

from showroom.domain.documents.dates import expiry_of, parse_pack_date
from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.inspection import Delivered, Finding, most
from showroom.domain.documents.reasons import SUPPLIER_GIFT
from showroom.domain.documents.together import together
from showroom.domain.quantity import SoldBy
from showroom.ui.browse.arrow_keys import DropKey
from showroom.ui.customer.counter_devices import CounterDevices
from showroom.ui.customer.scale_face import ScaleFace
from showroom.ui.engine.scan_keys import TAKES_TEXT
from showroom.ui.look import formats
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.receiving.cost_field import CostField
from showroom.ui.receiving.rows import open_text
from showroom.ui.transfers.pad import PadButton
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.card import Card, label, row, set_tone
from showroom.ui.widgets.chip import Chip, ChipFace
from showroom.ui.widgets.date_edit import DateEdit
from showroom.ui.widgets.elided_label import ElidedLabel

WORDS_LENGTH = 80
KG_PLACES = 3


class WordField(QLineEdit):
    """A lot's or a certificate's number, as printed; Enter submits."""

    submitted = Signal()

    def __init__(self, name: str, placeholder: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setMaxLength(WORDS_LENGTH)
        self.setProperty("scale", "touch")
        self.setProperty(TAKES_TEXT, True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submitted.emit()
        else:
            super().keyPressEvent(event)


class LineCard(Card):
    """`changed` carries the line as it is typed so far, `finished` follows the last field.

    `dropped` follows Del in any field.
    """

    changed = Signal(object)
    finished = Signal()
    dropped = Signal()
    place_asked = Signal()

    def __init__(self, devices: CounterDevices) -> None:
        super().__init__(padding=SPACE.m)
        self.setAccessibleName("这一行")
        self._devices = devices
        self._scale: ScaleFace | None = None
        self._line: DraftLine | None = None
        self._goods: Delivered | None = None
        self._showing = False
        self._key = ""
        self._led_to_cost = False
        self._made = ""
        """The production date that the expiry was computed from last."""
        self._name = ElidedLabel("", "strong")
        self._due, self._unit = label("", "strong"), label("", "muted")
        self.quantity = AmountEdit("数量", 0, most(SoldBy.EACH))
        self.weight = AmountEdit("重量", KG_PLACES, most(SoldBy.WEIGHT))
        self.lot = WordField("批号", "照包装")
        self.made, self.expiry = DateEdit("生产日期"), DateEdit("到期日", "照包装")
        self.cost = CostField()
        self.certificate = WordField("证书号", "可不填")
        self.place = QPushButton()
        self.place.setProperty("variant", "secondary")
        self.place.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.place.setAccessibleName("放到哪个库位")
        self.place.clicked.connect(self.place_asked)
        self.gift = Chip(ChipFace("gift", SUPPLIER_GIFT))
        self.gift.setToolTip("供应商送的，没有进价")
        self.gift.toggled.connect(self._gift_toggled)
        self.pad = PadButton(lambda: next((e for e in self.entries if e.hasFocus()), self.amount))
        self._life = label("", "caption")
        self._told = label("", "caption", wrap=True)
        self._lay_out()
        self._connect()
        self.show_line(None, None)

    def _lay_out(self) -> None:
        for field in (self.quantity, self.weight, self.cost):
            field.setProperty("scale", "touch")
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE.xs)
        grid.setVerticalSpacing(SPACE.xxs)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        rows: tuple[tuple[QWidget | str, ...], ...] = (
            ("数量", self.quantity, self._unit),
            ("批号", self.lot),
            ("生产", self.made, "到期", self.expiry),
            (self.cost.caption, self.cost, "证书", self.certificate),
            ("放到",),
        )
        for y, parts in enumerate(rows):
            for x, part in enumerate(parts):
                widget = label(part, "muted") if isinstance(part, str) else part
                alone = len(parts) == 2 and x == 1  # noqa: PLR2004 (caption and field)
                grid.addWidget(widget, y, x, 1, 3 if alone else 1)
            # Where its wrapped lines lack room, the card would else squeeze the rows together.
            grid.setRowMinimumHeight(y, SIZE.touch)
        grid.addWidget(self.weight, 0, 1)
        grid.addWidget(self.pad, 0, 3, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.place, len(rows) - 1, 1, 1, 2)
        grid.addWidget(self.gift, len(rows) - 1, 3)
        named = row(self._name, self._due, spacing=SPACE.s)
        named.setStretch(0, 1)
        self.body.addLayout(named)
        self.body.addLayout(grid)
        self.body.addLayout(row(self._life, None, self.cost.apart))
        self.body.addWidget(self._told)
        self.body.addStretch(1)

    def _connect(self) -> None:
        for field in (self.quantity, self.weight):
            field.submitted.connect(self._after_quantity)
        self.lot.submitted.connect(lambda: self._go_on(self.made))
        self.made.submitted.connect(self._after_made)
        self.made.value_changed.connect(self._propose)
        self.expiry.submitted.connect(self._end)
        self.cost.submitted.connect(self._after_cost)
        self.certificate.submitted.connect(self._end)
        fields = (self.quantity, self.weight, *self.entries[1:])
        for entry in fields:
            entry.editingFinished.connect(self._tell)
        DropKey(self, fields).dropped.connect(self.dropped)

    @property
    def entries(self) -> tuple[QLineEdit, ...]:
        """Every field, in the order of Tab."""
        amount = self.amount
        return (amount, self.lot, self.made, self.expiry, self.cost, self.certificate)

    @property
    def amount(self) -> AmountEdit:
        """The one of the two that the product is counted by."""
        goods = self._goods
        weighed = goods is not None and goods.sold_by is SoldBy.WEIGHT
        return self.weight if weighed else self.quantity

    def show_line(self, line: DraftLine | None, goods: Delivered | None, key: str = "") -> None:
        """Show a line that the books have, or that none is being entered.

        Where the line under that key is shown already, what was typed into it stays.
        """
        same = line is not None and line == self._line and goods is not None
        shown, typed = self._line, self.typed() if key and key == self._key else None
        self._line, self._goods, self._key = line, goods, key
        there = line is not None and goods is not None
        for part in (*self.entries, self.place, self.gift):
            part.setEnabled(there)
        self.cost.show_line(line, goods)
        weighed = self.amount is self.weight
        self.weight.setVisible(weighed)
        self._show_scale(weighed=weighed)
        self.quantity.setVisible(not weighed)
        if line is None or goods is None:
            self._name.setText("扫一件商品开始")
            self._clear()
        else:
            self._name_goods(goods)
            if not same:
                self._fill(line if typed is None else together(shown, typed, line).value)

    def _clear(self) -> None:
        """Nothing of another line stays."""
        self._showing = True
        for field in (self.quantity, self.weight, *self.entries[1:]):
            field.clear()
        self.gift.setChecked(False)
        self._made = ""
        for told in (self._life, self._due, self._unit, self.cost.apart, self._told):
            told.setText("")
        self._showing = False

    def _show_scale(self, *, weighed: bool) -> None:
        """Once one is set up, for goods by weight."""
        if weighed and self._scale is None and self._devices.has_scale:
            self._scale = ScaleFace(self._devices)
            self.body.insertWidget(1, self._scale)
        if self._scale is not None:
            self._scale.setVisible(weighed)

    def _name_goods(self, goods: Delivered) -> None:
        self._name.setText(f"{goods.name} {goods.spec}".strip())
        self._unit.setText(formats.measured_in(goods.sold_by, goods.unit))
        keeps = formats.shelf_life(goods.shelf_life_days, goods.shelf_life_months)
        self._life.setText(f"保质期 {keeps}" if keeps else "" if goods.expires else "没有保质期")

    def _fill(self, line: DraftLine) -> None:
        self._showing = True
        self.amount.set_value(line.quantity or None)
        self.lot.setText(line.lot_no)
        self.made.set_value(line.production_date)
        self.expiry.set_value(line.expiry_date)
        self._made = line.production_date
        self.cost.show_line(line, self._goods)
        self.cost.fill()
        self.certificate.setText(line.certificate)
        self.gift.setChecked(line.gift)
        self._showing = False

    def show_place(self, name: str) -> None:
        """Where the goods go."""
        self.place.setText(name or "选库位")

    def show_due(self, due: int) -> None:
        """``应收 12 袋``: what is still due of an order; nothing where nothing was ordered."""
        goods = self._goods
        told = formats.quantity(due, goods.sold_by, goods.unit) if goods is not None else ""
        self._due.setText(f"应收 {told}" if told and due else "")

    @property
    def due(self) -> str:
        """The same, as it is seen."""
        return self._due.text()

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """What speaks against the line, in words; whose goods they are stands above."""
        name = self._goods.name if self._goods is not None else ""
        told = open_text(findings).removeprefix(f"{name} ").removeprefix("的")
        self._told.setText(told)
        set_tone(self._told, "warning")

    @property
    def told(self) -> str:
        """The same, as it is seen."""
        return self._told.text()

    def begin(self) -> None:
        """The quantity has the keyboard."""
        self._led_to_cost = False
        self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
        self.amount.selectAll()

    def go_on(self) -> None:
        """The first field that is still empty has the keyboard; the dates tell each other."""
        dated = self.expiry.value or self.made.value
        wanted = (self.amount.text(), self.lot.text(), dated)
        empty = next((n for n, text in enumerate(wanted) if not text), 0)
        field = (self.amount, self.lot, self.made)[empty]
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    def lead_to(self, code: str) -> None:
        """The field that a refusal is about has the keyboard."""
        field = {
            "receipt_lot_missing": self.lot,
            "receipt_lot_reserved": self.lot,
            "receipt_made_tomorrow": self.made,
            "receipt_expiry_missing": self.expiry if self.made.value else self.made,
            "receipt_expiry_before_made": self.expiry,
            "receipt_short_rest": self.made,
            "receipt_expired": self.expiry,
            "receipt_expiry_far": self.expiry,
            "receipt_cost_missing": self.cost,
            "receipt_price_open": self.cost,
            "receipt_place": self.place,
        }.get(code, self.amount)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(field, QLineEdit):
            field.selectAll()

    @property
    def wants_lot(self) -> bool:
        """The lot's field has the keyboard."""
        return self.lot.hasFocus()

    def take_lot(self, code: str) -> None:
        """The lot's number was scanned."""
        self.lot.setText(code)
        self._go_on(self.made)

    @property
    def readable(self) -> bool:
        """Whether every field holds what it can hold; the first that does not is said."""
        figures = (self.amount, self.made, self.expiry, self.cost)
        return all(field.readable() for field in figures)

    def typed(self) -> DraftLine | None:
        """The line with what stands in the fields; None where none is being entered."""
        line, goods = self._line, self._goods
        if line is None or goods is None:
            return None
        return replace(
            line,
            quantity=line.quantity if self.amount.unread else self.amount.value or 0,
            lot_no=self.lot.text().strip(),
            production_date=self.made.value,
            expiry_date=self.expiry.value,
            cost_fen=self.cost.typed(),
            certificate=self.certificate.text().strip(),
            gift=self.gift.isChecked(),
        )

    def stand_as(self, line: DraftLine) -> None:
        """What stands in the fields is said to the books: none of it is typed on top any more."""
        self._line = line

    def _gift_toggled(self, on: bool) -> None:  # noqa: FBT001 (Qt's signature)
        """What costs nothing has no figure to be typed."""
        self.cost.gift(is_gift=on)
        self._tell()

    def _propose(self, made: str) -> None:
        """The expiry by the calendar, which goes with its date; what somebody typed stays."""
        if self._showing or self._goods is None:
            return
        before, self._made = self._life_from(self._made), made
        if not self.expiry.text() or (before and self.expiry.value == before):
            self.expiry.set_value(self._life_from(made))

    def _life_from(self, made: str) -> str:
        """The last day of goods made then, "" where nothing can be computed."""
        goods = self._goods
        if goods is None or not made:
            return ""
        days, months = goods.shelf_life_days, goods.shelf_life_months
        last = expiry_of(made, days, months) if days > 0 or months else ""
        return parse_pack_date(last) or ""  # the field's own reading: it refuses no proposal

    def _after_quantity(self) -> None:
        """An empty weight is what lies on the scale. Crafts have neither lot nor date."""
        if self.amount is self.weight and not self.weight.text() and self._scale is not None:
            self.weight.set_value(self._scale.take())
        if self._goods is not None and self._goods.wants_lot:
            self._go_on(self.lot)
        else:
            self._end()

    def _after_made(self) -> None:
        """The computed expiry is in sight, and spirits have none; Tab goes there to correct it."""
        if self.expiry.value or (self._goods is not None and not self._goods.expires):
            self._end()
        else:
            self._go_on(self.expiry)

    def _go_on(self, field: QLineEdit) -> None:
        self._tell()
        field.setFocus(Qt.FocusReason.TabFocusReason)
        field.selectAll()

    def _after_cost(self) -> None:
        """Where it was led to for the figure alone, the next goods follow."""
        if self._led_to_cost:
            self._finish()
        else:
            self._go_on(self.certificate)

    def _end(self) -> None:
        """The next goods may come; a price that is missing is asked for before them."""
        if self.cost.missing and not self.certificate.hasFocus():
            self._led_to_cost = True
            self._go_on(self.cost)
        else:
            self._finish()

    def _finish(self) -> None:
        self._led_to_cost = False
        if self.readable:
            self._tell()
            self.finished.emit()

    def _tell(self) -> None:
        line = self.typed()
        if line is not None and line != self._line and not self._showing:
            self._line = line
            self.changed.emit(line)
