"""Recorded electronic money that goes back: asked about, then journaled, then forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from showroom.domain.basket import Basket
from showroom.domain.tender import Payment, Tender
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.wishes import new_request
from showroom.ui.widgets.card import label
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.words.messages import NOT_GIVEN_TWICE
from showroom.ui.words.trade import tenders_named

VERB = "give_up"


@dataclass(frozen=True, slots=True)
class GivingUp:
    """Of this basket's payment `given` (electronic tenders) go, `payment` is what stays.

    `cash` goes with them, and is handed back out of the drawer.
    """

    basket: Basket
    payment: Payment
    given: tuple[Tender, ...]
    cash: tuple[Tender, ...] = ()


class GiveUp(QObject):
    """The till cannot pay back itself: a person does, and says so."""

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page

    @property
    def running(self) -> bool:
        """True from the answer until the books have it."""
        return self._context.operations.running(VERB)

    def ask(self, question: str, up: GivingUp, then: Callable[[], object]) -> None:
        """Name what goes back; `then` follows once the books have it."""
        request = new_request()

        def post() -> None:
            self._context.operations.do(
                self._context.services.baskets.give_up,
                self._context.actor,
                up.basket,
                up.payment,
                up.given,
                request,
                owner=self,
                on_done=lambda _done: then(),
                how=How(exclusive=VERB, not_twice=NOT_GIVEN_TWICE),
            )

        panel = Overlay(self._page, question, throwaway=True)
        gone = tenders_named((*up.given, *up.cash))
        panel.body.addWidget(label(f"已收的{gone} 要退还给顾客。", wrap=True))
        panel.body.addWidget(label("退还后再确认，日志里会记下。", "muted", wrap=True))
        go = ask(panel, "已退还，取消付款", "留在结算", danger=True)
        go.clicked.connect(panel.close_panel)
        go.clicked.connect(post)
        panel.open()
