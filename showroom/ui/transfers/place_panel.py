"""Choosing a place: from a list, or by the scan of the card that hangs there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from showroom.domain.documents.place import place_code
from showroom.services.stock.transfers import StockPlace
from showroom.ui.browse.choice_panel import ListPanel
from showroom.ui.widgets.table_rows import Column, Row


class SpotPanel(ListPanel):
    """`taken` carries the place's id; another card than one of these is refused by `unknown`."""

    takes_scans: ClassVar[bool] = True

    def __init__(
        self,
        host: QWidget,
        title: str,
        places: Sequence[StockPlace],
        unknown: Callable[[str], object],
    ) -> None:
        columns = (
            Column("库位", 0, kind="strong"),
            Column("用途", 88, kind="muted"),
            Column("网点", 120, kind="muted"),
            Column("编码", 112, kind="muted"),
        )
        rows = [Row(p.location_id, (p.name, p.kind.word, p.point, p.code)) for p in places]
        super().__init__(host, title, columns, rows)
        self._places, self._unknown = tuple(places), unknown

    def scan_waits(self, code: str) -> bool:
        """Goods are for the page behind it, once the place is chosen."""
        return not place_code(code)

    def scanned(self, code: str) -> bool:
        """The card of a place answers."""
        wanted = place_code(code)
        found = next((p for p in self._places if wanted and p.code == wanted), None)
        if found is None:
            self._unknown(wanted)
            return False
        self._take(found.location_id)
        return True
