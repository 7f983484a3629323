"""The ways to pay as tiles with their keys, and banknotes to touch."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from showroom.domain.tender import Payment, TenderKind
from showroom.ui.engine.actions import ActionSet, ActionSpec, key_text
from showroom.ui.look import formats
from showroom.ui.look.icons import set_icon
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.card import row

COLUMNS = 3
NOTES = 4
FIRST_KEY = 2
"""F2 to F7: figures are the amount, letters a reference, and F1 is help."""


def kind_specs(choose: Callable[[TenderKind], object]) -> list[ActionSpec]:
    """One action for each way to pay; its key works whichever field has the focus."""
    return [
        ActionSpec(
            kind.value,
            kind.word,
            (f"F{n}",),
            kind.value,
            handler=partial(choose, kind),
            group="付款方式",
        )
        for n, kind in enumerate(TenderKind, FIRST_KEY)
    ]


class TenderTiles(QGridLayout):
    """A tile for each way to pay, the chosen one pressed."""

    def __init__(self, actions: ActionSet) -> None:
        super().__init__()
        self.setSpacing(SPACE.xs)
        self._tiles: dict[TenderKind, QPushButton] = {}
        for n, kind in enumerate(TenderKind):
            action = actions[kind.value]
            tile = QPushButton(f"{key_text(action.shortcut())}  {kind.word}")
            tile.setCheckable(True)
            tile.setProperty("scale", "touch")
            tile.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            tile.setAccessibleName(kind.word)
            tile.clicked.connect(action.trigger)
            set_icon(tile, kind.value, "ink", 24)
            self._tiles[kind] = tile
            self.addWidget(tile, n // COLUMNS, n % COLUMNS)

    def check(self, kind: TenderKind) -> None:
        """Show which way is chosen."""
        for each, tile in self._tiles.items():
            tile.setChecked(each is kind)


class NoteRow(QWidget):
    """The sensible notes at or above what is due; `taken` carries the fen of the one touched."""

    taken = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._notes = [QPushButton() for _ in range(NOTES)]
        box = row(spacing=SPACE.xs)
        for button in self._notes:
            button.setProperty("scale", "touch")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(self._taker(button))
            box.addWidget(button, 1)
        self.setLayout(box)

    def show_notes(self, payment: Payment) -> None:
        """Notes for what cash must still cover."""
        notes = payment.next_notes(NOTES)
        for place, button in enumerate(self._notes):
            button.setVisible(place < len(notes))
            if place < len(notes):
                button.setProperty("fen", notes[place])
                button.setText(formats.note(notes[place]))

    def _taker(self, button: QPushButton) -> Callable[[], None]:
        return lambda: self.taken.emit(int(button.property("fen")))
