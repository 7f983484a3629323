"""Figures and codes for a finger: a button beside a field, and the keypad that it opens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton

from showroom.ui.look.icons import set_icon
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.date_edit import DateEdit
from showroom.ui.widgets.keypad import Keypad
from showroom.ui.widgets.overlay import Overlay
from showroom.ui.widgets.scan_field import ScanField

WIDTH, LETTERS_WIDTH = 400, 640
Entry = AmountEdit | DateEdit | ScanField


class PadPanel(Overlay):
    """What is entered here stands in the field, as if it were typed there with its Enter.

    A field that looks goods up only lists what was entered: a finger chooses.
    """

    entered = Signal()

    def __init__(self, target: QLineEdit) -> None:
        field = _same_kind(target)
        words = isinstance(field, ScanField)
        wide = LETTERS_WIDTH if words else WIDTH
        super().__init__(target, target.accessibleName(), wide, throwaway=True)
        self._target, self._field = target, field
        self._field.setProperty("scale", "entry")
        self._field.submitted.connect(lambda *_: self._enter())
        self.body.addWidget(self._field)
        places = isinstance(target, AmountEdit) and target.places
        keypad = Keypad("code" if words else "amount" if places else "digits", "确定  Enter")
        keypad.write_to(self._field)
        self.put_pad(keypad)
        self.first = self._field

    def _enter(self) -> None:
        field, target = self._field, self._target
        if isinstance(field, AmountEdit) and field.value is None:
            return
        self.close_panel()
        target.setText(field.text().strip())
        if isinstance(target, ScanField):
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            target.written.emit(target.text())
        else:
            target.submitted.emit()  # type: ignore[attr-defined]
        self.entered.emit()


def _same_kind(target: QLineEdit) -> Entry:
    """A field that takes what the target takes, with what stands there."""
    name = target.accessibleName()
    if isinstance(target, AmountEdit):
        field = AmountEdit(name, target.places, target.maximum)
        field.set_value(target.value)
        return field
    made: Entry = DateEdit(name) if isinstance(target, DateEdit) else ScanField(name)
    made.setText(target.text())
    return made


class PadButton(QPushButton):
    """Opens the keypad of the field that `pick` names; on to the next one that Enter led to."""

    def __init__(self, pick: Callable[[], QLineEdit]) -> None:
        super().__init__()
        self._pick = pick
        self.setProperty("variant", "ghost")
        self.setProperty("scale", "square")
        self.setFixedWidth(SIZE.touch + SPACE.xs)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("数字键盘")
        self.setToolTip("数字键盘")
        set_icon(self, "keyboard")
        self.clicked.connect(self._open)

    def _open(self) -> None:
        field = self._pick()
        if field.isEnabled():
            panel = PadPanel(field)
            panel.entered.connect(lambda: self._go_on(field))
            panel.open()

    def _go_on(self, before: QLineEdit) -> None:
        field = self._pick()
        if field is not before and field.hasFocus() and not field.text():
            self._open()
