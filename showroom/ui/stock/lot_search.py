"""Lots by their printed number: typed into the search, or read off a code that carries one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from showroom.domain.barcode import ProductCode
from showroom.domain.catalogue import CatalogueIndex
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId
from showroom.domain.scan import classify
from showroom.services.stock.ledger import LotPart
from showroom.services.stock.tracing import LEAST_NAMED
from showroom.ui.engine.context import Context

NO_SUCH_LOT = "没有批号 {lot_no} 的货，列出的是这个商品"


class LotSearch(QObject):
    """`found` follows when lots of that number have been read: their products answer to it too."""

    found = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._text = ""
        self._skus: frozenset[SkuId] = frozenset()

    def look_for(self, text: str) -> None:
        """Ask the books, once for each text; what is no number of a lot is not asked for."""
        if text == self._text:
            return
        self._text, self._skus = text, frozenset()
        if len(text.strip()) < LEAST_NAMED or not any(c.isdigit() for c in text):
            return

        def show(lots: Sequence[LotPart]) -> None:
            if self._text == text and lots:
                self._skus = frozenset(lot.sku_id for lot in lots)
                self.found.emit()

        named, actor = self._context.services.tracing.named, self._context.actor
        self._context.operations.survey(named, actor, text, owner=self, on_done=show)

    def skus(self, text: str) -> frozenset[SkuId]:
        """Products of the lots that were found by this very text."""
        return self._skus if text == self._text else frozenset()

    def is_named(self, lot_no: str) -> bool:
        """Whether a lot's number is what was searched for."""
        wanted = self._text.strip().casefold()
        return bool(self._skus and wanted) and wanted in lot_no.casefold()


def lot_of(code: str, index: CatalogueIndex) -> tuple[str, frozenset[SkuId]]:
    """Lot and products that a scanned code names; an empty lot of a code that carries none."""
    try:
        scan = classify(code, known=index.knows)
    except Refusal:
        return "", frozenset()
    if not isinstance(scan, ProductCode) or not scan.lot_no:
        return "", frozenset()
    return scan.lot_no, frozenset(sku.sku_id for sku in index.find(scan.code))
