"""Panels that choose one of a list: the supplier, the contract, a place; and a carton's pieces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from showroom.domain.documents.inspection import Delivered
from showroom.domain.documents.reasons import RefusedReason
from showroom.domain.documents.supplier import Contract, SupplierChoice, choices
from showroom.domain.ids import SupplierId
from showroom.services.stock.receiving import StockPlace
from showroom.ui.browse.arrow_keys import ArrowKeys
from showroom.ui.browse.choice_panel import ListPanel
from showroom.ui.look.tokens import SIZE
from showroom.ui.receiving.line_card import WordField
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.card import label
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.keypad import Keypad
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Column, Row

WIDTH, CASE_WIDTH, SHOWN = 640, 400, 7
MAX_PIECES = 10_000
NOBODY = SupplierId(0)


class SupplierPanel(Overlay):
    """`chosen` carries the supplier's id; letters narrow the list, which begins at `current`.

    Where it may be `nobody` that is the first row, 0.
    """

    chosen = Signal(object)

    def __init__(
        self,
        host: QWidget,
        suppliers: Sequence[SupplierChoice],
        today: str,
        current: SupplierId = NOBODY,
        *,
        nobody: bool = False,
    ) -> None:
        super().__init__(host, "选供应商", WIDTH, throwaway=True)
        self._suppliers, self._today, self._current = suppliers, today, current
        self._nobody = [Row(NOBODY, ("不写供应商", "", ""), role="muted")] if nobody else []
        self.search = WordField("查找供应商", "名称、拼音首字母、编号")
        columns = (
            Column("供应商", 0, kind="strong"),
            Column("编号", 96, kind="muted"),
            Column("证照", 176),
        )
        self.table = RowTable(columns, "供应商", counter=True)
        self.table.setMinimumHeight(SHOWN * SIZE.row_counter)
        self.table.set_empty(EmptyState("supplier", "没有这家供应商", "换个写法，或清空看全部"))
        self.table.row_activated.connect(self._take)
        ArrowKeys(self.search, self.table)
        self.search.textEdited.connect(self._narrow)
        self.search.submitted.connect(lambda: self._take(self.table.selected_key))
        self.body.addWidget(self.search)
        self.body.addWidget(self.table)
        go = ask(self, "选这个  Enter")
        go.clicked.connect(lambda: self._take(self.table.selected_key))
        self.first = self.search
        self._narrow("")

    def entry(self) -> str:
        """What was typed only looked for something."""
        return ""

    def _narrow(self, text: str) -> None:
        found = [self._row(s) for s in choices(self._suppliers, text)]
        self.table.set_rows(found if text else [*self._nobody, *found])
        if text or not self.table.select_key(self._current):
            self.table.select_first()

    def _row(self, supplier: SupplierChoice) -> Row:
        until = supplier.valid_until
        ended = bool(until) and until < self._today
        if not supplier.active:
            told = "已停用"
        elif not supplier.papers:
            told = "没有登记证照"
        elif ended:
            told = f"{until} 已到期"
        else:
            told = f"有效至 {until}" if until else "长期有效"
        tone = "danger" if ended else "warning" if not supplier.papers else "muted"
        cells = (supplier.name, supplier.code, told)
        return Row(supplier.supplier_id, cells, tones={2: tone})  # type: ignore[dict-item]

    def _take(self, key: object) -> None:
        if key is not None:
            self.close_panel()
            self.chosen.emit(key)


class PlacePanel(ListPanel):
    """Places that goods may be put into; `taken` carries the place's id."""

    def __init__(self, host: QWidget, places: Sequence[StockPlace]) -> None:
        columns = (
            Column("库位", 0, kind="strong"),
            Column("用途", 96, kind="muted"),
            Column("编码", 176, kind="muted"),
        )
        rows = [Row(p.location_id, (p.name, p.kind.word, p.code)) for p in places]
        super().__init__(host, "放到哪里", columns, rows)


class ContractPanel(ListPanel):
    """Contracts of a supplier; `taken` carries the contract's id. `pays` says what goods cost."""

    wide: ClassVar[int] = 720

    def __init__(
        self,
        host: QWidget,
        contracts: Sequence[Contract],
        now: int = 0,
        pays: Callable[[Contract], str] | None = None,
    ) -> None:
        columns = (
            Column("合同", 0, kind="strong"),
            Column("经营方式", 128),
            Column("账期", 72, "right"),
            Column("怎么付", 208),
            Column("到", 104, kind="muted"),
        )
        rows = [Row(c.contract_id, _contract_cells(c, pays)) for c in contracts]
        super().__init__(host, "这批货按哪份合同", columns, rows, now=now)


def _contract_cells(contract: Contract, pays: Callable[[Contract], str] | None) -> tuple[str, ...]:
    name = contract.contract_no or "没有编号"
    days = f"{contract.payment_days} 天" if contract.payment_days else ""
    paid = pays(contract) if pays is not None else ""
    return name, contract.named, days, paid, contract.valid_to or "长期"


class RefusePanel(ListPanel):
    """Why goods go back with whoever brought them; `taken` carries the reason."""

    def __init__(self, host: QWidget, goods: str) -> None:
        rows = [Row(reason, (reason.word,)) for reason in RefusedReason]
        super().__init__(host, f"拒收 {goods}", (Column("原因", 0, kind="strong"),), rows, "拒收")


class CasePanel(Overlay):
    """一箱几件: `entered` carries the pieces."""

    entered = Signal(object)

    def __init__(self, host: QWidget, goods: Delivered, code: str) -> None:
        super().__init__(host, "一箱几件", CASE_WIDTH, throwaway=True)
        self.body.addWidget(label(f"{goods.name} {goods.spec}".strip(), "strong", wrap=True))
        self.body.addWidget(label(f"箱码 {code}，记住后再扫就按整箱收", "muted", wrap=True))
        self.pieces = AmountEdit("一箱件数", 0, MAX_PIECES)
        self.pieces.setProperty("scale", "entry")
        self.pieces.submitted.connect(self._enter)
        keypad = Keypad("digits")
        keypad.write_to(self.pieces)
        self.body.addWidget(self.pieces)
        self.put_pad(keypad)
        ask(self, "记住  Enter").clicked.connect(self._enter)
        self.first = self.pieces

    def _enter(self) -> None:
        if self.pieces.readable() and self.pieces.value:
            pieces = self.pieces.value
            self.close_panel()
            self.entered.emit(pieces)
