"""Completing a sale: one transaction from lots to outbox, then the change is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType

from showroom.db.engine import Tx
from showroom.db.reads import products
from showroom.db.stores import drafts, stock
from showroom.domain.approval import Approval, sale_deeds
from showroom.domain.basket import Basket
from showroom.domain.catalogue import offer_moved
from showroom.domain.codec import to_json
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, RequestId, SaleId, SkuId
from showroom.domain.limit import PriceLimits
from showroom.domain.permission import Permission, may
from showroom.domain.sale import LotShare, Sale, SaleKind, SaleLine, freeze_lines, share_over_lots
from showroom.domain.stock import PENDING_LOT_NO, LotStock, Take, allocate
from showroom.domain.tender import Payment, RoundOff, check_settled, without_codes
from showroom.services.books.actor import Actor
from showroom.services.books.approvals import SpentOn, names_and_acts, spend
from showroom.services.books.changes import Changes
from showroom.services.books.command import Command, Recall, content_hash
from showroom.services.books.done import Done
from showroom.services.books.door import behind_door
from showroom.services.books.posting import OpenShift, Posting
from showroom.services.books.told import Changed
from showroom.services.selling import open_slot
from showroom.services.selling.sale_posting import SalePosting, find_posted

SOLD = Changes(sales=True, stock=True, prints=True, drafts=True)


@dataclass(frozen=True, slots=True)
class SaleCompleted(Done):
    """The posted sale and the witness on its receipt."""

    sale: Sale
    anchor: str
    changes: Changes = field(default=SOLD, kw_only=True)


RECALL: Recall[SaleCompleted] = Recall(
    lambda done: str(done.sale.sale_id), lambda tx, text: SaleCompleted(*find_posted(tx, text))
)
CONFLICTS = MappingProxyType({"ck_stock_level_on_hand": "sku_no_stock_now"})
"""Another till took the last piece between our reading and our writing."""


@behind_door
class Checkout:
    """Posts baskets; one instance per till."""

    def __init__(
        self,
        sales: SalePosting,
        price_limits: Callable[[Tx], PriceLimits],
        round_off: Callable[[Tx], RoundOff],
    ) -> None:
        self._sales = sales
        self._price_limits = price_limits
        self._round_off = round_off
        self._books = sales.books

    def complete_sale(
        self,
        actor: Actor,
        basket: Basket,
        payment: Payment,
        request_id: RequestId,
        approvals: Sequence[str] = (),
        sure_of_fen: int = 0,
    ) -> SaleCompleted:
        """Post the basket; repeating a `request_id` returns the first result.

        Manual and order discounts, and labels far below the tag (`label_deeds`), need the
        permission of the actor, or each an approval of its own among the tokens of `approvals`,
        which is spent and journaled with the sale; a reduction past a limit needs one whoever
        sells (`sale_deeds`). Journaled is also that the age was checked for goods that
        need it. Cash that no sensible notes explain (`Payment.implausible_fen`) is taken when
        somebody said that exactly so much, `sure_of_fen`, was handed over, which is journaled too.
        Refuses `not_permitted`, `actor_changed`, `cash_implausible`,
        `basket_empty`, `basket_unsound`, `age_unchecked`, `payment_incomplete`, `payment_mismatch`,
        `round_off_moved` (more 抹零 than the shop gives), `money_recorded` (electronic money of
        the open basket is not in the payment),
        `shift_not_open`, `shift_of_another_day`, `request_reused` (same id, other content),
        `price_moved`, `product_moved` (the books know the price, or anything else that the sale
        freezes, otherwise than the basket), `sku_inactive` (taken off sale since), `sku_no_stock`,
        `sku_no_stock_now`, `sku_expired` and what `spend` raises. Amounts integer fen, quantities
        pieces or grams.
        """
        actor.must(Permission.SELL)
        if basket.is_empty:
            raise Refusal("basket_empty")
        if not basket.is_sound:
            raise Refusal("basket_unsound")
        payment = replace(payment, tenders=without_codes(payment.tenders))
        check_settled(payment, basket.due_fen)
        if basket.needs_age:
            raise Refusal("age_unchecked")
        received = payment.implausible_fen
        if received and received != sure_of_fen:
            due = payment.cash_asked_fen
            raise Refusal("cash_implausible", received_fen=received, due_fen=due)

        def work(posting: Posting) -> SaleCompleted:
            if payment.round_off_fen >= self._round_off(posting.tx).step_fen:
                raise Refusal("round_off_moved")
            into = _Into(posting.open_shift(), self._sales.next_id(posting))
            approved = self._spend(posting, basket, approvals, into)
            done = self._sell(posting, basket, payment, names_and_acts(approved), into)
            if received:
                sure = to_json({"sale": done.sale.sale_id, "received_fen": received})
                posting.journal("cash_confirmed", sure, done.sale.business_date)
            restricted = [x.sku.code for x in basket.lines if x.sku.age_restricted]
            if restricted:
                seen = to_json({"sale": done.sale.sale_id, "codes": restricted})
                posting.journal("age_checked", seen, done.sale.business_date)
            return done

        content = _content_hash(basket, payment)
        return self._books.command(
            Command(actor, Permission.SELL, request_id, "sale", content, RECALL, CONFLICTS), work
        )

    def _spend(
        self, posting: Posting, basket: Basket, approvals: Sequence[str], into: _Into
    ) -> tuple[Approval, ...]:
        discounted = basket.order_discount or any(x.discount for x in basket.lines)
        if not discounted and all(x.label_fen is None for x in basket.lines):
            return ()
        tx, alone = posting.tx, may(posting.actor.role, Permission.DISCOUNT)
        floors = {x.sku.sku_id: products.floors(tx, x.sku.sku_id) for x in basket.lines}
        deeds = sale_deeds(basket, self._price_limits(tx), floors, alone=alone)
        at = {x.line_id: n for n, x in enumerate(basket.lines, 1)}
        on = SpentOn(into.sale_id, into.shift.business_date, at)
        return spend(posting, deeds, approvals, on) if deeds else ()

    def _sell(
        self, posting: Posting, basket: Basket, payment: Payment, approved_by: str, into: _Into
    ) -> SaleCompleted:
        tx, shift = posting.tx, into.shift
        lines = freeze_lines(basket, payment)
        # Dates are judged by the day of now: a shift may run over into the next.
        shares = self._take(posting, basket, lines)
        posted = Sale(
            sale_id=into.sale_id,
            kind=SaleKind.SALE,
            till_id=self._books.till_id,
            till=self._sales.till(tx).code,
            shift_id=shift.shift_id,
            business_date=shift.business_date,
            sold_at_us=posting.at_us,
            cashier_id=posting.actor.person_id,
            cashier=posting.actor.name,
            lines=lines,
            tenders=payment.tenders,
            gross_fen=basket.gross_fen,
            reduction_fen=basket.gross_fen - payment.paid_fen,
            round_off_fen=payment.round_off_fen,
            net_fen=payment.paid_fen,
            tax_fen=sum(x.tax_fen for x in lines),
            approved_by=approved_by,
        )
        mark = self._sales.post(posting, posted, shares)
        problem = open_slot.make_room(posting, payment.tenders)
        drafts.clear(tx, self._books.till_id, drafts.OPEN_SLOT)
        return SaleCompleted(posted, mark, problem=problem)

    def _take(
        self, posting: Posting, basket: Basket, lines: tuple[SaleLine, ...]
    ) -> list[LotShare]:
        tx, today, till = posting.tx, posting.business_date, self._sales.till(posting.tx)
        wanted: dict[SkuId, int] = {}
        for line in lines:
            wanted[line.sku_id] = wanted.get(line.sku_id, 0) + line.quantity
        shelves = stock.lock_lots(tx, till, wanted, today)
        repeated = len(shelves) < len(lines)
        shares: list[LotShare] = []
        for line, rung in zip(lines, basket.lines, strict=True):
            shelf = shelves[line.sku_id]
            offer, here = shelf.offer, shelf.lots
            if not shelf.active:
                raise Refusal("sku_inactive", name=offer.name)
            if rung.sku.offer != offer:
                raise offer_moved(offer.name, line.list_price_fen, offer.list_price_fen)
            owes = partial(_owing, posting, till.location_id, here, line.sku_id)
            takes = _allocate(here, line, today, owes if rung.sku.oversell else None)
            if repeated:
                shelves[line.sku_id] = shelf._replace(lots=_after(here, takes))
            shares += share_over_lots(line.line_no, line.net_fen, takes)
        return shares


@dataclass(frozen=True, slots=True)
class _Into:
    """Where a sale goes: the shift, and its number in the books."""

    shift: OpenShift
    sale_id: SaleId


def open_pending(posting: Posting, location_id: LocationId, sku_id: SkuId) -> LotStock:
    """The lot that goods are sold from before their receipt; a new one is journaled."""
    tx = posting.tx
    lot, is_new = stock.pending_lot(tx, location_id, sku_id, posting.at_us)
    if is_new:
        opened = Changed(tx)
        opened.made("lot", lot.lot_id)
        posting.journal("lot_opened", to_json(opened.now()))
    return lot


def _owing(
    posting: Posting, location_id: LocationId, here: list[LotStock], sku_id: SkuId
) -> LotStock:
    """The lot of which a till's floor owes what no lot has; one that is new joins the others."""
    for lot in here:
        if lot.lot_no == PENDING_LOT_NO and lot.location_id == location_id:
            return lot
    here.append(open_pending(posting, location_id, sku_id))
    return here[-1]


def _allocate(
    lots: list[LotStock], line: SaleLine, today: str, owing: Callable[[], LotStock] | None
) -> list[Take]:
    try:
        return allocate(lots, line.quantity, today, owing)
    except Refusal as refusal:
        params = {**refusal.params, "name": line.name, "sold_by": line.sold_by.value}
        raise Refusal(refusal.code, **params) from None


def _after(lots: list[LotStock], takes: list[Take]) -> list[LotStock]:
    taken = {(t.lot.lot_id, t.lot.location_id): t.quantity for t in takes}
    left = (x.on_hand - taken.get((x.lot_id, x.location_id), 0) for x in lots)
    return [x._replace(on_hand=on_hand) for x, on_hand in zip(lots, left, strict=True)]


def _content_hash(basket: Basket, payment: Payment) -> str:
    """Identity of what was asked for, so that a reused request id with other content is caught."""
    lines = [(x.sku.sku_id, x.quantity, x.label_fen, x.discount) for x in basket.lines]
    paid = [(t.kind.value, t.amount_fen, t.received_fen, t.reference) for t in payment.tenders]
    # On the path of every sale: the text of plain values is made in a third of the time.
    return content_hash(repr((lines, basket.order_discount, payment.round_off_fen, paid)))
