"""What may be shown to the customer, as it stands at the counter; no cost, no stock, no message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from showroom.domain.basket import Basket
from showroom.domain.counter_device import PoleText
from showroom.domain.sale import Sale, SaleKind
from showroom.domain.tender import Payment, TenderKind
from showroom.ui.words.handed_back import handed_back


@dataclass(frozen=True, slots=True)
class CustomerState:
    """`basket` while selling and paying, `payment` while paying, `sale` once it is done."""

    kind: Literal["idle", "selling", "paying", "done"] = "idle"
    basket: Basket | None = None
    payment: Payment | None = None
    sale: Sale | None = None


IDLE = CustomerState()


def pole_text(state: CustomerState) -> PoleText:
    """The one figure that matters now."""
    if state.kind == "selling" and state.basket is not None and not state.basket.is_empty:
        newest = state.basket.lines[-1].sku.short_name
        return PoleText("total", state.basket.due_fen, newest)
    if state.kind == "paying" and state.payment is not None:
        if state.payment.is_complete:
            return PoleText("change", state.payment.change_fen)
        return PoleText("total", state.payment.remaining_fen)
    if state.kind == "done" and state.sale is not None:
        return _after(state.sale)
    return PoleText()


def _after(sale: Sale) -> PoleText:
    if sale.kind is SaleKind.REFUND:
        back = handed_back(sale)
        return PoleText("change" if back.is_cash else "total", back.fen)
    if any(t.kind is TenderKind.CASH for t in sale.tenders):
        return PoleText("change", sale.change_fen)
    return PoleText("received", sale.received_fen)
