"""Scale, pole and scanner as the screens know them: Qt signals instead of foreign threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from showroom.domain.counter_device import PoleSettings, ScaleSettings, ScannerSettings
from showroom.domain.weighing import Reading
from showroom.ui.customer.state import CustomerState, pole_text
from showroom.ui.engine.ports import Status
from showroom.ui.words.setting_names import NAMES

if TYPE_CHECKING:
    from showroom.services.shop.settings import ShopSettings
    from showroom.ui.engine.ports import CounterLine


class CounterDevices(QObject):
    """`weighed` carries a Reading or None, `scanned` a code, `desk` the glyph's Status.

    `last` is the newest reading; `has_scale` is True while a scale is set up.
    """

    weighed = Signal(object)
    scanned = Signal(str)
    desk = Signal(object)
    _arrived = Signal(object)
    _code = Signal(str)
    _troubled = Signal(str, str)

    def __init__(self, line: CounterLine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self.last: Reading | None = None
        self.has_scale = False
        self._trouble: dict[str, str] = {}
        queued = Qt.ConnectionType.QueuedConnection
        self._arrived.connect(self._weigh, queued)
        self._code.connect(self.scanned, queued)
        self._troubled.connect(self._note, queued)
        line.listen(self._arrived.emit, self._code.emit, self._troubled.emit)

    def use(self, settings: ShopSettings) -> None:
        """Connect what the settings say; runs on the device lane."""
        self.connect_to(settings.scale, settings.pole, settings.scanner)

    def connect_to(
        self, scale: ScaleSettings, pole: PoleSettings, scanner: ScannerSettings
    ) -> None:
        """Connect these; what is as before stays connected."""
        self.has_scale = bool(scale.line.port)
        self.line.connect(scale, pole, scanner)

    def show(self, state: CustomerState) -> None:
        """The pole follows the counter."""
        self.line.show(pole_text(state))

    def _weigh(self, reading: Reading | None) -> None:
        if reading != self.last:
            self.last = reading
            self.weighed.emit(reading)

    def _note(self, device: str, code: str) -> None:
        if code:
            self._trouble[device] = code
        else:
            self._trouble.pop(device, None)
        names = "、".join(NAMES[name] for name in self._trouble)
        sentence = f"{names}没有接好，会自动再连；不影响收款" if names else ""
        self.desk.emit(Status("warning" if names else "", sentence))
