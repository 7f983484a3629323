"""Bringing products in from a sheet: choose, check, mend, import — all rows or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QWidget

from showroom.domain.approval import ApprovalNeeded, Grant
from showroom.domain.errors import Refusal
from showroom.services.goods.export_sheet import import_template
from showroom.services.goods.import_files import read_upload
from showroom.services.goods.import_plan import Answers, ImportPlan
from showroom.services.goods.import_question import Question, question_of
from showroom.services.goods.imports import ImportDone
from showroom.ui.catalogue.columns_bar import AGAIN, OPEN, ColumnsBar
from showroom.ui.catalogue.file_panel import FilePanel, starting_folder
from showroom.ui.catalogue.import_rows import (
    COLUMNS,
    Listed,
    counts_of,
    rows_of,
    summary,
    verdict,
)
from showroom.ui.engine.actions import ActionSpec, build_actions, button_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.saving import offer, save_beside, the_same
from showroom.ui.engine.tasks import BUSY_AFTER_MS, Progress
from showroom.ui.engine.wishes import new_request
from showroom.ui.look import formats
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.widgets.approval import approve
from showroom.ui.widgets.approved_verb import tokens
from showroom.ui.widgets.busy_bar import ProgressPanel
from showroom.ui.widgets.card import Card, column, label, row, set_tone
from showroom.ui.widgets.chip import ChipFace, ChipRow
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.figure import FigureCard
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Row
from showroom.ui.words.messages import sentence

TEMPLATE = "商品导入模板.csv"
RUNNING = "import"
PROGRESS_WIDTH = 480
INVITE = "把 CSV 或 XLSX 表格拖到这里，或按 F3 选择"
HINT = "先检查、不写入；每一行都没有问题才能导入。没有表格可以先存一份模板。"
Listings = Mapping[Listed, Sequence[Row]]
Checked = tuple[Question | None, ImportPlan | None, Listings]
"""The rows of the preview are made where the file is read: the window only shows them."""
FIGURES = ("新增", "更改", "不变", "要改")
CHIPS = (
    ChipFace(Listed.ERRORS, "要改", tone="danger", counted=True),
    ChipFace(Listed.WARNINGS, "提醒", tone="warning", counted=True),
    ChipFace(Listed.CHANGED, "更改", counted=True),
    ChipFace(Listed.NEW, "新增", counted=True),
    ChipFace(Listed.KEPT, "不变", counted=True),
)
NOT_CHECKED = "这个文件还没有检查"
NONE_OF = {
    Listed.CHANGED: "没有要更改的商品",
    Listed.NEW: "没有新增的商品",
    Listed.KEPT: "没有不变的商品",
}


class ImportPage(QWidget):
    """`left` tells that the person wants the list again."""

    left = Signal()

    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("choose", "选择文件", ("F3",), "folder", handler="choose"),
        ActionSpec("template", "存一份模板", ("F4",), "export", handler="save_template"),
        ActionSpec("columns", "列的意思", ("F6",), handler="ask_columns"),
        ActionSpec("listed", "换一类看", ("F7",), handler="next_listed"),
        ActionSpec("apply", "导入", ("F12",), "import", handler="apply", posts=True),
        ActionSpec("leave", "返回", ("Esc",), handler="leave"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._file: Path | None = None
        self._plan: ImportPlan | None = None
        self._listed: Listings = {}
        self._request = new_request()
        self.progress = Progress()
        self.acts = build_actions(self, self.specs, context.granted())
        self.setAcceptDrops(True)
        self.new_places = QCheckBox("允许新建展区和产地")
        self.new_places.toggled.connect(lambda _on: self._check_again())
        self.restrict = QCheckBox("")
        self.restrict.setChecked(True)
        self.restrict.toggled.connect(lambda _on: self._check_again())
        self.columns = ColumnsBar(context, self.acts)
        self.columns.answered.connect(self._check)
        self.columns.forgotten.connect(lambda: self._cannot_yet(NOT_CHECKED, AGAIN))
        self._invite = EmptyState("import", INVITE, HINT)
        self._figures = {name: FigureCard(name) for name in FIGURES}
        self.summary = ElidedLabel("", "muted")
        self._verdict = label(" ", "strong")
        self.chips = ChipRow(CHIPS, SIZE.touch)
        self.chips.chosen.connect(lambda _key: self._list())
        self.table = RowTable(COLUMNS, "检查结果")
        self._clean = EmptyState("success", "没有要说的")
        self.table.set_empty(self._clean)
        self._pages = QStackedWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        for name, variant in (("choose", "primary"), ("template", "secondary")):
            made = button_for(self.acts, name, variant, "touch")
            self._invite.extra.addWidget(made, 0, Qt.AlignmentFlag.AlignHCenter)
        result = QWidget()
        trio = row(spacing=SPACE.s)
        for card in self._figures.values():
            trio.addWidget(card, 1)
        listed = Card(padding=SPACE.xs)
        listed.body.addLayout(row(self.chips))
        listed.body.addWidget(self.table, 1)
        box = column(trio, spacing=SPACE.s)
        box.addWidget(listed, 1)
        result.setLayout(box)
        invite = Card(padding=SPACE.xs)
        invite.body.addWidget(self._invite, 1)
        self._pages.addWidget(invite)
        self._pages.addWidget(result)
        head = Card(padding=SPACE.s)
        line = row(label("导入商品", "section"), spacing=SPACE.m)
        line.addWidget(self.summary, 1)
        line.addWidget(self.restrict)
        line.addWidget(self.new_places)
        head.body.addLayout(line)
        head.body.addWidget(self.columns)
        page = column(head, spacing=SPACE.s)
        page.addWidget(self._pages, 1)
        page.addWidget(self._make_foot())
        self.setLayout(page)

    def _make_foot(self) -> Card:
        foot = Card(padding=SPACE.s)
        line = row(spacing=SPACE.xs)
        line.addWidget(self._verdict, 1)
        other = QWidget()
        other.setLayout(row(button_for(self.acts, "choose", size="touch")))
        other.hide()
        self._pages.currentChanged.connect(lambda page: other.setVisible(page > 0))
        line.addWidget(button_for(self.acts, "leave", size="touch"))
        line.addWidget(other)
        line.addWidget(button_for(self.acts, "apply", "primary", "touch"))
        foot.body.addLayout(line)
        return foot

    # -- the file -----------------------------------------------------------------------------

    def start(self) -> None:
        """An empty page."""
        self._file = self._plan = None
        self.columns.know(None)
        self.restrict.hide()
        self.restrict.setChecked(True)
        self.summary.setText("")
        self._say(" ", "")
        self._invite.set_text(INVITE, HINT)
        self._pages.setCurrentIndex(0)
        self.acts.enable(False, "apply")
        self.take_focus()

    def take_focus(self) -> None:
        """The keyboard to what can be moved in."""
        (self.table if self._pages.currentIndex() else self).setFocus()

    def choose(self) -> None:
        """A file of this machine."""
        known = (self._file.parent,) if self._file else ()
        panel = FilePanel(self, self._context, starting_folder(self._context, *known))
        panel.chosen.connect(self.check_file)
        panel.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file at a time."""
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Check what was dropped."""
        event.acceptProposedAction()
        self.check_file(Path(event.mimeData().urls()[0].toLocalFile()))

    def save_template(self) -> None:
        """An empty sheet with the headers that the import knows."""
        path, operations = Path(self._context.machine.exports) / TEMPLATE, self._context.operations
        how, saved = How(exclusive="template", sound="done"), partial(offer, operations)
        work = partial(save_beside, path, import_template(), the_same(import_template()))
        operations.compute(work, owner=self, on_done=saved, how=how)

    # -- checking -----------------------------------------------------------------------------

    def check_file(self, path: Path) -> None:
        """Say what the file would do, or ask what it leaves open; nothing is written."""
        if not self._context.operations.running(RUNNING):
            self._file = path
            self.columns.know(None)
            self._check(None)

    def _check(self, question: Question | None) -> None:
        """With what was answered of this file; with None it is looked at first."""
        path = self._file
        if path is None or self._context.operations.running(RUNNING):
            return
        imports, actor = self._context.services.imports, self._context.actor
        places, adult = self.new_places.isChecked(), self.restrict.isChecked()
        recall = self._context.machine.file_answers

        def work(progress: Progress) -> Checked:
            step, content = progress.report, read_upload(path)
            asked = question or question_of(imports.look(actor, content, step=step), recall)
            if asked is not None and asked.must_ask:
                return asked, None, {}
            answers = Answers(places, adult)
            if asked is not None:
                answers = asked.answers(allow_new_places=places, restrict_by_name=adult)
            plan = imports.check(actor, content, path.name, answers=answers, step=step)
            return asked, plan, {listed: rows_of(plan, listed) for listed in Listed}

        how = self._long(f"正在检查 {path.name}", How(refused=self._cannot))
        self._context.operations.ask(work, owner=self, on_done=self._checked, how=how)

    def _check_again(self) -> None:
        if self._plan is not None:
            self._check(self.columns.question)

    def _checked(self, found: Checked) -> None:
        question, plan, self._listed = found
        first = self.columns.question is None
        self.columns.know(question)
        if plan is not None:
            self._show(plan)
        else:
            self._cannot_yet(NOT_CHECKED, OPEN)
        lacks = plan is not None and any(p.code == "column_missing" for p in plan.errors)
        if plan is None or (first and lacks):
            self.ask_columns()

    # -- the columns --------------------------------------------------------------------------

    def ask_columns(self) -> None:
        """Which heading is which field; the file is checked anew with the answers."""
        if not self._context.operations.running(RUNNING):
            self.columns.ask(self)

    def _cannot(self, refusal: Refusal) -> bool:
        self._cannot_yet("这个文件不能导入", sentence(refusal))
        return False

    def _cannot_yet(self, told: str, why: str) -> None:
        self._plan = None
        self._invite.set_text(told, why)
        self._say(" ", "")
        self._pages.setCurrentIndex(0)
        self.acts.enable(False, "apply")

    def _show(self, plan: ImportPlan) -> None:
        self._plan = plan
        self._request = new_request()
        self._pages.setCurrentIndex(1)
        self.summary.setText(summary(plan))
        self.restrict.setText(f"{formats.count(plan.age_guessed)} 种烟酒不卖给未成年人")
        self.restrict.setVisible(plan.age_guessed > 0)
        counts = (len(plan.create), len(plan.update), plan.unchanged, plan.error_count)
        for name, count in zip(FIGURES, counts, strict=True):
            self._figures[name].show_figure(formats.count(count))
        if plan.error_count:
            self._figures["要改"].figure.set_text(formats.count(plan.error_count), "danger")
        else:
            self._figures["要改"].figure.set_text("0", "ink")
        told = counts_of(plan)
        for key, count in told.items():
            self.chips.set_count(key, count)
        self.chips.choose(next((key for key, count in told.items() if count), Listed.ERRORS))
        self._list()
        self._say(*verdict(plan))
        self.acts.enable(plan.can_apply, "apply")
        self.take_focus()

    def _list(self) -> None:
        if self._plan is not None:
            listed = Listed(str(self.chips.choice))
            self._clean.set_text(NONE_OF.get(listed, "没有问题"))
            self.table.set_rows(self._listed[listed])

    def next_listed(self) -> None:
        """The next chip, by key."""
        self.chips.step()
        self._list()

    # -- importing ----------------------------------------------------------------------------

    def apply(self) -> None:
        """Write the checked plan, all or nothing; prices that jump ask for the 店长 first."""
        self._apply(())

    def _apply(self, grants: tuple[Grant, ...]) -> None:
        plan, request = self._plan, self._request
        if plan is None or not plan.can_apply or self._context.operations.running(RUNNING):
            return
        imports, actor = self._context.services.imports, self._context.actor

        def more(found: tuple[Grant, ...]) -> None:
            self._apply((*grants, *found))  # what was said yes to already was spent for nothing yet

        def refused(refusal: Refusal) -> bool:
            if isinstance(refusal, ApprovalNeeded):
                approve(self, self._context, refusal.deeds, more)
                return True
            return False

        def work(progress: Progress) -> ImportDone:
            return imports.apply(actor, plan, request, progress.report, tokens(grants))

        how = self._long("正在导入", How(success=_told, sound="done", refused=refused))
        self._context.operations.do(work, owner=self, on_done=self._done, how=how)

    def _done(self, done: ImportDone) -> None:
        self._plan = None
        for name, count in zip(
            FIGURES, (done.created, done.updated, done.unchanged, 0), strict=True
        ):
            self._figures[name].show_figure(formats.count(count))
        for chip in CHIPS:
            self.chips.set_count(chip.key, None)
        self.table.set_rows([])
        self._clean.set_text("导入完成", "按 Esc 回到商品列表，或按 F3 再导一份")
        self._say(_told(done), "success")
        self.acts.enable(False, "apply")

    def leave(self) -> None:
        """Back to the list; what was only checked is forgotten."""
        self.progress.cancel()
        self.left.emit()

    def _say(self, text: str, tone: str) -> None:
        self._verdict.setText(text)
        set_tone(self._verdict, tone)

    def _long(self, text: str, how: How) -> How:
        """Long work: its progress with 取消 stands on a page of its own until it has settled."""
        self.progress, before = Progress(), self._pages.currentIndex()
        panel = ProgressPanel(text)
        panel.setFixedWidth(PROGRESS_WIDTH)
        panel.cancelled.connect(self.progress.cancel)
        page = QWidget()
        page.setLayout(column(None, row(None, panel, None), None))
        self._pages.addWidget(page)
        self.acts.enable(False, "choose", "template", "apply")
        show = QTimer(page, singleShot=True, interval=BUSY_AFTER_MS)
        show.timeout.connect(lambda: self._pages.setCurrentWidget(page))
        show.start()

        standing = True  # another try after a fault goes on without the page

        def advance(done: int, total: int) -> None:
            if standing:
                panel.set_progress(done, total)

        def settled() -> None:
            nonlocal standing
            if standing:
                standing = False
                show.stop()  # the page may outlive its place in the stack by an event
                if self._pages.currentWidget() is page:
                    self._pages.setCurrentIndex(before)
                self._pages.removeWidget(page)
                page.deleteLater()
            self.acts.enable(True, "choose", "template")
            self.acts.enable(self._plan is not None and self._plan.can_apply, "apply")

        return replace(
            how,
            exclusive=RUNNING,
            progress=self.progress,
            on_progress=advance,
            settled=settled,
        )


def _told(done: ImportDone) -> str:
    told = f"导入完成：新增 {formats.count(done.created)}，更改 {formats.count(done.updated)}"
    return f"{told}，期初批次 {formats.count(done.lots)}" if done.lots else told
