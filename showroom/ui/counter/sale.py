"""Posting the basket: one sale, whatever is pressed twice and whatever the disk does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from showroom.domain.basket import Basket
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId
from showroom.domain.tender import Payment
from showroom.services.books.actor import Actor
from showroom.ui.counter.drafts import DraftKeeper
from showroom.ui.counter.model import CounterModel
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How

if TYPE_CHECKING:
    from showroom.services.selling.checkout import SaleCompleted


class SaleDesk(QObject):
    """`sold` carries SaleCompleted, after the basket was emptied; `failed` follows other ends.

    `unapproved` carries (Payment, RequestId) when a discount lacks its 店长: a recalled or
    restored basket has forgotten who approved it.

    A request stays in use until the books answered it: after a fault nobody knows whether the
    sale was written, and only its own identity can tell
    (docs/reliability.md#unknown-commit).
    """

    sold = Signal(object)
    failed = Signal()
    unapproved = Signal(object, object)

    def __init__(
        self, context: Context, counter: CounterModel, drafts: DraftKeeper, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._counter = counter
        self._drafts = drafts
        self._unanswered: RequestId | None = None
        self._posted = Basket()
        self._done = False

    @property
    def posting(self) -> bool:
        """True from the payment until the books answered."""
        return self._context.operations.running("sale")

    def post(self, payment: Payment, request: RequestId, approver: Actor | None) -> None:
        """Write the sale; while one is being written further calls are ignored."""
        if self.posting:
            return
        asked = self._unanswered = self._unanswered or request
        self._counter.busy, self._done = True, False
        self._posted = self._counter.basket
        self._context.operations.do(
            self._context.services.checkout.complete_sale,
            self._context.actor,
            self._posted,
            payment,
            asked,
            approver,
            owner=self,
            on_done=self._sold,
            how=How(
                exclusive="sale",
                latch=True,
                sound="done",
                refused=lambda refusal: self._refused(refusal, payment, asked),
                settled=self._settled,
            ),
        )

    def _sold(self, done: SaleCompleted) -> None:
        self._unanswered, self._done = None, True
        changed = self._counter.basket.lines != self._posted.lines
        if not changed:
            self._counter.start()
            self._drafts.settled()
        self.sold.emit(done)
        if changed:
            raise Refusal("sold_before_change", number=done.sale.number)

    def _refused(self, refusal: Refusal, payment: Payment, request: RequestId) -> bool:
        self._unanswered = None
        if refusal.code == "not_permitted":
            self.unapproved.emit(payment, request)
        return refusal.code == "not_permitted"

    def _settled(self) -> None:
        self._counter.busy = False
        if not self._done:
            self.failed.emit()
