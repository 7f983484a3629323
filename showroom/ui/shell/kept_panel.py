"""有 3 个码还没处理: what was scanned while nobody could take it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.barcode import ProductCode
from showroom.domain.errors import Refusal
from showroom.domain.ids import printed_number
from showroom.domain.mask import shown
from showroom.domain.pin import PIN_DIGITS, looks_like_pin
from showroom.domain.scan import clean, payment_channel
from showroom.ui.engine.actions import ActionSpec, build_actions, button_for
from showroom.ui.engine.reading import read_scan
from showroom.ui.engine.typed_entry import read_entry
from showroom.ui.look.tokens import SIZE
from showroom.ui.widgets.card import label
from showroom.ui.widgets.message_strip import KEPT
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Column, Row
from showroom.ui.words.messages import sentence

if TYPE_CHECKING:
    from showroom.domain.catalogue import CatalogueIndex, PricedSku
    from showroom.domain.scan import WaitingScan
    from showroom.ui.engine.context import Context

HINT = "它们是在别的页面，或在提示、面板、收款、没算数的数挡着的时候扫的，按扫码的先后排列。"
KEPT_ON = "程序关掉、断电也还在，付款码和像 PIN 的数字除外"
ONLY_HERE = "账本还没有存下，正在自己重试：先不要关机"
SCANNED_BY = "{name}（{by}扫的）"
PAYMENT_CODE = "付款码"
MAY_PAY = "可能是付款码"
SIX_FIGURES = "六位数字"
UNKNOWN = "没有这个商品"
RECEIPT = "小票，录入就打开退货"
WhyNot = Callable[[str], Refusal | None]
DROP_ALL = "{} 个码全部扔掉？"
GONE = "扔掉的码找不回来，要用得再扫一遍。"
LIST_HEIGHT = 3 * SIZE.row_counter


def _nothing(_code: str) -> Refusal | None:
    return None


class KeptPanel(Overlay):
    """`taken` carries the place of one, None for all, after the panel has closed.

    `why_not` says what taking a code over would be refused for: then it is not offered.
    """

    taken = Signal(object)

    def __init__(self, host: QWidget, context: Context, why_not: WhyNot = _nothing) -> None:
        kept = context.kept
        super().__init__(host, KEPT.format(len(kept.scans)), 720, throwaway=True)
        self._kept, self._context, self._why_not = kept, context, why_not
        self.table = RowTable((Column("码", 240), Column("商品", 0)), "还没处理的码", counter=True)
        self.table.setMinimumHeight(LIST_HEIGHT)
        self.table.row_activated.connect(self._take_this)
        self.table.row_selected.connect(self._offer)
        acts = self._acts = build_actions(
            self,
            (
                ActionSpec("drop_all", "全部扔掉", ("Ctrl+Del",), handler=self._drop_all),
                ActionSpec("drop", "扔掉这个", ("Del",), handler=self._drop),
                # Not F12, which is pressed to be paid; Ctrl+A is the table's own.
                ActionSpec("all", "全部录入", ("Ins",), handler=self._take_all),
                ActionSpec("one", "录入这个", ("Return", "Enter"), handler=self._take_this),
            ),
        )
        self._hint = label("", "muted", wrap=True)
        self.body.addWidget(self._hint)
        self.body.addWidget(self.table)
        for name, variant in (("drop_all", "danger"), ("drop", "secondary")):
            self.footer.addWidget(button_for(acts, name, variant, "touch"))
        self.footer.addStretch(1)
        for name, variant in (("one", "secondary"), ("all", "primary")):
            self.footer.addWidget(button_for(acts, name, variant, "touch"))
        self.first = self.table
        kept.changed.connect(self._show)
        context.scans.moved.connect(self._offer)
        self.closed.connect(self._stop_looking)
        self._show()

    def _stop_looking(self) -> None:
        """Closed it lives to the end of this turn, in which every code of it may be taken over."""
        self._kept.changed.disconnect(self._show)
        self._context.scans.moved.disconnect(self._offer)

    def _show(self) -> None:
        scans = self._kept.scans
        if not scans:
            self.close_panel()
            return
        self.title.setText(KEPT.format(len(scans)))
        rows = [Row(at, self._words(kept.scan)) for at, kept in enumerate(scans)]
        at = self.table.selected_key
        self.table.set_rows(rows)
        self.table.select_key(min(at, len(scans) - 1) if isinstance(at, int) else 0)
        self._offer()

    def _offer(self, _row: object = None) -> None:
        """What can be taken over, and why not; where they are kept."""
        scans, at = self._kept.scans, self.table.selected_key
        here = scans[at] if isinstance(at, int) and at < len(scans) else None
        one = self._why_not(here.code) if here is not None else None
        whole = self._why_not(scans[0].code) if scans else None
        self._acts.enable(one is None, "one")
        self._acts.enable(whole is None, "all")
        refusal = one or whole
        why = f"{sentence(refusal)}。" if refusal is not None else ""
        where = KEPT_ON if self._context.scans.failing is None else ONLY_HERE
        self._hint.setText(f"{why or HINT}{where}")

    def _words(self, scan: WaitingScan) -> tuple[str, str]:
        text, name = written(scan.code, self._context.index)
        here = self._context.actor.name if self._context.signed_in else ""
        return text, name if scan.by in ("", here) else SCANNED_BY.format(name=name, by=scan.by)

    def _take_this(self) -> None:
        at = self.table.selected_key
        if isinstance(at, int) and self._acts["one"].isEnabled():
            self.close_panel()
            self.taken.emit(at)

    def _take_all(self) -> None:
        self.close_panel()
        self.taken.emit(None)

    def _drop_all(self) -> None:
        """More than the one that is highlighted: asked about, for nothing brings them back."""
        seen = len(self._kept.scans)
        if seen == 1:
            self._kept.drop_all()
            return
        panel = Overlay(self, DROP_ALL.format(seen), throwaway=True)
        panel.body.addWidget(label(GONE, wrap=True))
        go = ask(panel, "全部扔掉", "留着", danger=True)
        go.clicked.connect(panel.close_panel)
        go.clicked.connect(lambda: self._kept.drop_all(seen))
        panel.open()

    def _drop(self) -> None:
        at = self.table.selected_key
        if isinstance(at, int):
            self._kept.take(at)


def is_unknown_pin(code: str, index: CatalogueIndex) -> bool:
    """Whether a code is the six figures of what may be a PIN, and no product's."""
    return len(code) == PIN_DIGITS and looks_like_pin(code) and not index.find(code)


def written(code: str, index: CatalogueIndex) -> tuple[str, str]:
    """A code and what it is; no payment code (docs/trade.md#payment-codes) and no PIN is shown."""
    entry = read_entry(code)
    if entry.quantity:
        text, name = written(entry.code, index)
        return f"{entry.quantity} × {text}", name
    if is_unknown_pin(code, index):
        return SIX_FIGURES, UNKNOWN
    try:
        text = clean(code)
        read = read_scan(code, index)
    except Refusal as refusal:
        told = {"scan_payment_code": PAYMENT_CODE, "scan_two_readings": MAY_PAY}.get(refusal.code)
        return (told, "") if told else (shown(code), UNKNOWN)
    found = read.products
    if isinstance(read.scan, ProductCode):
        text = read.text
    if not found and payment_channel(text):
        return PAYMENT_CODE, ""
    if not found and printed_number(text):
        return printed_number(text), RECEIPT
    return text if found else shown(text), "、".join(sku.name for sku in found) or UNKNOWN


def products(code: str, index: CatalogueIndex) -> tuple[PricedSku, ...]:
    """What the catalogue has of a scan, a quantity before it or not; () for what is no code."""
    try:
        return read_scan(read_entry(code).code, index).products
    except Refusal:
        return ()
