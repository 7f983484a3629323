"""退货: the receipt's number, its lines, a reason, where the goods go, how the money goes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from showroom.domain.errors import Refusal
from showroom.domain.ids import parse_receipt_number
from showroom.domain.permission import Permission
from showroom.domain.quantity import SoldBy
from showroom.services.actor import Actor
from showroom.ui import formats
from showroom.ui.context import Context, new_request
from showroom.ui.operation import Call
from showroom.ui.screens.approval import Approval
from showroom.ui.tokens import SPACE
from showroom.ui.widgets.card import label, row
from showroom.ui.widgets.chip import ChipFace, ChipRow
from showroom.ui.widgets.data_table import DataTable
from showroom.ui.widgets.overlay import Overlay
from showroom.ui.widgets.scan_field import ScanField
from showroom.ui.widgets.table_rows import Column, Row

if TYPE_CHECKING:
    from showroom.services.returns import Refundable, Refunded

WIDTH, LIST_HEIGHT, CHIP_HEIGHT = 720, 300, 44
REASONS = ("质量问题", "包装破损", "买错了", "其他")
COLUMNS = (
    Column("商品", 0),
    Column("已买", 96, "right", "muted"),
    Column("可退", 96, "right"),
    Column("本次退", 96, "right", "amount"),
    Column("实付", 100, "right", "muted"),
)


class RefundPanel(Overlay):
    """+ and - choose how much of the highlighted line comes back; Enter on it takes all."""

    def __init__(self, host: QWidget, context: Context) -> None:
        super().__init__(host, "退货", WIDTH, throwaway=True)
        self._host = host
        self._context = context
        self._request = new_request()
        self._found: Refundable | None = None
        self._wanted: dict[int, int] = {}
        self._number = ScanField("扫小票二维码，或输入单号（如 01-000041）")
        self._number.submitted.connect(self._look_up)
        self._table = DataTable(COLUMNS, "可退商品", counter=True)
        self._table.setMinimumHeight(LIST_HEIGHT)
        self._table.row_activated.connect(self._take_all)
        self._more, self._less = _small("＋"), _small("－")
        self._more.clicked.connect(lambda: self._step(1))
        self._less.clicked.connect(lambda: self._step(-1))
        self._reason = ChipRow([ChipFace(r, r) for r in REASONS], height=CHIP_HEIGHT)
        self._reason.choose(REASONS[0])
        self._restock = QCheckBox("可再售（食品默认进待检区，不再上架）")
        self._told = label("", "muted", wrap=True)
        self._go = QPushButton("退款")
        self._go.setProperty("variant", "danger")
        self._go.setProperty("scale", "touch")
        self._go.setEnabled(False)
        self._go.clicked.connect(self._confirm)
        self._lay_out()
        self.first = self._number

    def _lay_out(self) -> None:
        self.body.addWidget(self._number)
        self.body.addWidget(self._table)
        self.body.addLayout(
            row(label("本次退", "caption"), self._less, self._more, None, spacing=SPACE.xs)
        )
        self.body.addWidget(label("原因", "caption"))
        self.body.addWidget(self._reason)
        self.body.addWidget(self._restock)
        self.body.addWidget(self._told)
        back = QPushButton("取消")
        back.setProperty("scale", "touch")
        back.clicked.connect(self.close_panel)
        self.footer.addStretch(1)
        self.footer.addWidget(back)
        self.footer.addWidget(self._go)

    def scanned(self, code: str) -> bool:
        """The receipt's code, wherever the focus is."""
        self._look_up(code)
        return True

    def _look_up(self, text: str) -> None:
        sale_id = parse_receipt_number(text.partition("/")[0])
        if sale_id is None:
            self._context.operations.refuse(Refusal("receipt_number_unreadable", text=text))
            return
        self._context.operations.run(
            Call(owner=self),
            self._context.services.returns.look_up,
            sale_id,
            on_done=self._show_sale,
        )

    def _show_sale(self, found: Refundable) -> None:
        self._found, self._wanted = found, {}
        self._number.setText(found.sale.number)
        self._show_lines()
        self._table.select_first()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_lines(self) -> None:
        if self._found is None:
            return
        rows = []
        for line in self._found.sale.lines:
            left = self._found.remaining[line.line_no]
            chosen = self._wanted.get(line.line_no, 0)
            rows.append(
                Row(
                    line.line_no,
                    (
                        line.name,
                        formats.quantity(line.quantity, line.sold_by),
                        formats.quantity(left, line.sold_by),
                        formats.quantity(chosen, line.sold_by) if chosen else "",
                        formats.figure(line.net_fen),
                    ),
                    role="muted" if not left else "accent" if chosen else "",
                )
            )
        self._table.set_rows(rows)
        some = any(self._wanted.values())
        self._go.setEnabled(some)
        told = "原路退回：先退电子支付，其余退现金" if some else "用 ＋ － 选择要退的数量"
        self._told.setText(told)

    def _take_all(self, key: object) -> None:
        if self._found is not None and isinstance(key, int):
            left = self._found.remaining[key]
            self._wanted[key] = 0 if self._wanted.get(key) == left else left
            self._show_lines()

    def _step(self, by: int) -> None:
        key = self._table.selected_key
        if self._found is None or not isinstance(key, int):
            return
        line = next(x for x in self._found.sale.lines if x.line_no == key)
        left = self._found.remaining[key]
        # A weighed pack comes back whole.
        unit = left if line.sold_by is SoldBy.WEIGHT else 1
        self._wanted[key] = max(0, min(left, self._wanted.get(key, 0) + by * unit))
        self._show_lines()

    def _confirm(self) -> None:
        if self._context.may(Permission.REFUND):
            self._refund(self._context.actor)
            return
        told = "收银员退货，请店长输入 PIN"
        Approval(self, self._context, told, self._refund).ask(Permission.REFUND)

    def _refund(self, actor: Actor) -> None:
        if self._found is None:
            return
        returns, sale_id = self._context.services.returns, self._found.sale.sale_id
        wanted, reason = dict(self._wanted), str(self._reason.choice)
        restock, request = self._restock.isChecked(), self._request

        def work() -> Refunded:
            return returns.refund(actor, sale_id, wanted, reason, request, restock=restock)

        self._context.operations.run(
            Call(owner=self, exclusive="refund", latch=True, sound="done"), work, on_done=self._done
        )

    def _done(self, done: Refunded) -> None:
        self._context.announce(done.changes)
        self.close_panel()
        ways = "、".join(
            f"{'现金' if t.kind == 'cash' else '原路'} {formats.figure(-t.amount_fen)}"
            for t in done.refund.tenders
        )
        self._context.operations.tell(
            f"已退货 {done.refund.number}，退款 {formats.money(-done.refund.net_fen)}（{ways}）"
        )


def _small(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("scale", "touch")
    button.setAccessibleName("多退一件" if text == "＋" else "少退一件")
    return button
