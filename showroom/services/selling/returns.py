"""退货: a refund is a new, negative sale naming the old one; money goes back the way it came."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from showroom.db.engine import Tx
from showroom.db.reads import documents as document_reads
from showroom.db.reads import sales as reads
from showroom.db.reads import shop as shop_reads
from showroom.db.stores import sales, stock
from showroom.db.stores.debts import hold
from showroom.domain.approval import Act, Approval, Deed, GoodsBack
from showroom.domain.documents.posted import StockDocument
from showroom.domain.errors import Refusal
from showroom.domain.ids import DocumentId, LocationId, RequestId, SaleId
from showroom.domain.permission import Permission, may
from showroom.domain.reason import check_reason
from showroom.domain.refund import GivenBack, GoingBack, Refundable, going_back
from showroom.domain.sale import LotShare, Sale, SaleKind, SaleLine, share_over_lots
from showroom.domain.stock import Take
from showroom.domain.tender import RoundOff, Tender
from showroom.services.books.actor import Actor
from showroom.services.books.approvals import SpentOn, names, spend
from showroom.services.books.changes import Changes
from showroom.services.books.command import Command, Recall, content_hash
from showroom.services.books.done import Done
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.selling.sale_posting import SalePosting, find_posted
from showroom.services.stock.correcting.debts import settle


@dataclass(frozen=True, slots=True)
class RefundQuote:
    """What would be given back: positive fen, each tender as it was paid.

    `evened_fen` of it is for coins that there are; below 0 what was given for that before.
    """

    amount_fen: int
    tenders: tuple[Tender, ...]
    evened_fen: int = 0


REFUND = Permission.REFUND
REFUNDED = Changes(sales=True, stock=True, prints=True, documents=True)


@dataclass(frozen=True, slots=True)
class Refunded(Done):
    """The posted refund, and the 补批次单 that gave what came back to its lots, without money."""

    refund: Sale
    anchor: str
    brought: tuple[StockDocument, ...] = ()
    changes: Changes = field(default=REFUNDED, kw_only=True)


def _kept(done: Refunded) -> str:
    return ",".join(map(str, (done.refund.sale_id, *(x.document_id for x in done.brought))))


def _find(tx: Tx, text: str) -> Refunded:
    posted, *beside = text.split(",")
    brought = [document_reads.load(tx, DocumentId(int(part))).without_money() for part in beside]
    return Refunded(*find_posted(tx, posted), tuple(brought))


RECALL: Recall[Refunded] = Recall(_kept, _find)
CONFLICTS = MappingProxyType({"ck_refunded_quantity": "refund_too_much"})
"""Another till gave the last piece back between our reading and our writing."""


@behind_door
class Returns:
    """Refunds at one till for receipts of any till."""

    def __init__(self, sales: SalePosting, round_off: Callable[[Tx], RoundOff]) -> None:
        self._sales = sales
        self._round_off = round_off
        self._books = sales.books

    def look_up(self, original: SaleId) -> Refundable:
        """A sale and its refundable quantities. Refuses `sale_unknown`, `refund_of_refund`."""
        return self._books.read(lambda tx: _refundable(tx, original))

    def quote(self, original: SaleId, quantities: Mapping[int, int]) -> RefundQuote:
        """What `refund` would give back for these quantities; nothing is written.

        Refuses `sale_unknown`, `refund_of_refund`, `refund_too_much`.
        """
        wanted = {n: q for n, q in quantities.items() if q}

        def read(tx: Tx) -> RefundQuote:
            back = self._going_back(tx, _refundable(tx, original), wanted)
            paid = (
                Tender(t.kind, -t.amount_fen, -t.received_fen, t.reference) for t in back.tenders
            )
            return RefundQuote(-back.net_fen, tuple(paid), back.evened_fen)

        return self._books.read(read)

    def refund(  # noqa: PLR0913 (what is given back, and what allows it)
        self,
        actor: Actor,
        original: SaleId,
        quantities: Mapping[int, int],
        reason: str,
        request_id: RequestId,
        *,
        restock: bool = False,
        approvals: Sequence[str] = (),
    ) -> Refunded:
        """Give back `quantities` (by line number; pieces or grams) of a sale.

        The amount is what was paid for them, the last unit takes the remainder. Money goes
        back the way it came (原路退回): electronic tenders first, each up to what it paid, cash in
        whole steps of the shop's 抹零 (`cash_back`).
        Returned food goes to quarantine (上海食安条例 30), with `restock` to where it was sold
        from or, where that sells no more, to the till's floor. Who may only sell
        needs an approval of exactly this refund among the tokens; the refund stays theirs.
        Refuses `not_permitted`, `actor_changed`, `sale_unknown`, `refund_of_refund`,
        `refund_nothing`, `refund_too_much`, `reason_missing`, `reason_too_long`,
        `shift_not_open`, `shift_of_another_day`, `request_reused` and what `spend` raises.
        """
        permission = REFUND if may(actor.role, REFUND) else Permission.SELL
        actor.must(permission)
        reason = check_reason(reason)
        if not reason.strip():
            raise Refusal("reason_missing")
        wanted = {n: q for n, q in quantities.items() if q}
        if not wanted or min(wanted.values()) < 0:
            raise Refusal("refund_nothing")
        wish = _Wish(original, wanted, reason, restock, tuple(approvals))
        content = content_hash(original, sorted(wanted.items()), reason, restock)
        return self._books.command(
            Command(actor, permission, request_id, "refund", content, RECALL, CONFLICTS),
            lambda posting: self._refund(posting, wish),
        )

    def _refund(self, posting: Posting, wish: _Wish) -> Refunded:
        tx, shift = posting.tx, posting.open_shift()
        before = _refundable(tx, wish.original)
        back = self._going_back(tx, before, wish.quantities)
        lines, net = back.lines, back.net_fen
        left = before.sale.net_fen - sum(reads.refunded_tenders(tx, wish.original).values())
        number, approved = self._sales.next_id(posting), NOBODY
        if not may(posting.actor.role, REFUND):
            on, deed = SpentOn(number, shift.business_date), wish.deed(before.sale, left, back)
            approved = spend(posting, [deed], wish.approvals, on)
        posted = Sale(
            sale_id=number,
            kind=SaleKind.REFUND,
            till_id=self._books.till_id,
            till=self._sales.till(tx).code,
            shift_id=shift.shift_id,
            business_date=shift.business_date,
            sold_at_us=posting.at_us,
            cashier_id=posting.actor.person_id,
            cashier=posting.actor.name,
            lines=lines,
            tenders=back.tenders,
            gross_fen=sum(x.list_fen for x in lines),
            reduction_fen=sum(x.list_fen - x.net_fen for x in lines),
            round_off_fen=0,
            net_fen=net,
            tax_fen=sum(x.tax_fen for x in lines),
            original_sale_id=wish.original,
            reason=wish.reason,
            approved_by=names(approved),
        )
        for x in lines:
            sold = next(o for o in before.sale.lines if o.line_no == x.original_line_no)
            sales.add_refunded(tx, wish.original, sold.line_no, -x.quantity, sold.quantity)
        hold(tx, {x.sku_id for x in lines})
        mark = self._sales.post(posting, posted, self._give_back(tx, wish, lines))
        brought = settle(posting, {x.sku_id for x in lines}, reference=posted.number)
        return Refunded(posted, mark, tuple(x.without_money() for x in brought))

    def _going_back(self, tx: Tx, before: Refundable, wanted: Mapping[int, int]) -> GoingBack:
        already = reads.refunded_tenders(tx, before.sale.sale_id)
        return going_back(before, wanted, already, self._round_off(tx).step_fen)

    def _give_back(self, tx: Tx, wish: _Wish, lines: tuple[SaleLine, ...]) -> list[LotShare]:
        sold = reads.sold_lots(tx, wish.original)
        back = reads.returned_by_lot(tx, wish.original)
        put = _PutBack(tx, self._sales.till(tx), wish)
        shares: list[LotShare] = []
        for line in lines:
            rest, takes = -line.quantity, list[Take]()
            for s in sold:
                if s.line_no != line.original_line_no or not rest:
                    continue
                gone = back.get((s.line_no, s.lot.lot_id), 0)
                part = min(rest, s.quantity - gone)
                if part:
                    takes += put.places(s, gone, part)
                    rest -= part
            shares += [
                x._replace(net_fen=-x.net_fen)
                for x in share_over_lots(
                    line.line_no, -line.net_fen, [Take(t.lot, -t.quantity) for t in takes]
                )
            ]
        return [x._replace(take=Take(x.take.lot, -x.take.quantity)) for x in shares]


NOBODY: tuple[Approval, ...] = ()


class _PutBack:
    """Where goods that come back go: quarantine, or for sale again where they were sold from.

    That place must still sell, at this till's own service point, and a bin must still hold that
    very lot (食品安全法 68: none is mixed); else it is the till's floor.
    """

    def __init__(self, tx: Tx, till: shop_reads.Till, wish: _Wish) -> None:
        self._floor = till.location_id
        self._sold: reads.SoldFrom = {}
        self._quarantine = LocationId(0)
        if not wish.restock:
            self._quarantine = shop_reads.quarantine_of(tx, till.point_id)
            return
        self._sold = reads.sold_from(tx, wish.original)
        self._open = stock.may_come_back(tx, till.point_id, [key[1] for key in self._sold])

    def places(self, sold: reads.SoldLot, gone: int, part: int) -> Iterator[Take]:
        """Negative takes of `part` of what was sold, after `gone` that came back before."""
        if self._quarantine:
            yield Take(sold.lot._replace(location_id=self._quarantine), -part)
            return
        for place, quantity in self._sold.get((sold.line_no, sold.lot.lot_id), []):
            skipped = min(gone, quantity)
            taken = min(part, quantity - skipped)
            gone, part = gone - skipped, part - taken
            if taken:
                to = place if (place, sold.lot.lot_id) in self._open else self._floor
                yield Take(sold.lot._replace(location_id=to), -taken)


@dataclass(frozen=True, slots=True)
class _Wish:
    original: SaleId
    quantities: Mapping[int, int]
    reason: str
    restock: bool
    approvals: tuple[str, ...] = ()

    def deed(self, sale: Sale, left_fen: int, back: GoingBack) -> Deed:
        """What somebody who may not refund needs an approval of: these goods, money and ways."""
        goods = tuple(
            GoodsBack(x.original_line_no, x.name, x.sold_by, -x.quantity, -x.net_fen, self.restock)
            for x in back.lines
        )
        after = left_fen - sum(x.amount_fen for x in goods)
        target = f"sale {sale.sale_id}"
        name, ways = sale.number, back.tenders
        return Deed(Act.REFUND, target, name, left_fen, after, self.reason, goods=goods, ways=ways)


def _refundable(tx: Tx, original: SaleId) -> Refundable:
    sale, _ = reads.load(tx, original)
    if sale.kind is SaleKind.REFUND:
        raise Refusal("refund_of_refund", number=sale.number)
    given = reads.given_back(tx, original)
    remaining = {
        x.line_no: x.quantity - given.get(x.line_no, GivenBack()).quantity for x in sale.lines
    }
    return Refundable(sale, remaining, given)
