"""One router for all keyboard-wedge input, whatever has the focus.

A scanner types like a person, only faster, six characters at least, Enter or Tab at the end; which
keys belong together is decided by their own time stamps (`scan_burst`). Printable keys are held
back while one may follow. When the burst turns out to be a scan nothing of it reaches any widget;
when it was a person the keys are replayed in order, shortcuts included.

Where nothing takes text a single key answers, chooses or closes. There a letter or figure waits
for the slowest scanner's next key: alone it acts; a run is no person's, and with an Enter a scan.
Where figures are a PIN a run as long as one, and its last figure twice, is a person's; a longer one
is a slow scanner's code, and no try of a PIN.

The timer only ends the waiting, it decides nothing: it lets what waits in the queue go first, and
when a key comes late all the same, whose stamp says that it belongs to those given back, the fields
get back what stood in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from showroom.domain.barcode import is_digits
from showroom.domain.pin import PIN_DIGITS
from showroom.ui.engine.key_bounce import KeyBounce
from showroom.ui.engine.scan_burst import (
    GAP_MS,
    MIN_LENGTH,
    SLOW_MS,
    STALL_MS,
    Burst,
    gap_ms,
)
from showroom.ui.engine.scan_keys import (
    FieldBefore,
    HeldKey,
    TypingOver,
    clean_scan,
    everywhere,
    first_of_each,
    is_magstripe,
    takes_pin,
    takes_text,
)

DELIVERY_MS = (2, 6, 0)
"""Pauses behind the last stamp in which a key on its way arrives; one of 0 ms comes once the
queue of events is empty."""

PIN_RUN = PIN_DIGITS + 1
"""So many figures in a run may be a PIN, its last one twice; the shortest bar code has eight."""
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
_TURNS_AWAY = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
    QEvent.Type.FocusAboutToChange,
)
"""What a hand or the window system does next: it acts on all that was typed before it."""
_KEY_EVENTS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)


@dataclass(frozen=True, slots=True)
class _Held:
    """A key held back; it is part of the scan if that begins at or before its place."""

    place: int
    key: HeldKey


class ScanRouter(QObject):
    """Turns fast typing into `scanned`; everything else passes as if nobody listened.

    `garbled` reports a burst which cannot be a code (control characters, over 128 characters).
    `unused` reports a run of keys without an Enter where single ones act: no one knows whose.
    `card_refused` reports a swiped magnetic stripe; its content is dropped at once.
    """

    scanned = Signal(str)
    garbled = Signal()
    unused = Signal()
    card_refused = Signal()

    def __init__(self, prefixes: Sequence[str] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.prefixes = tuple(prefixes)
        self._bounce = KeyBounce()
        self._burst = Burst()
        self._held: list[_Held] = []
        self._before: list[tuple[int, FieldBefore]] = []
        self._end_stamp: int | None = None
        self._slow = self._pin = self._torn = False
        self._clock = QElapsedTimer()
        self._clock.start()
        self._pause = 0
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._expire)

    @property
    def holds(self) -> bool:
        """True while keys wait for what follows them."""
        return bool(self._held)

    def rest(self) -> None:
        """A hand's pause before the next key, for whoever plays a person faster than any hand."""
        self._bounce.rest()

    def install(self, app: QGuiApplication) -> None:
        """Listen on whatever window has the keyboard, modal dialogs included."""
        app.focusWindowChanged.connect(self._watch)
        self._watch(app.focusWindow())

    def feed(self, text: str) -> None:
        """What a serial scanner read, nothing when it was not whole; same checks, same signals."""
        self._finish(text.rstrip("\r\n\t"))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Look at real key events only; what is sent by the program itself passes."""
        if event.type() in _KEY_EVENTS and isinstance(event, QKeyEvent) and event.spontaneous():
            return self.take_key(event)
        if event.type() in _TURNS_AWAY:
            self._give()  # the rest of a scan may still come: then the fields are as before
        if isinstance(event, TypingOver):
            self._forget()
        return False

    def take_key(self, event: QKeyEvent) -> bool:
        """Decide about one key event; True when it must not go further."""
        if self._bounce.takes(event, self._stamp(event)):
            event.accept()
            return True
        if event.type() == QEvent.Type.ShortcutOverride:
            if self._keeps(event) or everywhere(event) is not None:
                event.accept()
                return True
            if event.key() not in _MODIFIER_KEYS:
                self._flush()  # a shortcut acts on what was typed before it, however fast it comes
            return False
        if event.type() == QEvent.Type.KeyRelease:
            return self._release(event)
        return self._press(event)

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def _keeps(self, event: QKeyEvent) -> bool:
        if event.key() in _SUFFIXES:
            return bool(self._held) or self._ends_scan(self._stamp(event))
        return self._holdable(event)

    def _ends_scan(self, stamp: int) -> bool:
        return self._burst.joins(stamp) and self._code_from(stamp) is not None

    def _code_from(self, stamp: int) -> int | None:
        start = self._burst.code_from(stamp)
        if start is None and self._slow:
            start = self._burst.code_from(stamp, SLOW_MS)
            if start is not None and self._may_be_pin(self._burst.text_from(start)):
                return None
        return start

    def _may_be_pin(self, text: str) -> bool:
        return self._pin and is_digits(text) and len(text) <= PIN_RUN

    @property
    def _hold_ms(self) -> int:
        return max(SLOW_MS if self._slow else 0, self._burst.hold_ms)

    def _holdable(self, event: QKeyEvent) -> bool:
        text, stamp = event.text(), self._stamp(event)
        if not text or event.key() in _EDITING_KEYS or event.key() in _SUFFIXES:
            return False
        if event.isAutoRepeat() and self._burst.pause(stamp) > self._burst.repeat_ms:
            return False
        commands = event.modifiers() & _COMMANDS
        if text.isprintable():
            alt_gr = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
            return not commands or commands == alt_gr
        return self._burst.pause(stamp) <= self._hold_ms

    def _press(self, event: QKeyEvent) -> bool:
        if event.key() in _MODIFIER_KEYS:
            return False
        stamp = self._stamp(event)
        if not self._burst.joins(stamp):
            self._flush()
        action = everywhere(event)
        if action is not None:
            self._flush()
            if not event.isAutoRepeat():
                action.trigger()
            return True
        if event.key() in _SUFFIXES or event.text() == "\n":
            return self._suffix(event, stamp)
        if not self._holdable(event):
            self._flush()
            return False
        if self._held and self._burst.pause(stamp) > self._hold_ms:
            self._give()
        if not self._held:
            self._pin = takes_pin()
            self._slow = event.text().isalnum() and (self._pin or not takes_text())
        self._hold(event, stamp)
        return True

    def _hold(self, event: QKeyEvent, stamp: int) -> None:
        if self._burst.add(event.text(), stamp):
            self._held.append(_Held(self._burst.end - 1, HeldKey.of(event, stamp)))
        self._wait(0)

    def _suffix(self, event: QKeyEvent, stamp: int) -> bool:
        start = self._code_from(stamp) if self._burst.stamps else None
        if start is not None:
            text, overflow = self._burst.text_from(start), self._burst.overflow
            self._take_back(start)
            self._end_stamp = stamp
            if overflow:
                self.garbled.emit()
            else:
                self._finish(text)
            return True
        if self._held:
            self._held.append(_Held(self._burst.end, HeldKey.of(event, stamp)))
            self._flush()
            return True
        self._forget()
        # the second half of CR LF, or of a two-track card
        return self._end_stamp is not None and gap_ms(self._end_stamp, stamp) <= GAP_MS

    def _release(self, event: QKeyEvent) -> bool:
        if not self._held or event.key() in _MODIFIER_KEYS or self._burst.overflow:
            return False
        key = HeldKey.of(event, self._stamp(event))
        self._held.append(_Held(self._held[-1].place, key))
        return True

    def _stamp(self, event: QKeyEvent) -> int:
        return event.timestamp() or self._clock.elapsed()

    def _wait(self, pause: int) -> None:
        self._pause = pause
        first = self._hold_ms if pause == 0 else 0
        self._timer.start(first + DELIVERY_MS[pause])

    def _expire(self) -> None:
        if self._held and self._pause + 1 < len(DELIVERY_MS):
            self._wait(self._pause + 1)
        elif self._burst.overflow:
            self._take_back()
            self.garbled.emit()
        elif self._torn and not self._held:
            self._flush()
        else:
            self._give()

    def _give(self) -> None:
        """It seems to have been a person; the next stamps may still prove otherwise."""
        if is_magstripe(self._burst.text):
            self._flush()
            return
        held, torn = self._of_person(), self._is_torn
        self._held = []
        if torn:
            self._torn = True
            self._timer.start(STALL_MS)  # its end may still come
        burst = self._burst
        for each in held:
            told = self._burst is not burst  # a key before it ended what was typed
            if not told and (not self._before or self._before[-1][0] != each.place):
                self._before += [(each.place, before) for before in FieldBefore.now()]
            each.key.replay()

    @property
    def _run(self) -> int:
        """How many letters and figures are held where one acts by itself."""
        places = {each.place for each in self._held if each.key.text.isalnum()}
        return len(places) if self._slow else 0

    @property
    def _is_torn(self) -> bool:
        """A slow scanner's code whose end is missing: it does nothing, and that is said."""
        return self._torn or (self._run >= MIN_LENGTH and not self._may_be_pin(self._held_text))

    def _of_person(self) -> list[_Held]:
        return self._held if self._run <= 1 or self._may_be_pin(self._held_text) else []

    @property
    def _held_text(self) -> str:
        texts = {each.place: each.key.text for each in reversed(self._held)}
        return "".join(texts[place] for place in sorted(texts) if texts[place].isalnum())

    def _take_back(self, start: int = 0) -> None:
        """What came from `start` on was a scanner's: fields that got some of it are as before."""
        held, given = self._held, self._before
        self._forget()
        for before in first_of_each(b for place, b in given if place >= start):
            before.restore()
        for each in held:
            if each.place < start:
                each.key.replay()

    def _forget(self) -> None:
        self._timer.stop()
        self._slow = self._pin = self._torn = False
        self._burst, self._held, self._before = Burst(), [], []

    def _flush(self) -> None:
        """It was a person, for certain."""
        held, text, torn = self._of_person(), self._burst.text, self._is_torn
        if is_magstripe(text):
            self._take_back()
            self.card_refused.emit()
            return
        self._forget()
        if torn:
            self.unused.emit()
        for each in held:
            each.key.replay()

    def _finish(self, raw: str) -> None:
        if is_magstripe(raw):
            self.card_refused.emit()
            return
        code = clean_scan(raw, self.prefixes)
        if code:
            self.scanned.emit(code)
        else:
            self.garbled.emit()
