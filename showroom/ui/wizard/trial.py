"""Second page: reach it, hear what it answers, print the test page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLabel

from showroom.domain.document import TestPage
from showroom.domain.printer import Probed
from showroom.ui.engine.operation import How
from showroom.ui.look.tokens import SPACE
from showroom.ui.settings.part import FIELD_WIDTH, line, push
from showroom.ui.widgets.card import label, row, set_tone
from showroom.ui.wizard.printer_setup import PrinterSetup, preset_for
from showroom.ui.wizard.step import Step, complain
from showroom.ui.wizard.words import CONFIRMS, CONNECTIONS

if TYPE_CHECKING:
    from showroom.ui.engine.context import Context

ASKING, PRINTING = "正在连接，问它几句话…", "正在打印测试页…"
PRINTED = "测试页已经打完，请拿着它回答下一页的问题"
DOUBT = "测试页已经送出，但没有收到打完的回音：请看一眼纸"


class TrialStep(Step):
    """Asking and printing run on the device lane, past the queue: nothing is stored yet."""

    title = "连上试试"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._setup = PrinterSetup()
        self._asked: tuple[str, str] | None = None
        self._where = label("", "strong")
        self._state = label(" ", wrap=True)
        self._answers = label(" ", "muted", wrap=True)
        self._model = QComboBox()
        self._model.setAccessibleName("型号")
        self._model.setMinimumWidth(FIELD_WIDTH)
        self._model.setProperty("scale", "touch")
        for name, words in context.paper.printer_models():
            self._model.addItem(words, name)
        self._model.activated.connect(self._choose)
        self._again = push("再连一次", "refresh", self._ask)
        self._page = push("打印测试页", "print", self._print)
        self._page_status = label(" ", "muted", wrap=True)
        self.box.addWidget(self._where)
        self.box.addWidget(self._state)
        self.box.addWidget(self._answers)
        self.box.addLayout(line("型号", self._model, hint="不知道就用选好的这一项"))
        self.box.addLayout(row(self._page, self._again, None, spacing=SPACE.s))
        self.box.addWidget(self._page_status)
        self.box.addStretch(1)

    def enter(self, setup: PrinterSetup) -> None:
        """Ask at once."""
        self._setup = setup
        where = CONNECTIONS[setup.found.connection]
        self._where.setText(f"{setup.found.name or '打印机'}　{where} {setup.found.address}")
        self._model.setCurrentIndex(max(0, self._model.findData(setup.preset.name)))
        at = (setup.found.connection, setup.found.address)
        if self._asked != at:
            self._asked = at
            self._ask()

    def read(self, setup: PrinterSetup) -> PrinterSetup:
        """What it answered and which kind it is."""
        mine = self._setup
        return replace(setup, preset=mine.preset, probed=mine.probed, answers=mine.answers)

    def _ask(self) -> None:
        self._working(ASKING)
        self._answers.setText(" ")
        # Not everything answers; it is asked as one that might.
        trial = replace(self._setup.trial, learned=None)
        self.context.operations.reach(
            self.context.paper.probe_printer,
            trial,
            owner=self,
            on_done=self._answered,
            how=How(failed=self._not_reached),
        )

    def _answered(self, probed: Probed) -> None:
        self._working("")
        self._say(self._state, "已经连上", "success")
        named = f"{probed.maker} {probed.model}".strip()
        paper = "，纸快用完了" if probed.near_end else ""
        self._answers.setText("　".join(x for x in (named, CONFIRMS[probed.confirm] + paper) if x))
        new = self._setup.was == "" or self._setup.probed == Probed("none")
        self._setup = replace(self._setup, probed=probed)
        if new:
            self._model.setCurrentIndex(max(0, self._model.findData(preset_for(probed))))
            self._choose()

    def _not_reached(self, error: Exception) -> bool:
        self._working("")
        self._answers.setText("可以先存下，能打以后再来打测试页")
        if not self._setup.was:
            self._setup = replace(self._setup, probed=Probed(self._setup.preset.confirm))
        return complain(self._state, error)

    def _choose(self, _at: int = 0) -> None:
        preset = self.context.paper.printer_model(str(self._model.currentData()))
        answers = replace(
            self._setup.answers, hanzi=preset.rom, native_qr=preset.native_qr, cuts=preset.cuts
        )
        self._setup = replace(self._setup, preset=preset, answers=answers)

    def _print(self) -> None:
        header = self.context.shop.header
        if header is None:
            return  # before the shop is set up there is nothing to print its name on
        self._working(PRINTING)
        page = TestPage(header, self._setup.trial.name or "打印机")
        self.context.operations.reach(
            self.context.paper.print_at_once,
            self._setup.trial,
            page,
            owner=self,
            on_done=self._printed,
            how=How(
                failed=lambda error: complain(self._page_status, error),
                settled=lambda: self._working(""),
            ),
        )

    def _printed(self, problem: str) -> None:
        self._say(
            self._page_status, DOUBT if problem else PRINTED, "warning" if problem else "success"
        )

    def _working(self, text: str) -> None:
        for button in (self._again, self._page):
            button.setEnabled(not text)
        if text == ASKING:
            self._say(self._state, text, "muted")
            self._page_status.setText(" ")
        elif text:
            self._say(self._page_status, text, "muted")

    @staticmethod
    def _say(where: QLabel, text: str, tone: str) -> None:
        where.setText(text)
        set_tone(where, tone)
