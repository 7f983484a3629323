"""A list that is walked through with a scanner: each line gets its figure, and none another's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from showroom.domain.catalogue import PricedSku
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId
from showroom.domain.quantity import SoldBy
from showroom.services.stock.receiving import ReceivingChoices
from showroom.ui.browse.arrow_keys import ArrowKeys
from showroom.ui.browse.choice_panel import ChoicePanel
from showroom.ui.browse.goods_reading import Read, read
from showroom.ui.browse.hand import Hand
from showroom.ui.engine.context import Context
from showroom.ui.transfers.amount_line import AmountLine
from showroom.ui.transfers.model import NO_CHOICES
from showroom.ui.transfers.part import TransferPart
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Column


@dataclass(frozen=True, slots=True)
class Counted:
    """A line of the list: `offered` stands in the field while nobody typed, pieces or grams."""

    key: int
    sku_id: SkuId
    lot_no: str
    name: str
    told: str
    unit: str
    sold_by: SoldBy
    offered: int


class CountingPage(TransferPart):
    """The field belongs to the line that it was offered for, whichever row is chosen since.

    What was typed is kept before another line has the field: by Enter, by a scan, by choosing
    another row and by whatever is done with the whole. What cannot be kept is refused and stays.
    """

    def __init__(self, context: Context, columns: Sequence[Column], title: str, what: str) -> None:
        super().__init__(context)
        self.choices: ReceivingChoices = NO_CHOICES
        self._field_of: int | None = None
        self._keeping = False
        self.table = RowTable(columns, title, counter=True)
        self.hand: Hand = Hand(context, self.table, figure=lambda: self.amount.field)
        self.table.row_selected.connect(self._selected)
        self.table.row_activated.connect(lambda _key: self.amount.begin())
        self.amount: AmountLine = AmountLine(what)
        self.amount.submitted.connect(self._enter)
        for field in (self.amount.quantity, self.amount.weight):
            ArrowKeys(field, self.table, self.amount.spaced.emit)

    # -- what a page says of its lines ----------------------------------------------------------

    def counted(self) -> Sequence[Counted]:
        """The lines as they stand in the list."""
        raise NotImplementedError

    def keep(self, line: Counted, value: int) -> bool:
        """So much of a line; False when it cannot be, which has been said."""
        raise NotImplementedError

    def was_kept(self, key: int) -> None:
        """A figure was taken, and somebody goes on with another line."""

    def entered(self) -> None:
        """A figure was taken by Enter."""
        self.table.setFocus()

    def not_on_it(self, found: Read) -> Refusal:
        """Why a product is not looked for here."""
        raise NotImplementedError

    def turn(self, line: Counted) -> tuple[object, ...]:
        """Of several lines of a product the least is first."""
        return (line.key,)

    # -- the figure -----------------------------------------------------------------------------

    @property
    def chosen(self) -> Counted | None:
        """The line that the row in front is of."""
        return self._line(self.table.selected_key)

    def _line(self, key: object) -> Counted | None:
        return next((x for x in self.counted() if x.key == key), None)

    @property
    def typed(self) -> bool:
        """A figure stands in the field that nobody took yet."""
        return self._line(self._field_of) is not None and self.amount.changed

    def offer(self) -> None:
        """Give the field to the line in front."""
        line = self.chosen
        if line is None:
            self._field_of = None
            self.amount.show_line(None)
        else:
            self._field_of = line.key
            self.amount.show_line(line.offered, line.told, line.unit, line.sold_by)

    def drop_typed(self) -> None:
        """What was typed is not wanted."""
        self._field_of = None

    def _selected(self, key: object) -> None:
        if self._keeping or key == self._field_of:
            return
        before = self._field_of
        if self.keep_typed():
            self.offer()
        else:
            self.table.select_key(before)
            self.amount.begin()

    def keep_typed(self, *, goes_on: bool = True) -> bool:
        """Take what stands in the field and was not taken yet; False when it cannot be."""
        key = self._field_of
        if key is None or not self.typed:
            return True
        if not self._take():
            return False
        if goes_on:
            self.was_kept(key)
        return True

    def _take(self) -> bool:
        line, field = self._line(self._field_of), self.amount.field
        if line is None or not field.readable():
            return False
        if field.value is None:
            self.amount.begin()
            return self.refuse(Refusal("amount_missing", name=line.name))
        self._keeping = True  # the rows are written anew, which chooses one
        kept = self.keep(line, field.value)
        self._keeping = False
        if kept:
            self.amount.taken()
        else:
            self.amount.begin()
        return kept

    def _enter(self) -> None:
        key = self._field_of
        if key is not None and self._take():
            self.entered()
            self.was_kept(key)

    # -- scans ----------------------------------------------------------------------------------

    def make_way(self, code: str) -> bool:
        """The figure in hand is of another line than what is scanned next."""
        del code
        return self.keep_typed()

    def scanned(self, code: str) -> bool:
        """Goods of the list: their line is chosen, and the figure has the keyboard."""
        return self.look_up(code)

    def look_up(self, code: str) -> bool:
        """Look for the line of a code; who shares the code among several here is asked about."""
        try:
            found = read(code, self.context.index, self.choices)
        except Refusal as refusal:
            return self.refuse(refusal)
        here = {line.sku_id for line in self.counted()}
        products = [sku for sku in found.products if sku.sku_id in here]
        if not products:
            return self.refuse(self.not_on_it(found))
        if len(products) > 1:
            self._ask_which(products, lambda sku: self._go(sku, found))
        else:
            self._go(products[0], found)
        return True

    def _ask_which(
        self, products: Sequence[PricedSku], chosen: Callable[[PricedSku], object]
    ) -> None:
        panel = ChoicePanel(self, products)
        panel.chosen.connect(chosen)
        panel.open()

    def _go(self, sku: PricedSku, found: Read) -> None:
        lines = [line for line in self.counted() if line.sku_id == sku.sku_id]
        lines = [x for x in lines if found.lot_no in ("", x.lot_no)] or lines
        self.go_to(min(lines, key=self.turn).key)
        self.amount.begin()

    def go_to(self, key: int) -> None:
        """A line to the front."""
        self.hand.take()
        self.table.select_key(key)
        self.table.setFocus()
