"""Writing a frozen sale or refund with its moves, roll-up, journal link and slips."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from showroom.db.engine import Tx
from showroom.db.reads import sales as sale_reads
from showroom.db.reads import shop as shop_reads
from showroom.db.stores import journal as journal_store
from showroom.db.stores import outbox, sales, stock
from showroom.domain.codec import to_json
from showroom.domain.document import ShopHeader
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, LotId, SaleId, SkuId
from showroom.domain.journal import anchor
from showroom.domain.sale import LotShare, Sale, SaleKind
from showroom.domain.tender import TenderKind
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books

DRAWER_TTL_US = 5_000_000
"""A kick held back by an empty printer must not open the drawer minutes later (hardware 0.5)."""


class Poster:
    """The posting step shared by checkout and returns. `header` is what the slips say."""

    def __init__(self, books: Books, header: ShopHeader) -> None:
        self.books = books
        self._dates: dict[int, str] = {}
        self.drawer_on_cash = True
        self.use_header(header)

    @cached_property
    def till(self) -> shop_reads.Till:
        """This till. Raises Fault `till_unknown` before the shop is set up."""
        return self.books.database.read(lambda tx: shop_reads.till_of(tx, self.books.till_id))

    def use_header(self, header: ShopHeader) -> None:
        """Change what later slips say of the shop."""
        self._header_json = to_json(header)

    def seen(self, tx: Tx, request_id: str, content: str) -> tuple[Sale, str] | None:
        """The sale and anchor of a request posted before. Refuses `request_reused`."""
        found = sales.find_request(tx, request_id)
        if found is None:
            return None
        if found[1] != content:
            raise Refusal("request_reused")
        return sale_reads.load(tx, SaleId(found[0]))

    def business_date(self, tx: Tx, shift_id: int) -> str:
        """The business date of a shift; shifts are append-only, so it is kept in memory."""
        known = self._dates.get(shift_id)
        if known is None:
            known = self._dates[shift_id] = shop_reads.shift_date(tx, shift_id)
        return known

    def post(  # noqa: PLR0913, PLR0917 (the parts of one posting)
        self,
        tx: Tx,
        actor: Actor,
        posted: Sale,
        shares: Sequence[LotShare],
        head: journal_store.HeadRow,
        request: tuple[str, str],
        place: LocationId,
    ) -> str:
        """Write everything and move the head; the anchor for the receipt.

        `request` is (request_id, content hash); `head` is locked and already carries the number.
        """
        sales.insert(tx, sales.Posting(posted, shares, *request, journal_seq=head.seq + 1))
        _move_stock(tx, posted, shares, place)
        sales.add_to_day(tx, posted)
        content = to_json(posted)
        event = journal_store.NewEvent(
            posted.kind.value, actor.name, content, posted.business_date, posted.sold_at_us
        )
        digest = self.books.append(tx, head, event)
        if posted.kind is SaleKind.SALE:
            head.perpetual_sales_fen += posted.net_fen
        else:
            head.perpetual_refunds_fen -= posted.net_fen
        journal_store.save_head(tx, head)
        mark = anchor(head.seq, digest)
        outbox.enqueue(tx, posted.till_id, posted.sold_at_us, *self._jobs(posted, content, mark))
        return mark

    def _jobs(self, posted: Sale, content: str, mark: str) -> list[outbox.NewJob]:
        slip = f'{{"header":{self._header_json},"sale":{content},"anchor":"{mark}","copy_no":0}}'
        jobs = [outbox.NewJob(f"receipt:{posted.sale_id}:0", "receipt", posted.number, slip)]
        if self.drawer_on_cash and any(t.kind is TenderKind.CASH for t in posted.tenders):
            expires = posted.sold_at_us + DRAWER_TTL_US
            kick = outbox.NewJob(f"drawer:{posted.sale_id}", "drawer", posted.number, "", expires)
            jobs.insert(0, kick)
        return jobs


def _move_stock(tx: Tx, posted: Sale, shares: Sequence[LotShare], place: LocationId) -> None:
    by_line = {x.line_no: x.sku_id for x in posted.lines}
    moves: list[tuple[object, ...]] = []
    deltas: dict[tuple[SkuId, LotId], int] = {}
    for share in shares:
        sku_id, taken = by_line[share.line_no], share.take
        moves.append(
            (
                posted.sold_at_us,
                posted.business_date,
                sku_id,
                taken.lot.lot_id,
                place,
                -taken.quantity,
                posted.kind.value,
                "sale",
                posted.sale_id,
                share.line_no,
            )
        )
        key = (sku_id, taken.lot.lot_id)
        deltas[key] = deltas.get(key, 0) - taken.quantity
    stock.record_moves(tx, moves)
    stock.change_levels(tx, place, [(s, lot, d) for (s, lot), d in deltas.items()])
