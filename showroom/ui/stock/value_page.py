"""估值: what the stock was worth at the end of a business day, by zone, county and so on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from showroom.domain.errors import Refusal
from showroom.domain.figures import NOTHING
from showroom.domain.sheet import DEMO, Sheet
from showroom.services.books.changes import Changes
from showroom.services.stock.valuation import GroupBy, GroupValue, StockValue
from showroom.ui.engine.actions import ActionSpec, button_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.look import formats
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.stock.covering import CoveringPage
from showroom.ui.widgets.calendar_panel import CalendarPanel
from showroom.ui.widgets.card import Card, label, row
from showroom.ui.widgets.chip import ChipFace, ChipRow
from showroom.ui.widgets.clock_label import now_us
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Column, Row
from showroom.ui.words.messages import sentence

TITLE = "库存估值"
BASIS = "全店，含各网点和在途；移动加权平均，按单据、批次四舍五入到分，代销、联营只列数量"
APART = "库存的买断批次金额是另一个数：只算本网点，各批次按自己的成本"
FIGURES = (
    Column("买断件数", 100, "right", sortable=True),
    Column("买断重量", 116, "right", sortable=True),
    Column("代销联营件数", 116, "right", kind="muted", sortable=True),
    Column("代销联营重量", 116, "right", kind="muted", sortable=True),
    Column("库存金额", 132, "right", kind="amount", sortable=True, steady=True),
)
EMPTY = ("没有库存", "这一天没有库存")
UNPROVED = "账没有对上，不计价"
MOVED_ON = "这之后账上又有变动"
LEAVE = ("copy", "export", "pdf")


class ValueView(CoveringPage):
    """Its total is the books' own, whatever it is grouped by.

    What stands is of a moment, and all moves of the shop were gone through for it: it is made
    again when somebody asks, and says when it is no longer what the books come to.
    """

    on_paper = True
    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("pick", "选日期", ("F3",), "calendar", handler="pick_day"),
        ActionSpec("by", "换分组", ("F6",), handler="next_grouping"),
        ActionSpec("again", "重新计算", ("F5",), handler="again"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._day = self._until = ""
        self._value: StockValue | None = None
        self.name.setText(TITLE)
        self.by = ChipRow([ChipFace(by, f"按{by.word}") for by in GroupBy], SIZE.touch)
        self.by.chosen.connect(lambda _key: self._group())
        pick = button_for(self.action_set, "pick", size="touch")
        self._basis = label("", "muted", wrap=True)
        self._moved_on = label(MOVED_ON, "warning")
        self._again = button_for(self.action_set, "again", size="touch")
        self.head.body.addLayout(row(self.by, pick, spacing=SPACE.s))
        self.head.body.addLayout(row(self._moved_on, self._again, None, spacing=SPACE.s))
        self.table = RowTable((Column("名称", 0, kind="strong", sortable=True), *FIGURES), TITLE)
        self._nothing = EmptyState("stock", *EMPTY)
        self.table.set_empty(self._nothing)
        self._proof = label("", "muted")
        self._sum = label("", "strong")
        listed = Card(padding=SPACE.xs)
        listed.body.addWidget(self._basis)
        listed.body.addWidget(self.table, 1)
        listed.body.addLayout(row(self._proof, None, self._sum, spacing=SPACE.s))
        self.page.addWidget(listed, 1)
        self._tell_moved(moved=False)

    def shown(self) -> None:
        """What stands, or that the books have moved on since."""
        if self._value is None:
            self.again()
        else:
            self._look()

    def again(self) -> None:
        """F5: the same day again; while one is being valued another day waits for it."""
        at, actor, day = self.context.services.valuation.at, self.context.actor, self._day
        until = formats.until(now_us())

        def show(value: StockValue) -> None:
            if self._day == day:
                self._until = "" if day else until
                self._show(value)

        def settled() -> None:
            if self._day != day:
                self.again()

        how = How(exclusive="value", refused=self._refused, settled=settled)
        self.context.operations.survey(at, actor, day, owner=self, on_done=show, how=how)

    def on_changes(self, changes: Changes) -> None:
        """What is worth something moved: it may be another value."""
        if (changes.stock or changes.sales) and self._value is not None:
            self._look()

    def _look(self) -> None:
        """Whether it still is what the books come to; a look at what was posted since."""
        value = self._value
        assert value is not None  # noqa: S101 (nothing is looked at before it is there)

        def told(stands: bool) -> None:  # noqa: FBT001 (the verb's answer)
            if self._value is value:
                self._tell_moved(moved=not stands)

        stands, actor = self.context.services.valuation.stands, self.context.actor
        self.context.operations.survey(stands, actor, value, owner=self, on_done=told)

    @property
    def moved_on(self) -> bool:
        """Whether it is said that the books have moved on."""
        return not self._moved_on.isHidden()

    def _tell_moved(self, *, moved: bool) -> None:
        self._moved_on.setVisible(moved)
        self._again.setVisible(moved)

    def opened(self) -> None:
        """Somebody comes from the list: what it is worth now, not on the day looked at last."""
        self._day = ""
        self._clear()
        self.again()

    def take_focus(self) -> None:
        """The keyboard to the groups."""
        self.table.setFocus()

    @property
    def grouping(self) -> GroupBy:
        """What it is summed by."""
        return GroupBy(str(self.by.choice))

    def _show(self, value: StockValue) -> None:
        self._value = value
        self._look()
        self._nothing.set_text(*EMPTY)
        day = formats.long_date(value.business_date)
        self._basis.setText(f"截至 {day} {self._when}　{BASIS}。{APART}")
        self._sum.setText(f"库存金额 {formats.money(value.value_fen)}")
        self._proof.setText(proof_words(value))
        self.action_set.enable(bool(value.goods), *LEAVE)
        self._group()

    @property
    def _when(self) -> str:
        """Of today it is what there is by now, and more may follow."""
        return self._until or "日终"

    def _group(self) -> None:
        """Made where nobody waits for it: there may be 20 000 products."""
        value, by = self._value, self.grouping
        if value is None:
            return

        def show(rows: list[Row]) -> None:
            if self._value is value and self.grouping is by:
                self.table.set_rows(rows)
                if self.table.selected_key is None:
                    self.table.select_first()

        self.context.operations.compute(value_rows, value, by, owner=self, on_done=show)

    def _refused(self, refusal: Refusal) -> bool:
        if refusal.code != "ledger_unproved":
            return False
        self._clear()
        self.table.set_rows([])
        self._nothing.set_text(UNPROVED, sentence(refusal))
        return True

    def next_grouping(self) -> None:
        """Zones, counties, suppliers, products, then zones again."""
        self.by.step()
        self._group()

    def pick_day(self) -> None:
        """Any day up to today."""
        today = self.context.services.reports.today()
        panel = CalendarPanel(self, self._day or today, today)
        panel.chosen.connect(self._take_day)
        panel.open()

    def _take_day(self, day: str) -> None:
        self._day = day if day != self.context.services.reports.today() else ""
        self._clear()
        self.again()

    def _clear(self) -> None:
        """What stood there is another day's."""
        self._value = None
        self._tell_moved(moved=False)
        for said in (self._basis, self._sum, self._proof):
            said.setText("")
        self.action_set.enable(False, *LEAVE)
        self.table.wait()

    def sheet(self) -> tuple[Callable[..., Sheet], Sequence[object]]:
        """What is seen, as it is grouped, with its total."""
        value = self._value
        assert value is not None  # noqa: S101 (nothing leaves before it is there)
        mark = DEMO if self.context.shop.demo else ""
        as_of = f"截至 {value.business_date} {self._when}"
        return value.sheet, (self.grouping, as_of, BASIS, mark)


def proof_words(value: StockValue) -> str:
    """``累计进货 1,000.00　减 销售领用报损 400.00　减 成本差异 0.00``: all that ever moved."""
    return "　".join(f"{word} {formats.money(fen)}" for word, fen in value.proof)


def value_rows(value: StockValue, by: GroupBy) -> list[Row]:
    """Each group, the total last wherever the rest is sorted to."""
    groups = value.grouped(by)
    total = [_row(value.total(), "total")] if groups else []
    return [*(_row(group, "") for group in groups), *total]


def _row(group: GroupValue, role: str) -> Row:
    cells = (
        group.name,
        *(_pieces(group.bought_pieces), _weight(group.bought_g)),
        *(_pieces(group.consigned_pieces), _weight(group.consigned_g)),
        formats.figure(group.value_fen) if role or group.is_owned else NOTHING,
    )
    sort = (
        *(group.name, group.bought_pieces, group.bought_g),
        *(group.consigned_pieces, group.consigned_g, group.value_fen),
    )
    key = ("total" if role else "group", group.name)
    return Row(key, cells, role="total" if role else "", sort=sort)


def _pieces(pieces: int) -> str:
    """Most goods are either counted or weighed: no row of zeros."""
    return formats.count(pieces) if pieces else NOTHING


def _weight(grams: int) -> str:
    return formats.weight(grams) if grams else NOTHING
