"""改价: what is said (90%, a new price, some yuan less) and what it makes of the amount."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.basket import Basket
from showroom.domain.basket_line import BasketLine, Discount, DiscountKind
from showroom.domain.errors import Refusal
from showroom.domain.legible import cut
from showroom.ui.engine.actions import ActionSpec, build_actions, button_for
from showroom.ui.look import formats
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.card import label, row, set_tone
from showroom.ui.widgets.chip import ChipFace, ChipRow
from showroom.ui.widgets.keypad import Keypad
from showroom.ui.widgets.overlay import Overlay
from showroom.ui.words.messages import sentence

LINE, ORDER = "line", "order"
WHOLE_PERCENT = 100
SUSPICIOUS_PERCENT = 10
NAMED = 16
"""Characters of a product that a chip beside the keypad has room for."""
HINTS = {
    DiscountKind.PERCENT: "填 85 就是八五折",
    DiscountKind.AMOUNT: "填减去的金额（元）",
    DiscountKind.UNIT_PRICE: "填新的单价（元），不能高于标价",
}
REASONS = ("顾客议价", "临期", "包装破损", "其他")
Try = Callable[[bool, Discount | None], Basket]


class DiscountPanel(Overlay):
    """`entered` carries (whole order?, Discount or None); None takes a discount away.

    `attempt` says what the basket would become, or refuses; nothing is computed here.
    """

    entered = Signal(bool, object)

    def __init__(self, host: QWidget, line: BasketLine, attempt: Try) -> None:
        super().__init__(host, "改价 / 折扣", 460, throwaway=True)
        self._line = line
        self._attempt = attempt
        name = cut(line.sku.short_name, NAMED)
        self._scope = ChipRow([ChipFace(LINE, name), ChipFace(ORDER, "整单")], SIZE.touch)
        self._how = ChipRow(
            [
                ChipFace(DiscountKind.PERCENT, "折扣 %"),
                ChipFace(DiscountKind.AMOUNT, "立减"),
                ChipFace(DiscountKind.UNIT_PRICE, "新单价"),
            ],
            SIZE.touch,
        )
        self._reason = ChipRow([ChipFace(r, r) for r in REASONS], SIZE.touch)
        self._field = AmountEdit("折扣")
        self._field.setProperty("scale", "entry")
        self._outcome = label(" ", "muted", wrap=True)
        acts = build_actions(
            self,
            (
                ActionSpec("scope", "单品 / 整单", ("F4",), handler=self._next_scope),
                ActionSpec("how", "换方式", ("F3",), handler=self._next_how),
                ActionSpec("reason", "换原因", ("F6",), handler=self._reason.step),
                ActionSpec("clear", "取消优惠", ("F8",), handler=self._clear),
                ActionSpec("go", "确定", ("Return", "Enter"), handler=self._enter),
            ),
        )
        self._go = acts["go"]
        scope = button_for(acts, "scope", "link")
        how = button_for(acts, "how", "link")
        self.body.addLayout(row(self._scope, None, scope))
        self.body.addLayout(row(self._how, None, how))
        self.body.addWidget(self._field)
        self.body.addLayout(row(self._reason, None, button_for(acts, "reason", "link")))
        self.body.addWidget(self._outcome)
        keypad = Keypad("amount")
        keypad.write_to(self._field)
        self.put_pad(keypad)
        self.footer.addWidget(button_for(acts, "clear", "secondary", "touch"))
        self.footer.addSpacing(SPACE.s)
        self.footer.addWidget(button_for(acts, "go", "primary", "touch"), 1)
        self._connect()
        self._look()
        self.first = self._field

    def _connect(self) -> None:
        self._scope.chosen.connect(lambda _: self._look())
        self._how.chosen.connect(lambda _: self._look())
        self._field.value_changed.connect(lambda _: self._look())
        self._field.submitted.connect(self._enter)

    @property
    def whole(self) -> bool:
        """True for the whole order."""
        return self._scope.choice == ORDER

    @property
    def discount(self) -> Discount | None:
        """What is said so far; None while nothing is. Refuses `discount_out_of_range`."""
        value, kind = self._field.value, self._how.choice
        if self._field.unread:
            raise self._field.refusal
        if value is None or not isinstance(kind, DiscountKind):
            return None
        reason = str(self._reason.choice)
        if kind is not DiscountKind.PERCENT:
            return Discount(kind, value, reason)
        whole, rest = divmod(value, WHOLE_PERCENT)
        if rest:
            raise Refusal("discount_out_of_range")
        return Discount(kind, whole, reason)

    def _next_scope(self) -> None:
        self._scope.step()
        self._look()

    def _next_how(self) -> None:
        self._how.step()
        self._look()

    def _look(self) -> None:
        """Say what it would come to."""
        if self.whole and self._how.choice is DiscountKind.UNIT_PRICE:
            self._how.choose(DiscountKind.PERCENT)
        try:
            discount = self.discount
            after = self._attempt(self.whole, discount)
        except Refusal as refusal:
            self._say(sentence(refusal), "danger", sound=False)
            return
        kind = self._how.choice
        if discount is None:
            hint = HINTS[kind] if isinstance(kind, DiscountKind) else ""
            self._say(hint, "muted", sound=False)
        elif discount.kind is DiscountKind.PERCENT and discount.value < SUSPICIOUS_PERCENT:
            self._say(f"{self._result(after)}（八折请填 80）", "warning", sound=True)
        else:
            self._say(self._result(after), "success", sound=True)

    def _result(self, after: Basket) -> str:
        if self.whole:
            fen, saved = after.due_fen, after.reduction_fen
        else:
            priced = next(p for p in after.priced if p.line.line_id == self._line.line_id)
            fen, saved = priced.due_fen, priced.saved_fen
        return f"改后 {formats.money(fen)}　优惠 {formats.figure(-saved)}"

    def _say(self, text: str, tone: str, *, sound: bool) -> None:
        self._outcome.setText(text)
        set_tone(self._outcome, tone)
        self._go.setEnabled(sound)

    def _enter(self) -> None:
        if self._go.isEnabled():
            whole, discount = self.whole, self.discount
            self.close_panel()
            self.entered.emit(whole, discount)

    def _clear(self) -> None:
        whole = self.whole
        self.close_panel()
        self.entered.emit(whole, None)
