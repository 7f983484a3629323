"""找到 → 试打 → 回答 → 保存: a printer is learned once and never guessed at again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from showroom.domain.errors import Refusal
from showroom.domain.printer import PrinterSettings
from showroom.ui.widgets.card import label
from showroom.ui.widgets.overlay import Overlay
from showroom.ui.wizard.answers import AnswersStep
from showroom.ui.wizard.find import FindStep
from showroom.ui.wizard.naming import NamingStep
from showroom.ui.wizard.printer_setup import PrinterSetup, setup_of
from showroom.ui.wizard.step import Step
from showroom.ui.wizard.trial import TrialStep
from showroom.ui.words.messages import sentence

if TYPE_CHECKING:
    from showroom.ui.engine.context import Context

WIDTH, HEIGHT = 760, 620
ANSWERS = 2
"""The place of the page with the questions."""


class PrinterWizard(Overlay):
    """`wanted` carries (PrinterSettings, the name it had or empty); the opener closes it."""

    wanted = Signal(object, str)

    def __init__(
        self,
        host: QWidget,
        context: Context,
        printers: Sequence[PrinterSettings],
        printer: PrinterSettings | None = None,
    ) -> None:
        super().__init__(host, "添加打印机", WIDTH, throwaway=True)
        self.keep_height(HEIGHT)
        self._setup = PrinterSetup(preset=context.paper.printer_model(""))
        if printer is not None:
            self.title.setText(f"重新设置 {printer.name}")
            self._setup = setup_of(printer, context.paper.printer_model(printer.model))
        self._naming = NamingStep(context)
        self._naming.use(printers)
        self._find = FindStep(context)
        self._steps: list[Step] = [
            self._find,
            TrialStep(context),
            AnswersStep(context),
            self._naming,
        ]
        self._place = label(" ", "muted")
        self._pages = QStackedWidget()
        for step in self._steps:
            self._pages.addWidget(step)
            step.moved.connect(self.next_page)
        self.body.addWidget(self._place)
        self.body.addWidget(self._pages, 1)
        self._back, self._next = QPushButton("上一步"), QPushButton("下一步")
        self._back.clicked.connect(self._backward)
        self._next.clicked.connect(self.next_page)
        self._next.setProperty("variant", "primary")
        cancel = QPushButton("取消")
        cancel.setProperty("variant", "ghost")
        cancel.clicked.connect(self.close_panel)
        for button in (cancel, self._back, self._next):
            button.setProperty("scale", "touch")
            button.setAutoDefault(True)
        self.footer.addWidget(cancel)
        self.footer.addStretch(1)
        self.footer.addWidget(self._back)
        self.footer.addWidget(self._next)
        self.first = self._next
        self._turn(0)

    def refuse(self, refusal: Refusal) -> bool:
        """The books refused the printer: say it on the last page."""
        self._naming.complain(sentence(refusal))
        return True

    @property
    def _at(self) -> int:
        return self._pages.currentIndex()

    def _turn(self, at: int) -> None:
        step = self._steps[at]
        self._pages.setCurrentIndex(at)
        self._place.setText(f"第 {at + 1} 步，共 {len(self._steps)} 步　{step.title}")
        self._back.setEnabled(at > 0)
        self._next.setText("保存" if at == len(self._steps) - 1 else "下一步")
        self._next.setFocus()
        step.enter(self._setup)

    def _backward(self) -> None:
        at = self._at - 1
        self._turn(at - 1 if at == ANSWERS and not self._has_questions else at)

    @property
    def _has_questions(self) -> bool:
        """A label printer draws whole labels: there is nothing to ask about its font."""
        return self._setup.preset.language == "escpos"

    @property
    def _stride(self) -> int:
        return 2 if self._at + 1 == ANSWERS and not self._has_questions else 1

    def next_page(self) -> None:
        """Go on with what this page says; the last one asks for the printer to be kept."""
        try:
            self._setup = self._steps[self._at].read(self._setup)
        except Refusal:
            self._find.complain()
            return
        if self._at < len(self._steps) - 1:
            self._turn(self._at + self._stride)
        else:
            self.wanted.emit(self._setup.finished, self._setup.was)
