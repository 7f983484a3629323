"""库存: what lies where, what runs low, what must be sold first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial, partialmethod
from typing import ClassVar

from showroom.domain.documents.place import PlaceKind
from showroom.domain.ids import LotId
from showroom.domain.permission import Permission
from showroom.domain.shelf_life import Freshness
from showroom.services.books.changes import Changes
from showroom.services.stock.overview import (
    LotRow,
    StockFilter,
    StockMove,
    StockStatus,
    WholeStock,
)
from showroom.ui.browse.asked import Found, Wanted
from showroom.ui.browse.leaving import LEAVING
from showroom.ui.browse.page import SEARCH, BrowsePage
from showroom.ui.engine.actions import ActionSet, ActionSpec, button_for, glyph_for
from showroom.ui.engine.context import Context
from showroom.ui.stock.books import StockBooks
from showroom.ui.stock.detail import StockDetail
from showroom.ui.stock.ledger_page import Narrowed
from showroom.ui.stock.ledger_rows import goods_of
from showroom.ui.stock.lot_search import LotSearch, lot_of
from showroom.ui.stock.rows import LISTING, Line, lines, rows_below
from showroom.ui.stock.way_to import open_document
from showroom.ui.widgets.chip import ChipFace

MOVES_SHOWN, BEGINS_WITH = 100, 60
ASIDE, TO_QUARANTINE = "移临期区", "移待检区"
NO_LOTS = "这种商品在本网点没有批次"
OF_PRODUCT, OF_ONE = ("ledger", "trace"), ("ledger", "trace", "receive", "move", "papers")
OF_LOT = ("aside", "write_off")
LIES_ENDED = "这一批已经在{place}了：报损按 Ctrl+B，或做采购退货"
LIES_ASIDE = "这一批已经在{place}了，就在那里卖"
NONE_LIES = "这一批在这个库位没有货了"
WAYS_ON = (
    ActionSpec(
        "receive",
        "订货收货",
        ("Ctrl+R",),
        "import",
        Permission.RECEIVE.value,
        "go_receive",
        group="去",
    ),
    ActionSpec(
        "move",
        "补货调拨",
        ("Ctrl+T",),
        "transfer",
        Permission.MOVE_STOCK.value,
        "go_move",
        group="去",
    ),
    ActionSpec("papers", "单据", ("Ctrl+D",), "document", handler="go_documents", group="去"),
)
OF_WHAT_ENDS = (
    ActionSpec(
        "aside",
        ASIDE,
        ("Ctrl+M",),
        "transfer",
        Permission.MOVE_STOCK.value,
        "move_lot_aside",
        group="去",
    ),
    ActionSpec(
        "write_off",
        "报损",
        ("Ctrl+B",),
        "trash",
        Permission.MOVE_STOCK.value,
        "write_lot_off",
        group="去",
    ),
)
"""To the pages that change what is here; their icons are those of the rail."""


class StockScreen(BrowsePage[Line]):
    """The chosen product's lots and moves stand beside the list, its lots unfold below it."""

    name = "stock"
    specs: ClassVar[Sequence[ActionSpec]] = (
        SEARCH,
        ActionSpec("all", "全部", ("F2",), handler="show_all", group="状态"),
        ActionSpec("low", "低库存", ("F3",), handler="show_low", group="状态"),
        ActionSpec("near", "临期", ("F4",), handler="show_near", group="状态"),
        ActionSpec("expired", "过期", ("F5",), handler="show_expired", group="状态"),
        ActionSpec("negative", "负库存", ("F6",), handler="show_negative", group="状态"),
        ActionSpec("on_sale", "过期未下架", ("F12",), handler="show_on_sale", group="状态"),
        ActionSpec("zone", "换展区", ("F7",), handler="next_zone", group="状态"),
        ActionSpec("fold", "展开批次", ("Space",), handler="fold"),
        ActionSpec("ledger", "库存流水", ("F8",), handler="show_ledger", group="账"),
        ActionSpec("trace", "追溯", ("F9",), handler="show_trace", group="账"),
        ActionSpec(
            "value",
            "估值",
            ("F10",),
            "report",
            Permission.VIEW_COST.value,
            "show_value",
            group="账",
        ),
        *WAYS_ON,
        *OF_WHAT_ENDS,
        *LEAVING,
    )
    listing = LISTING
    states = (
        ChipFace(StockStatus.ALL, "全部", counted=True),
        ChipFace(StockStatus.LOW, "低库存", tone="warning", counted=True),
        ChipFace(StockStatus.NEAR, "临期", tone="warning", counted=True),
        ChipFace(StockStatus.EXPIRED, "过期", tone="danger", counted=True),
        ChipFace(StockStatus.ON_SALE, "未下架", tone="danger", counted=True),
        ChipFace(StockStatus.NEGATIVE, "负库存", tone="danger", counted=True, fleeting=True),
    )
    hint = "品名、拼音、货号、条码、批号"
    empty = ("stock", "没有这样的商品", "换一个词，或者按 F2 看全部")
    detail_widths = (496, 496)
    moves_all_day = is_long = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        acts = self.action_set
        keys = [button_for(acts, name, size="touch") for name in OF_PRODUCT]
        ways = [glyph_for(acts, spec.id) for spec in WAYS_ON if spec.id in acts]
        of_lot = [button_for(acts, name, size="touch") for name in OF_LOT if name in acts]
        self.detail = StockDetail(keys, ways, of_lot)
        self.detail.lots.row_selected.connect(lambda _key: self._name_way())
        self.table.row_selected.connect(lambda _key: self._name_way())
        self.detail.document_opened.connect(partial(open_document, self, context))
        self.detail.lot_opened.connect(self._trace)
        if "value" in acts:
            self.bar.put(glyph_for(acts, "value"))
        self.books = StockBooks(context, self)
        self._lots = LotSearch(context, self)
        self._lots.found.connect(self._lots_found)
        self.bar.narrowed.connect(lambda: self._lots.look_for(self.bar.wanted.text))
        self.table.row_activated.connect(self._activated)
        self.put_detail(self.detail)

    def reading(self, wanted: Wanted) -> Callable[[], Found[Line]]:
        """All stock, or what moved of it; beyond the longest list the books themselves narrow."""
        stock, actor = self.context.services.stock, self.context.actor
        narrow, before = self._narrowed(wanted), self._found

        def read() -> Found[Line]:
            everything = stock.overview(actor, known=_whole(before))
            if everything.cut:
                return lines(stock.overview(actor, narrow()))
            return replace(
                lines(everything, before=before.records if before else ()), made_of=everything.whole
            )

        return read

    def beginning(self) -> Callable[[], Found[Line]] | None:
        """More rows than the highest window shows."""
        stock, actor = self.context.services.stock, self.context.actor
        return lambda: Found(lines(stock.overview(actor, StockFilter(first=BEGINS_WITH))).records)

    def narrowing(self, found: Found[Line], wanted: Wanted) -> Callable[[], Found[Line]] | None:
        """Of all stock, where that was read."""
        stock, narrow, told = _whole(found), self._narrowed(wanted), self._lots.told(wanted.text)
        if stock is None:
            return None

        def part() -> Found[Line]:
            part_of_it = narrow()
            if part_of_it == StockFilter():
                return found
            return lines(stock.narrowed(part_of_it), told)

        return part

    def _narrowed(self, wanted: Wanted) -> Callable[[], StockFilter]:
        """What the search finds is looked up where nobody waits for it."""
        index, status = self.context.index, StockStatus(str(wanted.state))
        of_lots = self._lots.skus(wanted.text)

        def narrow() -> StockFilter:
            found = index.matching(wanted.text)
            return StockFilter(wanted.zone_id, status, found if found is None else found | of_lots)

        return narrow

    @property
    def narrowed_by(self) -> object:
        """The lots that the text names: they may be found while a part is being made."""
        text = self.bar.wanted.text
        return self._lots.skus(text), self._lots.told(text)

    def _lots_found(self) -> None:
        """Their products are listed, too; of all stock that was read that needs no other read."""
        if self._found is None or self.narrowing(self._found, self.bar.wanted) is None:
            self.read()
        else:
            self._arrange()

    def concerns(self, changes: Changes) -> bool:
        """Goods moved or products changed."""
        return changes.stock or changes.catalogue or changes.sales

    def show_all(self) -> None:
        """Every product; a search is dropped."""
        self.bar.take(replace(self.bar.wanted, text="", state=StockStatus.ALL))

    show_low = partialmethod(BrowsePage.show_state, StockStatus.LOW)
    show_near = partialmethod(BrowsePage.show_state, StockStatus.NEAR)
    show_expired = partialmethod(BrowsePage.show_state, StockStatus.EXPIRED)
    show_on_sale = partialmethod(BrowsePage.show_state, StockStatus.ON_SALE)
    show_negative = partialmethod(BrowsePage.show_state, StockStatus.NEGATIVE)

    def look(self, record: Line | None) -> None:
        """Its lots and its last moves."""
        self.detail.show_line(record)
        self.action_set.lack(self.none_chosen if record is None else None, *OF_ONE, *OF_LOT)
        if record is None:
            return
        line = record

        def show(found: Sequence[StockMove]) -> None:
            if self._looks_at(line):
                self.detail.show_moves(line, found)

        moves, actor = self.context.services.stock.moves, self.context.actor
        self.unfold(line)
        self.context.operations.survey(
            moves, actor, line.sku.sku_id, MOVES_SHOWN, owner=self, on_done=show
        )

    def _looks_at(self, line: Line) -> bool:
        """Whether an answer is of the product beside the list, as it is now or was before."""
        shown = self.detail.line
        return shown is not None and shown.sku.sku_id == line.sku.sku_id

    def unfold(self, record: Line) -> None:
        """Its lots, below it and beside the list."""

        def show(found: Sequence[LotRow]) -> None:
            self.table.put_below(record.sku.sku_id, rows_below(record, found))
            if self._looks_at(record):
                self.detail.show_lots(record, found)
                self.detail.choose_lot(self._lots.is_named)

        lots, actor = self.context.services.stock.lots, self.context.actor
        self.context.operations.survey(lots, actor, record.sku.sku_id, owner=self, on_done=show)

    # -- what is known of it ------------------------------------------------------------------

    @property
    def shown_actions(self) -> ActionSet:
        """Of the list, or of what stands over it."""
        return self.books.page.action_set if self.books.page else super().shown_actions

    def shown(self) -> None:
        """What stands over the list is read again, too."""
        super().shown()
        if self.books.page is not None:
            self.books.page.shown()

    def on_changes(self, changes: Changes) -> None:
        """Whatever is seen hears of it."""
        if changes.stock:
            self._lots.forget()
            self._lots.look_for(self.bar.wanted.text)
        if self.books.page is None:
            super().on_changes(changes)
        else:
            self.books.page.on_changes(changes)

    def take_focus(self) -> None:
        """The keyboard to what is seen."""
        if self.books.page is None:
            super().take_focus()
        else:
            self.books.page.take_focus()

    def scanned(self, code: str) -> bool:
        """The product, and where the code names a lot of it that lot's way."""
        lot_no, skus = lot_of(code, self.context.index)
        if not super().scanned(code):
            return False
        if lot_no:
            self.books.trace_named(lot_no, skus)
        return True

    def _activated(self, key: object) -> None:
        """Enter: a lot's way, or the product's ledger."""
        if isinstance(key, tuple):
            self._trace(key[1])
        else:
            self.show_ledger()

    @property
    def _chosen_lot(self) -> int:
        """The lot that stands below its product, else the one beside the list; 0 for none."""
        key = self.table.selected_key
        return key[1] if isinstance(key, tuple) else self.detail.lot_id or 0

    def show_ledger(self) -> None:
        """F8: of the product, or of the lot that is chosen below it."""
        line, key = self.detail.line, self.table.selected_key
        if line is not None:
            lot_id = LotId(key[1]) if isinstance(key, tuple) else LotId(0)
            self.books.show_ledger(goods_of(line.sku), Narrowed(lot_id))

    def show_trace(self) -> None:
        """F9: the chosen lot."""
        self._trace(self._chosen_lot)

    def _trace(self, lot_id: object) -> None:
        if isinstance(lot_id, int) and lot_id:
            self.books.show_trace(LotId(lot_id))
        else:
            self.context.operations.note(NO_LOTS)

    def show_value(self) -> None:
        """F10: what all of it is worth."""
        self.books.show_value()

    # -- where it leads -----------------------------------------------------------------------

    def go_receive(self) -> None:
        """What is to be ordered, this product chosen when it is among that."""
        if self.detail.line is not None:
            self.context.go_to.emit(f"receiving:propose/{self.detail.line.sku.sku_id}")

    def go_move(self) -> None:
        """What the floor needs from the back rooms, this product chosen when it is among that."""
        if self.detail.line is not None:
            self.context.go_to.emit(f"transfers:fill/{self.detail.line.sku.sku_id}")

    @property
    def _lot_in_hand(self) -> LotRow | None:
        """The lot that stands chosen, at its place."""
        key = self.table.selected_key
        at = key[1:] if isinstance(key, tuple) else self.detail.lots.selected_key
        return self.detail.lot_rows.get(at)

    def _name_way(self) -> None:
        """What has expired waits in quarantine, what will soon is sold in its own corner."""
        if "aside" in self.action_set:
            lot = self._lot_in_hand
            ended = lot is not None and lot.freshness is Freshness.EXPIRED
            self.action_set["aside"].setText(TO_QUARANTINE if ended else ASIDE)

    def move_lot_aside(self) -> None:
        """Ctrl+M: a transfer of the chosen lot begins, out of the way of other goods.

        Of one that is there already it is said what can be done.
        """
        row = self._lot_in_hand
        ended = row is not None and row.freshness is Freshness.EXPIRED
        aside = PlaceKind.QUARANTINE if ended else PlaceKind.NEAR_EXPIRY
        if row is not None and row.lot.kind is aside and row.lot.on_hand > 0:
            then = LIES_ENDED if ended else LIES_ASIDE
            self.context.operations.note(then.format(place=row.lot.location))
        else:
            self._go_with_lot("transfers:aside")

    def write_lot_off(self) -> None:
        """Ctrl+B: a write-off of the chosen lot begins."""
        self._go_with_lot("leaving:write_off")

    def _go_with_lot(self, where: str) -> None:
        line, row = self.detail.line, self._lot_in_hand
        if line is None or row is None or row.lot.on_hand <= 0:
            self.context.operations.note(NO_LOTS if row is None else NONE_LIES)
        else:
            lot = row.lot
            self.context.go_to.emit(f"{where}/{line.sku.sku_id}-{lot.lot_id}-{lot.place_id}")

    def go_documents(self) -> None:
        """Every document of this product."""
        if self.detail.line is not None:
            self.context.go_to.emit(f"documents:goods/{self.detail.line.sku.sku_id}")


def _whole(found: Found[Line] | None) -> WholeStock | None:
    """What a part is made of, and what only that is read again of which has moved."""
    made_of = found and found.made_of
    return made_of if isinstance(made_of, WholeStock) else None
