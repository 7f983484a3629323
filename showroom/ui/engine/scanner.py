"""One router for all keyboard-wedge input, whatever has the focus.

A scanner types like a person, only faster: gaps of at most 35 ms by the event's own time stamp
(a stalled GUI does not stretch them), at least six characters, Enter or Tab at the end. Printable
keys are held back for 35 ms. When the burst turns out to be a scan nothing of it reaches any
widget; when it was a person the keys are replayed in order, shortcuts included.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from showroom.domain.scan import MAX_CODE_LENGTH
from showroom.ui.engine.scan_keys import HeldKey, clean_scan, is_magstripe

GAP_MS = 35
STALL_MS = 15
GRACE_MS = 10
MIN_LENGTH = 6
DOUBLE_READ_MS = 100

_SUFFIXES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_MODIFIER_KEYS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
)
_EDITING_KEYS = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Escape)
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_KEY_EVENTS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)


class ScanRouter(QObject):
    """Turns fast typing into `scanned`; everything else passes as if nobody listened.

    `garbled` reports a burst which cannot be a code (control characters, over 128 characters).
    `card_refused` reports a swiped magnetic stripe; its content is dropped at once.
    """

    scanned = Signal(str)
    garbled = Signal()
    card_refused = Signal()

    def __init__(self, prefixes: Sequence[str] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.prefixes = tuple(prefixes)
        self._held: list[HeldKey] = []
        self._text = ""
        self._overflow = False
        self._last_stamp = 0
        self._end_stamp: int | None = None
        self._last_code = ""
        self._code_stamp = -DOUBLE_READ_MS
        self._clock = QElapsedTimer()
        self._clock.start()
        self._armed_at = 0
        self._graced = False
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._expire)

    @property
    def holds(self) -> bool:
        """True while keys wait for what follows them."""
        return bool(self._held)

    def install(self, app: QGuiApplication) -> None:
        """Listen on whatever window has the keyboard, modal dialogs included."""
        app.focusWindowChanged.connect(self._watch)
        self._watch(app.focusWindow())

    def feed(self, text: str) -> None:
        """A code from a serial scanner or the phone; same checks, same signals."""
        now = self._clock.elapsed()
        self._finish(text.rstrip("\r\n\t"), now, now)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Look at real key events only; what is sent by the program itself passes."""
        if event.type() in _KEY_EVENTS and isinstance(event, QKeyEvent) and event.spontaneous():
            return self.take_key(event)
        return False

    def take_key(self, event: QKeyEvent) -> bool:
        """Decide about one key event; True when it must not go further."""
        if event.type() == QEvent.Type.ShortcutOverride:
            if self._keeps(event):
                event.accept()
                return True
            if event.key() not in _MODIFIER_KEYS:
                self._flush()  # a shortcut acts on what was typed before it, however fast it comes
            return False
        if event.type() == QEvent.Type.KeyRelease:
            return self._release(event)
        return self._press(event)

    def _watch(self, window: QWindow | None) -> None:
        self._flush()
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def _keeps(self, event: QKeyEvent) -> bool:
        return self._holdable(event) or (bool(self._held) and event.key() in _SUFFIXES)

    def _holdable(self, event: QKeyEvent) -> bool:
        text = event.text()
        if event.isAutoRepeat() or not text or event.key() in _EDITING_KEYS:
            return False
        if event.key() in _SUFFIXES:
            return False
        commands = event.modifiers() & _COMMANDS
        if text.isprintable():
            alt_gr = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
            return not commands or commands == alt_gr
        return bool(self._held) and self._fast(self._stamp(event))

    def _fast(self, stamp: int) -> bool:
        return 0 <= stamp - self._last_stamp <= GAP_MS

    def _press(self, event: QKeyEvent) -> bool:
        if event.key() in _MODIFIER_KEYS:
            return False
        stamp = self._stamp(event)
        if self._held and not self._fast(stamp):
            self._flush()
        if event.key() in _SUFFIXES or event.text() == "\n":
            return self._suffix(event, stamp)
        if not self._holdable(event):
            self._flush()
            return False
        self._hold(event, stamp)
        return True

    def _hold(self, event: QKeyEvent, stamp: int) -> None:
        self._last_stamp = stamp
        if len(self._text) >= MAX_CODE_LENGTH:
            self._overflow = True
        else:
            self._held.append(HeldKey.of(event, stamp))
            self._text += event.text()
        self._arm(GAP_MS + 2)  # a key at the very limit comes before the timer

    def _suffix(self, event: QKeyEvent, stamp: int) -> bool:
        if len(self._text) >= MIN_LENGTH:
            text, start = self._text, self._held[0].stamp
            overflow = self._overflow
            self._forget()
            self._last_stamp = stamp
            self._end_stamp = stamp
            if overflow:
                self.garbled.emit()
            else:
                self._finish(text, start, stamp)
            return True
        if self._held:
            self._held.append(HeldKey.of(event, stamp))
            self._flush()
            return True
        # the second half of CR LF, or of a two-track card
        return self._end_stamp is not None and 0 <= stamp - self._end_stamp <= GAP_MS

    def _release(self, event: QKeyEvent) -> bool:
        if not self._held or event.key() in _MODIFIER_KEYS or self._overflow:
            return False
        self._held.append(HeldKey.of(event, self._stamp(event)))
        return True

    def _stamp(self, event: QKeyEvent) -> int:
        return event.timestamp() or self._clock.elapsed()

    def _arm(self, delay_ms: int) -> None:
        self._armed_at = self._clock.elapsed()
        self._timer.start(delay_ms)

    def _expire(self) -> None:
        late = self._clock.elapsed() - self._armed_at > GAP_MS + STALL_MS
        if late and not self._graced:  # the GUI was stalled: keys may be waiting behind this timer
            self._graced = True
            self._arm(GRACE_MS)
            return
        if self._overflow:
            self._forget()
            self.garbled.emit()
        else:
            self._flush()

    def _forget(self) -> None:
        self._timer.stop()
        self._held, self._text = [], ""
        self._overflow = self._graced = False

    def _flush(self) -> None:
        held, text = self._held, self._text
        self._forget()
        if is_magstripe(text):
            self.card_refused.emit()
            return
        for key in held:
            key.replay()

    def _finish(self, raw: str, start: int, end: int) -> None:
        if is_magstripe(raw):
            self.card_refused.emit()
            return
        code = clean_scan(raw, self.prefixes)
        if not code:
            self.garbled.emit()
            return
        previous, ended = self._last_code, self._code_stamp
        self._last_code, self._code_stamp = code, end
        if code != previous or not 0 <= start - ended < DOUBLE_READ_MS:
            self.scanned.emit(code)
