"""Lots by their printed number: typed into the search, or read off a code that carries one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from showroom.domain.barcode import ProductCode
from showroom.domain.catalogue import CatalogueIndex
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId
from showroom.domain.scan import classify
from showroom.services.stock.tracing import MAX_NAMED, LotsNamed
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How

NO_SUCH_LOT = "没有批号 {lot_no} 的货，列出的是这个商品"
MANY_LOTS = "批号太多，只按最近 {count} 个找"


class LotSearch(QObject):
    """`found` follows when lots of that number have been read: their products answer to it too."""

    found = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._text = self._asked = ""
        self._skus: frozenset[SkuId] = frozenset()
        self._more = False

    def forget(self) -> None:
        """Lots came or went: the next look at the same text asks again."""
        self._asked = ""

    def look_for(self, text: str) -> None:
        """Ask the books, once for each text; what is no number of a lot is not asked for."""
        if text == self._asked:
            return
        self._asked = text
        if text != self._text:
            self._text, self._skus, self._more = text, frozenset(), False
        if not any(c.isdigit() for c in text):
            return

        def show(named: LotsNamed) -> None:
            skus = frozenset(lot.sku_id for lot in named.lots)
            if self._text == text and (skus, named.more) != (self._skus, self._more):
                self._skus, self._more = skus, named.more
                self.found.emit()

        def failed(_error: Exception) -> None:
            self.forget()

        named, actor = self._context.services.tracing.named, self._context.actor
        how = How(failed=failed)
        self._context.operations.survey(named, actor, text, owner=self, on_done=show, how=how)

    def told(self, text: str) -> str:
        """What is to be said of what was found; mostly nothing."""
        cut = self._more and text == self._text
        return MANY_LOTS.format(count=MAX_NAMED) if cut else ""

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
