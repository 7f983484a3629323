"""Why goods leave and for whom, where they are taken, and to which supplier they go back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from showroom.domain.documents.kept import WORDS_LENGTH
from showroom.ui.engine.actions import ActionSpec, build_actions
from showroom.ui.leaving.model import LeavingModel
from showroom.ui.leaving.ways import Way
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.widgets.card import Card, label, row
from showroom.ui.widgets.chip import ChipFace, ChipRow
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.words_edit import WordsEdit

MOST_REASONS = 5


class HeadCard(Card):
    """`reason_chosen` carries a reason's value, `words_left` what was typed, `words_done` Enter."""

    reason_chosen = Signal(str)
    words_left = Signal(str)
    words_done = Signal()

    def __init__(self, place: QPushButton, back: tuple[QPushButton, ...]) -> None:
        super().__init__(padding=SPACE.s)
        self.setAccessibleName("这一单")
        self._kind = label("", "section")
        self.reasons = ChipRow((), SIZE.touch)
        self.reasons.chosen.connect(lambda key: self.reason_chosen.emit(str(key)))
        self.supplier = ElidedLabel("", "strong")
        self.words = WordsEdit("领用人", WORDS_LENGTH)
        self.words.editingFinished.connect(self.leave_words)
        self.words.returnPressed.connect(self.words_done)
        self._told = ElidedLabel("", "caption")
        self._way: Way | None = None
        self.shown = ""
        """The words that stood there before somebody typed."""
        figures = range(1, MOST_REASONS + 1)
        self.action_set = build_actions(
            self,
            [
                ActionSpec(f"reason_{n}", f"类别 {n}", (str(n),), handler=partial(self._take, n))
                for n in figures
            ],
        )
        first = row(self._kind, self.reasons, spacing=SPACE.s)
        first.addWidget(self.supplier, 1)
        for button in (*back, place):
            first.addWidget(button)
        second = row(spacing=SPACE.s)
        second.addWidget(self.words, 1)
        second.addWidget(self._told, 1)
        self.body.addLayout(first)
        self.body.addLayout(second)

    def leave_words(self) -> None:
        """What somebody typed and nobody was told of yet."""
        if self.words.isModified():
            self.words.setModified(False)
            self.words_left.emit(self.words.text().strip())

    def _take(self, n: int) -> None:
        """A single figure says which, as long as no field takes it."""
        reasons = self._way.reasons if self._way is not None else ()
        if n <= len(reasons):
            self.reason_chosen.emit(reasons[n - 1].value)

    def show_model(self, model: LeavingModel) -> None:
        """What the draft says."""
        way = model.way
        if way is not self._way:
            self._begin(way)
        if model.head.reason:
            self.reasons.choose(model.head.reason)
        else:
            self.reasons.choose_none()
        supplier = model.supplier
        named = supplier.name if supplier is not None else "还没有选供应商"
        self.supplier.setText(named if model.goes_back else "")
        if not self.words.isModified():
            self.shown = way.words_of(model.head)
            self.words.setText(self.shown)

    def _begin(self, way: Way) -> None:
        """Another kind of document."""
        self._way = way
        self._kind.setText(way.kind.word)
        faces = [ChipFace(r.value, f"{n} {r.word}") for n, r in enumerate(way.reasons, 1)]
        self.reasons.set_faces(faces)
        self.reasons.setVisible(bool(faces))
        self.words.setAccessibleName(way.words)
        self.words.setPlaceholderText(way.hint)
        self._told.setText(way.told)
