"""开店准备: what the counter shows until the first sale."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from showroom.services.setup.first_day import NEEDED, FirstStep, Prepared
from showroom.ui.first_day.preparation import Preparation
from showroom.ui.look import formats
from showroom.ui.look.icons import set_icon
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.widgets.card import Card, column, label, row
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.wizard.words import CONNECTIONS

WIDTH = 640
GLYPH = 20
NAME_WIDTH = 92
STEPS = (
    FirstStep.GOODS,
    FirstStep.STOCK,
    FirstStep.PRINTER,
    FirstStep.PEOPLE,
    FirstStep.SHIFT,
)
NAMES = MappingProxyType(
    {
        FirstStep.GOODS: "商品",
        FirstStep.STOCK: "期初库存",
        FirstStep.PRINTER: "小票打印机",
        FirstStep.PEOPLE: "人员",
        FirstStep.SHIFT: "第一个班次",
    }
)
VERBS = MappingProxyType(
    {
        FirstStep.GOODS: "选择表格",
        FirstStep.STOCK: "选择表格",
        FirstStep.PRINTER: "别的打印机",
        FirstStep.PEOPLE: "去添加",
        FirstStep.SHIFT: "去开班",
    }
)
TITLE, READY = "开店准备", "准备好了，扫第一件商品"
STANDS = "还差 {} 步。做完一步自己打勾；随时可以离开，下次接着做"
SELLS = "卖出第一单，这张清单就收起来"
OTHERS = "请店长来做"


class StepRow(QWidget):
    """One step: its mark, what it is, how it stands, and the way there."""

    wanted = Signal()

    def __init__(self, step: FirstStep) -> None:
        super().__init__()
        self.step = step
        self.setAccessibleName(NAMES[step])
        self._tick, self._number = label(), label(str(STEPS.index(step) + 1), "muted")
        set_icon(self._tick, "success", "success", GLYPH)
        for mark in (self._tick, self._number):
            mark.setFixedWidth(GLYPH + SPACE.xs)
        self._tick.setAccessibleName("已做")
        self.told = ElidedLabel("", "muted")
        name = label(NAMES[step], "strong")
        name.setFixedWidth(NAME_WIDTH)
        self.take, self.other = QPushButton(), QPushButton(VERBS[step])
        for button, variant in ((self.take, "primary"), (self.other, "secondary")):
            button.setProperty("variant", variant)
            button.setProperty("scale", "bar")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        marks = row(self._tick, self._number)
        line = row(marks, name, self.told, self.other, self.take, spacing=SPACE.s)
        line.setStretch(2, 1)
        self.setLayout(line)
        self.setMinimumHeight(SIZE.touch)

    def show_state(self, told: str, *, done: bool, take: str, other: bool) -> None:
        """`take` is what Enter does here, empty where it is not next."""
        self._tick.setVisible(done)
        self._number.setHidden(done)
        self.told.setText(told)
        self.take.setText(take)
        self.take.setVisible(bool(take))
        self.other.setVisible(other)


class Preparing(Card):
    """The list; Enter takes its next step, the field of the counter keeps the keyboard."""

    def __init__(self) -> None:
        super().__init__(padding=SPACE.s)
        self.setMaximumWidth(WIDTH)
        self.setAccessibleName(TITLE)
        self.headline = label(TITLE, "section")
        self._hint = label("", "muted", wrap=True)
        self.rows = {step: StepRow(step) for step in STEPS}
        self.body.setSpacing(SPACE.xxs)
        self.body.addLayout(column(self.headline, self._hint, spacing=SPACE.xxs))
        for each in self.rows.values():
            self.body.addWidget(each)

    def sizeHint(self) -> QSize:
        """As wide as it may be; a narrow place makes the words shorter."""
        return QSize(WIDTH, super().sizeHint().height())

    def use(self, preparation: Preparation) -> None:
        """Show that shop's way, whenever it moves."""
        self._preparation = preparation
        for step, each in self.rows.items():
            each.take.clicked.connect(preparation.go_next)
            each.other.clicked.connect(partial(preparation.go, step))
        preparation.moved.connect(self._show)

    def _show(self) -> None:
        prepared, step = self._preparation.prepared, self._preparation.next
        left = sum(not prepared.has(needed) for needed in NEEDED)
        self.headline.setText(TITLE if left else READY)
        self._hint.setText(STANDS.format(left) if left else SELLS)
        for each in self.rows.values():
            self._show_row(each, prepared, is_next=each.step is step)

    def _show_row(self, each: StepRow, prepared: Prepared, *, is_next: bool) -> None:
        step, mine = each.step, self._preparation.may(each.step)
        done = prepared.has(step)
        told = _stands(step, prepared)
        if step is FirstStep.PRINTER and not done and mine:
            told = self._found()
        if not done and not mine:
            told = OTHERS
        take = self._take(step) if is_next else ""
        by_hand = mine and not done and (step is FirstStep.PRINTER or not is_next)
        ahead = step in {FirstStep.STOCK, FirstStep.SHIFT} and not prepared.has(FirstStep.GOODS)
        each.show_state(told, done=done, take=take, other=by_hand and not ahead)

    def _take(self, step: FirstStep) -> str:
        if step is not FirstStep.PRINTER:
            return f"{VERBS[step]}  Enter"
        if self._preparation.printer.searching:
            return ""
        return "就用它  Enter" if self._preparation.printer.found else "先存成文件  Enter"

    def _found(self) -> str:
        printer = self._preparation.printer
        if printer.searching:
            return "正在找打印机…"
        if printer.found is None:
            return "没有找到"
        where = CONNECTIONS[printer.found.connection]
        return f"找到 {printer.found.name or printer.found.address}（{where}）"


def _stands(step: FirstStep, prepared: Prepared) -> str:
    """How a step stands, done or not."""
    if step is FirstStep.GOODS:
        kinds = formats.count(prepared.products)
        return f"{kinds} 种" if prepared.products else "CSV 或 Excel，别的收银软件导出的也行"
    if step is FirstStep.STOCK:
        if prepared.stocked:
            return f"{formats.count(prepared.stocked)} 种有库存"
        return "表格里写了数量就一起进来，或到 收货 按 F7 录；没有也能先卖"
    if step is FirstStep.PRINTER:
        return f"{prepared.printer}；打得不对，到 设置 → 打印机 改"
    if step is FirstStep.PEOPLE:
        people = formats.count(prepared.people)
        return f"{people} 位" if prepared.people > 1 else "一位店长可以先开店"
    return "已开班" if prepared.shift_open else "清点备用金"
