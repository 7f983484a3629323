"""进货查验: what a delivery must say before it may come in (食品安全法 50, 53, 65).

Every finding is a code; the one rule about a thing stands here alone, for the window that shows it
in amber and for the posting that refuses it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import lru_cache
from types import MappingProxyType

from showroom.domain.business_day import is_day
from showroom.domain.documents.dates import far_from_life, made_by
from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.supplier import SupplierFacts, in_use
from showroom.domain.errors import Refusal
from showroom.domain.ids import ProducerId, SkuId
from showroom.domain.quantity import SoldBy, counted_text
from showroom.domain.stock import Terms

UNUSUAL_TIMES = 100
"""So many times the mean delivery so far is a code in the wrong field, or a slip of the hand."""
MAX_PIECES = 99_999
MAX_GRAMS = 9_999_999
LIFE_GONE = 3
"""Goods of whose shelf life more than one part in so many is gone need a 店长's yes."""
COST_TIMES = 3
"""A cost so many times the product's own, or less than one part in so many, is asked about."""
OLDEST_YEARS = 20
FARTHEST_YEARS = 30


EXPIRY_FINDING = "receipt_expiry_far"
PRICE_MOVED, TERMS_MOVED = "receipt_price_moved", "receipt_terms_moved"
"""Otherwise than the last time: told at the line, and nothing to be answered."""
ORDER_WAITS = "receipt_order_waits"
"""What came is on an order; `order_id` is that order's identity."""
COST_FINDINGS = frozenset({"receipt_cost_above_price", "receipt_cost_far"})


class Level(Enum):
    """What a finding means for posting."""

    REFUSED = "refused"
    MISSING = "missing"
    """The law or the books need it; it can be filled in."""
    APPROVE = "approve"
    """A 店长 may say yes to it."""
    TOLD = "told"
    """It hinders nothing: of opening stock, which lies there already, and what is otherwise than
    it was last."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a line or the whole delivery; `code` is a refusal's."""

    level: Level
    code: str
    params: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def refusal(self) -> Refusal:
        """As posting raises it."""
        return Refusal(self.code, **self.params)


@dataclass(frozen=True, slots=True)
class Delivered:
    """A product as a delivery must know it.

    `usual` is the mean of what came of it on one line, in pieces or grams, 0 for never;
    A shelf life is `shelf_life_days` or `shelf_life_months`; neither is goods that do not expire:
    crafts, and spirits, which are food all the same (`age_restricted`).
    """

    sku_id: SkuId
    code: str
    name: str
    spec: str
    unit: str
    sold_by: SoldBy
    producer_id: ProducerId
    shelf_life_days: int
    storage: str
    terms: Terms
    cost_price_fen: int
    active: bool
    usual: int = 0
    shelf_life_months: int = 0
    age_restricted: bool = False
    list_price_fen: int = 0

    @property
    def expires(self) -> bool:
        """Whether a last day is asked for."""
        return bool(self.shelf_life_days or self.shelf_life_months)

    @property
    def wants_lot(self) -> bool:
        """Food: its record names a production date or a lot (食品安全法 53)."""
        return self.expires or self.age_restricted


def most(sold_by: SoldBy) -> int:
    """The largest quantity that one line of a delivery may hold."""
    return MAX_PIECES if sold_by is SoldBy.EACH else MAX_GRAMS


def inspect_line(line: DraftLine, goods: Delivered, today: str) -> Iterator[Finding]:
    """What speaks against a line of a delivery on that day (ISO text), the worst first."""
    yield from inspect_quantity(line.quantity, goods.name, (goods.sold_by, goods.unit), goods.usual)
    dates = list(inspect_dates(line, goods.name, today))
    yield from dates
    named: dict[str, object] = {"name": goods.name}
    if goods.wants_lot and not (line.lot_no or line.production_date):
        yield Finding(Level.MISSING, "receipt_lot_missing", named)
    if goods.expires and not line.expiry_date:
        yield Finding(Level.MISSING, "receipt_expiry_missing", named)
    if line.expiry_date < today:
        return
    if not dates:
        yield from _expiry(line, goods, today)
    if line.production_date or not dates:
        yield from _life(line, goods, today)


def _life(line: DraftLine, goods: Delivered, today: str) -> Iterator[Finding]:
    """Too little is left of their life, as it is printed; else of that which the product has.

    Nobody comes past the question by leaving out when they were made.
    """
    made, expiry = line.production_date, line.expiry_date
    code = "receipt_short_life" if made else "receipt_short_rest"
    if expiry and not made:
        made = made_by(expiry, goods.shelf_life_days, goods.shelf_life_months)
    gone, whole = life_gone(made, expiry, today)
    if gone * LIFE_GONE > whole > 0:
        told = {"name": goods.name, "gone": gone, "whole": whole}
        yield Finding(Level.APPROVE, code, told)


def _expiry(line: DraftLine, goods: Delivered, today: str) -> Iterator[Finding]:
    """What is printed counts (docs/trade.md#selling-by-expiry), once it was looked at again."""
    life = (goods.shelf_life_days, goods.shelf_life_months)
    usual = far_from_life(line.production_date, line.expiry_date, *life, today)
    if usual:
        told = {"name": goods.name, "expiry": line.expiry_date, "usual": usual}
        yield Finding(Level.APPROVE, EXPIRY_FINDING, told)


def inspect_cost(line: DraftLine, goods: Delivered) -> Iterator[Finding]:
    """A cost above the tag price, or far from the product's own, needs a 店长's yes.

    None typed is the product's own, which was asked about where it was set; 0 is another matter.
    """
    cost, known = line.cost_fen or 0, goods.cost_price_fen
    told: dict[str, object] = {"name": goods.name, "cost_fen": cost}
    odd = odd_cost(cost, known, goods.list_price_fen)
    if odd == "receipt_cost_above_price":
        yield Finding(Level.APPROVE, odd, {**told, "price_fen": goods.list_price_fen})
    elif odd:
        yield Finding(Level.APPROVE, odd, {**told, "known_fen": known})


def odd_cost(cost: int, known: int, price: int) -> str:
    """Which of `COST_FINDINGS` a cost is beside the product's own and its tag price; "" for none.

    In fen of the unit that is priced, 0 for unknown.
    """
    if cost <= 0 or cost == known:
        return ""
    if 0 < price < cost:
        return "receipt_cost_above_price"
    far = known and not known <= cost * COST_TIMES <= known * COST_TIMES * COST_TIMES
    return "receipt_cost_far" if far else ""


def inspect_quantity(
    quantity: int, name: str, counted: tuple[SoldBy, str], usual: int
) -> Iterator[Finding]:
    """What is absurd about so much on one line, in pieces or grams, by hand and from a file.

    `counted` is how the goods are counted, and their unit.
    """
    named: dict[str, object] = {"name": name}
    sold_by, _ = counted
    if quantity <= 0:
        yield Finding(Level.REFUSED, "receipt_quantity", named)
    elif quantity > most(sold_by):
        told = {**named, "limit": counted_text(most(sold_by), *counted)}
        yield Finding(Level.REFUSED, "receipt_quantity_limit", told)
    elif usual and quantity > UNUSUAL_TIMES * usual:
        told = {**named, "times": UNUSUAL_TIMES}
        told["usual"] = counted_text(usual, *counted)
        told["quantity"] = counted_text(quantity, *counted)
        yield Finding(Level.REFUSED, "receipt_quantity_unusual", told)


def inspect_ordered(line: DraftLine, goods: Delivered, wanted: int) -> Iterator[Finding]:
    """What is odd about a line of an order, by the rules of its delivery.

    `wanted` is what the shop sells in some weeks, or its reorder point: an order for that is none
    too large, however little came so far.
    """
    usual = max(goods.usual, wanted)
    if usual and line.quantity > UNUSUAL_TIMES * usual:
        told = {"name": goods.name, "times": UNUSUAL_TIMES}
        told["usual"] = counted_text(usual, goods.sold_by, goods.unit)
        told["quantity"] = counted_text(line.quantity, goods.sold_by, goods.unit)
        yield Finding(Level.REFUSED, "order_quantity_unusual", told)
    for found in inspect_cost(line, goods):
        code = found.code.replace("receipt_", "order_")
        yield Finding(found.level, code, found.params)


def inspect_refused(line: DraftLine, goods: Delivered) -> Iterator[Finding]:
    """拒收: what goes back with the driver is no more than may come, and has a reason."""
    if line.refused > most(goods.sold_by):
        limit = counted_text(most(goods.sold_by), goods.sold_by, goods.unit)
        told = {"name": goods.name, "limit": limit}
        yield Finding(Level.REFUSED, "receipt_refused_limit", told)
    if line.refused and not line.remark:
        yield Finding(Level.MISSING, "receipt_refused_why", {"name": goods.name})


def inspect_dates(line: DraftLine, name: str, today: str) -> Iterator[Finding]:
    """What speaks against the dates of goods called `name` on that day (ISO text)."""
    named: dict[str, object] = {"name": name}
    made, expiry = line.production_date, line.expiry_date
    for text in (made, expiry):
        if text and not is_day(text):
            yield Finding(Level.REFUSED, "receipt_date", {**named, "text": text})
            return
    if made and made > today:
        yield Finding(Level.REFUSED, "receipt_made_tomorrow", {**named, "date": made})
    elif made and int(made[:4]) < int(today[:4]) - OLDEST_YEARS:
        yield Finding(Level.REFUSED, "receipt_date_implausible", {**named, "date": made})
    if expiry and made and expiry < made:
        yield Finding(Level.REFUSED, "receipt_expiry_before_made", {**named, "date": expiry})
    elif expiry and int(expiry[:4]) > int(today[:4]) + FARTHEST_YEARS:
        yield Finding(Level.REFUSED, "receipt_date_implausible", {**named, "date": expiry})
    elif expiry and expiry < today:
        yield Finding(Level.REFUSED, "receipt_expired", {**named, "date": expiry})


@lru_cache(maxsize=1024)
def life_gone(made: str, expiry: str, today: str) -> tuple[int, int]:
    """Days of a shelf life that are gone, and all of them; (0, 0) where a date is not known."""
    if not (is_day(made) and is_day(expiry)):
        return 0, 0
    begun, end, now = (date.fromisoformat(text) for text in (made, expiry, today))
    return max(0, (now - begun).days), (end - begun).days


_TOLD_OF_OPENING: Mapping[str, str] = MappingProxyType(
    {
        "supplier_inactive": "opening_supplier_inactive",
        "supplier_licence_expired": "opening_licence_expired",
        "supplier_licence_missing": "opening_licence_missing",
        "supplier_address_missing": "opening_address_missing",
        "supplier_contract_ended": "opening_contract_ended",
    }
)


def inspect_opening(supplier: SupplierFacts, today: str) -> Iterator[Finding]:
    """What a delivery could not come in with; what lies there already does, and it is told."""
    for finding in inspect_supplier(supplier, today):
        yield Finding(Level.TOLD, _TOLD_OF_OPENING[finding.code], finding.params)


def inspect_supplier(supplier: SupplierFacts, today: str) -> Iterator[Finding]:
    """What speaks against taking a delivery from a supplier on that day."""
    named: dict[str, object] = {"supplier": supplier.name}
    if not supplier.active:
        yield Finding(Level.REFUSED, "supplier_inactive", named)
    for licence in in_use(supplier.licences):
        if not licence.is_valid(today):
            told = {**named, "licence": licence.kind.word, "date": licence.valid_until}
            yield Finding(Level.REFUSED, "supplier_licence_expired", told)
    if not supplier.licences:
        yield Finding(Level.MISSING, "supplier_licence_missing", named)
    if not (supplier.address and supplier.phone):
        yield Finding(Level.MISSING, "supplier_address_missing", named)
    if supplier.contracts and not supplier.terms_on(today):
        yield Finding(Level.REFUSED, "supplier_contract_ended", named)
