"""The column question: which heading is which field, which sheet, what holds for all rows."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.errors import Refusal
from showroom.services.goods.import_columns import FIELD_HEADING, tells_state
from showroom.services.goods.import_question import NEEDED, Heading, Question, fixable
from showroom.services.goods.import_values import TEXT_LENGTH
from showroom.ui.engine.actions import ActionSpec, build_actions, button_for
from showroom.ui.look.tokens import SIZE
from showroom.ui.widgets.card import label, set_tone
from showroom.ui.widgets.chip import ChipFace, ChipRow
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Column, Row
from showroom.ui.widgets.words_edit import WordsEdit
from showroom.ui.words.messages import sentence

WIDTH, HEIGHT, LEAST_ROWS, FIELDS_SHOWN, NARROW = 860, 600, 5, 9, 520
COLUMNS = (
    Column("表里的标题", 200, kind="strong"),
    Column("这一列里的例子", 0, kind="muted"),
    Column("是哪一栏", 232),
)
FIELD_COLUMNS = (Column("栏", 200, kind="strong"), Column("现在由哪一列给", 0, kind="muted"))
ALIKE = "，有两列：留一列"
LEFT_OUT, UNSAID, NO_COLUMN = "不导入", "不认得，按 Enter 选", "（没有这一列）"
STATE = "停用的行不导入"
WRITTEN = {"fen": "（按分）", "jiao": "（按角）", "bp": "（按万分之一）", "flag": "（是/否）"}
HINT = (
    "在一行上按 Enter 说它是哪一栏；没有说的不导入。没有列的栏可以写一个，用于所有行。"
    "回答记在这台电脑，下次同样的表头不再问；要改，选好文件后按 F6。"
)
NO_NAME = "新商品还要有一列是品名。"
WRONG = {
    "columns_few": "要有一列是货号或条码，再有一列如品名或零售价",
    "columns_alike": "有两列是同一栏：请把其中一列改成不导入",
}


class ColumnPanel(Overlay):
    """`answered` carries the Question, all of it answered.

    `forget` wants the kept answers gone, and carries the Question without them.
    """

    answered = Signal(object)
    forget = Signal(object)

    specs: ClassVar = (
        ActionSpec("go", "按这样检查", ("F12",), "import", handler="finish"),
        ActionSpec("sheet", "换一张工作表", ("F7",), handler="next_sheet"),
        ActionSpec("reset", "忘掉记住的回答", ("F8",), handler="reset"),
    )

    def __init__(self, host: QWidget, question: Question, *, remembered: bool) -> None:
        super().__init__(host, "这个文件的列", WIDTH, throwaway=True)
        self.question = self._begun = question
        acts = build_actions(self, self.specs)
        self.told = label(HINT, "muted", wrap=True)
        self.sheets = ChipRow(_faces(question), SIZE.touch)
        self.sheets.choose(question.at)
        self.sheets.chosen.connect(self._use_sheet)
        self.sheets.setVisible(len(question.sheets) > 1)
        self.table = RowTable(COLUMNS, "这个文件的列")
        self.table.setMinimumHeight(LEAST_ROWS * SIZE.row_office)
        self.table.row_activated.connect(self._open_row)
        self.keep_height(HEIGHT)
        for part in (self.told, self.sheets):
            self.body.addWidget(part)
        self.body.addWidget(self.table, 1)
        for name in ("reset",) if remembered else ():
            self.footer.addWidget(button_for(acts, name, size="touch"))
        if len(question.sheets) > 1:
            self.footer.addWidget(button_for(acts, "sheet", size="touch"))
        self.footer.addStretch(1)
        self.footer.addWidget(button_for(acts, "go", "primary", "touch"))
        acts.enable(remembered, "reset")
        acts.enable(len(question.sheets) > 1, "sheet")
        self.first = self.table
        self._order = _order(question)
        self._show()

    def entry(self) -> str:
        """Answers that were given and not yet used."""
        return "" if self.question == self._begun else "这个文件的列还没有说完"

    def _show(self, select: Hashable = None) -> None:
        rows = {row.key: row for row in _rows(self.question)}
        self.table.set_rows([rows[key] for key in self._order], select)
        if self.table.selected_key is None:
            self.table.select_first()
        self.told.setText(f"{HINT}{NO_NAME if 'name' in self.question.missing else ''}")
        set_tone(self.told, "muted")

    def _open_row(self, key: object) -> None:
        kind, _, name = str(key).partition(":")
        if kind == "heading":
            panel = FieldPanel(self, self.question, name)
            panel.chosen.connect(lambda field: self._take(self.question.with_column(name, field)))
            panel.open()
        else:
            FixedPanel(self, self.question, name).open_for(self._take)

    def _take(self, question: Question) -> None:
        chosen = self.table.selected_key
        self.question = question
        self._order = _kept_order(self._order, question)
        self._show(chosen)

    def _use_sheet(self, at: object) -> None:
        self.question = self.question.with_sheet(int(str(at)))
        self._order = _order(self.question)
        self._show()

    def next_sheet(self) -> None:
        """The next of them, by key."""
        self._use_sheet(self.sheets.step())

    def reset(self) -> None:
        """What the program makes of the file by itself; nothing is kept of it."""
        self._use_sheet(self.question.at)
        self._begun = self.question
        self.forget.emit(self.question)

    def finish(self) -> None:
        """Check with these answers, unless no file can be read so."""
        settled = self.question.settled()
        if settled.wrong:
            self.told.setText(WRONG[settled.wrong])
            set_tone(self.told, "danger")
            return
        self.close_panel()
        self.answered.emit(settled)


class FieldPanel(Overlay):
    """`chosen` carries the field, "" for a column that is not wanted."""

    chosen = Signal(str)

    def __init__(self, host: QWidget, question: Question, title: str) -> None:
        super().__init__(host, f"“{title}”是哪一栏？", NARROW, throwaway=True)
        heading = next(h for h in question.headings if h.title == title)
        if heading.samples:
            self.body.addWidget(label(f"例子：{'、'.join(heading.samples)}", "muted", wrap=True))
        self.table = RowTable(FIELD_COLUMNS, "栏")
        self.table.setMinimumHeight(FIELDS_SHOWN * SIZE.row_office)
        rows = [Row("", (LEFT_OUT, ""))]
        rows += [Row(f, (FIELD_HEADING[f], _giver(question, f))) for f in _likely(question)]
        self.table.set_rows(rows, question.field_of(heading).partition(":")[0])
        if self.table.selected_key is None:
            self.table.select_first()
        self.table.row_activated.connect(self._choose)
        self.body.addWidget(self.table)
        go = ask(self, "就是它  Enter")
        go.clicked.connect(lambda: self._choose(self.table.selected_key))
        self.first = self.table

    def _choose(self, key: object) -> None:
        self.close_panel()
        self.chosen.emit(str(key))


class FixedPanel(Overlay):
    """One text for all rows, held against what its cell may be."""

    taken = Signal(object)

    def __init__(self, host: QWidget, question: Question, name: str) -> None:
        word = FIELD_HEADING[name]
        super().__init__(host, f"所有行的{word}", NARROW, throwaway=True)
        self._question, self._name = question, name
        self.field = WordsEdit(word, TEXT_LENGTH)
        self.field.setText(question.fixed.get(name, ""))
        self.field.returnPressed.connect(self._finish)
        self.told = label(
            f"文件里没有{word}这一列：写一个，用于所有行；空着就不写。", "muted", wrap=True
        )
        self.body.addWidget(self.told)
        self.body.addWidget(self.field)
        ask(self, "用于所有行  Enter").clicked.connect(self._finish)
        self.first = self.field

    def open_for(self, take: object) -> None:
        """Come forward; `take` hears the Question with that text."""
        self.taken.connect(take)
        self.open()

    def _finish(self) -> None:
        try:
            question = self._question.with_fixed(self._name, self.field.text().strip())
        except Refusal as refusal:
            self.told.setText(sentence(refusal))
            set_tone(self.told, "danger")
            return
        self.close_panel()
        self.taken.emit(question)


def _faces(question: Question) -> list[ChipFace]:
    return [ChipFace(at, sheet.name) for at, sheet in enumerate(question.sheets)]


def _likely(question: Question) -> list[str]:
    """Every field: those that nothing gives yet first, and what a new product needs before all."""
    needed = ("code", "barcodes", *NEEDED)
    return sorted(FIELD_HEADING, key=lambda f: (bool(_giver(question, f)), f not in needed))


def _giver(question: Question, name: str) -> str:
    title = question.taken(name)
    return title or (f"所有行：{question.fixed[name]}" if name in question.fixed else "")


def _order(question: Question) -> list[str]:
    """What is one with another or open first, then what a new product lacks; then the rest."""
    still = set(question.open_titles)
    alike = question.alike_titles
    rows = [row.key for row in _rows(question)]

    def rank(key: str) -> int:
        kind, _, name = key.partition(":")
        if kind == "heading":
            return 0 if name in alike else 1 if name in still else 3
        return 2 if name in question.missing else 4

    return sorted(map(str, rows), key=rank)


def _kept_order(order: list[str], question: Question) -> list[str]:
    """Rows stay where they are while they are answered; what comes up is added at the end."""
    now = _order(question)
    return [key for key in order if key in now] + [key for key in now if key not in order]


def _rows(question: Question) -> list[Row]:
    by_title = {h.title: h for h in question.headings}
    rows = [_heading_row(question, heading) for heading in by_title.values()]
    return rows + [_fixed_row(question, f) for f in fixable() if not question.taken(f)]


def _heading_row(question: Question, heading: Heading) -> Row:
    name, _, written = question.field_of(heading).partition(":")
    said = FIELD_HEADING[name] + WRITTEN.get(written, "") if name else LEFT_OUT
    if not name and tells_state(heading.title):
        said = STATE
    still = heading.title in question.open_titles
    alike = heading.title in question.alike_titles
    said = f"{said}{ALIKE}" if alike else UNSAID if still else said
    cells = (heading.title, "、".join(heading.samples), said)
    return Row(f"heading:{heading.title}", cells, tones={2: "warning"} if still or alike else {})


def _fixed_row(question: Question, name: str) -> Row:
    text = question.fixed.get(name, "")
    needed = name in NEEDED and not text
    said = f"所有行：{text}" if text else "新商品要有，按 Enter 写一个" if needed else "可以不写"
    cells = (NO_COLUMN, said, FIELD_HEADING[name])
    return Row(f"fixed:{name}", cells, tones={1: "warning"} if needed else {})
