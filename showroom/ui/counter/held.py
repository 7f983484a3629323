"""挂单 and 取单: a basket waits under a number while the next customer is served."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.basket import Basket
from showroom.domain.errors import Refusal
from showroom.domain.legible import cut
from showroom.services.selling.baskets import Restored
from showroom.ui.counter.model import CounterModel
from showroom.ui.counter.panels import HeldPanel
from showroom.ui.counter.sale import SALE
from showroom.ui.engine.context import Context
from showroom.ui.engine.drafts import DraftKeeper, Rung
from showroom.ui.engine.operation import How
from showroom.ui.engine.wishes import new_request
from showroom.ui.look import formats
from showroom.ui.widgets.card import label
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.words.trade import tenders_named

if TYPE_CHECKING:
    from showroom.services.selling.baskets import HeldBasket

NAMED = 24
"""Characters of a product in a label, which also says how many lines there are."""
HELD = "已挂单，按 F7 取回"
THROWN_AWAY = "已丢掉，日志里记下了原文的开头"
ASK_FIRST = "里面可能有已收的款：请先核对支付平台上的记录，再丢掉。"
RESTORED = "没有结完的单子已经接回来了，请和顾客核对"
RESTORED_PAID = "没有结完的单子接回来了，已收的 {paid} 也在，请和顾客核对后接着收"


class HeldBaskets(QObject):
    """`moved` follows a basket that came or went, `read` the end of `restore`.

    `part_paid` carries its interrupted Payment.
    """

    moved = Signal()
    read = Signal()
    part_paid = Signal(object)

    def __init__(
        self, context: Context, counter: CounterModel, drafts: DraftKeeper, screen: QWidget
    ) -> None:
        super().__init__(screen)
        self._context = context
        self._counter = counter
        self._drafts = drafts
        self._screen = screen
        self.reading = False
        """While nobody knows what the open basket is."""

    def restore(self) -> None:
        """The basket that a crash or a change of person left; until then nothing is rung up.

        One that the disk has not taken yet is newer than what it has.
        """
        left = self._drafts.unsaved
        if left is not None:
            self._come_back(Restored(left.basket, payment=left.payment))
            return
        self._counter.busy = self.reading = True
        self._context.operations.ask(
            self._context.services.baskets.load_open,
            self._counter.index,
            owner=self,
            on_done=self._restored,
            how=How(refused=self._free),
        )

    def hold(self, label: str) -> None:
        """F6: park the basket under a short label, its first product by default."""
        if self._counter.busy:
            return
        self._counter.busy = True
        basket = self._counter.basket
        first = cut(basket.lines[0].sku.short_name, NAMED)
        name = label or (first if len(basket.lines) == 1 else f"{first} 等 {len(basket.lines)} 行")
        self._context.operations.do(
            self._context.services.baskets.hold,
            self._context.actor,
            basket,
            name,
            owner=self,
            on_done=lambda _done: self._held(basket),
            how=How(exclusive="hold", success=HELD, settled=self._free),
        )

    def choose(self) -> None:
        """F7: the only held basket at once, else their list. Refuses `basket_not_empty`."""
        if not self._counter.basket.is_empty:
            raise Refusal("basket_not_empty")
        self._context.operations.ask(
            self._context.services.baskets.held,
            self._counter.index,
            owner=self,
            on_done=self._show,
            how=How(exclusive="held"),
        )

    def _show(self, held: Sequence[HeldBasket]) -> None:
        if not held:
            raise Refusal("held_none")
        only = held[0] if len(held) == 1 else None
        if only is not None and only.readable:
            self._recall(only.slot)
            return
        panel = HeldPanel(self._screen, held)
        panel.recalled.connect(self._recall)
        panel.unwanted.connect(self._ask_to_throw_away)
        panel.open()

    def _ask_to_throw_away(self, held: HeldBasket) -> None:
        request = new_request()

        def throw_away() -> None:
            self._context.operations.do(
                self._context.services.baskets.throw_away,
                self._context.actor,
                held.slot,
                request,
                owner=self,
                how=How(exclusive="throw_away", success=THROWN_AWAY),
            )

        panel = Overlay(self._screen, "丢掉这一单？", throwaway=True)
        since = formats.date_time(held.saved_at_us)
        panel.body.addWidget(label(f"{since} 存下的这一单读不出来，不能取回。", wrap=True))
        panel.body.addWidget(label(ASK_FIRST, "muted", wrap=True))
        go = ask(panel, "丢掉，记入日志", "留着", danger=True)
        go.clicked.connect(panel.close_panel)
        go.clicked.connect(throw_away)
        panel.open()

    def _recall(self, slot: int) -> None:
        if self._counter.busy or not self._counter.basket.is_empty:
            self._context.operations.refuse(Refusal("basket_not_empty"))
            return
        self._counter.busy = True
        self._context.operations.do(
            self._context.services.baskets.recall,
            self._context.actor,
            slot,
            self._counter.index,
            owner=self,
            on_done=self._take,
            how=How(exclusive="recall", settled=self._free),
        )

    def _held(self, basket: Basket) -> None:
        if self._counter.basket.lines == basket.lines:
            self._counter.start()
            self._drafts.settled()
        self.moved.emit()

    def _restored(self, found: Restored | None) -> None:
        if found is not None and not found.readable:
            aside, how = self._context.services.baskets.set_aside, How(settled=self._free)
            self._context.operations.do(aside, owner=self, how=how)
            return
        self._drafts.settled(Rung(found.basket, found.payment) if found else Rung())
        self._come_back(found)

    def _come_back(self, found: Restored | None) -> None:
        self._show_again(found)
        if found is not None and found.payment:
            paid = tenders_named(found.payment.tenders)
            self._context.operations.warn(RESTORED_PAID.format(paid=paid), about=SALE)
        elif found is not None and not found.basket.is_empty:
            self._context.operations.tell(RESTORED)
        self._check_whole(found)

    def _take(self, found: Restored) -> None:
        self._drafts.settled(Rung(found.basket, found.payment))
        self._show_again(found)
        self._check_whole(found)

    def _show_again(self, found: Restored | None) -> None:
        self._free()
        if found is not None:
            self._counter.start(found.basket)
        self.moved.emit()
        if found is not None and found.payment:
            self.part_paid.emit(found.payment)

    def _free(self, _refusal: Refusal | None = None) -> None:
        self._counter.busy = False
        if self.reading:
            self.reading = False
            self.read.emit()

    def _check_whole(self, found: Restored | None) -> None:
        if found is not None and found.missing:
            raise Refusal("draft_incomplete", count=found.missing)
        try:
            self._counter.check_on_sale()
        except Refusal:
            self.moved.emit()  # another line is the current one now
            raise
