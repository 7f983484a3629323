"""What is said of the columns of a file, and the way to say something else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from showroom.services.goods.import_question import NO_KEPT
from showroom.ui.catalogue.column_panel import ColumnPanel
from showroom.ui.engine.actions import ActionSet, button_for
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.card import row
from showroom.ui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from showroom.services.goods.import_question import Question
    from showroom.ui.engine.context import Context

KEPT = "按回答过的读列；回答记在这台电脑，同样的表头下次不再问，按 F6 改"
SAID = "按这次的回答读列，按 F6 改"
OPEN = "有的列还不知道是哪一栏，按 F6 说"
OWN = "每一列的标题都认得，按 F6 改"
AGAIN = "记住的回答忘掉了，按 F6 看过列再检查"


class ColumnsBar(QWidget):
    """Nothing is to be seen of it without a file.

    `answered` carries the Question, answered; `forgotten` tells that nothing is answered any more.
    """

    answered = Signal(object)
    forgotten = Signal()

    def __init__(self, context: Context, acts: ActionSet) -> None:
        """`acts` has the page's own ``columns``, which comes back as `ask`."""
        super().__init__()
        self._context = context
        self._acts = acts
        self.question: Question | None = None
        self.told = ElidedLabel("", "muted")
        line = row(self.told, spacing=SPACE.m)
        line.setStretch(0, 1)
        line.addWidget(button_for(acts, "columns", size="touch"))
        self.setLayout(line)

    def know(self, question: Question | None) -> None:
        """What is said of this file's columns, and whether this machine has it."""
        self.question = question
        self.setVisible(question is not None)
        self._acts.enable(question is not None, "columns")
        self.told.setText(self._said())

    def _said(self) -> str:
        question = self.question
        if question is None or question.must_ask:
            return OPEN
        if not question.columns and not question.fixed:
            return OWN
        kept = self._context.machine.file_answers(question.mark)
        return KEPT if {"columns": {}, "fixed": {}, **kept} == question.kept() else SAID

    def ask(self, host: QWidget) -> None:
        """Which heading is which field, in a panel over the host."""
        question = self.question
        if question is None:
            return
        known = bool(self._context.machine.file_answers(question.mark))
        panel = ColumnPanel(host, question, remembered=known)
        panel.answered.connect(self._take)
        panel.forget.connect(self._forget)
        panel.open()

    def _take(self, question: Question) -> None:
        self.know(question)
        self._keep(question.mark, question.kept())
        self.answered.emit(question)

    def _forget(self, question: Question) -> None:
        self.know(question)
        self._keep(question.mark, NO_KEPT)
        self.forgotten.emit()

    def _keep(self, mark: str, answers: Mapping[str, Mapping[str, str]]) -> None:
        remember, operations = self._context.machine.remember_answers, self._context.operations
        operations.compute(remember, mark, answers, owner=self, on_done=self._kept)

    def _kept(self, _done: object) -> None:
        """Said once it is true."""
        self.know(self.question)
