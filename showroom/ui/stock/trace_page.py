"""追溯: one lot backward to its supplier and papers, and forward to whom it went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent

from showroom.domain.documents.attachment import Attachment, Owner, OwnerKind
from showroom.domain.documents.lot_names import lot_named
from showroom.domain.ids import LocationId, LotId
from showroom.domain.permission import Permission, may
from showroom.domain.sheet import DEMO, Sheet
from showroom.domain.stock import MoveReason
from showroom.services.books.actor import Actor
from showroom.services.books.changes import Changes
from showroom.services.stock.ledger import LedgerMove
from showroom.services.stock.tracing import MAX_TRACED, LotFate, LotOrigin
from showroom.services.suite import Suite
from showroom.ui.engine.actions import ActionSpec, button_for
from showroom.ui.engine.context import Context
from showroom.ui.look import formats
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.stock.covering import CoveringPage
from showroom.ui.stock.ledger_rows import goods_of
from showroom.ui.stock.trace_rows import (
    CUT,
    DOCUMENT,
    FACES,
    FACT_COLUMNS,
    FATE_COLUMNS,
    PART_OF,
    SUM_COLUMNS,
    SUPPLIER,
    Part,
    fact_rows,
    fate_rows,
    moves_of,
    sum_rows,
    trace_sheet,
)
from showroom.ui.stock.way_to import open_document, open_move
from showroom.ui.widgets.attachments import AttachmentStrip
from showroom.ui.widgets.card import Card, label, row
from showroom.ui.widgets.chip import ChipRow
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.pages import Pages
from showroom.ui.widgets.row_table import HEADER, RowTable
from showroom.ui.widgets.table_rows import Row
from showroom.ui.words.trade import lot_word

COUNTED = (Part.SALES, Part.REFUNDS, Part.ISSUES, Part.TRANSFERS)
BACKWARD_WIDTHS = (400, 348)
"""Beside what became of it, in a usual window and in a narrow one."""
NARROW = 1000
LEAVE = ("copy", "export", "pdf")


class TraceView(CoveringPage):
    """`ledger_wanted` carries the product, the lot and a place of it, 0 for all places."""

    on_paper = True
    ledger_wanted = Signal(object, int, int)
    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("ledger", "库存流水", ("F8",), "transfer", handler="show_ledger"),
        ActionSpec("part", "换一类看", ("F6",), handler="next_part"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._lot_id = LotId(0)
        self._origin: LotOrigin | None = None
        self._fate: LotFate | None = None
        self._moves: dict[object, LedgerMove] = {}
        self.first_line.addWidget(button_for(self.action_set, "ledger", size="touch"))
        self.origin = RowTable(FACT_COLUMNS, "来源")
        self.origin.horizontalHeader().hide()
        self.origin.row_activated.connect(self._open_fact)
        self.strip = AttachmentStrip(context)
        self.strip.hide()
        self._backward = Card("来源", SPACE.s)
        self._backward.body.addWidget(self.origin, 1)
        self._backward.body.addWidget(self.strip)
        self.parts = ChipRow(FACES, SIZE.touch)
        self.parts.chosen.connect(lambda _key: self._show_part())
        self.sums = RowTable(SUM_COLUMNS, "去向合计")
        self.fate = RowTable(FATE_COLUMNS, "去向")
        self.fate.set_empty(EmptyState("lot", "这一批没有这样的进出"))
        self.fate.setMinimumHeight(HEADER + 2 * SIZE.row_office)
        self.sums.row_activated.connect(self._open_sum)
        self.fate.row_activated.connect(self._open_move)
        self._tables = Pages(self.sums, self.fate)
        self._cut = label("", "caption")
        forward = Card(padding=SPACE.s)
        forward.body.addWidget(self.parts)
        forward.body.addWidget(self._tables, 1)
        forward.body.addWidget(self._cut)
        both = row(self._backward, spacing=SPACE.xs)
        both.addWidget(forward, 1)
        self.page.addLayout(both, 1)

    def show_lot(self, lot_id: LotId) -> None:
        """Of that lot, its sums first."""
        if lot_id != self._lot_id:
            self._lot_id, self._origin, self._fate = lot_id, None, None
            self.name.setText("")
            self.facts.setText("")
            self.parts.choose(Part.SUMS)
            for table in (self.origin, self.sums, self.fate):
                table.wait()
            for part in COUNTED:
                self.parts.set_count(part, None)
            self._moves = {}
            self.action_set.enable(False, *LEAVE)
            self._cut.hide()
            self.strip.hide()
        self.shown()

    def shown(self) -> None:
        """The same lot again."""
        wanted, services, actor = self._lot_id, self.context.services, self.context.actor
        if not wanted:
            return

        def read() -> tuple[LotOrigin, LotFate, Sequence[Attachment]]:
            return _read(services, actor, wanted)

        def show(found: tuple[LotOrigin, LotFate, Sequence[Attachment]]) -> None:
            if self._lot_id == wanted:
                self._show(*found)

        self.context.operations.survey(read, owner=self, on_done=show)

    def on_changes(self, changes: Changes) -> None:
        """Goods moved."""
        if changes.stock or changes.sales or changes.attachments:
            self.shown()

    def take_focus(self) -> None:
        """The keyboard to where it went."""
        (self.sums if self.parts.choice is Part.SUMS else self.fate).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window has a narrow origin."""
        super().resizeEvent(event)
        self._backward.setFixedWidth(BACKWARD_WIDTHS[self.width() < NARROW])

    # -- what is seen -------------------------------------------------------------------------

    def _show(self, origin: LotOrigin, fate: LotFate, files: Sequence[Attachment]) -> None:
        self._origin, self._fate = origin, fate
        self.action_set.enable(True, *LEAVE)
        lot = f"批号 {origin.lot_no}" if origin.lot_no else lot_word("")
        self.name.setText(f"{origin.name}　{lot_named(lot, origin.source)}")
        self.facts.setText(" ".join(x for x in (origin.code, origin.spec) if x))
        sees_cost = self.context.may(Permission.VIEW_COST)
        self.origin.set_rows(fact_rows(origin, sees_cost))
        self.strip.setVisible(bool(files))
        owner = Owner(OwnerKind.DRAFT, origin.draft_id) if files else None
        self.strip.show_owner(owner, may_add=False)
        for part in COUNTED:
            self.parts.set_count(part, None if fate.more else len(moves_of(fate, part)))
        self._cut.setText(CUT.format(count=formats.count(MAX_TRACED)))
        self._cut.setVisible(fate.more)
        self.sums.set_rows(sum_rows(fate, origin.unit))
        self._show_part()
        for table in (self.origin, self.sums):
            if table.selected_key is None:
                table.select_first()

    def _show_part(self) -> None:
        part, fate = Part(self.parts.choice), self._fate
        self._tables.setCurrentIndex(part is not Part.SUMS)
        if fate is None or part is Part.SUMS:
            return
        moves = moves_of(fate, part)

        def made() -> tuple[list[Row], dict[object, LedgerMove]]:
            return fate_rows(fate, moves), {m.key: m for m in moves}

        def show(found: tuple[list[Row], dict[object, LedgerMove]]) -> None:
            if self._fate is fate and self.parts.choice is part:
                rows, self._moves = found
                self.fate.set_rows(rows)
                if self.fate.selected_key is None:
                    self.fate.select_first()

        self.fate.wait()
        self.context.operations.compute(made, owner=self, on_done=show)

    def _turn_to(self, part: Part) -> None:
        self.parts.choose(part)
        self._show_part()
        self.take_focus()

    def next_part(self) -> None:
        """Sums, sales, refunds, issues, transfers, then sums again."""
        self._turn_to(Part(self.parts.step()))

    # -- what it leads to ---------------------------------------------------------------------

    def _open_fact(self, key: object) -> None:
        origin = self._origin
        if origin is None:
            return
        if key == DOCUMENT:
            open_document(self, self.context, origin.kind, origin.document_id)
        elif key == SUPPLIER and origin.supplier_id:
            self.context.go_to.emit(f"suppliers:open/{origin.supplier_id}")

    def _open_sum(self, key: object) -> None:
        if isinstance(key, tuple):
            self._want_ledger(LocationId(key[1]))
        elif isinstance(key, MoveReason) and key in PART_OF:
            self._turn_to(PART_OF[key])
        elif key is not None:
            self.show_ledger()

    def _open_move(self, key: object) -> None:
        move = self._moves.get(key)
        if move is not None:
            open_move(self, self.context, move)

    def sheet(self) -> tuple[Callable[..., Sheet], Sequence[object]]:
        """Both ways of the lot: whom it went to stands row by row, as a recall needs it."""
        mark = DEMO if self.context.shop.demo else ""
        sees_cost = self.context.may(Permission.VIEW_COST)
        return trace_sheet, (self._origin, self._fate, mark, sees_cost)

    def show_ledger(self) -> None:
        """All moves of this lot."""
        self._want_ledger(LocationId(0))

    def _want_ledger(self, place_id: LocationId) -> None:
        if self._origin is not None:
            self.ledger_wanted.emit(goods_of(self._origin), self._lot_id, place_id)


def _read(
    services: Suite, actor: Actor, lot_id: LotId
) -> tuple[LotOrigin, LotFate, Sequence[Attachment]]:
    """Both ways, and the files of the receipt's draft for who may see what they say of money."""
    found = services.tracing.trace(actor, lot_id)
    owner = Owner(OwnerKind.DRAFT, found.origin.draft_id)
    sees = may(actor.role, Permission.VIEW_COST)
    files = services.attachments.listed(actor, owner) if owner.key and sees else ()
    return found.origin, found.fate, files
