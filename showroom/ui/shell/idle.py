"""Nobody touched the till for a while."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow

MINUTE_MS = 60_000
LOOK_EVERY_MS = 5_000
_SIGNS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
    }
)


class IdleWatch(QObject):
    """`idle` once nothing was touched for `limit_ms`; watch again with `start`.

    It listens at the window itself: a filter on the application would see every event there is.
    """

    idle = Signal()

    def __init__(self, limit_ms: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.limit_ms = limit_ms
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)

    def listen(self, window: QWindow) -> None:
        """Hear the keys, the mouse and the touches of a window."""
        window.removeEventFilter(self)
        window.installEventFilter(self)

    def start(self) -> None:
        """Somebody is here now."""
        self._since.start()
        self._timer.start(min(LOOK_EVERY_MS, self.limit_ms))

    def stop(self) -> None:
        """Nobody to watch."""
        self._timer.stop()

    @property
    def still_ms(self) -> int:
        """How long nobody has touched the till."""
        return self._since.elapsed() if self._since.isValid() else 0

    def poke(self) -> None:
        """A sign of life which is no key, such as a scan."""
        self._since.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Only looks."""
        if event.type() in _SIGNS:
            self._since.start()
        return False

    def _look(self) -> None:
        if self._since.elapsed() >= self.limit_ms:
            self.stop()
            self.idle.emit()
