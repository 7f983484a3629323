"""改价: the new tag price beside the old one; off sale after a question, back at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from showroom.domain.approval import Act
from showroom.domain.errors import Refusal
from showroom.domain.money import MAX_PRICE_FEN
from showroom.domain.product import Product
from showroom.domain.reason import REASON_LENGTH
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.wishes import new_request
from showroom.ui.look import formats
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.approved_verb import do_approved
from showroom.ui.widgets.card import label
from showroom.ui.widgets.keypad import Keypad
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.words_edit import WordsEdit

WIDTH = 440


class PricePanel(Overlay):
    """One price a panel: the request is made when it opens. A jump is not done without a reason."""

    def __init__(self, host: QWidget, context: Context, product: Product) -> None:
        super().__init__(host, Act.PRICE_CHANGE.word, WIDTH, throwaway=True)
        content = product.content
        self._context = context
        self._sku_id, self._name = product.sku_id, content.name
        self._request = new_request()
        self._old_fen = content.list_price_fen
        now = formats.unit_price(content.list_price_fen, content.sold_by)
        self.amount = AmountEdit("新零售价", maximum=MAX_PRICE_FEN)
        self.amount.setProperty("scale", "entry")
        self.amount.set_value(content.list_price_fen)
        self.reason = WordsEdit("原因", REASON_LENGTH, "原因（改得多要写）")
        self.reason.returnPressed.connect(self._confirm)
        keypad = Keypad("amount")
        keypad.write_to(self.amount)
        self.body.addWidget(label(content.name, "strong", wrap=True))
        self.body.addWidget(label(f"现在 {now}，改后立即生效，记入操作日志", "muted"))
        self.body.addWidget(self.amount)
        self.body.addWidget(self.reason)
        self.put_pad(keypad)
        self._go = ask(self, "改价")
        self._go.clicked.connect(self._confirm)
        self.amount.submitted.connect(self._confirm)
        self.amount.value_changed.connect(lambda _value: self._allow())
        self._allow()
        self.first = self.amount

    def _allow(self) -> None:
        moved = self.amount.value not in (None, 0, self._old_fen)
        self._go.setEnabled(moved or self.amount.unread)

    def _confirm(self) -> None:
        if not self._go.isEnabled() or not self.amount.readable():
            return
        actor, set_price = self._context.actor, self._context.services.catalogue.set_price
        sku_id, wanted, request = self._sku_id, self.amount.value or 0, self._request
        seen = self._old_fen
        old, new = formats.figure(seen), formats.figure(wanted)
        said, reason = f"{self._name} 已改价 {old} → {new}", self.reason.text().strip()
        do_approved(
            self,
            self._context,
            lambda tokens: set_price(
                actor, sku_id, wanted, request, tokens, reason=reason, seen_fen=seen
            ),
            How(exclusive="price", success=said, sound="done", refused=self._refused),
            lambda _done: self.close_panel(),
        )

    def _refused(self, refusal: Refusal) -> bool:
        """The reason is asked for where it is written; the strip says why.

        What was decided beside a price that has moved is decided anew, in front of the new one.
        """
        if refusal.code == "price_reason_missing":
            self.reason.setFocus()
        if refusal.code == "price_changed_since":
            self.close_panel()
            self._context.goods_moved()
        return False


def toggle_active(host: QWidget, context: Context, product: Product) -> None:
    """Take a product off sale after a question, or bring it back at once."""
    name, request = product.content.name, new_request()
    told = f"{name} {'已停售' if product.active else '已恢复销售'}"

    def go() -> None:
        context.operations.do(
            partial(context.services.catalogue.set_active, active=not product.active),
            context.actor,
            product.sku_id,
            request,
            owner=host,
            how=How(exclusive="active", success=told, sound="done"),
        )

    if product.active:
        _ask_delist(host, name, go)
    else:
        go()


def toggle_restricted(host: QWidget, context: Context, product: Product) -> None:
    """Correct a product's own 限制未成年人."""
    name, restricted = product.content.name, not product.content.age_restricted
    told = f"{name} 以后{'不卖给未成年人' if restricted else '谁都能买'}，已记入操作日志"
    context.operations.do(
        partial(context.services.catalogue.set_restricted, restricted=restricted),
        context.actor,
        product.sku_id,
        new_request(),
        owner=host,
        how=How(exclusive="age", success=told, sound="done"),
    )


def _ask_delist(host: QWidget, name: str, go: Callable[[], object]) -> None:
    panel = Overlay(host, "停售", WIDTH, throwaway=True)
    panel.body.addWidget(label(name, "strong", wrap=True))
    panel.body.addWidget(label("停售后不能再扫码销售；库存和以往小票不变。", "muted", wrap=True))
    yes = ask(panel, "停售", danger=True)
    yes.clicked.connect(panel.close_panel)
    yes.clicked.connect(go)
    panel.open()
