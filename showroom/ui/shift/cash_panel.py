"""中途缴款 and 补充备用金: an amount, a reason, Enter."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.ids import RequestId
from showroom.domain.reason import REASON_LENGTH
from showroom.domain.shift import CashMoveKind
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.wishes import new_request
from showroom.ui.look.tokens import SIZE
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.approved_verb import do_approved
from showroom.ui.widgets.card import label
from showroom.ui.widgets.chip import ChipFace, ChipRow
from showroom.ui.widgets.keypad import Keypad
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.words_edit import WordsEdit
from showroom.ui.words.messages import NOT_NOTED_TWICE


@dataclass(frozen=True, slots=True)
class CashWords:
    """How the two directions differ; `sign` is -1 out of the drawer."""

    title: str
    reasons: tuple[str, ...]
    sign: int


DROP = CashWords(CashMoveKind.DROP.word, ("大额上缴", "备用金过多", "其他"), -1)
PAY_IN = CashWords(CashMoveKind.PAY_IN.word, ("换零钱", "备用金不足", "其他"), 1)


class CashPanel(Overlay):
    """`confirmed` carries signed fen, the reason and the request made when the panel opened."""

    confirmed = Signal(object, str, str)

    def __init__(self, host: QWidget, words: CashWords) -> None:
        super().__init__(host, words.title, 440, throwaway=True)
        self._words = words
        self._request: RequestId = new_request()
        self.amount = AmountEdit(f"{words.title}金额")
        self.amount.setProperty("scale", "entry")
        self._reasons = ChipRow([ChipFace(word, word) for word in words.reasons], SIZE.touch)
        self.note = WordsEdit("原因", REASON_LENGTH // 2, "补充说明（可以不填）")
        keypad = Keypad("amount")
        keypad.write_to(self.amount)
        for part in (self.amount, label("原因", "muted"), self._reasons, self.note):
            self.body.addWidget(part)
        self.put_pad(keypad)
        self._go = ask(self, words.title)
        self._go.clicked.connect(self._confirm)
        self.amount.submitted.connect(self._confirm)
        self.note.returnPressed.connect(self._confirm)
        self.amount.value_changed.connect(lambda _value: self._allow())
        self._go.setEnabled(False)
        self.first = self.amount

    @property
    def reason(self) -> str:
        """The chosen word and what was added to it."""
        return " ".join(x for x in (str(self._reasons.choice), self.note.text().strip()) if x)

    def _allow(self) -> None:
        self._go.setEnabled(bool(self.amount.value) or self.amount.unread)

    def _confirm(self) -> None:
        if self.amount.readable() and self.amount.value:
            fen = self._words.sign * self.amount.value
            self.confirmed.emit(fen, self.reason, self._request)


def move_cash(host: QWidget, context: Context, words: CashWords) -> None:
    """Ask for amount and reason, then move; a refusal leaves the panel as it was filled in."""
    panel = CashPanel(host, words)

    def confirm(fen: int, reason: str, request: str) -> None:
        shifts, actor = context.services.shifts, context.actor
        do_approved(
            panel,
            context,
            lambda tokens: shifts.move_cash(actor, fen, reason, RequestId(request), tokens),
            How(
                exclusive="cash",
                success=f"{words.title}已记录",
                sound="done",
                not_twice=NOT_NOTED_TWICE,
            ),
            lambda _done: panel.close_panel(),
        )

    panel.confirmed.connect(confirm)
    panel.open()
