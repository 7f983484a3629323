"""The three pages that stand over the stock list, each leading to the others and back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from showroom.domain.ids import LocationId, LotId, SkuId
from showroom.domain.quantity import SoldBy
from showroom.services.stock.ledger import LotPart
from showroom.ui.browse.asked import EVERY_DAY
from showroom.ui.browse.choice_panel import ListPanel
from showroom.ui.browse.page import BrowsePage
from showroom.ui.engine.context import Context
from showroom.ui.stock.covering import CoveringPage
from showroom.ui.stock.ledger_page import WHOLE, LedgerView, Narrowed
from showroom.ui.stock.ledger_rows import Goods
from showroom.ui.stock.lot_search import NO_SUCH_LOT
from showroom.ui.stock.parts import LOTS, lot_row
from showroom.ui.stock.rows import Line
from showroom.ui.stock.trace_page import TraceView
from showroom.ui.stock.value_page import ValueView
from showroom.ui.words.trade import lot_and_source


class StockBooks(QObject):
    """Esc goes back to where one came from, at last to the list."""

    def __init__(self, context: Context, screen: BrowsePage[Line]) -> None:
        super().__init__(screen)
        self._context, self._screen = context, screen
        self._over: list[CoveringPage] = []
        self._made: dict[type[CoveringPage], CoveringPage] = {}

    @property
    def page(self) -> CoveringPage | None:
        """What stands over the list."""
        return self._over[-1] if self._over else None

    @property
    def ledger(self) -> LedgerView:
        """Made when it is first wanted, as the others."""
        made = self._page(LedgerView)
        assert isinstance(made, LedgerView)  # noqa: S101 (it was made of this class)
        return made

    @property
    def trace(self) -> TraceView:
        """One lot, both ways."""
        made = self._page(TraceView)
        assert isinstance(made, TraceView)  # noqa: S101 (the same)
        return made

    @property
    def value(self) -> ValueView:
        """What all of it is worth."""
        made = self._page(ValueView)
        assert isinstance(made, ValueView)  # noqa: S101 (the same)
        return made

    def show_ledger(self, goods: Goods, narrowed: Narrowed = WHOLE) -> None:
        """Of a product."""
        self.ledger.show_ledger(goods, narrowed)
        self._put(self.ledger)

    def show_lot_ledger(self, goods: Goods, lot_id: int, place_id: int) -> None:
        """Of a lot since it came, in one place or in all of them."""
        narrowed = Narrowed(LotId(lot_id), LocationId(place_id), EVERY_DAY)
        self.show_ledger(goods, narrowed)

    def show_trace(self, lot_id: LotId) -> None:
        """Of a lot."""
        self.trace.show_lot(lot_id)
        self._put(self.trace)

    def show_value(self) -> None:
        """Of all stock."""
        self.value.opened()
        self._put(self.value)

    def trace_named(self, lot_no: str, skus: frozenset[SkuId]) -> None:
        """The lot that a code named; of several with its number somebody chooses."""

        def show(lots: Sequence[LotPart]) -> None:
            if not lots:
                self._context.operations.note(NO_SUCH_LOT.format(lot_no=lot_no))
            elif len(lots) == 1:
                self.show_trace(lots[0].lot_id)
            else:
                self._choose(lots)

        numbered, actor = self._context.services.tracing.numbered, self._context.actor
        self._context.operations.survey(numbered, actor, lot_no, skus, owner=self, on_done=show)

    def _choose(self, lots: Sequence[LotPart]) -> None:
        """Of several products each is named: a code may stand on more than one."""
        known = self._context.index.by_id
        several = len({lot.sku_id for lot in lots}) > 1
        rows = [
            lot_row(
                lot,
                sku.sold_by if (sku := known.get(lot.sku_id)) else SoldBy.EACH,
                sku.name if sku and several else "",
                lot_and_source(lot.named),
            )
            for lot in lots
        ]
        panel = ListPanel(self._screen, "这个批号收过几次，选一次", LOTS, rows)
        panel.taken.connect(lambda lot_id: self.show_trace(LotId(int(str(lot_id)))))
        panel.open()

    def _page(self, kind: type[CoveringPage]) -> CoveringPage:
        made = self._made.get(kind)
        if made is None:
            made = self._made[kind] = kind(self._context)
            made.left.connect(self._leave)
            if isinstance(made, TraceView):
                made.ledger_wanted.connect(self.show_lot_ledger)
            if isinstance(made, LedgerView):
                made.trace_wanted.connect(self.show_trace)
        return made

    def _put(self, page: CoveringPage) -> None:
        if page in self._over:
            del self._over[self._over.index(page) :]
        self._over.append(page)
        self._screen.cover(page)
        page.take_focus()

    def _leave(self) -> None:
        self._over.pop()
        if self._over:
            self._screen.cover(self._over[-1])
            self._over[-1].shown()
            self._over[-1].take_focus()
        else:
            self._screen.uncover()
