"""A posted sale as it is frozen: the one source of receipt, journal payload and outbox."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from showroom.domain.basket import Basket
from showroom.domain.basket_line import Cause, PricedLine, Reduction
from showroom.domain.ids import SaleId, ShiftId, SkuId, TillId, receipt_number
from showroom.domain.money import spread
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import Take
from showroom.domain.tax import TaxKind, tax_included
from showroom.domain.tender import Payment, Tender

COUNTIES_NAMED = 6
"""So many names of counties fit a slip and a customer's eye."""


def counties_named(counties: Sequence[str]) -> str:
    """``文山市、丘北县等``: each once, in order; 等 where there are more than are named."""
    each = list(dict.fromkeys(counties))
    return "、".join(each[:COUNTIES_NAMED]) + ("等" if len(each) > COUNTIES_NAMED else "")


class SaleKind(StrEnum):
    """A refund is a sale of its own with negative figures (冲红)."""

    SALE = "sale"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class SaleLine:
    """One frozen line. Quantities pieces or grams, prices fen per piece or kg, signed."""

    line_no: int
    sku_id: SkuId
    code: str
    barcode: str
    name: str
    short_name: str
    unit: str
    spec: str
    sold_by: SoldBy
    zone_id: int
    zone: str
    county_id: int
    county: str
    producer_id: int
    producer: str
    category: str
    list_price_fen: int
    quantity: int
    list_fen: int
    reductions: tuple[Reduction, ...]
    net_fen: int
    tax_kind: TaxKind
    tax_rate_bp: int
    tax_fen: int
    original_line_no: int = 0

    @property
    def reduction_fen(self) -> int:
        """What the customer paid less than the tag."""
        return self.list_fen - self.net_fen

    def taken_fen(self, cause: Cause) -> int:
        """What was taken off it for that cause, signed as the line is."""
        return sum(r.amount_fen for r in self.reductions if r.cause is cause)


@dataclass(frozen=True, slots=True)
class Sale:
    """One frozen sale or refund. Instants in UTC microseconds, `business_date` ISO text.

    `cashier` is who sold or refunded; `approved_by` who allowed it beside, and of a sale which acts
    and why, as paper says it; or empty. Sales of older books name the person alone.
    """

    sale_id: SaleId
    kind: SaleKind
    till_id: TillId
    till: str
    shift_id: ShiftId
    business_date: str
    sold_at_us: int
    cashier_id: int
    cashier: str
    lines: tuple[SaleLine, ...]
    tenders: tuple[Tender, ...]
    gross_fen: int
    reduction_fen: int
    round_off_fen: int
    net_fen: int
    tax_fen: int
    original_sale_id: SaleId = SaleId(0)
    reason: str = ""
    approved_by: str = ""
    training: bool = False

    @property
    def line_count(self) -> int:
        """How many lines the receipt has."""
        return len(self.lines)

    @property
    def number(self) -> str:
        """The number on paper."""
        return receipt_number(self.sale_id)

    @property
    def rounded_fen(self) -> int:
        """抹零 of the lines, signed as they are: a refund takes its share of it back."""
        return self._taken_fen(Cause.ROUND_OFF)

    @property
    def evened_fen(self) -> int:
        """凑整 of a refund in cash: positive where it gives more than the goods' own share."""
        return self._taken_fen(Cause.EVEN_CASH)

    @property
    def discount_fen(self) -> int:
        """优惠: what the customer paid less than the tag, 抹零 and 凑整 apart."""
        return self.reduction_fen - self.rounded_fen - self.evened_fen

    def _taken_fen(self, cause: Cause) -> int:
        return sum(line.taken_fen(cause) for line in self.lines)

    @property
    def change_fen(self) -> int:
        """找零."""
        return sum(t.change_fen for t in self.tenders)

    @property
    def received_fen(self) -> int:
        """实收."""
        return sum(t.received_fen for t in self.tenders)

    @property
    def pieces(self) -> int:
        """件数: each weighed line counts as one."""
        return sum(x.quantity if x.sold_by is SoldBy.EACH else 1 for x in self.lines)


class LotShare(NamedTuple):
    """What one lot gave to one line, with its share of the line's net: the base of 代销结算."""

    line_no: int
    take: Take
    net_fen: int


_LOTS = ',"lots":'
"""No text holds these marks: those of a text are escaped."""
Taken = tuple[int, int, int, int, int]
"""Line, lot, place, pieces or grams, share of the line's net in fen."""


def journaled(content: str, shares: Sequence[LotShare]) -> str:
    """What the journal tells of a sale: its JSON as it is frozen, and where its goods came from."""
    parts = ",".join(
        f"[{n},{take.lot.lot_id},{take.lot.location_id},{take.quantity},{net_fen}]"
        for n, take, net_fen in shares
    )
    return f"{content[:-1]}{_LOTS}[{parts}]}}"


def told_apart(payload: str) -> tuple[str, tuple[Taken, ...] | None]:
    """The JSON of the sale alone, and what it was taken from; None of books that did not tell."""
    content, mark, lots = payload.rpartition(_LOTS)
    if not mark:
        return payload, None
    return content + "}", tuple(
        (n, lot, at, q, fen) for n, lot, at, q, fen in json.loads(lots[:-1])
    )


def freeze_lines(basket: Basket, payment: Payment) -> tuple[SaleLine, ...]:
    """The basket's lines with 抹零 spread over them by largest remainder, tax per line."""
    priced = basket.priced
    shares = spread(payment.round_off_fen, [p.due_fen for p in priced])
    return tuple(
        _freeze(i, line, share)
        for i, (line, share) in enumerate(zip(priced, shares, strict=True), 1)
    )


def _freeze(line_no: int, priced: PricedLine, round_off: int) -> SaleLine:
    line, sku = priced.line, priced.line.sku
    reductions = priced.reductions
    if round_off:
        reductions = (*reductions, Reduction(Cause.ROUND_OFF, round_off))
    net = priced.due_fen - round_off
    return SaleLine(
        line_no=line_no,
        sku_id=sku.sku_id,
        code=sku.code,
        barcode=sku.barcodes[0] if sku.barcodes else "",
        name=sku.name,
        short_name=sku.short_name,
        unit=sku.unit,
        spec=sku.spec,
        sold_by=sku.sold_by,
        zone_id=sku.zone_id,
        zone=sku.zone,
        county_id=sku.county_id,
        county=sku.county,
        producer_id=sku.producer_id,
        producer=sku.producer,
        category=sku.category,
        list_price_fen=sku.list_price_fen,
        quantity=line.quantity,
        list_fen=priced.list_fen,
        reductions=reductions,
        net_fen=net,
        tax_kind=sku.tax_kind,
        tax_rate_bp=sku.tax_rate_bp,
        tax_fen=tax_included(net, sku.tax_kind, sku.tax_rate_bp),
    )


def share_over_lots(line_no: int, net_fen: int, takes: list[Take]) -> list[LotShare]:
    """Split a line's net over the lots it came from; the parts sum to the net."""
    parts = [net_fen] if len(takes) == 1 else spread(net_fen, [t.quantity for t in takes])
    return [LotShare(line_no, take, part) for take, part in zip(takes, parts, strict=True)]
