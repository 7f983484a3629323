"""A field for an exact figure: money in fen, weight in grams, or pieces. No floats anywhere."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from showroom.domain.errors import Refusal
from showroom.domain.money import MAX_FEN, parse_figure, plain_figures
from showroom.domain.pin import looks_like_pin, pin_as_amount
from showroom.ui.engine.scan_keys import KeysTakenBack
from showroom.ui.widgets.keypad import BACK, CLEAR, ENTER
from showroom.ui.widgets.typed_run import TypedRun

_ELSEWHERE = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
YUAN_PLACES = 2
_TAKEN = frozenset("0123456789.,-")
"""A minus stands, to be refused: without it -5 read as 5."""


class FigureRefused(QEvent):
    """To a window: what stands in a field is no figure, and why."""

    TYPE = QEvent.Type(QEvent.registerEventType())

    def __init__(self, refusal: Refusal, about: Hashable = None) -> None:
        super().__init__(self.TYPE)
        self.refusal, self.about = refusal, about


class FigureMended(QEvent):
    """To a window: what was refused stands in its field no more, so nothing need be said of it."""

    TYPE = QEvent.Type(QEvent.registerEventType())

    def __init__(self, about: Hashable) -> None:
        super().__init__(self.TYPE)
        self.about = about


class Refused:
    """What was said of what stands in a field, until something else stands there."""

    def __init__(self) -> None:
        self._said_of: str | None = None

    def say(self, field: QLineEdit, refusal: Refusal) -> None:
        """Refuse what stands there; whoever begins anew replaces all of it."""
        field.selectAll()
        QApplication.sendEvent(field.window(), FigureRefused(refusal, self))
        self._said_of = field.text()

    def follow(self, field: QLineEdit) -> None:
        """The text of the field is another one."""
        if self._said_of not in (None, field.text()):
            self._said_of = None
            QApplication.sendEvent(field.window(), FigureMended(self))


class AmountEdit(QLineEdit):
    """Holds an integer of 10^-`places` units; None while empty.

    `places` 2 is fen of yuan, 3 grams of kilograms, 0 pieces. What is typed stands as it was
    typed: what `parse_figure` does not read, or what is above `maximum`, is no value, and Enter
    and leaving say so instead of dropping a figure of it. A code is never taken: once the keys are
    one the figure is as it was before them, and Enter hands the code to the window.
    `value_changed` carries an int or None, `submitted` follows Enter.
    """

    value_changed = Signal(object)
    submitted = Signal()

    def __init__(
        self,
        name: str = "金额",
        places: int = 2,
        maximum: int = MAX_FEN,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.places = places
        self.maximum = maximum
        self._announced: tuple[int | None, bool] = (None, False)
        self._run = TypedRun()
        self._before: int | None = None
        self._refused = Refused()
        self._expected: Callable[[], int] = _nothing
        self.setAccessibleName(name)
        self.setPlaceholderText(figure_text(0, places))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.textChanged.connect(self._tell)
        self.textChanged.connect(self._veil)
        self.textChanged.connect(lambda _text: self._refused.follow(self))

    def expect(self, most_fen: Callable[[], int]) -> None:
        """Up to so many fen six bare figures are an amount; beyond they are more likely a PIN."""
        self._expected = most_fen

    def _doubted(self, text: str) -> Refusal | None:
        """What is rather a PIN is neither shown nor taken: its owner types the point, too."""
        found = parse_figure(text, self.places)
        if found is not None and found > self.maximum and looks_like_pin(text):
            return Refusal("figure_too_large", limit=figure_text(self.maximum, self.places))
        if self.places == YUAN_PLACES and pin_as_amount(text, self._expected()):
            return Refusal("amount_like_pin")
        return None

    def _veil(self, text: str) -> None:
        modes = self.EchoMode
        self.setEchoMode(modes.Password if self._doubted(text) else modes.Normal)

    @property
    def value(self) -> int | None:
        """The figure in the smallest unit; None while empty or unread."""
        if self._doubted(self.text()) is not None:
            return None
        found = parse_figure(self.text(), self.places)
        return found if found is not None and 0 <= found <= self.maximum else None

    @property
    def unread(self) -> bool:
        """Something stands here that is no figure, or too large a one."""
        return bool(self.text()) and self.value is None

    @property
    def refusal(self) -> Refusal:
        """Why what stands here is no figure of this field; a PIN is not repeated."""
        text, found = self.text(), parse_figure(self.text(), self.places)
        doubted = self._doubted(text)
        if doubted is not None:
            return doubted
        if found is not None and found < 0:
            return Refusal("figure_negative", text=text)
        if found is not None:
            limit = figure_text(self.maximum, self.places)
            return Refusal("figure_too_large", text=text, limit=limit)
        if not self.places:
            return Refusal("figure_not_whole", text=text)
        return Refusal("figure_unclear", text=text, places=self.places)

    def readable(self) -> bool:
        """Whether a figure or nothing stands here; anything else is refused in the strip."""
        if self.unread:
            self._refused.say(self, self.refusal)
        return not self.unread

    def set_value(self, value: int | None) -> None:
        """Show a figure with all its places; None empties the field."""
        self.setText("" if value is None else figure_text(value, self.places))

    def begin(self, value: int | None) -> None:
        """Offer this figure; what is typed next replaces it."""
        self._run.end()
        self.set_value(value)
        self.selectAll()

    @property
    def touched(self) -> bool:
        """Whether somebody typed into it since it was entered or offered a figure."""
        return self._run.begun

    def take_key(self, key: str) -> None:
        """From a keypad: figures, ``.``, ``back``, ``clear``, ``enter``."""
        if key == BACK:
            self._run.end()
            self.backspace()
        elif key == CLEAR:
            self._run.end()
            self.clear()
        elif key == ENTER:
            self._submit()
        else:
            self._type(key)

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: object = None) -> object:
        """Figures need no input method."""
        if query == Qt.InputMethodQuery.ImEnabled:
            return False
        if argument is None:
            return super().inputMethodQuery(query)
        return super().inputMethodQuery(query, argument)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take figures, refuse letters; Enter submits."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._submit()
        elif event.text() and event.text().isprintable() and not _is_command(event):
            self._type(event.text())
        else:
            self._run.end()
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keys that were taken back belong to no figure."""
        if isinstance(event, KeysTakenBack):
            self._run.end()
            self._complete()
            self.selectAll()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A new figure replaces the old one."""
        super().focusInEvent(event)
        self._run.end()
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Complete ``12.5`` to ``12.50``; what is no figure is not left without a word."""
        super().focusOutEvent(event)
        self._complete()
        if self.isVisible() and event.reason() not in _ELSEWHERE:
            self.readable()

    def _complete(self) -> None:
        if not self.unread:
            self.set_value(self.value)

    def _submit(self) -> None:
        if not self._run.send_code(self) and self.readable():
            self._complete()
            self.submitted.emit()

    def _type(self, typed: str) -> None:
        if not self._run.begun:
            self._before = self.value
        if self._run.add(typed):
            self.set_value(self._before)
            self.selectAll()
        else:
            self._insert(typed)

    def _insert(self, typed: str) -> None:
        typed = "".join(char for char in plain_figures(typed) if char in _TAKEN)
        at = self.selectionStart() if self.hasSelectedText() else self.cursorPosition()
        text = self.text()
        end = at + len(self.selectedText())
        wanted = text[:at] + typed + text[end:]
        self.setText(wanted)
        self.setCursorPosition(len(wanted) - len(text[end:]))

    def _tell(self) -> None:
        now = self.value, self.unread
        if now != self._announced:
            self._announced = now
            self.value_changed.emit(now[0])


def _nothing() -> int:
    """No amount of six figures is expected."""
    return 0


def figure_text(value: int, places: int) -> str:
    """``12.50`` of 1250 with two places."""
    sign, size = ("-", -value) if value < 0 else ("", value)
    whole, part = divmod(size, 10**places)
    return f"{sign}{whole}.{part:0{places}d}" if places else f"{sign}{whole}"


def _is_command(event: QKeyEvent) -> bool:
    commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return bool(event.modifiers() & commands)
