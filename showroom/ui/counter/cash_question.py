"""So much cash for so little: a question before it is posted, no PIN."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from showroom.domain.tender import Payment
from showroom.ui.look import formats
from showroom.ui.widgets.card import label
from showroom.ui.widgets.overlay import Overlay, ask

WIDTH = 460


class CashQuestion(Overlay):
    """Received, due and change as they would be posted; the safe answer has the keyboard."""

    def __init__(self, host: QWidget, payment: Payment) -> None:
        super().__init__(host, "收到这么多现金？", WIDTH, throwaway=True)
        received = formats.money(payment.implausible_fen)
        due, change = formats.money(payment.cash_asked_fen), formats.money(payment.change_fen)
        self.question = f"现金应收 {due}，收到 {received}，要找零 {change}"
        self.body.addWidget(label(self.question, "strong", wrap=True))
        self.body.addWidget(label("多半是多打了几个数字。", "muted", wrap=True))
        self.yes = ask(self, "确实收到", "改金额", danger=True)


def ask_cash(
    host: QWidget, payment: Payment, confirmed: Callable[[], object], left: Callable[[], object]
) -> None:
    """`confirmed` follows a yes, `left` every other way out."""
    panel = CashQuestion(host, payment)
    said_yes: list[bool] = []

    def closed() -> None:
        (confirmed if said_yes else left)()

    panel.yes.clicked.connect(lambda: said_yes.append(True))
    panel.yes.clicked.connect(panel.close_panel)
    panel.closed.connect(closed)
    panel.open()
