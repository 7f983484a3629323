"""按合同分开: what goes on which order, where goods of one come under several contracts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from showroom.services.stock.supply.purchasing import OrderPart, Proposal
from showroom.ui.look import formats
from showroom.ui.look.tokens import SIZE
from showroom.ui.widgets.card import label
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Column, Row

WIDTH, SHOWN = 640, 7
COLUMNS = (Column("合同和商品", 0), Column("订", 112, "right", "amount"))
OPEN = "收货时选合同"


class SplitPanel(Overlay):
    """`agreed` follows from whoever wants an order for each part."""

    agreed = Signal()

    def __init__(
        self, host: QWidget, parts: Sequence[OrderPart], goods: Sequence[Proposal]
    ) -> None:
        super().__init__(host, "按合同分开下单", WIDTH, throwaway=True)
        told = f"一张采购单只能按一种合同，这些商品要分成 {len(parts)} 张："
        self.table = RowTable(COLUMNS, "分开的采购单")
        self.table.setMinimumHeight(SHOWN * SIZE.row_office)
        self.table.set_rows(split_rows(parts, goods))
        self.body.addWidget(label(told, wrap=True))
        self.body.addWidget(self.table)
        go = ask(self, f"分成 {len(parts)} 张下单  Enter")
        go.clicked.connect(self.close_panel)
        go.clicked.connect(self.agreed)


def split_rows(parts: Sequence[OrderPart], goods: Sequence[Proposal]) -> list[Row]:
    """Each order with its products below it."""
    by_id, rows = {p.sku_id: p for p in goods}, list[Row]()
    for at, part in enumerate(parts):
        known = part.contract
        named = (known.named, known.contract_no) if known is not None else (part.terms.word, OPEN)
        title = "　".join(word for word in named if word)
        told = (f"第 {at + 1} 张　{title}", f"{len(part.sku_ids)} 种")
        rows.append(Row(("part", at), told, role="accent"))
        for p in (by_id[sku_id] for sku_id in part.sku_ids if sku_id in by_id):
            many = formats.quantity(p.quantity, p.sold_by, p.unit)
            rows.append(Row(p.sku_id, (f"{p.name} {p.spec}".strip(), many), level=1))
    return rows
