"""库存流水: a product's moves with a running balance, page by page as they were posted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from PySide6.QtCore import Signal

from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, LotId
from showroom.domain.sheet import Sheet
from showroom.services.books.changes import Changes
from showroom.services.stock.ledger import (
    LedgerCursor,
    LedgerMove,
    LedgerOf,
    LedgerPage,
    LedgerWanted,
)
from showroom.ui.browse.choice_panel import ListPanel
from showroom.ui.browse.day_range import DayRange, bounds
from showroom.ui.engine.actions import ActionSpec, button_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.look.tokens import SPACE
from showroom.ui.stock.covering import CoveringPage, TurningTable
from showroom.ui.stock.ledger_rows import LEDGER_COLUMNS, Goods, ledger_rows, told
from showroom.ui.stock.parts import (
    EVERY_LOT,
    EVERY_PLACE,
    LOTS,
    NO_PARTS,
    PLACES,
    Parts,
    parts_of,
)
from showroom.ui.stock.way_to import open_move
from showroom.ui.widgets.card import Card, label, row
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.table_rows import Column, Row
from showroom.ui.words.messages import sentence

TITLE = "库存流水"
TURNING = ("older", "newer")
NOTHING_MOVED = ("没有进出", "这段日期里没有进出，换一段日期看看")
UNPROVED = "这本账没有对上，不列出来"
BEGINS_WITH = "month"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What of the product's ledger is seen."""

    lot_id: LotId = LotId(0)
    location_id: LocationId = LocationId(0)
    days: str = BEGINS_WITH


WHOLE = Narrowed()


class LedgerView(CoveringPage):
    """↑ ↓ and PageUp, PageDown go on past the end of a page to the next one.

    `trace_wanted` carries the lot of the chosen move.
    """

    trace_wanted = Signal(int)
    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("older", "更早", ("Ctrl+PgUp",), "chevron-left", handler="older"),
        ActionSpec("newer", "更晚", ("Ctrl+PgDown",), "chevron-right", handler="newer"),
        ActionSpec("days", "换日期", ("F7",), handler="next_days"),
        ActionSpec("pick", "选日期", ("F3",), handler="pick_days"),
        ActionSpec("lot", EVERY_LOT, ("F4",), "", handler="choose_lot"),
        ActionSpec("place", EVERY_PLACE, ("F6",), "", handler="choose_place"),
        ActionSpec("trace", "追溯批次", ("F9",), "lot", handler="trace"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._sku: Goods | None = None
        self._wanted = WHOLE
        self._parts = NO_PARTS
        self._begins: LedgerCursor | None = None
        """Where the page in front begins; None before the last one was read."""
        self._moves: dict[object, LedgerMove] = {}
        self._next: LedgerCursor | None = None
        self.days = DayRange(context.services.reports.today)
        self.days.ranged.connect(lambda days: self._want(replace(self._wanted, days=days)))
        narrowing = [button_for(self.action_set, name, size="touch") for name in ("lot", "place")]
        self.head.body.addLayout(row(self.days, *narrowing, spacing=SPACE.s))
        self.table = TurningTable(LEDGER_COLUMNS, TITLE)
        self._nothing = EmptyState("transfer", *NOTHING_MOVED)
        self.table.set_empty(self._nothing)
        self.table.row_activated.connect(self._open)
        self.table.turned.connect(self._turn)
        self.table.row_selected.connect(
            lambda key: self.action_set.enable(key in self._moves, "trace")
        )
        self._told, self._at = label("", "strong"), label("", "muted")
        turning = [button_for(self.action_set, n, size="touch") for n in ("trace", *TURNING)]
        listed = Card(padding=SPACE.xs)
        listed.body.addWidget(self.table, 1)
        listed.body.addLayout(row(self._told, None, self._at, *turning, spacing=SPACE.s))
        self.page.addWidget(listed, 1)

    def show_ledger(self, sku: Goods, narrowed: Narrowed = WHOLE) -> None:
        """Of that product, or of a lot or place of it."""
        self._sku, self._parts = sku, NO_PARTS
        self.name.setText(f"{TITLE}　{sku.name}")
        self.facts.setText(sku.code)
        self.days.show_days(narrowed.days)
        self._wanted, self._begins = narrowed, None
        self._clear()
        self.shown()

    def shown(self) -> None:
        """The same page again, and what it can be narrowed to."""
        if self._sku is None:
            return
        sku, verb, actor = self._sku, self.context.services.ledger.parts, self.context.actor

        def read() -> Parts:
            return parts_of(verb(actor, sku.sku_id), sku.sold_by)

        def use(parts: Parts) -> None:
            if self._sku == sku:
                self._parts = parts
                self._name_parts()

        self.context.operations.survey(read, owner=self, on_done=use)
        self._read()

    def on_changes(self, changes: Changes) -> None:
        """The last page is read again, an earlier one stands."""
        if (changes.stock or changes.sales) and self._next is None:
            self._read_end()

    def take_focus(self) -> None:
        """The keyboard to the moves."""
        self.table.setFocus()

    # -- what is seen -------------------------------------------------------------------------

    @property
    def narrowed(self) -> Narrowed:
        """What of the product is seen."""
        return self._wanted

    def _want(self, wanted: Narrowed) -> None:
        self._wanted, self._begins = wanted, None
        self._clear()
        self._read()

    def _clear(self) -> None:
        """What stood there is another's."""
        self._name_parts()
        self._moves, self._next = {}, None
        for said in (self._told, self._at):
            said.setText("")
        self._allow(older=False, newer=False, leave=False)
        self.table.wait()

    @property
    def _asked(self) -> LedgerWanted:
        assert self._sku is not None  # noqa: S101 (nothing is read before a product is shown)
        w = self._wanted
        since, until = bounds(w.days, self.context.services.reports.today())
        return LedgerWanted(LedgerOf(self._sku.sku_id, w.lot_id, w.location_id), since, until)

    def _read(self) -> None:
        """The page in front again, or what moved last: that is what one asks for."""
        if self._begins is None:
            self._read_end()
        else:
            self._turn_page(self.context.services.ledger.page, self._begins)

    def _read_end(self) -> None:
        def show(page: LedgerPage) -> None:
            fresh = not self._moves
            self._show(page)
            if fresh:
                self.table.select_key(next(reversed(self._moves), "opening"))

        self._survey(self.context.services.ledger.end, show)

    def _turn_page(
        self, read: Callable[..., LedgerPage], at: LedgerCursor, *, at_end: bool = False
    ) -> None:
        self._survey(read, lambda page: self._show(page, at_end=at_end), at)

    def _survey(
        self,
        read: Callable[..., LedgerPage],
        show: Callable[[LedgerPage], object],
        *at: LedgerCursor,
    ) -> None:
        """Shown where nobody has turned to another page since."""
        if self._sku is None:
            return
        asked, stood = self._asked, self._begins

        def use(page: LedgerPage) -> None:
            if self._asked == asked and self._begins == stood:
                show(page)

        how, actor = How(refused=self._refused), self.context.actor
        self.context.operations.survey(read, actor, asked, *at, owner=self, on_done=use, how=how)

    def _show(self, page: LedgerPage, *, at_end: bool = False) -> None:
        sku = self._sku
        if sku is None:
            return
        self._begins = page.begins
        first = page.begins.number == 1
        self._moves, self._next = {m.move_id: m for m in page.moves}, page.next_page
        self._nothing.set_text(*NOTHING_MOVED)
        self.table.set_rows(ledger_rows(page, sku.sold_by, first=first))
        if at_end:
            self.table.select_key("closing")
        elif self.table.selected_key is None:
            self.table.select_key(next(iter(self._moves), "opening"))
        self._told.setText(told(page.begins.opening, page.closing, sku.sold_by, sku.unit))
        only = first and page.next_page is None
        self._at.setText("" if only else f"第 {page.begins.number} 页")
        self._allow(older=not first, newer=page.next_page is not None, leave=True)

    def _refused(self, refusal: Refusal) -> bool:
        """A ledger that does not prove itself is said to be so in its own place."""
        if refusal.code == "ledger_moved":
            self._begins = None
            self._read()
            return False
        if refusal.code != "ledger_unproved":
            return False
        self._moves, self._next = {}, None
        self.table.set_rows([])
        self._nothing.set_text(UNPROVED, sentence(refusal))
        self._told.setText("")
        self._at.setText("")
        self._allow(older=False, newer=False, leave=False)
        return True

    def _allow(self, *, older: bool, newer: bool, leave: bool) -> None:
        self.action_set.enable(older, "older")
        self.action_set.enable(newer, "newer")
        self.action_set.enable(leave, "copy", "export")

    # -- keys ---------------------------------------------------------------------------------

    def _turn(self, step: int) -> None:
        if step > 0:
            self.newer()
        else:
            self.older(at_end=True)

    def older(self, *, at_end: bool = False) -> None:
        """The page before."""
        if self._begins is not None and self._begins.number > 1:
            self._turn_page(self.context.services.ledger.before, self._begins, at_end=at_end)

    def newer(self) -> None:
        """The page after."""
        if self._next is not None:
            self._begins, self._next = self._next, None
            self.table.clearSelection()
            self.table.wait()
            self._read()

    def next_days(self) -> None:
        """Range by range."""
        self.days.step_days()

    def pick_days(self) -> None:
        """From and to, by a calendar."""
        self.days.pick()

    def choose_lot(self) -> None:
        """One lot of it, or all."""
        self._choose("选批次", LOTS, self._parts.lots, self._wanted.lot_id, self._take_lot)

    def choose_place(self) -> None:
        """One place, or all."""
        rows, now = self._parts.places, self._wanted.location_id
        self._choose("选库位", PLACES, rows, now, self._take_place)

    def _choose(
        self,
        title: str,
        columns: Sequence[Column],
        rows: Sequence[Row],
        now: int,
        take: Callable[[int], object],
    ) -> None:
        if self._sku is not None:
            panel = ListPanel(self, title, columns, rows, now=now)
            panel.taken.connect(take)
            panel.open()

    def _take_lot(self, key: int) -> None:
        self._want(replace(self._wanted, lot_id=LotId(key)))

    def _take_place(self, key: int) -> None:
        self._want(replace(self._wanted, location_id=LocationId(key)))

    def _name_parts(self) -> None:
        w, parts = self._wanted, self._parts
        self.action_set["lot"].setText(parts.lot_names.get(w.lot_id, "批号"))
        self.action_set["place"].setText(parts.place_names.get(w.location_id, "库位"))

    def trace(self) -> None:
        """The lot of the chosen move, both ways."""
        move = self._moves.get(self.table.selected_key)
        if move is not None:
            self.trace_wanted.emit(move.lot_id)

    def _open(self, key: object) -> None:
        move = self._moves.get(key)
        if move is not None:
            open_move(self, self.context, move)

    def sheet(self) -> tuple[Callable[..., Sheet], Sequence[object]]:
        """All pages of it."""
        return self.context.services.stock_sheets.ledger, (self.context.actor, self._asked)
