"""Figures for a finger: a button beside a field, and the keypad that it opens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from showroom.domain.documents.inspection import most
from showroom.domain.quantity import SoldBy
from showroom.ui.look.icons import set_icon
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.keypad import Keypad
from showroom.ui.widgets.overlay import Overlay

WIDTH, KG_PLACES = 400, 3


class PadPanel(Overlay):
    """What is entered here stands in the field, as if it were typed there with its Enter."""

    def __init__(self, target: AmountEdit, sold_by: SoldBy) -> None:
        name, weighed = target.accessibleName(), sold_by is SoldBy.WEIGHT
        super().__init__(target, name, WIDTH, throwaway=True)
        self._target = target
        self._field: AmountEdit = AmountEdit(name, KG_PLACES if weighed else 0, most(sold_by))
        self._field.setProperty("scale", "entry")
        self._field.set_value(target.value)
        self._field.submitted.connect(self._enter)
        self.body.addWidget(self._field)
        keypad = Keypad("amount" if weighed else "digits", "确定  Enter")
        keypad.write_to(self._field)
        self.put_pad(keypad)
        self.first = self._field

    def _enter(self) -> None:
        value = self._field.value
        if value is not None:
            self.close_panel()
            self._target.set_value(value)
            self._target.submitted.emit()


class PadButton(QPushButton):
    """Opens the keypad of the field that `pick` names, with how its goods are counted."""

    def __init__(self, pick: Callable[[], tuple[AmountEdit, SoldBy]]) -> None:
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
        field, sold_by = self._pick()
        if field.isEnabled():
            PadPanel(field, sold_by).open()
