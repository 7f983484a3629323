"""An order arrives: a delivery begins on it, or the one goes on that somebody began."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.documents.posted import StockDocument
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId
from showroom.domain.stock import DocumentKind
from showroom.services.stock.drafts import DraftKept
from showroom.services.stock.supply.purchasing import OrderInDraft
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.settings.part import push
from showroom.ui.transfers.keeping import Keeping
from showroom.ui.widgets.card import label, row
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.words.messages import sentence

OPEN = "receiving_draft"
WIDTH = 520


class Orders(QObject):
    """`begun` carries the new draft, `wanted` the key of one that waits already."""

    begun = Signal(object)
    wanted = Signal(str)

    def __init__(self, context: Context, keeping: Keeping, host: QWidget) -> None:
        super().__init__(host)
        self._context, self._keeping, self._host = context, keeping, host

    def scan(self, code: str, kind: DocumentKind) -> bool:
        """Only where nothing is being received: one delivery at a time."""
        if self._keeping.draft_id:
            self._context.operations.refuse(Refusal("receipt_under_way"))
            return False
        if kind is not DocumentKind.PURCHASE_ORDER:
            told = {"number": code.strip().upper(), "kind": kind.word}
            self._context.operations.refuse(Refusal("document_scanned", **told))
            return False
        find, actor = self._context.services.documents.find, self._context.actor

        def found(document: StockDocument) -> None:
            self.receive(document.document_id)

        self._context.operations.ask(find, actor, code, owner=self, on_done=found)
        return True

    def receive(self, order_id: object, *, beside: bool = False) -> None:
        """All that has not come of it yet is due."""
        if not isinstance(order_id, int):
            return
        begin, actor = self._context.services.purchasing.begin_receipt, self._context.actor

        def refused(refusal: Refusal) -> bool:
            if isinstance(refusal, OrderInDraft):
                self._ask(refusal, order_id)
                return True
            return False

        def begun(done: DraftKept) -> None:
            self.begun.emit(done.draft)

        self._context.operations.do(
            partial(begin, beside=beside),
            *(actor, DocumentId(order_id), uuid4().hex),
            owner=self,
            on_done=begun,
            how=How(exclusive=OPEN, refused=refused),
        )

    def take_up(self, draft_id: str, order_id: DocumentId) -> None:
        """The delivery in hand goes on against that order, with all that was entered."""
        take_up, actor = self._context.services.purchasing.take_up, self._context.actor

        def taken(done: DraftKept) -> None:
            self.begun.emit(done.draft)
            self._context.operations.note("改按采购单收，已录的都留着")

        how = How(exclusive=OPEN)
        do = self._context.operations.do
        do(take_up, actor, draft_id, order_id, owner=self, on_done=taken, how=how)

    def _ask(self, refusal: OrderInDraft, order_id: int) -> None:
        panel = Overlay(self._host, "这张采购单正在收货", WIDTH, throwaway=True)
        told = f"{sentence(refusal)}。是同一车货就接着收那一张；另一车货再开一张。"
        panel.body.addWidget(label(told, wrap=True))
        go = ask(panel, "接着收那一张  Enter")
        go.clicked.connect(panel.close_panel)
        go.clicked.connect(lambda: self.wanted.emit(refusal.draft_id))
        other = push("另开一张", "plus", panel.close_panel)
        other.clicked.connect(lambda: self.receive(order_id, beside=True))
        panel.body.addLayout(row(None, other))
        panel.open()
