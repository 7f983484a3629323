"""The customer's side of a sale in words and figures: pure, from what may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from showroom.domain.basket import Basket
from showroom.domain.basket_line import Cause
from showroom.domain.catalogue import PricedSku
from showroom.domain.quantity import SoldBy
from showroom.domain.sale import COUNTIES_NAMED, Sale, SaleKind, SaleLine, counties_named
from showroom.domain.tender import Payment
from showroom.ui.customer.state import CustomerState
from showroom.ui.look import formats
from showroom.ui.words.handed_back import handed_back
from showroom.ui.words.trade import tender_name

THANKS = "退货单已开好，请当面点清"


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One product as the customer reads it; `saved` is empty where nothing is."""

    name: str
    quantity: str
    price: str
    amount: str
    saved: str = ""


@dataclass(frozen=True, slots=True)
class CustomerView:
    """`figure` is the one large amount and `caption` what it is; `facts` stand below it."""

    kind: str
    lines: tuple[ShownLine, ...] = ()
    caption: str = ""
    figure: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    thanks: str = ""


@dataclass(frozen=True, slots=True)
class ZoneView:
    """A zone while nobody is served: its colour index, its counties, what is on sale of it."""

    name: str
    colour: int
    counties: tuple[str, ...]
    products: int

    @property
    def sentence(self) -> str:
        """``来自 文山市、丘北县等 8 个县市，在售 61 种``."""
        more = f" {len(self.counties)} 个县市" if len(self.counties) > COUNTIES_NAMED else ""
        return f"来自 {counties_named(self.counties)}{more}，在售 {self.products} 种"


def view_of(state: CustomerState) -> CustomerView:
    """What to show; the kind ``idle`` shows the zones instead."""
    if state.kind == "done" and state.sale is not None:
        return _done(state.sale)
    if state.basket is None or state.basket.is_empty:
        return CustomerView("idle")
    if state.kind == "paying" and state.payment is not None:
        return _paying(state.basket, state.payment)
    return CustomerView(
        "selling",
        _lines(state.basket),
        "应收",
        formats.money(state.basket.due_fen),
        _counted(state.basket.pieces, state.basket.gross_fen, state.basket.reduction_fen),
    )


def zone_views(skus: Sequence[PricedSku]) -> tuple[ZoneView, ...]:
    """The zones of what is on sale, in the order of their ids."""
    by_zone: dict[int, list[PricedSku]] = {}
    for sku in skus:
        by_zone.setdefault(sku.zone_id, []).append(sku)
    return tuple(
        ZoneView(of[0].zone, of[0].zone_colour, tuple(dict.fromkeys(s.county for s in of)), len(of))
        for _, of in sorted(by_zone.items())
    )


def _counted(pieces: int, gross_fen: int, saved_fen: int) -> tuple[tuple[str, str], ...]:
    facts = [("件数", str(pieces))]
    if saved_fen:
        facts += [("原价", formats.figure(gross_fen)), ("已优惠", formats.figure(-saved_fen))]
    return tuple(facts)


def _lines(basket: Basket) -> tuple[ShownLine, ...]:
    return tuple(
        ShownLine(
            priced.line.sku.short_name or priced.line.sku.name,
            _quantity(priced.line.quantity, priced.line.sku.sold_by),
            formats.unit_price(priced.line.sku.list_price_fen, priced.line.sku.sold_by),
            formats.figure(priced.due_fen),
            f"-{formats.figure(priced.saved_fen)}" if priced.saved_fen else "",
        )
        for priced in basket.priced
    )


def _quantity(quantity: int, sold_by: SoldBy) -> str:
    return formats.weight(quantity) if sold_by is SoldBy.WEIGHT else f"× {quantity}"


def _paying(basket: Basket, payment: Payment) -> CustomerView:
    paid = tuple((tender_name(t.kind), formats.figure(t.received_fen)) for t in payment.tenders)
    if payment.is_complete:
        caption, fen = "找零", payment.change_fen
    else:
        caption, fen = ("还需支付" if paid else "应收"), payment.remaining_fen
    facts = (("应收", formats.figure(payment.asked_fen)), *paid)
    return CustomerView("paying", _lines(basket), caption, formats.money(fen), facts)


def _sold_line(line: SaleLine) -> ShownLine:
    """As it stood before the payment: 抹零 is of the whole and stands beside it."""
    rounded = line.taken_fen(Cause.ROUND_OFF)
    return _ended_line(line, line.net_fen + rounded, line.reduction_fen - rounded)


def _ended_line(line: SaleLine, fen: int, saved_fen: int = 0) -> ShownLine:
    return ShownLine(
        line.short_name,
        _quantity(abs(line.quantity), line.sold_by),
        formats.unit_price(line.list_price_fen, line.sold_by),
        formats.figure(fen),
        formats.figure(-saved_fen) if saved_fen else "",
    )


def _done(sale: Sale) -> CustomerView:
    if sale.kind is SaleKind.REFUND:
        back = handed_back(sale)
        lines = tuple(_ended_line(line, line.net_fen) for line in sale.lines)
        facts = [(name, formats.figure(fen)) for name, fen in back.beside]
        facts.append(("共退", formats.figure(abs(sale.net_fen))))
        return CustomerView("done", lines, back.name, formats.money(back.fen), tuple(facts), THANKS)
    lines = tuple(map(_sold_line, sale.lines))
    facts = [("应收", formats.figure(sale.net_fen)), ("实收", formats.figure(sale.received_fen))]
    saved = (("已优惠", sale.discount_fen), ("抹零", sale.rounded_fen))
    facts += [(name, formats.figure(-fen)) for name, fen in saved if fen]
    named = counties_named([line.county for line in sale.lines])
    thanks = f"谢谢惠顾　这一单 {formats.figure(sale.net_fen)} 元，产自 {named}"
    return CustomerView("done", lines, "找零", formats.money(sale.change_fen), tuple(facts), thanks)
