"""The basket before payment: an immutable value; every change returns a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from showroom.domain.basket_line import (
    PERCENT,
    BasketLine,
    Cause,
    Discount,
    DiscountKind,
    PricedLine,
    Reduction,
    at_offer,
    check_discount,
    check_quantity,
)
from showroom.domain.catalogue import PricedSku
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId
from showroom.domain.money import divide_half_up, spread
from showroom.domain.quantity import SoldBy, counted_text, weight_of
from showroom.domain.scan import ScaleLabel

MAX_LINES = 200
UNDO_STEPS = 50


@dataclass(frozen=True)
class Basket:
    """Lines in the order they were added; `current` is the line_id the keys act on.

    `key` tells this customer's basket from every other, whatever lies in it: an approval is for
    one of them. Empty where nobody is asked for any.
    """

    lines: tuple[BasketLine, ...] = ()
    current: int = 0
    next_line_id: int = 1
    order_discount: Discount | None = None
    note: str = ""
    age_checked: bool = False
    key: str = field(default="", compare=False)

    # -- reading ------------------------------------------------------------------------------

    @property
    def is_sound(self) -> bool:
        """Whether every line is and has its own id, and no discount adds or takes more than all.

        What is approved of a line names it by its id: two of one id would share one yes.
        """
        discount, ids = self.order_discount, {x.line_id for x in self.lines}
        drawn = len(ids) == len(self.lines) and all(0 < n < self.next_line_id for n in ids)
        sound = all(x.is_sound for x in self.lines) and (discount is None or discount.is_sound)
        return drawn and sound

    @cached_property
    def priced(self) -> tuple[PricedLine, ...]:
        """Every line with its reductions; the order discount is spread by largest remainder."""
        own = [line.own_reductions for line in self.lines]
        lists = [line.list_fen for line in self.lines]
        nets = [
            total - sum(r.amount_fen for r in taken)
            for total, taken in zip(lists, own, strict=True)
        ]
        shares = self._order_shares(nets)
        return tuple(
            PricedLine(
                line,
                total,
                (*taken, Reduction(Cause.ORDER, share)) if share else taken,
                net - share,
            )
            for line, total, taken, net, share in zip(
                self.lines, lists, own, nets, shares, strict=True
            )
        )

    def _order_shares(self, nets: list[int]) -> list[int]:
        if self.order_discount is None:
            return [0] * len(nets)
        weights = [
            0 if line.sku.no_discount else net for line, net in zip(self.lines, nets, strict=True)
        ]
        whole = sum(weights)
        if self.order_discount.kind is DiscountKind.PERCENT:
            off = whole - divide_half_up(whole * self.order_discount.value, PERCENT)
        else:
            off = self.order_discount.value
        return spread(min(off, whole), weights) if whole else [0] * len(nets)

    @cached_property
    def gross_fen(self) -> int:
        """Sum at tag prices."""
        return sum(p.list_fen for p in self.priced)

    @cached_property
    def due_fen(self) -> int:
        """应收 while no 抹零 was taken; what is paid in the end is the sale's `net_fen`."""
        return sum(p.due_fen for p in self.priced)

    @property
    def reduction_fen(self) -> int:
        """What the customer saves."""
        return self.gross_fen - self.due_fen

    @property
    def pieces(self) -> int:
        """件数: pieces, with each weighed line counting as one."""
        return sum(line.quantity if line.sku.sold_by is SoldBy.EACH else 1 for line in self.lines)

    @property
    def is_empty(self) -> bool:
        """True when nothing was rung up."""
        return not self.lines

    @property
    def needs_age(self) -> bool:
        """True while somebody must still see that the customer is 18 (未成年人保护法 59, law)."""
        return not self.age_checked and _any_restricted(self.lines)

    def line(self, line_id: int) -> BasketLine:
        """The line with that id. Refuses `line_unknown`."""
        for line in self.lines:
            if line.line_id == line_id:
                return line
        raise Refusal("line_unknown", line_id=line_id)

    def quantity_of(self, sku_id: SkuId) -> int:
        """Pieces or grams of a product over all lines."""
        return sum(line.quantity for line in self.lines if line.sku.sku_id == sku_id)

    # -- changing -----------------------------------------------------------------------------

    def add(self, sku: PricedSku, quantity: int = 1) -> Basket:
        """Ring up pieces or grams; a repeated undiscounted piece good joins its line.

        It joins at the price rung up before, whatever its stock became meanwhile; offered otherwise
        (`Offer`) it begins a new line. Refuses `quantity_not_positive`, `quantity_too_large`,
        `basket_full`, `sku_expired` (all stock is past its date; 食安法 34) and `sku_no_stock`
        (overselling is forbidden for it).
        """
        self._check_stock(sku, self.quantity_of(sku.sku_id) + quantity)
        if sku.sold_by is SoldBy.EACH:
            for line in self.lines:
                if line.discount is None and line.sku.same_offer(sku):
                    grown = replace(line, quantity=check_quantity(line.quantity + quantity, sku))
                    return self._with(grown)
        return self._append(BasketLine(self.next_line_id, sku, check_quantity(quantity, sku)))

    def add_label(self, sku: PricedSku, label: ScaleLabel, *, typed: bool = False) -> Basket:
        """Ring up a weighed pack; each pack is a line of its own.

        With only an amount that is what is charged, and the weight follows from the tag price
        (`weight_of`). A label far below weight x tag price is rung up and approved before it is
        sold (`label_deeds`). Refuses `label_for_piece`, `label_amount_high` (label above weight x
        tag price by more than 1 fen: the scale has an old, higher price; the tag rules, 价格法 13)
        and what `add` refuses.
        """
        if sku.sold_by is not SoldBy.WEIGHT:
            raise Refusal("label_for_piece", name=sku.name)
        weight = label.weight_g
        if weight is None:
            assert label.amount_fen is not None  # noqa: S101 (a rule has at least one field)
            weight = weight_of(label.amount_fen, sku.list_price_fen)
        self._check_stock(sku, self.quantity_of(sku.sku_id) + weight)
        quantity = check_quantity(weight, sku)
        line = BasketLine(self.next_line_id, sku, quantity, label.amount_fen, typed=typed)
        if label.weight_g and label.amount_fen and label.amount_fen > line.list_fen + 1:
            raise Refusal(
                "label_amount_high",
                name=sku.name,
                label_fen=label.amount_fen,
                tag_fen=line.list_fen,
            )
        return self._append(line)

    def with_age(self) -> Basket:
        """Somebody saw that the customer is 18; it holds while there are goods that ask for it."""
        return replace(self, age_checked=_any_restricted(self.lines))

    def without_restricted(self) -> Basket:
        """What may be sold to anybody."""
        basket = self
        for line in self.lines:
            if line.sku.age_restricted:
                basket = basket.void(line.line_id)
        return basket

    def without(self, sold: Basket) -> Basket:
        """What came after `sold` was posted: its lines leave, of one that grew the rest stays.

        Whatever else was done to a line that is sold by now, nothing of it is paid again. It is a
        basket of its own: no approval and no order discount of the other holds for it.
        """
        had = {x.line_id: x.quantity for x in sold.lines}
        more = ((x, x.quantity - had.get(x.line_id, 0)) for x in self.lines)
        left = tuple(replace(x, quantity=rest) for x, rest in more if rest > 0)
        return replace(
            self,
            lines=left,
            current=left[-1].line_id if left else 0,
            order_discount=None,
            age_checked=self.age_checked and _any_restricted(left),
            key="",
        )

    def set_quantity(self, line_id: int, quantity: int) -> Basket:
        """Replace a line's pieces or grams. Refuses `label_line_fixed` and what `add` refuses."""
        line = self.line(line_id)
        if line.label_fen is not None:
            raise Refusal("label_line_fixed", name=line.sku.name)
        rest = self.quantity_of(line.sku.sku_id) - line.quantity
        self._check_stock(line.sku, rest + quantity)
        return self._with(replace(line, quantity=check_quantity(quantity, line.sku)))

    def step(self, line_id: int, by: int) -> Basket:
        """One more or one less; stepping below one voids the line."""
        line = self.line(line_id)
        if line.sku.sold_by is SoldBy.WEIGHT:
            raise Refusal("step_weighed", name=line.sku.name)
        if line.quantity + by < 1:
            return self.void(line_id)
        return self.set_quantity(line_id, line.quantity + by)

    def void(self, line_id: int) -> Basket:
        """Take a line out; the line after it becomes current, after the last one the one before."""
        at = self.lines.index(self.line(line_id))
        rest = self.lines[:at] + self.lines[at + 1 :]
        current = rest[min(at, len(rest) - 1)].line_id if rest else 0
        # The next bottle may be another customer's wish: who was looked at is no longer known.
        checked = self.age_checked and _any_restricted(rest)
        return replace(self, lines=rest, current=current, age_checked=checked)

    def discount_line(self, line_id: int, discount: Discount | None) -> Basket:
        """Set or clear a line's manual discount; prices never rise (价格法 13).

        Refuses `no_discount_sku`, `discount_raises_price`, `discount_out_of_range`.
        """
        line = self.line(line_id)
        if discount is not None:
            if line.sku.no_discount:
                raise Refusal("no_discount_sku", name=line.sku.name)
            base = (
                line.sku.list_price_fen
                if discount.kind is DiscountKind.UNIT_PRICE
                else line.list_fen
            )
            check_discount(discount, base)
        return self._with(replace(line, discount=discount))

    def discount_order(self, discount: Discount | None) -> Basket:
        """Set or clear the discount on the whole basket (整单折扣)."""
        if discount is not None:
            if discount.kind is DiscountKind.UNIT_PRICE:
                raise Refusal("discount_out_of_range")
            check_discount(discount, self.gross_fen)
        return replace(self, order_discount=discount)

    def repriced(self, skus: Mapping[SkuId, PricedSku]) -> Basket:
        """Every line at the offer of `skus`; what is not there stays as it is.

        A discount stays as it was said, unless the product takes none any more.
        """
        lines = tuple(at_offer(x, skus.get(x.sku.sku_id)) for x in self.lines)
        return replace(self, lines=lines)

    def select(self, line_id: int) -> Basket:
        """Make a line current."""
        return replace(self, current=self.line(line_id).line_id)

    def _append(self, line: BasketLine) -> Basket:
        if len(self.lines) >= MAX_LINES:
            raise Refusal("basket_full", limit=MAX_LINES)
        return replace(
            self,
            lines=(*self.lines, line),
            current=line.line_id,
            next_line_id=self.next_line_id + 1,
        )

    def _with(self, changed: BasketLine) -> Basket:
        lines = tuple(changed if x.line_id == changed.line_id else x for x in self.lines)
        return replace(self, lines=lines, current=changed.line_id)

    @staticmethod
    def _check_stock(sku: PricedSku, wanted: int) -> None:
        sellable = sku.on_hand - sku.expired_on_hand
        if sellable >= wanted:
            return
        if sellable <= 0 < sku.expired_on_hand:
            raise Refusal("sku_expired", name=sku.name, code=sku.code)
        if not sku.oversell:
            raise Refusal(
                "sku_no_stock",
                name=sku.name,
                on_hand=counted_text(max(0, sellable), sku.sold_by, sku.unit),
            )


def _any_restricted(lines: Sequence[BasketLine]) -> bool:
    return any(line.sku.age_restricted for line in lines)


@dataclass(frozen=True, slots=True)
class BasketHistory:
    """The present basket over a bounded stack of earlier ones (Ctrl+Z)."""

    present: Basket = Basket()
    past: tuple[Basket, ...] = ()

    def push(self, basket: Basket) -> BasketHistory:
        """The history after a change."""
        return BasketHistory(basket, (*self.past, self.present)[-UNDO_STEPS:])

    def undo(self) -> BasketHistory:
        """The history one change earlier. Refuses `nothing_to_undo`."""
        if not self.past:
            raise Refusal("nothing_to_undo")
        return BasketHistory(self.past[-1], self.past[:-1])
