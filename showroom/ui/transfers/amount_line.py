"""The one figure of a line in a list: its name, pieces or kilograms, and where it belongs."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.documents.inspection import most
from showroom.domain.quantity import SoldBy
from showroom.ui.look import formats
from showroom.ui.transfers.pad import PadButton
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.card import label, row
from showroom.ui.widgets.elided_label import ElidedLabel

KG_PLACES, FIELD_WIDTH = 3, 160


class AmountLine(QWidget):
    """`submitted` follows Enter, `spaced` the space bar, which is no figure."""

    submitted = Signal()
    spaced = Signal()

    def __init__(self, what: str) -> None:
        super().__init__()
        self._name = ElidedLabel("", "strong")
        self._unit = label("", "muted")
        self._sold_by = SoldBy.EACH
        self._offered: int | None = None
        self.quantity: AmountEdit = AmountEdit(f"{what}数量", 0, most(SoldBy.EACH))
        self.weight: AmountEdit = AmountEdit(f"{what}重量", KG_PLACES, most(SoldBy.WEIGHT))
        for field in (self.quantity, self.weight):
            field.setProperty("scale", "touch")
            field.setFixedWidth(FIELD_WIDTH)
            field.submitted.connect(self.submitted)
        self.pad = PadButton(lambda: self.field)
        entry = row(label(what, "muted"), self.quantity, self.weight, self._unit, self.pad)
        entry.addWidget(self._name, 1)
        self.setLayout(entry)
        self.show_line(None)

    @property
    def field(self) -> AmountEdit:
        """The one that the goods are counted by."""
        return self.weight if self._sold_by is SoldBy.WEIGHT else self.quantity

    def show_line(
        self,
        value: int | None,
        name: str = "",
        unit: str = "",
        sold_by: SoldBy = SoldBy.EACH,
    ) -> None:
        """A figure that may be changed; None and no name for no line."""
        held = self.field.hasFocus()
        self._sold_by, self._offered = sold_by, value
        self.weight.setVisible(self.field is self.weight)
        self.quantity.setVisible(self.field is self.quantity)
        self.field.setEnabled(bool(name))
        self.field.begin(value)
        if held and name:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._name.setText(name)
        self._unit.setText(formats.measured_in(sold_by, unit) if name else "")

    @property
    def changed(self) -> bool:
        """Another figure than the one that was offered stands here, or none, or no figure."""
        return self.field.unread or self.field.value != self._offered

    def taken(self) -> None:
        """What stands here is what the line has from here on."""
        self._offered = self.field.value

    def begin(self) -> None:
        """The figure has the keyboard, and the first one typed replaces it."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()
