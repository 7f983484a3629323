"""退货: the receipt's number, its lines, a reason, where the goods go, how the money goes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.errors import Refusal
from showroom.domain.figures import EVENED
from showroom.domain.ids import (
    SaleId,
    TillId,
    parse_receipt_number,
    printed_number,
    sale_id,
)
from showroom.domain.pin import looks_like_pin
from showroom.domain.reason import kept_words
from showroom.domain.scan import goods_text, is_payment_code
from showroom.ui.counter.refund_lines import RefundLines, WholeRows
from showroom.ui.engine.actions import ActionSet, ActionSpec, build_actions, button_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.wishes import new_request
from showroom.ui.look import formats
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.widgets.approved_verb import do_approved
from showroom.ui.widgets.card import column, label, row, set_tone
from showroom.ui.widgets.chip import ChipFace, ChipRow
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.keypad import Keypad
from showroom.ui.widgets.overlay import Overlay
from showroom.ui.widgets.scan_field import ScanField
from showroom.ui.words.given import given_text
from showroom.ui.words.messages import NOT_GIVEN_TWICE
from showroom.ui.words.trade import place_name, tender_name, tenders_named

if TYPE_CHECKING:
    from showroom.domain.catalogue import PricedSku
    from showroom.domain.refund import Refundable
    from showroom.services.selling.returns import Refunded, RefundQuote

WIDTH, HEIGHT = 860, 712
REASONS = ("质量问题", "包装破损", "买错了", "其他")
QUARANTINE, RESTOCK = "quarantine", "restock"
ASK_NUMBER = "扫小票上的二维码，或输入单号；本机的单号可以只输最后几位"
NO_RECEIPT = (
    "没有小票：请店长在日报里按时间和金额查出单号；没有单号，本机不能退款。\n"
    "换货：先退这一件，再把换的商品当新的一单卖。"
)
ASK_LINES = "扫商品条码，或按 ＋ － 选要退的数量"
LOOKS_UP = "look_up_receipt"
OF_LINES = ("more", "less", "all")
Products = Callable[[str], "Sequence[PricedSku]"]
"""The products of a scanned code. Refuses what cannot be a product's code."""


class RefundPanel(Overlay):
    """A scan looks up a receipt or, once there is one, takes one more of a product back."""

    takes_scans = True
    refunded = Signal(object)

    specs = (
        ActionSpec("more", "多退一件", ("+",), "plus", handler="more", repeats=True),
        ActionSpec("less", "少退一件", ("-",), "minus", handler="less", repeats=True),
        ActionSpec("all", "全退", ("A",), handler="take_all"),
        ActionSpec("goods", "换去向", ("R",), handler="next_place"),
        ActionSpec("go", "退款", ("F12",), "refund", handler="confirm"),
    )

    def __init__(self, host: QWidget, context: Context, products: Products) -> None:
        super().__init__(host, "退货", WIDTH, throwaway=True)
        self._context = context
        self._products = products
        self._request = new_request()
        self._found: Refundable | None = None
        self._number = ScanField("单号，例如 01-000041")
        self._number.hide_pins(lambda _figures: False)
        self._number.submitted.connect(self._submitted)
        self._looks_for = ""
        self.closed.connect(self._give_back)
        self._facts = ElidedLabel(ASK_NUMBER, "muted")
        self.table = RefundLines()
        self.table.changed.connect(self._changed)
        self._keypad = Keypad("digits", "查这张小票  Enter")
        self._keypad.write_to(self._number)
        self._rows = WholeRows(self.table)
        self._reason = ChipRow(
            [ChipFace(r, f"{n} {r}") for n, r in enumerate(REASONS, 1)], SIZE.touch
        )
        self._place = ChipRow(
            [
                ChipFace(QUARANTINE, f"{place_name(restock=False)}（食品）"),
                ChipFace(RESTOCK, place_name(restock=True)),
            ],
            SIZE.touch,
        )
        self._no_receipt = label(NO_RECEIPT, "muted", wrap=True)
        self._choices = QWidget()
        self._amount = label(" ", "section")
        reasons = [
            ActionSpec(f"reason_{n}", r, (str(n),), handler=partial(self._reason.choose, r))
            for n, r in enumerate(REASONS, 1)
        ]
        acts = build_actions(self, (*self.specs, *reasons))
        self._go = acts["go"]
        self._acts = acts
        acts.enable(False, *OF_LINES)
        self._go.setEnabled(False)
        self._lay_out(acts)
        self.first = self._number

    def _lay_out(self, acts: ActionSet) -> None:
        self.keep_height(HEIGHT)
        self.body.addWidget(self._number)
        self.body.addWidget(self.said)
        self.said.instead_of = self._facts
        self.body.addWidget(self._facts)
        self.body.addWidget(self._rows, 1)
        self._rows.hide()
        self.body.addWidget(self._no_receipt)
        self.put_pad(self._keypad)
        every = button_for(acts, "all", "secondary", "bar")
        place = button_for(acts, "goods", "link")
        self._choices.setLayout(
            column(
                row(label("原因", "muted"), self._reason, every, spacing=SPACE.s),
                row(label("去向", "muted"), self._place, place, spacing=SPACE.s),
                spacing=SPACE.s,
            )
        )
        self._choices.hide()  # of goods that nobody knows yet
        self.stand_below(self._choices)
        self.footer.addWidget(self._amount, 1)
        self.footer.addWidget(button_for(acts, "go", "danger", "large"))

    @property
    def wanted(self) -> Mapping[int, int]:
        """What comes back by line number, pieces or grams."""
        return self.table.wanted

    # -- finding the receipt ------------------------------------------------------------------

    def entry(self) -> str:
        """Lines that were chosen and not yet given back."""
        chosen = sum(1 for quantity in self.wanted.values() if quantity)
        return f"已选 {chosen} 种商品，还没有退款" if chosen else ""

    def scanned(self, code: str) -> bool:
        """A receipt's code, or one more of a product that is on the receipt."""
        kept = self._context.kept
        how = How(exclusive=LOOKS_UP, failed=lambda _error: kept.give_back(code))
        return self._read(code, printed_number(code), how)

    def scan_waits(self, code: str) -> bool:
        """A receipt is being looked up, and what follows it is of that receipt."""
        del code
        return self._context.operations.running(LOOKS_UP)

    def _submitted(self, text: str) -> None:
        how = How(exclusive=LOOKS_UP)
        if looks_like_pin(text) and parse_receipt_number(text) is None:
            how = How(exclusive=LOOKS_UP, refused=self._refuse_unnamed)
        self._read(text, self._read_number(text), how)

    def _refuse_unnamed(self, refusal: Refusal) -> bool:
        """What may be a PIN neither stays in the field nor comes back in the sentence."""
        self._show_number()
        self._context.operations.refuse(refusal.unnamed())
        return True

    def _read(self, code: str, other: object, how: How) -> bool:
        """Whoever read it, a scanner at any pace or a hand; `other` when it is a receipt's."""
        self._context.operations.move_on()
        try:
            self._use(code, other, how)
        except Refusal as refusal:
            self._context.operations.refuse(refusal)
            return False
        return True

    def _use(self, code: str, other: object, how: How) -> None:
        if is_payment_code(code):
            self._show_number()
            raise Refusal("payment_code_returning")
        if self._found is None or other:
            self._look_up(code, how)
        else:
            self._show_number()
            self._take(code)

    def _show_number(self) -> None:
        """Of the receipt that lies open; no code stays in its field."""
        self._number.setText(self._found.sale.number if self._found is not None else "")

    def _take(self, code: str) -> None:
        """One more of a product by its code; one that was not bought here is named.

        Refuses `not_on_receipt` and what is no product's code.
        """
        skus = self._products(code)
        lines = self.table.lines_of(goods_text(code), skus)
        if lines:
            self.table.select_key(lines[0].line_no)
            self._step(1)
        else:
            name = skus[0].name if skus else kept_words(code)
            number = self._found.sale.number if self._found is not None else ""
            raise Refusal("not_on_receipt", number=number, name=name)

    def _look_up(self, text: str, how: How) -> None:
        """Refuses `receipt_number_unreadable`, `receipt_first`; the books refuse later."""
        number = self._read_number(text.partition("/")[0])
        if number is None:
            self._refuse_goods(text)
            said = {} if looks_like_pin(text) else {"text": text}
            raise Refusal("receipt_number_unreadable", **said)
        self._looks_for, how = text, replace(how, settled=self._looked)
        look_up = self._context.services.returns.look_up
        self._context.operations.ask(look_up, number, owner=self, on_done=self._show_sale, how=how)

    def _refuse_goods(self, text: str) -> None:
        try:
            skus = self._products(text)
        except Refusal:
            return
        if skus:
            raise Refusal("receipt_first", name=skus[0].name)

    def _looked(self) -> None:
        self._looks_for = ""

    def _give_back(self) -> None:
        """Closed before the books answered: the receipt that was looked for is kept again."""
        if self._looks_for:
            self._context.kept.give_back(self._looks_for)

    def _read_number(self, text: str) -> SaleId | None:
        if text.isascii() and text.isdigit() and len(text) <= 6:  # noqa: PLR2004 (as printed)
            return sale_id(TillId(self._context.services.books.till_id), int(text))
        return parse_receipt_number(text)

    def _show_sale(self, found: Refundable) -> None:
        self._found, sale = found, found.sale
        self._show_number()
        ways = "、".join(dict.fromkeys(tender_name(t.kind) for t in sale.tenders))
        when = formats.short_date_time(sale.sold_at_us)
        paid = formats.money(sale.net_fen)
        self._facts.setText(f"{when}　{sale.cashier}　{paid}　{ways}　· {ASK_LINES}")
        self.table.show_sale(found)
        self.drop_pad()
        self._rows.show()
        self._no_receipt.hide()
        self._choices.show()
        self._acts.enable(True, *OF_LINES)
        self._amount.setText(" ")
        self._go.setEnabled(False)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- choosing -----------------------------------------------------------------------------

    def more(self) -> None:
        """One more of the highlighted line; a weighed pack comes back whole."""
        self._step(1)

    def less(self) -> None:
        """One less of the highlighted line."""
        self._step(-1)

    def take_all(self) -> None:
        """Everything that is left."""
        self.table.take_all()

    def next_place(self) -> None:
        """Quarantine, or back on the shelf."""
        self._place.step()

    def _step(self, by: int) -> None:
        self._context.operations.move_on()
        if not self.table.step(by):
            self._context.sounds.play("refused")

    def _changed(self) -> None:
        if self._found is not None:
            self._context.operations.ask(
                self._context.services.returns.quote,
                self._found.sale.sale_id,
                dict(self.wanted),
                owner=self,
                on_done=self._show_quote,
            )

    def _show_quote(self, quote: RefundQuote) -> None:
        self._go.setEnabled(any(self.wanted.values()))
        self._amount.setText(quoted_text(quote) if quote.tenders else " ")
        set_tone(self._amount, "danger")

    # -- giving back --------------------------------------------------------------------------

    def confirm(self) -> None:
        """Give the money back; a cashier needs the 店长, and stays who refunded."""
        if self._found is None:
            return
        actor = self._context.actor
        returns, original = self._context.services.returns, self._found.sale.sale_id
        wanted, reason = dict(self.wanted), str(self._reason.choice)
        restock, request = self._place.choice == RESTOCK, self._request

        def work(tokens: tuple[str, ...]) -> Refunded:
            return returns.refund(
                actor, original, wanted, reason, request, restock=restock, approvals=tokens
            )

        how = How(
            exclusive="refund",
            latch=True,
            sound="done",
            success=_refunded_text,
            not_twice=NOT_GIVEN_TWICE,
        )
        do_approved(self, self._context, work, how, self._done)

    def _done(self, done: Refunded) -> None:
        self.close_panel()
        self.refunded.emit(done.refund)


def _refunded_text(done: Refunded) -> str:
    ways = tenders_named(done.refund.tenders)
    back = f"退款 {formats.money(-done.refund.net_fen)}（{ways}）"
    return f"已退货 {done.refund.number}，{back}{given_text(done.brought)}"


def quoted_text(quote: RefundQuote) -> str:
    """What goes back, by which ways, and 现金凑整 with the sign that it has on paper."""
    evened = f"　{EVENED.name} {formats.signed(-quote.evened_fen)}" if quote.evened_fen else ""
    return f"退 {formats.money(quote.amount_fen)}　{tenders_named(quote.tenders)}{evened}"
