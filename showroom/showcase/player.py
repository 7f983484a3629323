"""Player for the tour and the scenarios: real key events through the window's own event path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from showroom.ui.look.theme import apply_theme, theme
from showroom.ui.shell.main_window import MainWindow

HUMAN_MS = 45
"""A person's gap between keys; a scanner's is far below the router's 35 ms."""
SETTLE_MS = 60
PATIENCE_S = 15.0
SIZES = ((1366, 768), (1920, 1080))


class TookTooLongError(Exception):
    """What was waited for did not come."""


class Player:
    """Presses keys, scans codes, waits for what follows, takes pictures."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
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
        QTest.keyClick(self._target, key, modifiers or Qt.KeyboardModifier.NoModifier)
        self.rest()

    def write(self, text: str) -> None:
        """Type like a person."""
        for char in text:
            QTest.keyClick(self._target, ord(char))
            QTest.qWait(HUMAN_MS)
        self.rest()

    def scan(self, code: str) -> None:
        """A wedge scanner: fast keys, then Enter."""
        for char in code:
            QTest.keyClick(self._target, ord(char))
        QTest.keyClick(self._target, Qt.Key.Key_Return)
        self.rest()

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """The left button on a widget."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())
        self.rest()

    def rest(self, milliseconds: int = SETTLE_MS) -> None:
        """Let the window catch up."""
        QTest.qWait(milliseconds)

    def wait_for(self, what: str, ready: Callable[[], object]) -> None:
        """Until `ready` is true. Raises TookTooLongError with `what`."""
        deadline = monotonic() + PATIENCE_S
        while not ready():
            if monotonic() > deadline:
                raise TookTooLongError(what)
            QTest.qWait(10)

    def wait_quiet(self) -> None:
        """Until no lane has work left."""
        lanes = self.window.lanes
        self.wait_for(
            "the lanes to rest",
            lambda: not any(lane.pending for lane in lanes),
        )
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
        """To a screen by its key in the rail."""
        workspace = self.window.workspace
        assert workspace is not None  # noqa: S101 (signed in)
        names = [entry.name for entry in workspace.stack.entries]
        digit = Qt.Key(Qt.Key.Key_1.value + names.index(name))
        self.press(digit, Qt.KeyboardModifier.AltModifier)
        self.wait_quiet()


def shaded() -> Iterator[str]:
    """Light, then dark; the theme is as before afterwards."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # noqa: S101 (there is a window)
    before = theme().name
    for shade in ("light", "dark"):
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
            QTest.qWait(SETTLE_MS)
            path = folder / f"{name}-{shade}-{wide}.png"
            window.grab().save(str(path))
            made.append(path)
    window.resize(size)
    QTest.qWait(SETTLE_MS)
    return made
