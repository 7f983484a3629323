"""What the scanner router holds back, how it gives it back, and what a scanned text may be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import isValid

from showroom.domain.barcode import GS, SYMBOLS
from showroom.domain.scan import MAX_CODE_LENGTH, UNREADABLE
from showroom.ui.engine.actions import everywhere_action, shortcut_action

_AIM_PREFIX = re.compile(r"^\][A-Za-z][0-9a-zA-Z]")
_MAGSTRIPE = re.compile(r"%?[A-Z]?\d{12,19}\^|[;+]?\d{12,19}=\d{4,}")
TAKES_TEXT = "takes_text"
"""The property of a widget which hands printable keys on to a field, its children's too."""
TAKES_PIN = "takes_pin"
"""The property of a widget in which figures are a PIN, its children's too."""
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A key press or release held back."""

    type: QEvent.Type
    key: int
    modifiers: Qt.KeyboardModifier
    text: str
    stamp: int

    @classmethod
    def of(cls, event: QKeyEvent, stamp: int) -> HeldKey:
        """Remember an event beyond its life."""
        return cls(event.type(), event.key(), event.modifiers(), event.text(), stamp)

    def event(self, kind: QEvent.Type) -> QKeyEvent:
        """The key again, as an event of the program."""
        made = QKeyEvent(kind, self.key, self.modifiers, self.text)
        made.setTimestamp(self.stamp)
        return made

    def replay(self) -> None:
        """Do what Qt would have done with the key: override, shortcut, then the focus."""
        action = self.action()
        if action is not None:
            action.trigger()
        elif window := QGuiApplication.focusWindow():
            QApplication.sendEvent(window, self.event(self.type))

    def action(self) -> QAction | None:
        """What a press of it triggers just now; None where it writes, or does nothing."""
        active = self._unclaimed()
        modifiers = self.modifiers & ~Qt.KeyboardModifier.KeypadModifier
        key = QKeyCombination(modifiers, Qt.Key(self.key))
        return None if active is None else shortcut_action(active, key)

    def _unclaimed(self) -> QWidget | None:
        """The active window, when a press of it is no field's."""
        window, active = QGuiApplication.focusWindow(), QApplication.activeWindow()
        pressed = self.type == QEvent.Type.KeyPress
        if not pressed or window is None or QApplication.activePopupWidget() is not None:
            return None
        override = self.event(QEvent.Type.ShortcutOverride)
        override.setAccepted(False)
        focus = QApplication.focusWidget()
        if focus is not None and not focus.property("modal_layer"):
            # The field alone is asked, not what it lies in: a layer claims every key, to keep
            # Qt's own map of shortcuts out.
            focus.event(override)
        return None if override.isAccepted() else active


@dataclass(frozen=True, slots=True)
class FieldBefore:
    """What stood in a field, to be put back."""

    field: QLineEdit
    text: str
    cursor: int
    selected: tuple[int, int]

    @classmethod
    def now(cls) -> list[FieldBefore]:
        """The field with the focus; all in sight when none has it: a page may hand the key on."""
        focus, window = QApplication.focusWidget(), QApplication.activeWindow()
        if isinstance(focus, QLineEdit):
            return [cls._of(focus)]
        fields = window.findChildren(QLineEdit) if window is not None else []
        return [cls._of(field) for field in fields if field.isVisible()]

    @classmethod
    def _of(cls, field: QLineEdit) -> FieldBefore:
        selected = (field.selectionStart(), field.selectionLength())
        return cls(field, field.text(), field.cursorPosition(), selected)

    def restore(self) -> None:
        """As if nothing had been typed; what listens to typing hears of it."""
        field = self.field
        if not isValid(field):
            return
        if field.text() != self.text:
            field.setText(self.text)
            field.setCursorPosition(self.cursor)
            if self.selected[0] >= 0:
                field.setSelection(*self.selected)
            field.textEdited.emit(self.text)
        # Also to a field that shows what it did: it may have refused the keys, and counted them.
        QApplication.sendEvent(field.focusProxy() or field, KeysTakenBack())


class KeysTakenBack(QEvent):
    """To a field: what the last keys wrote is as before them, for they were a scanner's."""

    TYPE = QEvent.Type(QEvent.registerEventType())

    def __init__(self) -> None:
        super().__init__(self.TYPE)


class TypedCode(QEvent):
    """To a window: a code came too slowly for a scan, into a field for a figure."""

    TYPE = QEvent.Type(QEvent.registerEventType())

    def __init__(self, code: str) -> None:
        super().__init__(self.TYPE)
        self.code = code


class TypingOver(QEvent):
    """To a native window: what was typed has done its work and begins no scan, a PIN for one."""

    TYPE = QEvent.Type(QEvent.registerEventType())

    def __init__(self) -> None:
        super().__init__(self.TYPE)


def everywhere(event: QKeyEvent) -> QAction | None:
    """What a key does before every field and panel of the active window; None: it is no such key.

    A field keeps keys such as Ctrl+K for its own editing, and a panel all of them.
    """
    active = QApplication.activeWindow()
    if active is None or QApplication.activePopupWidget() is not None:
        return None
    if event.text().isprintable() and event.text() and not event.modifiers() & _COMMANDS:
        return None  # typed, far more often than anything else
    return everywhere_action(active, event.keyCombination())


def typing_is_over(widget: QWidget) -> None:
    """Tell the scanner router that the keys so far were a person's."""
    window = widget.window().windowHandle()
    if window is not None:
        QApplication.sendEvent(window, TypingOver())


def takes_text() -> bool:
    """Whether keys are typed into something: a field, or what says that it hands them to one."""
    at = QApplication.focusWidget()
    return isinstance(at, (QLineEdit, QAbstractSpinBox, QPlainTextEdit)) or _says(at, TAKES_TEXT)


def takes_pin() -> bool:
    """Whether figures are a PIN just now."""
    return _says(QApplication.focusWidget(), TAKES_PIN)


def _says(at: QWidget | None, name: str) -> bool:
    while at is not None and not at.property(name):
        at = None if at.property("modal_layer") else at.parentWidget()
    return at is not None


def first_of_each(before: Iterable[FieldBefore]) -> list[FieldBefore]:
    """The oldest of each field."""
    found: dict[QLineEdit, FieldBefore] = {}
    for each in before:
        found.setdefault(each.field, each)
    return list(found.values())


def is_magstripe(text: str) -> bool:
    """A bank or member card was swiped: the text must not be shown, sent or logged."""
    return _MAGSTRIPE.search(text) is not None


def clean_scan(raw: str, prefixes: Sequence[str] = ()) -> str:
    """The code without what scanners put around it; empty when it cannot be one.

    What tells of element strings stays: GS between them, and the AIM prefix of their symbols.
    """
    if len(raw) > MAX_CODE_LENGTH:
        return ""
    text = unicodedata.normalize("NFKC", raw).strip().strip("\x02\x03")
    if not text.startswith(SYMBOLS):
        text = _AIM_PREFIX.sub("", text)
    for prefix in prefixes:
        text = text.removeprefix(prefix)
    unreadable = any(unicodedata.category(c) in UNREADABLE and c != GS for c in text)
    return "" if unreadable else text
