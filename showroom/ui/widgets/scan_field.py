"""The counter's entry field: letters, digits and ``*``, and never an input method.

With an input method on, scanned digits arrive reordered and letters become Han characters
(measured with ibus on X11); the input method hints and attributes do not prevent it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from showroom.domain.pin import PIN_DIGITS, looks_like_pin
from showroom.ui.engine.scan_burst import SLOW_MS, Burst
from showroom.ui.widgets.keypad import BACK, CLEAR, ENTER
from showroom.ui.widgets.veil import veil

MAX_LENGTH = 64
NAME_HINT = "输入中文名查找，Enter 选中，Esc 返回扫码"
_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class ScanField(QLineEdit):
    """Line edit without input method, until a person asks for one to type a name.

    `submitted` carries the text of Enter; `moved` carries the arrow and page keys, so that a
    result list below can follow without taking the focus; `cleared` tells of Esc on text, `left`
    that something else has the keyboard.
    `written` carries what a finger entered elsewhere: it is looked up, another touch takes it.
    """

    submitted = Signal(str)
    written = Signal(str)
    moved = Signal(int)
    cleared = Signal()
    left = Signal()

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = False
        self._burst, self._ended_at = Burst(), 0
        self._known: Callable[[str], object] = bool
        self._placeholder = placeholder
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder or "输入")
        self.setMaxLength(MAX_LENGTH)
        self.setProperty("scale", "entry")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        veil(self, self._pin)
        self.textChanged.connect(self._stay_out)

    def hide_pins(self, known: Callable[[str], object]) -> None:
        """Hide six figures that may be a PIN, too, unless they are a code that is `known`."""
        self._known = known

    def _pin(self, text: str) -> bool:
        figures = text.strip()
        return len(figures) == PIN_DIGITS and looks_like_pin(figures) and not self._known(figures)

    def _stay_out(self, _text: str) -> None:
        """Another echo mode lets the input method in again."""
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, self._names)

    def allow_names(self, allowed: bool) -> None:  # noqa: FBT001 (reads like setEnabled)
        """Let an input method write a Chinese name, or keep it out again (the usual state)."""
        if allowed == self._names:
            return
        self._names = allowed
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, allowed)
        self.setPlaceholderText(NAME_HINT if allowed else self._placeholder)
        QGuiApplication.inputMethod().update(Qt.InputMethodQuery.ImEnabled)

    @property
    def paced(self) -> bool:
        """Whether all of the text and its Enter came at a pace that a slow scanner has."""
        burst, end = self._burst, self._ended_at
        known = bool(burst.stamps) and burst.text == self.text() and burst.pause(end) <= SLOW_MS
        return known and burst.code_from(end, SLOW_MS) == 0

    def _note(self, event: QKeyEvent) -> None:
        """The stamps of what is typed; any other key ends the run."""
        if not self.text() or self.selectedText() == self.text():
            self._burst = Burst()
        if event.text().isprintable() and event.text() and event.timestamp():
            self._burst.add(event.text(), event.timestamp())
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._burst = Burst()
        self._ended_at = event.timestamp()

    def take_key(self, key: str) -> None:
        """From a keypad: figures, ``.``, ``back``, ``clear``, ``enter``."""
        if key == BACK:
            self.backspace()
        elif key == CLEAR:
            self.clear()
        elif key == ENTER:
            self.submitted.emit(self.text().strip())
        else:
            self.insert(key)

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: object = None) -> object:
        """Answer no to the platform's question whether an input method is wanted, unless asked."""
        if query == Qt.InputMethodQuery.ImEnabled:
            return self._names
        if argument is None:
            return super().inputMethodQuery(query)
        return super().inputMethodQuery(query, argument)

    def event(self, event: QEvent) -> bool:
        """While there is nothing to edit, editing keys belong to the screen's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Space or (not self.text() and not _is_text(event)):
                event.ignore()
                return True
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell of it."""
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter submits, arrows move the list, Esc empties before it does anything else."""
        key = event.key()
        self._note(event)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submitted.emit(self.text().strip())
        elif key == Qt.Key.Key_Space:
            event.ignore()  # never text: the screen's own key, or nothing while it is disabled
        elif key in _LIST_KEYS and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.moved.emit(int(Qt.Key(key)))
        elif key == Qt.Key.Key_Escape and (self.text() or self._names):
            self.clear()
            self.allow_names(False)
            self.cleared.emit()
        else:
            super().keyPressEvent(event)


def _is_text(event: QKeyEvent) -> bool:
    text = event.text()
    return bool(text) and (text.isalnum() or text == "*") and not _is_command(event)


def _is_command(event: QKeyEvent) -> bool:
    commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return bool(event.modifiers() & commands)
