"""店长授权: what exactly is to be done, who asks, and who says yes to that alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from showroom.domain.basket import Basket
from showroom.domain.basket_line import BasketLine, Cause, DiscountKind, PricedLine
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId
from showroom.domain.limit import Limit, Passed, PriceLimits
from showroom.domain.permission import Permission
from showroom.domain.quantity import SoldBy, amount_fen
from showroom.domain.shift import CashMoveKind
from showroom.domain.tender import Tender
from showroom.domain.worded import Worded

LIFE_S = 15 * 60
"""A yes that was not used by then was for something that did not happen."""
ROUNDING_FEN = 1
"""By so much a scale and the till may differ over one label."""
USUAL = PriceLimits()


class Act(Worded):
    """What may be approved."""

    LINE_PRICE = "line_price", "单品改价"
    LINE_DISCOUNT = "line_discount", "单品优惠"
    LABEL = "label", "秤标签低于标价"
    ORDER_DISCOUNT = "order_discount", "整单优惠"
    REFUND = "refund", "退货"
    PRICE_CHANGE = "price_change", "改零售价"
    NEW_PRICE = "new_price", "新商品零售价"
    DRAWER = "drawer", "空开钱箱"
    CASH_GAP = "cash_gap", "长短款"
    DROP = "drop", CashMoveKind.DROP.word
    PAY_IN = "pay_in", CashMoveKind.PAY_IN.word
    CLOCK = "clock", "电脑时钟"
    SHORT_LIFE = "short_life", "余期不足收货"
    OPENING = "opening", "营业后补录期初"
    COST = "cost", "进价异常收货"
    EXPIRY = "expiry", "到期日异常收货"
    ORDER = "order", "异常订货"
    LATE_RETURN = "late_return", "过期限退货"

    @property
    def permission(self) -> Permission:
        """What the role of whoever says yes must carry."""
        return _PERMISSIONS[self]


_PERMISSIONS: Mapping[Act, Permission] = MappingProxyType(
    {
        Act.LINE_PRICE: Permission.DISCOUNT,
        Act.LINE_DISCOUNT: Permission.DISCOUNT,
        Act.LABEL: Permission.DISCOUNT,
        Act.ORDER_DISCOUNT: Permission.DISCOUNT,
        Act.REFUND: Permission.REFUND,
        Act.PRICE_CHANGE: Permission.APPROVE,
        Act.NEW_PRICE: Permission.APPROVE,
        Act.DRAWER: Permission.OPEN_DRAWER,
        Act.CASH_GAP: Permission.APPROVE,
        Act.DROP: Permission.APPROVE,
        Act.PAY_IN: Permission.APPROVE,
        Act.CLOCK: Permission.SETTINGS,
        Act.SHORT_LIFE: Permission.APPROVE,
        Act.OPENING: Permission.APPROVE,
        Act.COST: Permission.APPROVE,
        Act.EXPIRY: Permission.APPROVE,
        Act.ORDER: Permission.APPROVE,
        Act.LATE_RETURN: Permission.APPROVE,
    }
)


@dataclass(frozen=True, slots=True)
class GoodsBack:
    """A line of a receipt that comes back: pieces or grams, and the fen it gives back.

    `restock` is True for goods that go back on the shelf.
    """

    line_no: int
    name: str
    sold_by: SoldBy
    quantity: int
    amount_fen: int
    restock: bool


@dataclass(frozen=True, slots=True)
class Deed:
    """Exactly one act: equal deeds are the same deed, and nothing else is.

    `target` is the identity of what it is done to (line and product, receipt, product), `name`
    what people call that. Amounts in fen, before and after. `line` is the basket line, 0 for none;
    `goods` are what comes back of a receipt. `passed` are the limits that made it ask; () where
    the asker's role is too little for the act. `clocks_us` are, for a clock, what is known and
    what it says, microseconds UTC. `ways` are the tenders of a refund, below zero as it posts them.
    `dates` are the production and the expiry date of goods that come in late, ISO texts, and where
    the second lies far from it the last day by the calendar; of goods that go back late the last
    day that was agreed on, and the expiry date.
    """

    act: Act
    target: str
    name: str
    old_fen: int
    new_fen: int
    reason: str = ""
    line: int = 0
    goods: tuple[GoodsBack, ...] = ()
    passed: tuple[Passed, ...] = ()
    clocks_us: tuple[int, ...] = ()
    ways: tuple[Tender, ...] = ()
    dates: tuple[str, ...] = ()

    @property
    def moved_fen(self) -> int:
        """What it adds; below zero what it takes."""
        return self.new_fen - self.old_fen


@dataclass(frozen=True, slots=True)
class Approval:
    """A deed, who asked for it and who approved it, by number and name."""

    deed: Deed
    asker_id: int
    asker: str
    approver_id: int
    approver: str


@dataclass(frozen=True, slots=True)
class Grant:
    """An approval that waits to be spent, once, by its deed; `token` names its event (`anchor`)."""

    token: str
    approval: Approval


class ApprovalNeeded(Refusal):
    """A command that somebody who may must say yes to first; `deeds` are what to say yes to."""

    def __init__(self, code: str, deeds: Sequence[Deed], /, **params: object) -> None:
        super().__init__(code, act="、".join(dict.fromkeys(d.act.word for d in deeds)), **params)
        self.deeds = tuple(deeds)


Floors = Mapping[SkuId, tuple[int, int]]
"""The cost and the member price of products in fen per piece or kg; 0 is unknown."""


def floors_of(basket: Basket) -> Floors:
    """As the till knows them; what is posted is held against the books' own."""
    return {x.sku.sku_id: (x.sku.cost_price_fen, x.sku.member_price_fen) for x in basket.lines}


def discount_deeds(
    basket: Basket, limits: PriceLimits = USUAL, floors: Floors | None = None
) -> tuple[Deed, ...]:
    """Every manual reduction of the basket: one deed a line, one for the whole order.

    A discount that takes nothing off is no deed. A line's deed names its basket, product and
    quantity, the order's all of its lines: with more or other goods it is another deed. What it
    passes is told in the line's or the order's own fen, where only a line's share passes it in
    that line's. Without `floors` the basket's own count.
    """
    floors = floors_of(basket) if floors is None else floors
    found = [
        _line_deed(basket, p, limits, floors) for p in basket.priced if _taken(p, Cause.MANUAL)
    ]
    off = sum(_taken(p, Cause.ORDER) for p in basket.priced)
    if off:
        discount, due = basket.order_discount, basket.due_fen
        reason = discount.reason if discount else ""
        passed = _order_passed(basket, off, limits, floors)
        target = _all_lines(basket)
        found.append(Deed(Act.ORDER_DISCOUNT, target, "", due + off, due, reason, passed=passed))
    return tuple(found)


def _order_passed(
    basket: Basket, off_fen: int, limits: PriceLimits, floors: Floors
) -> tuple[Passed, ...]:
    """What the order passes as a whole; of what it does not, what the share of any line passes."""
    due_fen = basket.due_fen
    each = [_floor_fen(line, floors) for line in basket.lines]
    cost_fen, member_fen = (sum(fen) for fen in zip(*each, strict=True))
    whole = limits.passed(due_fen + off_fen, due_fen, cost_fen, member_fen)
    known = {x.limit for x in whole}
    of_lines = [
        replace(x, line=p.line.sku.name)
        for p, floor in zip(basket.priced, each, strict=True)
        if (share := _taken(p, Cause.ORDER))
        for x in limits.passed(p.due_fen + share, p.due_fen, *floor)
        if x.limit not in known
    ]
    return whole + tuple(dict.fromkeys(of_lines))


def _floor_fen(line: BasketLine, floors: Floors) -> tuple[int, int]:
    cost, member = floors.get(line.sku.sku_id, (0, 0))
    sold_by = line.sku.sold_by
    return amount_fen(cost, line.quantity, sold_by), amount_fen(member, line.quantity, sold_by)


def _taken(priced: PricedLine, cause: Cause) -> int:
    return sum(r.amount_fen for r in priced.reductions if r.cause is cause)


def _line_target(basket: Basket, line: BasketLine) -> str:
    return f"{_of_basket(basket)}sku {line.sku.sku_id} x {line.quantity}"


def _of_basket(basket: Basket) -> str:
    return f"basket {basket.key} " if basket.key else ""


def _line_deed(basket: Basket, priced: PricedLine, limits: PriceLimits, floors: Floors) -> Deed:
    line = priced.line
    discount = line.discount
    before = priced.list_fen - _taken(priced, Cause.LABEL)
    after = before - _taken(priced, Cause.MANUAL)
    changed = discount is not None and discount.kind is DiscountKind.UNIT_PRICE
    return Deed(
        Act.LINE_PRICE if changed else Act.LINE_DISCOUNT,
        _line_target(basket, line),
        line.sku.name,
        before,
        after,
        discount.reason if discount else "",
        line.line_id,
        passed=limits.passed(before, after, *_floor_fen(line, floors)),
    )


def _all_lines(basket: Basket) -> str:
    parts = [
        (p.line.sku.sku_id, p.line.quantity, p.due_fen + _taken(p, Cause.ORDER))
        for p in basket.priced
    ]
    return f"{_of_basket(basket)}lines " + hashlib.sha256(repr(parts).encode()).hexdigest()


def label_deeds(basket: Basket, limits: PriceLimits) -> tuple[Deed, ...]:
    """Labels too far below weight x tag price to be taken from a pack alone, one deed a line.

    The lower price rules (docs/trade.md#the-lower-price), but a label is read on trust: figures
    that a scanner read ask from the shop's `limits` on, typed ones whenever they take off more
    than rounding, which is 1 fen and what the last gram costs.
    """
    asked = ((line, _label_passed(line, limits)) for line in basket.lines)
    return tuple(_label_deed(basket, line, passed) for line, passed in asked if passed)


def _label_passed(line: BasketLine, limits: PriceLimits) -> tuple[Passed, ...]:
    label_fen = line.list_fen if line.label_fen is None else line.label_fen
    last_gram_fen = amount_fen(line.sku.list_price_fen, 1, line.sku.sold_by)
    if line.list_fen - label_fen <= ROUNDING_FEN + last_gram_fen:
        return ()
    typed = (Passed(Limit.TYPED),) if line.typed else ()
    return typed + limits.jumped(line.list_fen, label_fen)


def _label_deed(basket: Basket, line: BasketLine, passed: tuple[Passed, ...]) -> Deed:
    wanted = line.label_fen or 0
    return Deed(
        Act.LABEL,
        _line_target(basket, line),
        line.sku.name,
        line.list_fen,
        wanted,
        line=line.line_id,
        passed=passed,
    )


def sale_deeds(
    basket: Basket, limits: PriceLimits, floors: Floors | None = None, *, alone: bool
) -> tuple[Deed, ...]:
    """What a sale of this basket must have a yes to.

    Who may reduce prices `alone` is still asked about a reduction that passes a limit.
    """
    reduced = discount_deeds(basket, limits, floors)
    if alone:
        return tuple(deed for deed in reduced if deed.passed)
    return label_deeds(basket, limits) + reduced
