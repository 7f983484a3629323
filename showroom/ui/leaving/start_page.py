"""Before the first scan: what somebody began, the three ways, and the month's list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Signal

from showroom.domain.documents.draft import DraftRow
from showroom.domain.errors import Refusal
from showroom.domain.permission import Permission
from showroom.domain.stock import DocumentKind
from showroom.services.books.changes import Changes
from showroom.ui.browse.waiting_card import WaitingCard
from showroom.ui.engine.actions import ActionSpec, button_for
from showroom.ui.engine.context import Context
from showroom.ui.leaving.ways import WAYS
from showroom.ui.look.tokens import SPACE
from showroom.ui.transfers.part import TransferPart
from showroom.ui.transfers.rows import DRAFTS, draft_rows
from showroom.ui.widgets.card import Card, column, label, row
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.said_here import SaidHere


class StartPage(TransferPart):
    """`begun` carries the kind of document, `opened` a draft's key."""

    begun = Signal(object)
    opened = Signal(str)
    month_wanted = Signal()
    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("issue", "领用", ("F2",), "export", handler="issue"),
        ActionSpec("write_off", "报损", ("F3",), "trash", handler="write_off"),
        ActionSpec(
            "send_back",
            "采购退货",
            ("F4",),
            "undo",
            permission=Permission.RECEIVE.value,
            handler="send_back",
        ),
        ActionSpec(
            "month",
            "本月领用清单",
            ("F9",),
            "report",
            permission=Permission.VIEW_COST.value,
            handler="show_month",
        ),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        first = button_for(self.action_set, "issue", "primary", "touch")
        names = [n for n in ("write_off", "send_back", "month") if n in self.action_set]
        others = [button_for(self.action_set, name, size="touch") for name in names]
        card = Card("领用、报损、采购退货", SPACE.m)
        told = "不经收银出去的货，都在这里开单据；没做完的谁都可以接着做。"
        card.body.addWidget(label(told, "muted", wrap=True))
        card.body.addLayout(row(first, *others, None, spacing=SPACE.s))
        card.body.addWidget(SaidHere(self))
        self.table = RowTable(DRAFTS, "暂存的单据", counter=True)
        self.table.set_empty(EmptyState("hold", "没有暂存的单据", "按 F2、F3 或 F4 开一张"))
        self.table.row_activated.connect(self._open)
        waiting = WaitingCard("暂存的单据", self.table, "接着做")
        page = column(card, spacing=SPACE.s)
        page.addWidget(waiting, 1)
        self.setLayout(page)

    def shown(self) -> None:
        """What waits, read anew."""
        self.read(self.context.services.drafts.listed, on_done=self._show_drafts)
        self.table.setFocus()

    def on_changes(self, changes: Changes) -> None:
        """Drafts come and go."""
        if changes.documents:
            self.read(self.context.services.drafts.listed, on_done=self._show_drafts)

    def scanned(self, code: str) -> bool:
        """Nobody knows yet by which way it leaves."""
        del code
        return self.refuse(Refusal("leaving_kind_open"))

    def issue(self) -> None:
        """F2: tasting, gifts, the staff's own use, display, events."""
        self.begun.emit(DocumentKind.ISSUE)

    def write_off(self) -> None:
        """F3: what is broken, spoiled, lost or expired."""
        self.begun.emit(DocumentKind.WRITE_OFF)

    def send_back(self) -> None:
        """F4: to the supplier it came from."""
        self.begun.emit(DocumentKind.SUPPLIER_RETURN)

    def show_month(self) -> None:
        """F9: what was issued, for accounting."""
        self.month_wanted.emit()

    def _show_drafts(self, drafts: tuple[DraftRow, ...]) -> None:
        self.table.set_rows(draft_rows(drafts, WAYS))
        if self.table.selected_key is None:
            self.table.select_first()

    def _open(self, key: object) -> None:
        if isinstance(key, str):
            self.opened.emit(key)
