"""One product's stock: how much, where, until when, and how it came and went."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from showroom.domain.ids import LotId
from showroom.services.stock.overview import LotRow, StockMove, StockStatus
from showroom.ui.look import formats
from showroom.ui.look.tokens import SPACE, TYPE
from showroom.ui.stock.rows import (
    ENDS,
    LOT_COLUMNS,
    MOVE_COLUMNS,
    PARTS,
    WORTH,
    Line,
    lot_rows,
    move_rows,
    state_of,
)
from showroom.ui.widgets.card import Card, label, row, set_tone
from showroom.ui.widgets.chip import ZoneSign
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.figure import Figure
from showroom.ui.widgets.row_table import RowTable


class StockDetail(Card):
    """`document_opened` carries kind and id of what a move was written by, `lot_opened` a lot's id.

    `keys` lead to all that is known of the product and of the chosen lot, `ways` to other pages.
    """

    document_opened = Signal(str, int)
    lot_opened = Signal(object)

    def __init__(
        self,
        keys: Sequence[QPushButton] = (),
        ways: Sequence[QPushButton] = (),
        of_lot: Sequence[QPushButton] = (),
    ) -> None:
        super().__init__(padding=SPACE.s)
        self.setAccessibleName("库存明细")
        self.line: Line | None = None
        self._moves: dict[Hashable, StockMove] = {}
        self._numbers: dict[Hashable, str] = {}
        self.lot_rows: Mapping[Hashable, LotRow] = {}
        """By lot and place, as in the table."""
        self._of_lot = QWidget()
        self._of_lot.setLayout(row(*of_lot, None))
        self._name = ElidedLabel("", "section")
        self._zone = ZoneSign()
        self._code = label("", "muted")
        self._amount = Figure(TYPE.figure)
        self._amount.setAccessibleName("库存")
        self._state = label("", "strong")
        self._facts = label("", "muted", wrap=True)
        self.lots, self.moves = RowTable(LOT_COLUMNS, "批次"), RowTable(MOVE_COLUMNS, "库存流水")
        none = label("没有批次", "muted")  # no room for more between the facts and the moves
        none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.lots.set_empty(none)
        self.lots.least_rows = 1
        self.moves.set_empty(EmptyState("transfer", "还没有出入库"))
        self.moves.row_activated.connect(self._open)
        self.lots.row_activated.connect(lambda _key: self.lot_opened.emit(self.lot_id))
        self.body.setSpacing(SPACE.xs)
        head = row(self._name, self._amount, spacing=SPACE.s)
        head.setStretch(0, 3)
        head.setStretch(1, 2)
        self.body.addLayout(head)
        self.body.addLayout(row(self._zone, self._code, None, self._state))
        self.body.addWidget(self._facts)
        self.body.addWidget(self.lots)
        self.body.addWidget(self._of_lot)
        self.body.addWidget(self.moves)
        self.body.addLayout(row(*keys, None, *ways))

    @property
    def lot_id(self) -> LotId | None:
        """The chosen lot, None where the product has none."""
        key = self.lots.selected_key
        return LotId(key[0]) if isinstance(key, tuple) else None

    def choose_lot(self, wanted: Callable[[str], bool]) -> None:
        """The first lot with such a number; else what was chosen stays."""
        found = next((key for key, lot_no in self._numbers.items() if wanted(lot_no)), None)
        if found is not None:
            self.lots.select_key(found)

    def show_line(self, line: Line | None) -> None:
        """Head and facts; lots and moves follow when they have been read.

        Those of another product never stand below its head, and another list is about other lots.
        """
        if line is None or self.line is None or _asks(self.line) != _asks(line):
            self._moves, self.lot_rows = {}, {}
            self.lots.wait()
            self.moves.wait()
        self.line = line
        ends = line is not None and line.listed in ENDS
        self._of_lot.setVisible(ends)
        for table, share in ((self.lots, 3 if ends else 2), (self.moves, 1 if ends else 3)):
            self.body.setStretchFactor(table, share)
        for part in (self._zone, self._state):
            part.setVisible(line is not None)
        if line is None:
            self._name.setText("")
            self._code.setText("没有选中商品")
            self._amount.set_text("")
            self._facts.setText("")
            return
        s = line.sku
        self._name.setText(s.name)
        self._zone.set_zone(s.zone, s.zone_colour)
        self._code.setText(f"{s.county} · {s.code}")
        self._amount.set_text(line.amount)
        state, role = state_of(s)
        self._state.setText(state)
        set_tone(self._state, role)
        facts = [f"最低库存 {formats.quantity(s.reorder_point, s.sold_by, s.unit)}"]
        facts += [
            f"其中{PARTS[status]} {formats.quantity(s.part(status).on_hand, s.sold_by)}"
            for status in (StockStatus.EXPIRED, StockStatus.NEAR)
            if s.part(status).on_hand
        ]
        if s.withheld:
            facts.append(f"不卖的库位 {formats.quantity(s.withheld, s.sold_by)}")
        if s.saleable != s.on_hand:
            most = "最多可售" if s.unjudged.on_hand else "可售"
            facts.append(f"{most} {formats.quantity(s.saleable, s.sold_by)}")
        facts += [
            f"{word} {formats.quantity(amount, s.sold_by)}"
            for word, amount in (("别的服务点", s.elsewhere), ("在途", s.under_way))
            if amount
        ]
        if worth := s.value_fen():
            facts.append(f"{WORTH} {formats.money(worth)}")
        self._facts.setText("　".join(facts))

    def show_lots(self, line: Line, lots: Sequence[LotRow]) -> None:
        """Lots by expiry."""
        rows = lot_rows(line, lots)
        numbers = {(x.lot.lot_id, x.lot.location): x.lot.lot_no for x in lots}
        self._numbers = {row.key: numbers[row.key] for row in rows if isinstance(row.key, tuple)}
        self.lot_rows = {(x.lot.lot_id, x.lot.location): x for x in lots}
        self.lots.set_rows(rows)
        chosen = self.lot_rows.get(self.lots.selected_key)
        gone = chosen is None or (line.listed in ENDS and chosen.lot.on_hand <= 0)
        if gone and not self._choose_what_ends(line) and chosen is None:
            self.lots.select_first()

    def _choose_what_ends(self, line: Line) -> bool:
        """In a list of what must be moved it is about the oldest lot of that which is there.

        Where goods are sold before where they wait already; a lot that is all gone is nobody's.
        """
        wanted = ENDS.get(line.listed)
        there = [(k, x.lot) for k, x in self.lot_rows.items() if x.freshness is wanted]
        there = [(key, lot) for key, lot in there if lot.on_hand > 0]
        there.sort(key=lambda each: not each[1].sells)
        return self.lots.select_key(there[0][0] if there else None)

    def show_moves(self, line: Line, moves: Sequence[StockMove]) -> None:
        """The last moves."""
        self._moves = {m.move_id: m for m in moves}
        self.moves.set_rows(move_rows(moves, line.sku.sold_by))

    def _open(self, key: object) -> None:
        move = self._moves.get(key) if isinstance(key, Hashable) else None
        if move is not None:
            self.document_opened.emit(move.document, move.document_id)


def _asks(line: Line) -> tuple[int, StockStatus]:
    return line.sku.sku_id, line.listed
