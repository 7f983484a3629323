"""收货: what was sent is taken to have come; what did not has its figure and its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from showroom.domain.documents.draft import KeptLine
from showroom.domain.documents.posted import DocumentLine, StockDocument
from showroom.domain.documents.reasons import Difference
from showroom.domain.documents.transfer import counted_line
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId
from showroom.domain.quantity import counted_text
from showroom.domain.stock import LotName
from showroom.services.stock.document_posting import DocumentPosted
from showroom.services.stock.transfers import Arriving
from showroom.ui.browse.goods_reading import Read
from showroom.ui.counter.panels import ReasonPanel
from showroom.ui.engine.actions import ActionSpec, button_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.wishes import new_request
from showroom.ui.look import formats
from showroom.ui.look.tokens import SPACE
from showroom.ui.transfers.counted_draft import CountedDraft
from showroom.ui.transfers.counting import Counted
from showroom.ui.transfers.keeping import GONE, LOST, unsaved_text
from showroom.ui.transfers.model import ArrivalModel
from showroom.ui.transfers.rows import ARRIVED, arrived_rows, full_name
from showroom.ui.widgets.card import Card, column, label, row
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.said_here import SaidHere
from showroom.ui.words.given import given_text

RECEIVE = "receive_transfer"
REASONS = tuple(Difference)
AGAIN = frozenset({"draft_gone", "draft_moved"})


class ReceiptPage(CountedDraft):
    """One transfer that arrives."""

    specs: ClassVar[Sequence[ActionSpec]] = (
        ActionSpec("receive", "收货", ("F12",), "check", handler="receive", posts=True),
        ActionSpec("discard", "作废", ("F8",), "trash", handler="ask_discard"),
        ActionSpec("leave", "返回", ("Esc",), "undo", handler="ask_leave"),
    )

    resumed = "点了 {lines} 行，已暂存，谁都可以接着点"
    undone = "点了 {lines} 行，还没有收货。作废后要重新点，货还在途。"
    _model: ArrivalModel

    def __init__(self, context: Context) -> None:
        super().__init__(context, ARRIVED, ("到货明细", "到货"), ArrivalModel())
        self.transfer: StockDocument | None = None
        self._seen: tuple[KeptLine, ...] = ()
        self.keeping.kept.connect(self._show_others)
        self.keeping.lost.connect(self._ended)
        self._names: Mapping[int, LotName] = {}
        self._request = new_request()
        self._way = ElidedLabel("", "section")
        self._sent = ElidedLabel("", "muted")
        self.table.set_empty(label("", "muted"))
        head = Card(padding=SPACE.m)
        head.body.addWidget(self._way)
        head.body.addWidget(self._sent)
        told = "没动过的都按全到算；少了的扫商品，输到了多少。点一行存一行，谁都可以接着点"
        head.body.addWidget(label(told, "muted", wrap=True))
        head.body.addWidget(SaidHere(self))
        listed = Card(padding=SPACE.xs)
        listed.body.addWidget(self.table, 1)
        receive = button_for(self.action_set, "receive", "primary", "touch")
        others = [button_for(self.action_set, name, size="touch") for name in ("discard", "leave")]
        foot = Card(padding=SPACE.s)
        foot.body.addWidget(self.amount)
        foot.body.addLayout(row(receive, *others, None, spacing=SPACE.xs))
        page = column(head, spacing=SPACE.s)
        page.addWidget(listed, 1)
        page.addWidget(foot)
        self.setLayout(page)

    @property
    def arrived(self) -> dict[int, int]:
        """What was counted, by the numbers of the lines."""
        return self._model.arrived

    @property
    def in_hand(self) -> Refusal | None:
        """Counted figures that nobody received yet."""
        busy = bool(self.arrived) or self.typed
        return Refusal("transfer_being_received") if busy else None

    def open_transfer(self, transfer_id: DocumentId) -> None:
        """Show a transfer that is under way, with what was counted of it by whomever."""
        self._forget()
        self._show()
        services = self.context.services
        self.read(services.receiving.choices, on_done=self.use_choices)
        self.read(
            *(services.transfers.arriving, transfer_id),
            on_done=self._use_arriving,
            refused=lambda refusal: self._ended(refusal.code),
        )

    def _forget(self) -> None:
        self.transfer, self._names = None, {}
        self._model.forget()
        self.keeping.use("")
        self._request = new_request()
        self.drop_typed()

    def _use_arriving(self, found: Arriving) -> None:
        self.hand.take()
        self.transfer, self._names = found.transfer, found.names
        self.keeping.use(found.draft_id)
        if found.draft is not None:
            self._model.use_draft(found.draft)
        else:
            self._model.head = found.head
        self._show()
        rest = [x.line_no for x in self.lines if x.line_no not in self.arrived]
        self.table.select_key(min(rest, default=self.lines[0].line_no))
        self.table.setFocus()

    def _show_others(self) -> None:
        """Somebody counts it with us: what the books have since is shown, once nobody types."""
        if self._seen != self._model.lines and not self.typed:
            self._show()

    def _ended(self, code: str) -> bool:
        """Thrown away or counted on by somebody it is read again; else it is no longer here."""
        sent = self.transfer
        if sent is not None and code in AGAIN:
            self.open_transfer(sent.document_id)
        else:
            self.drop()
        return False

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
        """Goods of another delivery, by their name where the shop has one for the code."""
        names = "、".join(sku.name for sku in found.products)
        return Refusal("transfer_not_on_it", what=names or found.text)

    def _show(self) -> None:
        sent, model = self.transfer, self._model
        self._seen = model.lines
        self._way.setText(f"{sent.number}　{sent.way}" if sent else "")
        told = f"{sent.person} {formats.short_date_time(sent.at_us)} 发出" if sent else ""
        counted = f"{model.draft.person} 点了 {len(model.lines)} 行" if model.draft else ""
        self._sent.setText("　".join(x for x in (told, counted, unsaved_text(model.unsaved)) if x))
        self.action_set.enable(sent is not None, "receive")
        self.lack(None if model.lines else Refusal("discard_nothing"), "discard")
        counts = (model.arrived, model.differences)
        self.table.set_rows(arrived_rows(self.lines, *counts, self._names))
        self.offer()

    def keep(self, line: Counted, value: int) -> bool:
        """So much came; the draft has it before the next is counted."""
        (sent,) = (x for x in self.lines if x.line_no == line.key)
        if value > sent.quantity:
            most = counted_text(sent.quantity, sent.sold_by, sent.unit)
            told = {"name": sent.name, "lot": self._names[sent.line_no]}
            return self.refuse(Refusal("transfer_more_than_sent", **told, sent=most))
        short = value < sent.quantity
        why = self._model.differences.get(line.key) if short else None
        self._put_down(sent, value, why)
        return True

    def _put_down(self, sent: DocumentLine, came: int, why: Difference | None) -> None:
        line = counted_line(sent, came, why)
        self.keeping.put([(f"line-{sent.line_no}", line)], seen=self._seen)
        self._show()

    def was_kept(self, key: int) -> None:
        """What lacks has its reason at once."""
        (line,) = (x for x in self.lines if x.line_no == key)
        if self._lacks_reason(line):
            self._ask_reason(line)

    def _ask_reason(self, line: DocumentLine) -> None:
        missing = formats.quantity(line.quantity - self._came(line), line.sold_by, line.unit)
        panel = ReasonPanel(self, f"{line.name} 少了 {missing}", [why.word for why in REASONS])

        def chosen(word: str) -> None:
            why = next(why for why in REASONS if why.word == word)
            if self._lacks_reason(line):  # nobody else has said it meanwhile
                self._put_down(line, self._came(line), why)
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
        self.keeping.begin()
        self.keeping.when_kept(self._receive)

    def _receive(self) -> None:
        draft = self._model.draft
        if draft is None:
            return  # why it could not be begun was said
        receive, actor = self.context.services.transfers.receive, self.context.actor
        how = How(exclusive=RECEIVE, sound="done", refused=self.not_done)
        wanted = (actor, draft.draft_id, draft.revision, self._request)
        do = self.context.operations.do
        do(receive, *wanted, owner=self, on_done=self._received, how=how)

    def _lacks_reason(self, line: DocumentLine) -> bool:
        return self._came(line) < line.quantity and line.line_no not in self._model.differences

    def not_done(self, refusal: Refusal) -> bool:
        """Somebody else received it, took it back or counted on: it is no longer what it was."""
        self._request = new_request()
        if refusal.code in AGAIN | LOST | GONE:
            self._ended(refusal.code)
        return False

    def _received(self, done: DocumentPosted) -> None:
        document, parts = done.document, []
        for line in document.lines:
            short = f"{line.name} {formats.quantity(line.quantity, line.sold_by, line.unit)}"
            if line.remark == Difference.NOT_SENT.word:
                parts.append(f"{short} {line.remark}，退回{line.place}")
            elif line.remark == Difference.LOST.word:
                parts.append(f"{short} {line.remark}，由 {done.brought[0].number} 报损")
        self.drop()
        whole = "全到" if not parts else "；".join(parts)
        self.context.operations.tell(f"{document.number} 已收货：{whole}{given_text(done.brought)}")

    def drop(self) -> None:
        """The transfer is received, or waits."""
        self._forget()
        self._show()
        self.leave()
