"""Signs of work: a thin bar whose place is always kept, and a panel with 取消."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from showroom.ui.look.theme import colour
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.card import label, row

HEIGHT = 3
FRAME_MS = 40
STEPS = 40


class BusyBar(QWidget):
    """Connect `Operations.busy` to `set_busy`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("正在处理")
        self._step = 0
        self._timer = QTimer(self, interval=FRAME_MS)
        self._timer.timeout.connect(self._advance)

    @property
    def busy(self) -> bool:
        """True while it moves."""
        return self._timer.isActive()

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 (a slot of a bool signal)
        """Move or rest; its place stays."""
        if busy == self.busy:
            return
        self._step = 0
        if busy:
            self._timer.start()
        else:
            self._timer.stop()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A third of the width, wandering."""
        if not self.busy:
            return
        third = self.width() / 3
        left = -third + (self.width() + third) * self._step / STEPS
        painter = QPainter(self)
        painter.fillRect(QRectF(left, 0, third, self.height()), colour("accent"))
        painter.end()

    def _advance(self) -> None:
        self._step = (self._step + 1) % (STEPS + 1)
        self.update()


class ProgressPanel(QWidget):
    """For work over a second: what it is, how far, 取消."""

    cancelled = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = label(text)
        self._figure = label("", "muted")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(text)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.cancelled)
        cancel.clicked.connect(lambda: cancel.setEnabled(False))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACE.s)
        box.addLayout(row(self._text, None, self._figure))
        box.addWidget(self._bar)
        box.addLayout(row(None, cancel))

    def set_progress(self, done: int, total: int) -> None:
        """Take `How(on_progress=…)`; total 0 means not known."""
        self._bar.setRange(0, max(0, total))
        self._bar.setValue(done)
        self._figure.setText(f"{done:,} / {total:,}" if total else "")
