"""Posting the basket: one sale, whatever is pressed twice and whatever the disk does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.approval import ApprovalNeeded
from showroom.domain.basket import Basket
from showroom.domain.catalogue import CatalogueIndex
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId
from showroom.domain.tender import Payment
from showroom.ui.counter.cash_question import ask_cash
from showroom.ui.counter.model import CounterModel
from showroom.ui.engine.context import Context
from showroom.ui.engine.drafts import DraftKeeper
from showroom.ui.engine.operation import Fate, How, Outcome
from showroom.ui.words.messages import NOT_PAID_TWICE

if TYPE_CHECKING:
    from showroom.services.selling.checkout import SaleCompleted

SALE = "sale"
"""What an end of it is told about; only one is under way."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A sale as it was handed to the books."""

    basket: Basket
    payment: Payment
    tokens: tuple[str, ...]
    sure_of_fen: int

    @property
    def request(self) -> RequestId:
        """A basket is sold once, and its key tells it from every other."""
        return RequestId(self.basket.key)


class SaleDesk(QObject):
    """`sold` carries SaleCompleted, after the basket was emptied; `failed` follows other ends.

    `unapproved` carries (Payment, deeds) when discounts lack their approval: a
    recalled basket has forgotten them, one with other goods is not what was approved.

    `doubted` carries the cash, in fen, that nobody would say was handed over.

    `begun` tells that the books have it, at every try.

    `outdated` carries the refusal of a basket whose prices are not the books' any more; by then
    the index has those.

    The key of the basket is the request: however often it is paid, it is sold once. While nobody
    knows whether a sale was written whoever wants to be paid asks for that very sale again,
    whatever lies in the basket by now (docs/reliability.md#unknown-commit), and what came after it
    is what is left to pay.
    """

    sold = Signal(object)
    begun = Signal()
    failed = Signal()
    doubted = Signal(object)
    outdated = Signal(object)
    unapproved = Signal(object, object)

    def __init__(
        self, context: Context, counter: CounterModel, drafts: DraftKeeper, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._counter = counter
        self._drafts = drafts
        self._unknown: _Asked | None = None
        self._confirmed: Payment | None = None
        self._screen = parent
        self._done = False

    @property
    def posting(self) -> bool:
        """True from the payment until the books answered."""
        return self._context.operations.running(SALE)

    def post(self, payment: Payment, tokens: tuple[str, ...]) -> None:
        """Write the sale; while one is being written further calls are ignored."""
        if self.posting:
            return
        if payment.implausible_fen and not self._sure(payment, tokens):
            return
        wanted = _Asked(self._counter.basket, payment, tokens, payment.implausible_fen)
        asked = self._unknown or wanted
        self._counter.busy, self._done = True, False
        self._context.operations.do(
            self._context.services.checkout.complete_sale,
            self._context.actor,
            asked.basket,
            asked.payment,
            asked.request,
            asked.tokens,
            asked.sure_of_fen,
            owner=self,
            on_done=lambda done: self._sold(done, asked.basket),
            how=How(
                exclusive=SALE,
                latch=True,
                sound="done",
                not_twice=NOT_PAID_TWICE,
                refused=lambda refusal: self._refused(refusal, asked),
                failed=lambda error: self._failed(error, asked),
                settled=self._settled,
                again=lambda: self._again(asked),
            ),
        )
        self.begun.emit()

    def _again(self, asked: _Asked) -> None:
        """重试: that very sale, as if its key were pressed; not of a basket that was changed.

        One whose end is unknown is asked for whatever lies there.
        """
        basket = self._counter.basket
        same = (basket.lines, basket.due_fen) == (asked.basket.lines, asked.basket.due_fen)
        if same or self._unknown is not None:
            self.post(asked.payment, asked.tokens)
        else:
            self._context.operations.refuse(Refusal("sale_not_here"))

    def _sure(self, payment: Payment, tokens: tuple[str, ...]) -> bool:
        """True once somebody said that so much cash was really handed over."""
        if self._confirmed == payment:
            return True

        def confirmed() -> None:
            self._confirmed = payment
            self.post(payment, tokens)

        def left() -> None:
            self.failed.emit()
            self.doubted.emit(payment.implausible_fen)

        ask_cash(self._screen, payment, confirmed, left)
        return False

    def _failed(self, error: Exception, asked: _Asked) -> None:
        if Outcome.of_error(error).fate is Fate.UNKNOWN:
            self._unknown = asked

    def _sold(self, done: SaleCompleted, posted: Basket) -> None:
        self._done, self._confirmed, self._unknown = True, None, None
        changed = self._counter.basket.lines != posted.lines
        self._counter.start(self._counter.basket.without(posted) if changed else Basket())
        if self._counter.basket.is_empty:
            self._drafts.settled()
        else:
            self._drafts.keep_payment(self._counter.basket, None)
        self.sold.emit(done)
        if changed:
            raise Refusal("sold_before_change", number=done.sale.number)

    def _refused(self, refusal: Refusal, asked: _Asked) -> bool:
        self._unknown = None
        if isinstance(refusal, ApprovalNeeded):
            self.unapproved.emit(asked.payment, refusal.deeds)
            return True
        if refusal.code in {"price_moved", "product_moved", "sku_inactive"}:
            self._refresh(refusal)
            return True
        return False

    def _refresh(self, refusal: Refusal) -> None:
        """A product changed since it was rung up: show the books' own, then say so."""

        def refreshed(index: CatalogueIndex) -> None:
            self._context.use_index(index)
            self.outdated.emit(refusal)

        read = self._context.services.catalogue.refresh_index
        self._context.operations.ask(read, self._context.index, owner=self, on_done=refreshed)

    def _settled(self) -> None:
        self._counter.busy = False
        if not self._done:
            self.failed.emit()
