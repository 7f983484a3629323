"""冲红: why a document is taken back, in the person's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from showroom.domain.documents.lot_names import lot_named
from showroom.domain.documents.moved import Moved
from showroom.domain.reason import REASON_LENGTH
from showroom.domain.stock import DocumentKind
from showroom.ui.documents.detail import goes_quantity, goes_where
from showroom.ui.look.tokens import SIZE
from showroom.ui.widgets.card import label, row
from showroom.ui.widgets.chip import ChipFace, ChipRow
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.row_table import HEADER, RowTable
from showroom.ui.widgets.table_rows import Column, Row
from showroom.ui.widgets.words_edit import WordsEdit

WIDTH = 640
MOST_SEEN = 5
"""Lines that are seen at once; the others are scrolled to."""
GOES = (
    Column("会冲回", 0, kind="strong"),
    Column("批号", 104, kind="muted"),
    Column("库位", 152, end_tells=True),
    Column("数量", 96, "right", "amount"),
)
_K, _MADE = DocumentKind, "会另做一张同类的冲红单，原单不改。"
_CAME = _MADE + "只冲回还在的货，卖掉的不动，补录时要少录卖掉的。"
_WENT = _MADE + "货回到原来的库位。"
MEANS: Mapping[DocumentKind, str] = MappingProxyType(
    {
        _K.GOODS_RECEIPT: _CAME,
        _K.OPENING: _CAME,
        _K.TRANSFER: _WENT + "一步做完的调拨，发货和收货一起冲回。",
        _K.SUPPLIER_RETURN: _WENT,
        _K.ISSUE: _WENT,
        _K.WRITE_OFF: _WENT,
        _K.PURCHASE_ORDER: "会另做一张采购冲红单，原单不改。还没到的不再等，已经收的不动。",
    }
)
"""What follows, in the words of what is taken back; of the others no more than `_MADE`."""
FOUND = "途中短少的货找到了：放在哪里就点哪里，另做一张调拨收货单，原单不改。"
_OF_SUPPLIER, _OF_REASON = (
    ("录错数量", "录错商品", wrong, "重复过账") for wrong in ("选错供应商", "选错类别")
)
OFTEN: Mapping[DocumentKind, Sequence[str]] = MappingProxyType(
    {
        **dict.fromkeys((_K.GOODS_RECEIPT, _K.OPENING, _K.SUPPLIER_RETURN), _OF_SUPPLIER),
        **dict.fromkeys((_K.ISSUE, _K.WRITE_OFF), _OF_REASON),
        _K.PURCHASE_ORDER: ("供应商不再送", "不要了", "订错了"),
    }
)
OFTEN_MOVED = ("录错数量", "录错商品", "选错库位", "重复过账")
"""Of what only goes from place to place."""
OFTEN_FOUND = ("途中找回", "少点了", "装在别的箱里")


class ReversePanel(Overlay):
    """`chosen` carries the reason; nothing follows without one, nor before what goes is listed.

    A loss on the way turns up at one of two places (`found_at`): `placed` says that the other one
    was chosen, and what goes is to be read again.
    """

    chosen = Signal(str)
    placed = Signal()

    def __init__(
        self, host: QWidget, kind: DocumentKind, number: str, found_at: Sequence[str] = ()
    ) -> None:
        super().__init__(host, f"冲红 {number}", WIDTH, throwaway=True)
        self._plain = MEANS.get(kind, _MADE), OFTEN.get(kind, OFTEN_MOVED)
        self._means = label(self._plain[0], "muted", wrap=True)
        self.body.addWidget(self._means)
        self._places = ChipRow()
        self._places.chosen.connect(self._placed)
        self.body.addWidget(self._places)
        self.goes = RowTable(GOES, "会冲回的货")
        self._listed = False
        self._make_room(1)
        self.body.addWidget(self.goes)
        self.field = WordsEdit("冲红的原因", REASON_LENGTH, "为什么冲红")
        self._often = {word: self._word(word) for word in (*self._plain[1], *OFTEN_FOUND)}
        self.body.addLayout(row(*self._often.values(), None))
        self.body.addWidget(self.field)
        self.offer(found_at)
        self._go = ask(self, "冲红  Enter", danger=True)
        self._go.setEnabled(False)
        self._go.clicked.connect(self._take)
        self.field.textChanged.connect(lambda _text: self._allow())
        self.field.returnPressed.connect(self._take)
        self.first = self.field

    def offer(self, found_at: Sequence[str]) -> None:
        """Where a loss may turn up, once that was read; empty for what is no loss."""
        means, often = (FOUND, OFTEN_FOUND) if found_at else self._plain
        self._means.setText(means)
        self._places.set_faces([ChipFace(n, place) for n, place in enumerate(found_at)])
        self._places.setVisible(bool(found_at))
        for word, button in self._often.items():
            button.setVisible(word in often)

    @property
    def at_source(self) -> bool:
        """What was lost turned up where it came from, not where it was sent."""
        return self._places.choice == 1

    def _placed(self, _key: object) -> None:
        self._listed = False
        self._allow()
        self.field.setFocus()
        self.placed.emit()

    def show_goes(self, goes: Sequence[Moved]) -> None:
        """What would go or come, and where."""
        self._make_room(len(goes))
        self.goes.set_rows(
            [
                Row(n, (x.name, lot_named(x.lot_no, x.source), goes_where(x), goes_quantity(x)))
                for n, x in enumerate(goes)
            ]
        )
        self._listed = True
        self._allow()

    def _make_room(self, lines: int) -> None:
        tall = HEADER + SIZE.row_office * min(lines, MOST_SEEN) + 2 * SIZE.focus_ring
        self.goes.setFixedHeight(tall)

    def _allow(self) -> None:
        self._go.setEnabled(self._listed and bool(self.field.text().strip()))

    def _word(self, word: str) -> QPushButton:
        """A reason that is often one, for fingers."""
        made = QPushButton(word)
        made.setProperty("scale", "touch")
        made.clicked.connect(lambda: self._write(word))
        return made

    def _write(self, word: str) -> None:
        self.field.setText(word)
        self.field.setFocus()

    def _take(self) -> None:
        words = " ".join(self.field.text().split())
        if words and self._listed:
            self.close_panel()
            self.chosen.emit(words)
