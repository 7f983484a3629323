"""The scale's weight where it is needed: large, and said to be at rest or not."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from showroom.domain.errors import Refusal
from showroom.domain.weighing import Reading, sellable
from showroom.ui.customer.counter_devices import CounterDevices
from showroom.ui.look import formats
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.card import column, label, set_tone
from showroom.ui.words import messages

TAKE = "稳定，按 Enter 取这个重量"
WAITING = "秤没有回应，可以手工输入重量"


class ScaleFace(QWidget):
    """Follows the scale; `take` gives what may be sold."""

    def __init__(self, devices: CounterDevices) -> None:
        super().__init__()
        self._devices = devices
        self._weight = label("", "amount")
        self._weight.setAccessibleName("秤上的重量")
        self._hint = label("", "muted")
        box = column(self._weight, self._hint, spacing=SPACE.xxs)
        self.setLayout(box)
        devices.weighed.connect(self._show)
        self._show(devices.last)

    def take(self) -> int | None:
        """Grams of a weight at rest; None when there is none, and why is said."""
        try:
            return sellable(self._devices.last)
        except Refusal as refusal:
            self._tell(messages.sentence(refusal), "danger")
            return None

    def _show(self, reading: Reading | None) -> None:
        self._weight.setText("—" if reading is None else formats.weight(reading.grams))
        try:
            sellable(reading)
        except Refusal as refusal:
            silent = refusal.code == "scale_silent"
            self._tell(WAITING if silent else messages.sentence(refusal), "warning")
            set_tone(self._weight, "muted")
        else:
            self._tell(TAKE, "success")
            set_tone(self._weight, "success")

    def _tell(self, text: str, tone: str) -> None:
        self._hint.setText(text)
        set_tone(self._hint, tone)
