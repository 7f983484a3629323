"""Choosing one lot or one place of a product, or all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.figures import NOTHING
from showroom.domain.quantity import SoldBy
from showroom.services.stock.ledger import LotPart, PlacePart
from showroom.ui.look import formats
from showroom.ui.look.tokens import SIZE
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Column, Row

WIDTH, SHOWN = 620, 8
ALL = 0
"""The identity of no lot and no place."""
LOTS = (
    Column("批号", 0, kind="strong"),
    Column("收货", 104, kind="muted"),
    Column("到期", 104),
    Column("现存", 104, "right", "amount"),
)
PLACES = (Column("库位", 0, kind="strong"), Column("现存", 120, "right", "amount"))


class PartPanel(Overlay):
    """`chosen` carries the identity of a lot or place, 0 for all of them."""

    chosen = Signal(int)

    def __init__(
        self,
        host: QWidget,
        title: str,
        columns: Sequence[Column],
        rows: Iterable[Row],
        now: int = ALL,
    ) -> None:
        super().__init__(host, title, WIDTH, throwaway=True)
        self.table = RowTable(columns, title, counter=True)
        self.table.setMinimumHeight(SHOWN * SIZE.row_counter)
        self.table.set_rows(tuple(rows), select=now)
        if self.table.selected_key is None:
            self.table.select_first()
        self.table.row_activated.connect(self._take)
        self.body.addWidget(self.table)
        go = ask(self, "选这个  Enter")
        go.clicked.connect(lambda: self._take(self.table.selected_key))
        self.first = self.table

    def _take(self, key: object) -> None:
        if isinstance(key, int):
            self.close_panel()
            self.chosen.emit(key)


def all_of(word: str, columns: Sequence[Column]) -> Row:
    """The row above them."""
    return Row(ALL, (word, *("" for _ in columns[1:])))


def lot_rows(lots: Iterable[LotPart], sold_by: SoldBy) -> list[Row]:
    """As they come; what is gone is quiet."""
    return [
        Row(
            x.lot_id,
            (
                *(x.lot_no, formats.date_time(x.received_at_us)[: len("2026-11-23")]),
                *(x.expiry_date or NOTHING, formats.quantity(x.on_hand, sold_by)),
            ),
            role="" if x.on_hand else "muted",
        )
        for x in lots
    ]


def place_rows(places: Iterable[PlacePart], sold_by: SoldBy) -> list[Row]:
    """As they come; an empty one is quiet."""
    return [
        Row(
            x.location_id,
            (x.place, formats.quantity(x.on_hand, sold_by)),
            role="" if x.on_hand else "muted",
        )
        for x in places
    ]
