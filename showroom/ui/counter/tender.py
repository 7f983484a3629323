"""结算: what is due, how it is paid, and nothing else on the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from showroom.domain.basket import Basket
from showroom.domain.errors import Refusal
from showroom.domain.pin import lettered_pin, worded_pin
from showroom.domain.scan import clean, payment_channel, reads_as_scan
from showroom.domain.tender import Payment, Tender, TenderKind
from showroom.ui.counter.give_up import GiveUp, GivingUp
from showroom.ui.counter.model import most_expected_fen
from showroom.ui.counter.payment_model import COLUMNS, payment_rows
from showroom.ui.counter.sale import SALE
from showroom.ui.counter.tender_tiles import NoteRow, TenderTiles, kind_specs
from showroom.ui.engine.actions import ActionSpec, build_actions, button_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.scan_keys import TypedCode
from showroom.ui.look import formats
from showroom.ui.look.theme import restyle
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.widgets.amount_edit import YUAN_PLACES, AmountEdit, figure_text
from showroom.ui.widgets.card import Card, label, row
from showroom.ui.widgets.figure import Figure
from showroom.ui.widgets.keypad import Keypad
from showroom.ui.widgets.row_table import HEADER, RowTable
from showroom.ui.widgets.said_here import SaidHere
from showroom.ui.widgets.scan_field import ScanField
from showroom.ui.widgets.search_field import typed_text
from showroom.ui.widgets.turning import regrid, worn
from showroom.ui.words.trade import tender_name, tenders_named


class TenderPage(QWidget):
    """`paid` carries a Payment; `left` goes back to the unchanged basket.

    `recorded` carries a Payment whose tenders the books do not have yet, `given_up` one whose
    tenders they have just been told of.
    """

    paid = Signal(object)
    left = Signal()
    moved = Signal(object)
    recorded = Signal(object)
    given_up = Signal(object)

    specs = (
        ActionSpec(
            "finish", "完成收款", ("F12",), "check", handler="finish", group="收款", posts=True
        ),
        ActionSpec(
            "take_back", "撤回一笔", ("Backspace",), "undo", handler="take_back", group="收款"
        ),
        ActionSpec("back", "返回", ("Esc",), "chevron-left", handler="leave", group="收款"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._basket = Basket()
        self._payment = Payment(0)
        self._kind = TenderKind.CASH
        self._posting = False
        self._asked = True
        self._carried: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.action_set = build_actions(self, (*self.specs, *kind_specs(self.choose)))
        self._give_up = GiveUp(context, self)
        self._due = Figure()
        self._rest_name = label("还需支付", "section")
        self._rest = Figure()
        self._note = label("", "muted")
        self.table = RowTable(COLUMNS, "已付", counter=True)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setMinimumHeight(HEADER + SIZE.row_counter + SPACE.xxs)  # the last one
        self._amount = AmountEdit("金额")
        self._amount.setProperty("scale", "entry")
        self._amount.submitted.connect(self._take)
        self._amount.expect(lambda: most_expected_fen(self._payment))
        self._amount.value_changed.connect(self._show_ready)
        self._reference = ScanField("参考号（可不填，按 Tab 输入）")
        self._reference.submitted.connect(self._take)
        self._reference.textEdited.connect(self._forget_doubt)
        self._doubted = ""
        self._tiles = TenderTiles(self.action_set)
        self._notes = NoteRow()
        self._notes.taken.connect(self._cash)
        context.drafts.moved.connect(self._show_tenders)
        self._lay_out()

    # -- layout -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        left = Card(padding=SPACE.m)
        left.body.setSpacing(SPACE.s)
        left.body.addLayout(row(label("应收", "section"), self._due))
        left.body.addWidget(self._note)
        left.body.addWidget(self.table, 1)
        left.body.addLayout(row(self._rest_name, self._rest))
        left.body.addLayout(
            row(
                button_for(self.action_set, "back", "secondary", "bar"),
                button_for(self.action_set, "take_back", "secondary", "bar"),
                None,
            )
        )
        right = Card(padding=SPACE.m)
        right.body.setSpacing(SPACE.xs)
        right.body.addLayout(self._tiles)
        self._field_name = label("", "section")
        right.body.addLayout(row(self._field_name, SaidHere(self), spacing=SPACE.s))
        right.body.addWidget(self._amount)
        right.body.addWidget(self._reference)
        right.body.addWidget(self._notes)
        keypad = Keypad("amount", "收取  Enter")
        keypad.pressed.connect(self._take_key)
        right.body.addWidget(keypad, 1)
        right.body.addStretch()
        self._keypad, self._right = keypad, right
        self._box = row(left, right, spacing=SPACE.m)
        self._box.setStretch(0, 1)
        self._box.setStretch(1, 1)
        self.setLayout(self._box)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The keypad below the fields, or beside them where height is short."""
        super().resizeEvent(event)
        narrow = worn(self) == "narrow"
        beside = self._box.indexOf(self._keypad) >= 0
        if narrow != beside:
            for layout in (self._box, self._right.body):
                layout.removeWidget(self._keypad)
            (self._box if narrow else self._right.body).addWidget(self._keypad, 2 if narrow else 1)
            for at, share in enumerate((3, 4) if narrow else (1, 1)):
                self._box.setStretch(at, share)
            regrid(self._tiles, 2 if narrow else 3)
            for button in self._right.findChildren(QPushButton):
                restyle(button, scale="bar" if narrow else "touch")
            self.table.setColumnHidden(1, narrow)
            self.table.set_row_height(SIZE.row_office if narrow else SIZE.row_counter)

    # -- the payment --------------------------------------------------------------------------

    def start(self, basket: Basket, payment: Payment) -> None:
        """Pay this basket, some of it perhaps already."""
        self._basket, self._payment = basket, payment
        self._posting = False
        saved = basket.reduction_fen
        saved_text = f"　优惠 -{formats.figure(saved)}" if saved else ""
        self._note.setText(
            f"{formats.count(basket.pieces)} 件　"
            f"原价 {formats.figure(basket.gross_fen)}{saved_text}"
        )
        self._turn_to(TenderKind.CASH)
        self._asked = not payment.tenders
        self._refresh()
        self.setFocus()

    def reprice(self, basket: Basket) -> None:
        """The same goods at other prices: pay on, or go back when no electronic money is here."""
        self._basket = basket
        self._payment = replace(self._payment, due_fen=basket.due_fen, round_off_fen=0)
        if any(t.is_electronic for t in self._payment.tenders):
            self.recorded.emit(self._payment)
            self._refresh()
        else:
            self.leave()

    @property
    def payment(self) -> Payment:
        """What has been paid so far."""
        return self._payment

    @property
    def amount(self) -> int | None:
        """Fen that Enter would take."""
        return self._amount.value

    def choose(self, kind: TenderKind) -> None:
        """Pay (the rest, or what was typed before) this way."""
        self._context.operations.move_on()
        typed = self._amount.value
        if not self._amount.touched and typed != self._carried:
            typed = None
        self._asked = True
        self._turn_to(kind)
        self._refresh()
        self._amount.setFocus()
        self._carried = typed
        if typed is not None:
            self._amount.begin(typed)

    def _turn_to(self, kind: TenderKind) -> None:
        self._kind = kind
        self._tiles.check(kind)
        cash = kind is TenderKind.CASH
        self._field_name.setText("收到现金" if cash else f"{tender_name(kind)} 金额")
        self._reference.setVisible(not cash)
        self._reference.clear()
        self._forget_doubt()
        self._notes.setVisible(cash)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes what the field shows; what is typed goes there, so that it knows a code."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():  # a key held down pays once
                self._take()
        elif text := typed_text(event):
            self._amount.setFocus()
            self._amount.take_key(text)
        elif event.key() == Qt.Key.Key_Tab:
            (self._reference if self._reference.isVisible() else self._amount).setFocus()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Keys that come to the page go into the amount, and that is seen."""
        super().focusInEvent(event)
        restyle(self._amount, typed_into="true")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A field or a panel has the keys."""
        super().focusOutEvent(event)
        restyle(self._amount, typed_into="")

    def _show_ready(self) -> None:
        """The confirming key is lit where it takes something: after a part payment not yet."""
        ready = self._asked or self._payment.is_complete or self._amount.value is not None
        if self._keypad.enter_button is not None:
            self._keypad.enter_button.setEnabled(ready)

    def _take_key(self, key: str) -> None:
        """The keypad writes where the keyboard would."""
        field = self._reference if self._reference.hasFocus() else self._amount
        field.take_key(key)

    def scanned(self, code: str) -> None:
        """A pay code chooses its tender and is forgotten; goods do not belong here."""
        channel = payment_channel(clean(code))
        if channel is None:
            raise Refusal("scan_while_paying")
        self.choose(TenderKind(channel.value))

    def finish(self) -> None:
        """F12: what Enter takes; the rest of a part payment in exact cash, as the tile says."""
        if self._asked or self._amount.text():
            self._take()
        else:
            self._cash(None)

    def take_back(self) -> None:
        """Undo the highlighted tender: the last one, unless another was touched."""
        at = self.table.selected_key
        if isinstance(at, int) and not self._kept_back:
            gone = (self._payment.tenders[at],)
            self._return_to(self._payment.take_back(at), gone, "撤回这笔付款？", self.setFocus)

    def leave(self) -> None:
        """Back to the basket, unchanged; what goes back is named, electronic money asked about."""
        if not self._kept_back:
            nothing = replace(self._payment, tenders=(), round_off_fen=0)
            self._return_to(nothing, self._payment.tenders, "返回商品？", self.left.emit)

    def _return_to(
        self,
        payment: Payment,
        gone: tuple[Tender, ...],
        question: str,
        then: Callable[[], object],
    ) -> None:
        """Go back to fewer tenders; all are named, electronic ones leave a line in the journal."""

        def settled() -> None:
            self._payment = payment
            self._refresh()
            then()

        def given() -> None:
            self.given_up.emit(payment)
            settled()

        electronic = tuple(t for t in gone if t.is_electronic)
        if electronic:
            cash = tuple(t for t in gone if not t.is_electronic)
            up = GivingUp(self._basket, payment, electronic, cash)
            self._give_up.ask(question, up, given)
            return
        if gone:
            self.recorded.emit(payment)
        settled()
        if gone:
            self._context.operations.warn(f"撤回了{tenders_named(gone)}，要退还给顾客")

    @property
    def _busy(self) -> bool:
        return self._posting or self._give_up.running

    @property
    def _kept_back(self) -> bool:
        """What is paid belongs to a sale that is being written, or was not and may be yet."""
        return self._busy or self._context.operations.holds_back()

    def post_began(self) -> None:
        """The books have the sale: what is paid is its own until they answered."""
        self._posting = True
        self._refresh()

    def post_failed(self) -> None:
        """The sale was refused or could not be written; the payment stands as it was.

        Cash beyond belief that nobody confirmed was never here.
        """
        self._posting, self._asked = False, True
        if self._payment.implausible_fen:
            rest = tuple(t for t in self._payment.tenders if t.is_electronic)
            self._payment = replace(self._payment, tenders=rest, round_off_fen=0)
            self.recorded.emit(self._payment)
        self._refresh()
        self.setFocus()

    def offer(self, amount_fen: int) -> None:
        """A figure to correct; what is typed replaces it."""
        self._amount.setFocus()
        self._amount.begin(amount_fen)

    def _take(self) -> None:
        """Enter: the figure in the chosen way. The rest of a part payment is asked for anew.

        An Enter that bounces, or comes from habit, must not say that the rest was paid too.
        """
        if self._is_scan(self._reference.text().strip()) or not self._amount.readable():
            return
        if not (self._asked or self._amount.value is not None or self._payment.is_complete):
            self._context.operations.refuse(Refusal("rest_not_asked"))
            return
        amount = self._amount.value
        if self._kind is TenderKind.CASH:
            self._cash(amount)
            return
        kind, reference = self._kind, self._reference.text()
        self._reference.clear()
        self._pay(lambda: self._payment.pay(kind, amount, reference))

    def _is_scan(self, reference: str) -> bool:
        """A slow scanner's code in the reference takes no money, nor a PIN without a word.

        A product goes where scans go. What only has the form or the pace of a code, or may be a
        PIN, is asked about: Enter once more, with nothing typed between, takes it for a reference.
        """
        if reference and self._context.index.find(reference):
            self._reference.clear()
            QApplication.sendEvent(self.window(), TypedCode(reference))
            return True
        doubt = doubt_of(reference, paced=self._reference.paced)
        if doubt is None or reference == self._doubted:
            return False
        self._doubted = reference
        self._reference.selectAll()
        self._context.operations.refuse(doubt)
        return True

    def _forget_doubt(self) -> None:
        self._doubted = ""

    def _cash(self, received: int | None) -> None:
        self._pay(lambda: self._payment.pay_cash(received))

    def _pay(self, pay: Callable[[], Payment]) -> None:
        """Take a tender unless all is paid (the books then failed): go on to post."""
        operations = self._context.operations
        if self._busy or operations.tries_again(SALE) or operations.holds_back():
            return
        if not self._payment.is_complete:
            try:
                self._payment = pay()
            except Refusal as refusal:
                self._context.operations.refuse(refusal)
                return
            self._context.operations.move_on()
            self._asked = False
            self._record()
            if not self._payment.is_complete:
                self._turn_to(TenderKind.CASH)  # the rest is cash unless another way is chosen
        self._complete()

    def _record(self) -> None:
        """Money that is here must not be forgotten; exact cash is only here once it is sold."""
        payment = self._payment
        if not payment.is_complete or any(t.is_electronic for t in payment.tenders):
            self.recorded.emit(payment)

    def _complete(self) -> None:
        posts = self._payment.is_complete and not self._posting
        self._posting = self._posting or posts
        self._refresh()
        if posts:
            self.paid.emit(self._payment)
        elif self._payment.tenders:
            self.setFocus()

    def _show_tenders(self) -> None:
        """What was paid, and what of it the books do not have yet."""
        drafts, cash = self._context.drafts, self._kind is TenderKind.CASH
        failing = drafts.failing is not None
        rows = payment_rows(self._payment, drafts.unrecorded, cash=cash, failing=failing)
        self.table.set_rows(rows)

    def _refresh(self) -> None:
        p = self._payment
        self._due.set_text(formats.money(p.asked_fen))
        cash = self._kind is TenderKind.CASH
        self._show_tenders()
        self.table.select_key(len(p.tenders) - 1)
        if p.is_complete:
            # Nothing is called given here: once it is sold, the counter's page says so.
            self._rest_name.setText("正在入账，找零" if self._posting else "还没确认入账，找零")
            self._rest.set_text(
                formats.money(p.change_fen), "accent" if self._posting else "warning"
            )
        elif p.remaining_fen < 0:
            self._rest_name.setText("多收")
            self._rest.set_text(formats.money(-p.remaining_fen), "danger")
        else:
            self._rest_name.setText("还需支付")
            left = p.cash_due_fen if cash else p.remaining_fen
            self._rest.set_text(formats.money(left), "accent")
        rest = max(0, p.cash_due_fen if cash else p.remaining_fen)
        self._amount.setPlaceholderText(figure_text(rest, YUAN_PLACES))
        self._carried = None
        self._amount.begin(rest if self._asked or p.is_complete else None)
        self._show_ready()
        self._notes.show_notes(p)
        self.action_set.enable(bool(p.tenders) and not self._posting, "take_back")
        self.action_set.enable(not self._posting, "back")
        self.moved.emit(p)


def doubt_of(reference: str, *, paced: bool) -> Refusal | None:
    """What makes a reference doubtful; None for nothing. `paced`: typed like a scan.

    What says a PIN in words, or is a payment code, is refused later and not asked about.
    """
    if reads_as_scan(reference) or (paced and not takes_payment_code(reference)):
        return Refusal("reference_like_code")
    asks = lettered_pin(reference) and not worded_pin(reference)
    return Refusal("reference_pin_or_not") if asks else None


def takes_payment_code(code: str) -> bool:
    """Whether a scan is a payment code by its form, for the payment page alone."""
    try:
        return payment_channel(clean(code)) is not None
    except Refusal:
        return False
