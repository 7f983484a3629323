"""收货: what was sent is taken to have come; what did not has its figure and its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from showroom.domain.documents.posted import DocumentLine, StockDocument
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId
from showroom.domain.quantity import quantity_text
from showroom.services.stock.document_posting import DocumentPosted
from showroom.services.stock.documents import DocumentDetail
from showroom.services.stock.receiving import ReceivingChoices
from showroom.services.stock.transfers import Difference
from showroom.ui.browse.goods_reading import Read
from showroom.ui.counter.panels import ReasonPanel
from showroom.ui.engine.actions import ActionSpec, button_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.wishes import new_request
from showroom.ui.look import formats
from showroom.ui.look.tokens import SPACE
from showroom.ui.transfers.counting import Counted, CountingPage
from showroom.ui.transfers.rows import ARRIVED, arrived_rows, full_name
from showroom.ui.widgets.card import Card, column, label, row
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.overlay import ask_drop
from showroom.ui.widgets.said_here import SaidHere

RECEIVE = "receive_transfer"
REASONS = tuple(Difference)
GONE = frozenset({"transfer_received", "document_reversed", "document_not_found"})


class ReceiptPage(CountingPage):
    """One transfer that arrives."""

    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("receive", "收货", ("F12",), "check", handler="receive"),
        ActionSpec("leave", "返回", ("Esc",), "undo", handler="ask_leave"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context, ARRIVED, "到货明细", "到货")
        self.transfer: StockDocument | None = None
        self.arrived: dict[int, int] = {}
        self.differences: dict[int, Difference] = {}
        self._request = new_request()
        self._way = ElidedLabel("", "section")
        self._sent = ElidedLabel("", "muted")
        self.table.set_empty(label("", "muted"))
        head = Card(padding=SPACE.m)
        head.body.addWidget(self._way)
        head.body.addWidget(self._sent)
        told = "没动过的都按全到算；少了的扫商品，输到了多少"
        head.body.addWidget(label(told, "muted", wrap=True))
        head.body.addWidget(SaidHere(self))
        listed = Card(padding=SPACE.xs)
        listed.body.addWidget(self.table, 1)
        receive = button_for(self.action_set, "receive", "primary", "touch")
        back = button_for(self.action_set, "leave", size="touch")
        foot = Card(padding=SPACE.s)
        foot.body.addWidget(self.amount)
        foot.body.addLayout(row(receive, back, None, spacing=SPACE.xs))
        page = column(head, spacing=SPACE.s)
        page.addWidget(listed, 1)
        page.addWidget(foot)
        self.setLayout(page)

    @property
    def in_hand(self) -> Refusal | None:
        """Counted figures that nobody received yet."""
        busy = bool(self.arrived) or self.typed
        return Refusal("transfer_being_received") if busy else None

    def open_transfer(self, transfer_id: DocumentId) -> None:
        """Show a transfer that is under way."""
        self._forget()
        self._request = new_request()
        self._show()
        services = self.context.services
        self.read(services.receiving.choices, on_done=self._use_choices)
        self.read(services.documents.detail, transfer_id, on_done=self._use_transfer)

    def _forget(self) -> None:
        self.transfer, self.arrived, self.differences = None, {}, {}
        self.drop_typed()

    def _use_choices(self, choices: ReceivingChoices) -> None:
        self.choices = choices

    def _use_transfer(self, detail: DocumentDetail) -> None:
        self.transfer = detail.document
        self._show()
        self.table.select_first()
        self.table.setFocus()

    @property
    def lines(self) -> tuple[DocumentLine, ...]:
        """What was sent."""
        return self.transfer.lines if self.transfer is not None else ()

    def counted(self) -> list[Counted]:
        """What was sent, with what came of it."""
        return [
            Counted(
                *(x.line_no, x.sku_id, x.lot_no, x.name, full_name(x), x.unit, x.sold_by),
                self._came(x),
            )
            for x in self.lines
        ]

    def _came(self, line: DocumentLine) -> int:
        return self.arrived.get(line.line_no, line.quantity)

    def turn(self, line: Counted) -> tuple[object, ...]:
        """Of several lots the next one that nobody counted yet."""
        return line.key in self.arrived, line.key

    def not_on_it(self, found: Read) -> Refusal:
        """Goods of another delivery."""
        return Refusal("transfer_not_on_it", code=found.text)

    def _show(self) -> None:
        sent = self.transfer
        self._way.setText(f"{sent.number}　{sent.way}" if sent else "")
        told = f"{sent.person} {formats.short_date_time(sent.at_us)} 发出" if sent else ""
        self._sent.setText(told)
        self.action_set.enable(sent is not None, "receive")
        self.table.set_rows(arrived_rows(self.lines, self.arrived, self.differences))
        self.offer()

    def keep(self, line: Counted, value: int) -> bool:
        """So much came."""
        (sent,) = (x for x in self.lines if x.line_no == line.key)
        if value > sent.quantity:
            most = quantity_text(sent.quantity, sent.sold_by)
            told = {"name": sent.name, "lot_no": sent.lot_no}
            return self.refuse(Refusal("transfer_more_than_sent", **told, sent=most))
        self.arrived[line.key] = value
        if value == sent.quantity:
            self.differences.pop(line.key, None)
        self._show()
        return True

    def was_kept(self, key: int) -> None:
        """What lacks has its reason at once."""
        (line,) = (x for x in self.lines if x.line_no == key)
        if self._lacks_reason(line):
            self._ask_reason(line)

    def _ask_reason(self, line: DocumentLine) -> None:
        missing = formats.quantity(line.quantity - self._came(line), line.sold_by, line.unit)
        panel = ReasonPanel(self, f"{line.name} 少了 {missing}", [why.word for why in REASONS])

        def chosen(word: str) -> None:
            self.differences[line.line_no] = next(why for why in REASONS if why.word == word)
            self._show()
            self.table.setFocus()

        panel.chosen.connect(chosen)
        panel.open()

    def receive(self) -> None:
        """F12: what stands in the field is kept, then the whole is received."""
        if self.transfer is None or not self.keep_typed(goes_on=False):
            return
        open_ = next((x for x in self.lines if self._lacks_reason(x)), None)
        if open_ is not None:
            self.table.select_key(open_.line_no)
            self._ask_reason(open_)
            return
        receive, actor = self.context.services.transfers.receive, self.context.actor
        how = How(exclusive=RECEIVE, sound="done", refused=self._refused)
        wanted = (actor, self.transfer.document_id, dict(self.arrived), dict(self.differences))
        do = self.context.operations.do
        do(receive, *wanted, self._request, owner=self, on_done=self._received, how=how)

    def _lacks_reason(self, line: DocumentLine) -> bool:
        return self._came(line) < line.quantity and line.line_no not in self.differences

    def _refused(self, refusal: Refusal) -> bool:
        """Somebody else received it, or took it back: it is no longer here."""
        self._request = new_request()
        if refusal.code in GONE:
            self._drop()
        return False

    def _received(self, done: DocumentPosted) -> None:
        document, parts = done.document, []
        for line in document.lines:
            short = f"{line.name} {formats.quantity(line.quantity, line.sold_by, line.unit)}"
            if line.remark == Difference.NOT_SENT.word:
                parts.append(f"{short} {line.remark}，退回{line.place}")
            elif line.remark == Difference.LOST.word:
                parts.append(f"{short} {line.remark}，由 {done.brought[0].number} 报损")
        self._drop()
        whole = "全到" if not parts else "；".join(parts)
        self.context.operations.tell(f"{document.number} 已收货：{whole}")

    def ask_leave(self) -> None:
        """Esc: back; counted figures are asked about."""
        counted = len(self.arrived)
        if counted or self.typed:
            ask_drop(self, f"点了 {counted} 行，还没有收货", self._drop)
        else:
            self._drop()

    def _drop(self) -> None:
        self._forget()
        self._show()
        self.leave()
