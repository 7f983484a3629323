"""Writing a frozen sale or refund with its moves, roll-up, journal link and slips."""

from __future__ import annotations

from collections.abc import Sequence

from showroom.db.engine import Tx
from showroom.db.reads import sales as sale_reads
from showroom.db.reads import shop as shop_reads
from showroom.db.stores import sales, stock
from showroom.domain.codec import to_json
from showroom.domain.ids import SaleId, sale_id
from showroom.domain.journal import anchor
from showroom.domain.sale import LotShare, Sale, SaleKind, journaled
from showroom.domain.stock import DocumentKind, DocumentRef, Move, MoveReason
from showroom.domain.tender import TenderKind
from showroom.services.books.books import Books
from showroom.services.books.posting import Posting
from showroom.services.shop.slip_head import SlipHeads, receipt_job

_REASONS = {SaleKind.SALE: MoveReason.SALE, SaleKind.REFUND: MoveReason.REFUND}
SERIES = "sale"


class SalePosting:
    """The posting step that checkout and returns share."""

    def __init__(self, books: Books, heads: SlipHeads) -> None:
        self.books = books
        self._heads = heads
        self._till: shop_reads.Till | None = None

    def till(self, tx: Tx) -> shop_reads.Till:
        """This till, which never changes. Raises Fault `till_unknown` before it is set up."""
        if self._till is None:
            self._till = shop_reads.till_of(tx, self.books.till_id)
        return self._till

    def next_id(self, posting: Posting) -> SaleId:
        """The next receipt number of this till."""
        return sale_id(self.books.till_id, posting.number(SERIES))

    def post(self, posting: Posting, posted: Sale, shares: Sequence[LotShare]) -> str:
        """Write everything; the anchor for the receipt. Goods move where each share's lot is."""
        tx, seq = posting.tx, posting.last_event[0] + 1
        row = sales.NewSale(posted, shares, posting.request_id, posting.content, seq)
        sales.insert(tx, row)
        _move_stock(tx, posted, shares)
        sales.add_to_day(tx, posted)
        content = to_json(posted)
        if posted.kind is SaleKind.SALE:
            posting.add_perpetual(sales_fen=posted.net_fen)
        else:
            posting.add_perpetual(refunds_fen=-posted.net_fen)
        told = journaled(content, shares)
        digest = posting.journal(posted.kind.value, told, posted.business_date)
        mark = anchor(seq, digest)
        slip_head = self._heads.of(tx)
        if slip_head.drawer_on_cash and any(t.kind is TenderKind.CASH for t in posted.tenders):
            posting.open_drawer(str(posted.sale_id), posted.number)
        posting.enqueue(receipt_job(posted, mark, 0, slip_head.text, content))
        return mark


def find_posted(tx: Tx, text: str) -> tuple[Sale, str]:
    """The sale and anchor behind a kept id."""
    return sale_reads.load(tx, SaleId(int(text)))


def _move_stock(tx: Tx, posted: Sale, shares: Sequence[LotShare]) -> None:
    by_line = {x.line_no: x.sku_id for x in posted.lines}
    reason = _REASONS[posted.kind]
    document = DocumentRef(
        DocumentKind.SALE, posted.sale_id, posted.sold_at_us, posted.business_date
    )
    moves = [
        Move(by_line[n], take.lot.lot_id, take.lot.location_id, -take.quantity, reason, n)
        for n, take, _ in shares
    ]
    stock.post_moves(tx, document, moves)
