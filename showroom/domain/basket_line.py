"""A line of the basket: its amount at the tag, and what is taken off it for which cause."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from showroom.domain.catalogue import PricedSku
from showroom.domain.errors import Refusal
from showroom.domain.money import MAX_FEN, divide_half_up
from showroom.domain.quantity import SoldBy, amount_fen, counted_text, limit
from showroom.domain.reason import kept_words

PERCENT = 100


class Cause(StrEnum):
    """Why a customer pays less than the tag; each is frozen apart on the line.

    `EVEN_CASH` stands on refunds alone, of either sign: cash goes back in coins that there are.
    """

    LABEL = "label"
    MANUAL = "manual"
    ORDER = "order"
    ROUND_OFF = "round_off"
    EVEN_CASH = "even_cash"


class DiscountKind(StrEnum):
    """How a discount is said: percent of the price that remains, new unit price, fen off."""

    PERCENT = "percent"
    UNIT_PRICE = "unit_price"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Discount:
    """A discount as spoken; 9折 is ``PERCENT 90``. Resolved to fen when the line is priced.

    Its reason goes into drafts, approvals and the journal: it never holds a payment code or a PIN.
    """

    kind: DiscountKind
    value: int
    reason: str = ""

    def __post_init__(self) -> None:
        """Keep of the reason what may be kept."""
        object.__setattr__(self, "reason", kept_words(self.reason))

    @property
    def is_sound(self) -> bool:
        """Whether a panel could have made it: it neither adds nor takes more than all."""
        most = PERCENT if self.kind is DiscountKind.PERCENT else MAX_FEN
        return 0 <= self.value <= most


@dataclass(frozen=True, slots=True)
class Reduction:
    """Fen taken off one line for one cause: positive on a sale, given back with it on a refund."""

    cause: Cause
    amount_fen: int


@dataclass(frozen=True, slots=True)
class BasketLine:
    """One line. `quantity` is pieces or grams; `label_fen` the amount a scale printed, if any.

    `typed`: a hand wrote the label's figures, no scanner read them off a pack.
    """

    line_id: int
    sku: PricedSku
    quantity: int
    label_fen: int | None = None
    discount: Discount | None = None
    typed: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether ringing up could have made it; a hand that writes drafts can make others."""
        weighed = self.sku.sold_by is SoldBy.WEIGHT
        labelled = self.label_fen is None or (weighed and self.label_fen > 0)
        reduced = self.discount is None or self.discount.is_sound
        return 0 < self.quantity <= limit(self.sku.sold_by) and labelled and reduced

    @property
    def list_fen(self) -> int:
        """Amount at the tag price. A label's own amount rules only downwards (就低)."""
        return amount_fen(self.sku.list_price_fen, self.quantity, self.sku.sold_by)

    @property
    def own_reductions(self) -> tuple[Reduction, ...]:
        """Label and manual reductions of this line, before the order discount."""
        taken: list[Reduction] = []
        rest = self.list_fen
        if self.label_fen is not None and self.label_fen < rest:
            taken.append(Reduction(Cause.LABEL, rest - self.label_fen))
            rest = self.label_fen
        off = min(rest, self._manual_off(rest))
        if off > 0:
            taken.append(Reduction(Cause.MANUAL, off))
        return tuple(taken)

    def _manual_off(self, rest: int) -> int:
        if self.discount is None:
            return 0
        kind, value = self.discount.kind, self.discount.value
        if kind is DiscountKind.PERCENT:
            return rest - divide_half_up(rest * value, PERCENT)
        if kind is DiscountKind.UNIT_PRICE:
            return rest - amount_fen(value, self.quantity, self.sku.sold_by)
        return value


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line with every reduction but 抹零: ``list_fen - sum(reductions) == due_fen``."""

    line: BasketLine
    list_fen: int
    reductions: tuple[Reduction, ...]
    due_fen: int

    @property
    def saved_fen(self) -> int:
        """All reductions of the line together."""
        return self.list_fen - self.due_fen


def at_offer(line: BasketLine, sku: PricedSku | None) -> BasketLine:
    """The line at the product as it is offered now; what it may not keep of a discount goes."""
    if sku is None or sku.offer == line.sku.offer:
        return line
    discount = line.discount
    if sku.no_discount:
        discount = None
    elif discount is not None and discount.kind is DiscountKind.UNIT_PRICE:
        discount = replace(discount, value=min(discount.value, sku.list_price_fen))
    return replace(line, sku=sku, discount=discount)


def check_quantity(quantity: int, sku: PricedSku) -> int:
    """The quantity again. Refuses `quantity_not_positive`, `quantity_too_large`."""
    if quantity <= 0:
        raise Refusal("quantity_not_positive", name=sku.name)
    if quantity > limit(sku.sold_by):
        most = counted_text(limit(sku.sold_by), sku.sold_by, sku.unit)
        raise Refusal("quantity_too_large", name=sku.name, limit=most)
    return quantity


def check_discount(discount: Discount, base_fen: int) -> None:
    """Refuses `discount_out_of_range` and `discount_raises_price` over `base_fen`."""
    if discount.kind is DiscountKind.PERCENT:
        if not 0 < discount.value <= PERCENT:
            raise Refusal("discount_out_of_range")
    elif discount.value < 0:
        raise Refusal("discount_out_of_range")
    elif discount.value > base_fen:
        raise Refusal("discount_raises_price", limit_fen=base_fen)
