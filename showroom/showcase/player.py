"""Player for the tour and the scenarios: real key events through the window's own event path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from showroom.domain.errors import Fault
from showroom.ui.look.theme import apply_theme, theme
from showroom.ui.shell.main_window import MainWindow
from showroom.ui.shell.registry import MAX_KEYS, SCREENS
from showroom.ui.widgets.pin_tail import PinTail

HUMAN_MS, SCANNER_MS = 120, 4
"""Gaps by the stamps of the keys: the router asks no clock, so nobody has to wait for one."""
PATIENCE_S = 300.0
"""Only what will never come is given up; a busy machine takes its time."""
SOON_MS = 300
QUIET_TURNS = 3
"""Turns of the event loop without anything left to do: the last one's work was painted."""
PAST_MS = 1000
"""Between two acts, by the stamps."""
SIZES, SHADES = ((1366, 768), (1920, 1080)), ("light", "dark")
"""A picture of each: a change of the shade takes longest."""


class TookTooLongError(Exception):
    """What was waited for did not come."""


class Player:
    """Presses keys, scans codes, waits for what follows, takes pictures."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self._stamp_ms = PAST_MS
        # Without a window manager nobody else hands the keyboard over.
        window.activateWindow()
        QTest.qWaitForWindowActive(window)

    @property
    def _target(self) -> QWindow:
        target = self.window.windowHandle()
        assert target is not None  # noqa: S101 (shown before)
        return target

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
        """One key, as the platform delivers it."""
        self.window.router.rest()
        QTest.keyClick(self._target, key, modifiers or Qt.KeyboardModifier.NoModifier)
        self.rest()

    def write(self, text: str) -> None:
        """Type like a person."""
        for char in text:
            self._key(ord(char), char, HUMAN_MS)
            self.wait_for("the key", lambda: not self.window.router.holds)
        self.rest()

    def scan(self, code: str) -> None:
        """A wedge scanner: fast keys, then Enter."""
        self._stamp_ms += PAST_MS
        for char in code:
            self._key(ord(char.upper()), char, SCANNER_MS)
        self._key(Qt.Key.Key_Return.value, "\r", SCANNER_MS)
        self.wait_for("the scan to be taken", lambda: not self.window.context.kept.scans)
        self.rest()

    def _key(self, key: int, text: str, gap_ms: int) -> None:
        """A key through the router, stamped as the window system would have on an idle machine."""
        self._stamp_ms += gap_ms
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(self._stamp_ms)
            if not self.window.router.take_key(event):
                QApplication.sendEvent(self._target, event)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """The left button on a widget."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())
        self.rest()

    def rest(self) -> None:
        """Until no lane has work left, no key is held and the window has painted itself."""
        quiet = 0
        deadline = monotonic() + PATIENCE_S
        while quiet < QUIET_TURNS:
            QApplication.sendPostedEvents()
            QApplication.processEvents()
            idle = not any(lane.pending for lane in self.window.lanes)
            held = self.window.router.holds or PinTail.running()
            quiet = quiet + 1 if idle and not held and not self._settling() else 0
            if not quiet:
                QTest.qWait(1)
            if monotonic() > deadline:
                raise TookTooLongError("the window to rest")

    def _settling(self) -> bool:
        """True while a page waits a moment before it reads: a key may still follow."""
        timers = self.window.findChildren(QTimer)
        return any(t.isSingleShot() and 0 <= t.remainingTime() <= SOON_MS for t in timers)

    def wait_for(self, what: str, ready: Callable[[], object]) -> None:
        """Until `ready` is true. Raises TookTooLongError with `what`."""
        deadline = monotonic() + PATIENCE_S
        while not ready():
            if monotonic() > deadline:
                raise TookTooLongError(what)
            QTest.qWait(10)

    def wait_quiet(self) -> None:
        """Until no lane has work left."""
        self.rest()

    def sign_in(self, place: int, pin: str) -> None:
        """Choose the person at `place` of the tiles and type the PIN."""
        self.wait_for("the people to sign in", lambda: self.window.context.shop.people)
        self.wait_quiet()
        for _ in self.window.context.shop.people:
            self.press(Qt.Key.Key_Left)
        for _ in range(place):
            self.press(Qt.Key.Key_Right)
        self.write(pin)
        self.wait_for("the sign-in", lambda: self.window.context.signed_in)
        self.wait_quiet()

    def go(self, name: str) -> None:
        """To a screen by its key, or by its place in the rail where it has none."""
        at = next(at for at, entry in enumerate(SCREENS, 1) if entry.name == name)
        if at <= MAX_KEYS:
            digit = Qt.Key(Qt.Key.Key_0.value + at % MAX_KEYS)
            self.press(digit, Qt.KeyboardModifier.AltModifier)
        else:
            self.window.context.go_to.emit(name)
        self.wait_quiet()


def shaded() -> Iterator[str]:
    """All shades, one after the other; the theme is as before afterwards."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # noqa: S101 (there is a window)
    before = theme().name
    for shade in SHADES:
        apply_theme(app, shade)
        yield shade
    apply_theme(app, before)


def photograph(window: MainWindow, folder: Path, name: str) -> list[Path]:
    """Pictures at both sizes, light and dark; the window looks as before afterwards."""
    size = window.size()
    made = []
    for shade in shaded():
        for wide, high in SIZES:
            window.resize(wide, high)
            paint(window)
            path = folder / f"{name}-{shade}-{wide}.png"
            if not window.grab().save(str(path)):
                raise Fault("path_unusable", path=str(path))
            made.append(path)
    window.resize(size)
    paint(window)
    return made


def paint(window: QWidget) -> None:
    """Lay out and paint what was asked for, however long it takes."""
    for _ in range(QUIET_TURNS):
        QApplication.processEvents()
    window.repaint()
