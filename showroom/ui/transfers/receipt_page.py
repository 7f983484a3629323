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
from showroom.ui.browse.goods_reading import read
from showroom.ui.counter.panels import ReasonPanel
from showroom.ui.engine.actions import ActionSpec, button_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.wishes import new_request
from showroom.ui.look import formats
from showroom.ui.look.tokens import SPACE
from showroom.ui.transfers.amount_line import AmountLine
from showroom.ui.transfers.part import TransferPart
from showroom.ui.transfers.rows import ARRIVED, arrived_rows, full_name
from showroom.ui.widgets.card import Card, column, label, row
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.overlay import ask_drop
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.said_here import SaidHere

RECEIVE = "receive_transfer"
REASONS = tuple(Difference)
GONE = frozenset({"transfer_received", "document_reversed", "document_not_found"})
NO_CHOICES = ReceivingChoices((), (), {}, "", ())


class ReceiptPage(TransferPart):
    """One transfer that arrives."""

    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("receive", "收货", ("F12",), "check", handler="receive"),
        ActionSpec("leave", "返回", ("Esc",), "undo", handler="ask_leave"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.transfer: StockDocument | None = None
        self.arrived: dict[int, int] = {}
        self.differences: dict[int, Difference] = {}
        self._choices = NO_CHOICES
        self._request = new_request()
        self._way = ElidedLabel("", "section")
        self._sent = ElidedLabel("", "muted")
        self.table = RowTable(ARRIVED, "到货明细", counter=True)
        self.table.set_empty(label("", "muted"))
        self.table.row_selected.connect(lambda _key: self._show_line())
        self.table.row_activated.connect(lambda _key: self.amount.begin())
        self.amount: AmountLine = AmountLine("到货")
        self.amount.submitted.connect(self._enter)
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

    def open_transfer(self, transfer_id: DocumentId) -> None:
        """Show a transfer that is under way."""
        self.transfer, self.arrived, self.differences = None, {}, {}
        self._request = new_request()
        self._show()
        services = self.context.services
        self.read(services.receiving.choices, on_done=self._use_choices)
        self.read(services.documents.detail, transfer_id, on_done=self._use_transfer)

    def _use_choices(self, choices: ReceivingChoices) -> None:
        self._choices = choices

    def _use_transfer(self, detail: DocumentDetail) -> None:
        self.transfer = detail.document
        self._show()
        self.table.select_first()
        self.table.setFocus()

    @property
    def lines(self) -> tuple[DocumentLine, ...]:
        """What was sent."""
        return self.transfer.lines if self.transfer is not None else ()

    def scanned(self, code: str) -> bool:
        """Goods of the transfer: their line is chosen, and the figure has the keyboard."""
        if self.amount.field.touched and not self._keep():
            return False
        try:
            found = read(code, self.context.index, self._choices)
        except Refusal as refusal:
            self.context.operations.refuse(refusal)
            return False
        ids = {sku.sku_id for sku in found.products}
        lines = [x for x in self.lines if x.sku_id in ids]
        lines = [x for x in lines if found.lot_no in ("", x.lot_no)] or lines
        # Of several lots the next one that nobody counted yet.
        line = next((x for x in lines if x.line_no not in self.arrived), None) or next(
            iter(lines), None
        )
        if line is None:
            return self.refuse(Refusal("transfer_not_on_it", code=found.text))
        self.table.select_key(line.line_no)
        self.amount.begin()
        return True

    def _show(self) -> None:
        sent = self.transfer
        way = ""
        if sent is not None:
            way = sent.way
        self._way.setText(f"{sent.number}　{way}" if sent else "")
        told = f"{sent.person} {formats.short_date_time(sent.at_us)} 发出" if sent else ""
        self._sent.setText(told)
        self.action_set.enable(sent is not None, "receive")
        self.table.set_rows(arrived_rows(self.lines, self.arrived, self.differences))
        self._show_line()

    @property
    def _line(self) -> DocumentLine | None:
        key = self.table.selected_key
        return next((x for x in self.lines if x.line_no == key), None)

    def _show_line(self) -> None:
        line = self._line
        if line is None:
            self.amount.show_line(None)
        else:
            came = self.arrived.get(line.line_no, line.quantity)
            self.amount.show_line(came, full_name(line), line.unit, line.sold_by)

    def _enter(self) -> None:
        """Enter: so much came; what lacks has its reason at once."""
        if self._keep():
            self.table.setFocus()

    def _keep(self) -> bool:
        """Take what stands in the field; False when it cannot be, which has been said."""
        line, value = self._line, self.amount.field.value
        if line is None or not self.amount.field.readable() or value is None:
            return False
        if value > line.quantity:
            sent = quantity_text(line.quantity, line.sold_by)
            told = {"name": line.name, "lot_no": line.lot_no}
            self.amount.begin()
            return self.refuse(Refusal("transfer_more_than_sent", **told, sent=sent))
        self.arrived[line.line_no] = value
        if value == line.quantity:
            self.differences.pop(line.line_no, None)
        elif line.line_no not in self.differences:
            self._ask_reason(line, value)
        self._show()
        return True

    def _ask_reason(self, line: DocumentLine, came: int) -> None:
        missing = formats.quantity(line.quantity - came, line.sold_by, line.unit)
        panel = ReasonPanel(self, f"{line.name} 少了 {missing}", [why.word for why in REASONS])

        def chosen(word: str) -> None:
            self.differences[line.line_no] = next(why for why in REASONS if why.word == word)
            self._show()
            self.table.setFocus()

        panel.chosen.connect(chosen)
        panel.open()

    def receive(self) -> None:
        """F12: what stands in the field is kept, then the whole is received."""
        if self.transfer is None or (self.amount.field.touched and not self._keep()):
            return
        open_ = next((x for x in self.lines if self._lacks_reason(x)), None)
        if open_ is not None:
            self.table.select_key(open_.line_no)
            self._ask_reason(open_, self.arrived[open_.line_no])
            return
        receive, actor = self.context.services.transfers.receive, self.context.actor
        how = How(exclusive=RECEIVE, sound="done", refused=self._refused)
        wanted = (actor, self.transfer.document_id, dict(self.arrived), dict(self.differences))
        do = self.context.operations.do
        do(receive, *wanted, self._request, owner=self, on_done=self._received, how=how)

    def _lacks_reason(self, line: DocumentLine) -> bool:
        came = self.arrived.get(line.line_no, line.quantity)
        return came < line.quantity and line.line_no not in self.differences

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
        if counted or self.amount.field.touched:
            ask_drop(self, f"点了 {counted} 行，还没有收货", self._drop)
        else:
            self._drop()

    def _drop(self) -> None:
        self.transfer, self.arrived, self.differences = None, {}, {}
        self._show()
        self.leave()
