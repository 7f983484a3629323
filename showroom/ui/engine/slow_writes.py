"""What is said while the books keep somebody waiting: nothing was decided yet."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from showroom.ui.engine.message import Message
from showroom.ui.engine.voice import Strip
from showroom.ui.words.messages import WRITING

SAID_AFTER_MS = 500
ABOUT = "the books are slow"


class SlowWrites(QObject):
    """Counts the writes under way; the strip says so once they last, until the last one ended."""

    def __init__(self, strip: Strip, parent: QObject) -> None:
        super().__init__(parent)
        self._strip = strip
        self._under_way = 0
        self.timer = QTimer(self, singleShot=True, interval=SAID_AFTER_MS)
        self.timer.timeout.connect(self._say)

    @property
    def waiting(self) -> bool:
        """True while a verb that somebody waits for is with the books."""
        return self._under_way > 0

    def begun(self) -> None:
        """One more was handed to the books."""
        self._under_way += 1
        if self._under_way == 1:
            self.timer.start()

    def ended(self) -> None:
        """The books answered, whatever they said; of that others tell."""
        self._under_way -= 1
        if not self._under_way:
            self.timer.stop()
            self._strip.withdraw(ABOUT)

    def _say(self) -> None:
        if self._under_way:
            self._strip.show_message(Message("info", WRITING, about=ABOUT, true_still=True))
