"""A list of the tests' own: what a room needs to have one, and hands for its header."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from showroom.domain.permission import Permission
from showroom.domain.quantity import SoldBy
from showroom.domain.sheet import day, money, quantity
from showroom.ui.browse.asked import Found
from showroom.ui.browse.columns import ListColumn, Listing
from showroom.ui.browse.leaving import LEAVING
from showroom.ui.browse.page import SEARCH, BrowsePage
from showroom.ui.widgets.chip import ChipFace
from showroom.ui.widgets.table_rows import Row


@dataclass(frozen=True)
class Thing:
    number: int
    name: str
    amount: int = 1
    sold_by: SoldBy = SoldBy.EACH
    fen: int = 0
    expiry: str = ""
    cost_fen: int = 70


THINGS = (
    Thing(1, "乙", 9, fen=900, expiry="2026-12-09"),
    Thing(2, "甲", 10, fen=10_000),
    Thing(3, "丙", 9, fen=-50, expiry="2026-01-02"),
    Thing(4, '=HYPERLINK("x")', 9_500, SoldBy.WEIGHT, 900),
)


class Shelf(BrowsePage[Thing]):
    name = "shelf"
    specs = (SEARCH, *LEAVING)
    listing = Listing(
        "货架",
        (
            ListColumn("品名", 0, lambda x: x.name, kind="strong"),
            ListColumn("编号", 80, lambda x: f"N{x.number}", gives_way=1),
            ListColumn("数量", 90, lambda x: quantity(x.amount, x.sold_by), align="right"),
            ListColumn("金额", 100, lambda x: money(x.fen), lambda x: f"¥{x.fen}", "right"),
            ListColumn("到期", 120, lambda x: day(x.expiry), least=90, gives_way=2),
            ListColumn("展区", 90, lambda _x: "-文山", on_screen=False),
            ListColumn("进价", 90, lambda x: money(x.cost_fen), permission=Permission.VIEW_COST),
        ),
        key=lambda x: x.number,
        folds=lambda x: x.number == 1,
    )
    states = (ChipFace("all", "全部", counted=True), ChipFace("dear", "贵", counted=True))
    detail_widths = (300, 200)

    def __init__(self, context):
        super().__init__(context)
        self.things, self.asked, self.looked = list(THINGS), [], []
        self.detail = QLabel()
        self.put_detail(self.detail)

    def reading(self, wanted):
        self.asked.append(wanted)
        things = [x for x in self.things if wanted.text in x.name]
        dear = [x for x in things if x.fen > 500]
        counts = {"all": len(things), "dear": len(dear)}
        listed = dear if wanted.state == "dear" else things
        return lambda: Found(listed, counts, f"{len(listed)} 件")

    def concerns(self, changes):
        return changes.stock

    def look(self, record):
        self.detail.setText(record.name if record else "")
        self.looked.append(record)

    def unfold(self, record):
        below = [Row(("below", at), (f"下{at}", "", "", "", "", "")) for at in (1, 2)]
        self.table.put_below(record.number, below)


class HeaderHands:
    """Real mouse events on a table's header."""

    def __init__(self, table):
        self.header = table.horizontalHeader()
        self.viewport = self.header.viewport()

    def click(self, column):
        QTest.mouseClick(self.viewport, Qt.MouseButton.LeftButton, pos=self._middle(column))

    def pull(self, column, by):
        """The right edge of a column, in steps as a hand does."""
        edge = self._edge(column)
        QTest.mouseMove(self.viewport, edge)
        QTest.mousePress(self.viewport, Qt.MouseButton.LeftButton, pos=edge)
        for part in range(1, 11):
            QTest.mouseMove(self.viewport, edge + QPoint(by * part // 10, 0))
        QTest.mouseRelease(self.viewport, Qt.MouseButton.LeftButton, pos=edge + QPoint(by, 0))

    def double_click(self, column):
        """On the edge."""
        edge = self._edge(column)
        QTest.mouseClick(self.viewport, Qt.MouseButton.LeftButton, pos=edge)
        QTest.mouseDClick(self.viewport, Qt.MouseButton.LeftButton, pos=edge)

    @property
    def widths(self):
        return [self.header.sectionSize(at) for at in range(self.header.count())]

    def _middle(self, column):
        left, width = self.header.sectionViewportPosition(column), self.header.sectionSize(column)
        return QPoint(left + width // 2, self.header.height() // 2)

    def _edge(self, column):
        return QPoint(self.header.sectionViewportPosition(column + 1) - 1, 18)
