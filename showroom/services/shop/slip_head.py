"""What slips say of the shop, read in the transaction that writes them."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.db.engine import Tx
from showroom.db.stores import settings as store
from showroom.db.stores.outbox import NewJob
from showroom.domain.codec import to_json
from showroom.domain.document import ShopHeader
from showroom.domain.sale import Sale
from showroom.domain.slip_kind import SlipKind
from showroom.services.books.books import Books
from showroom.services.shop.settings import header_of, load_in


@dataclass(frozen=True, slots=True)
class SlipHead:
    """`text` is the header as JSON, ready for a slip; `drawer_on_cash` as the shop set it."""

    header: ShopHeader
    text: str
    drawer_on_cash: bool


class SlipHeads:
    """The settings are parsed again only when a row of them moved, on whichever till."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._known: tuple[store.Stamp, SlipHead] | None = None

    def read(self) -> SlipHead:
        """The head as the books have it now."""
        return self._books.read(self.of)

    def of(self, tx: Tx) -> SlipHead:
        """The head inside a caller's transaction."""
        stamp = store.stamp(tx)
        known = self._known
        if known is None or known[0] != stamp:
            settings = load_in(tx, self._books.till_id)
            header = header_of(settings)
            known = stamp, SlipHead(header, to_json(header), settings.drawer_on_cash)
            self._known = known
        return known[1]


def receipt_job(posted: Sale, anchor: str, copy_no: int, head: str, sale: str) -> NewJob:
    """A receipt for the printer; copies from 1 are marked 重打.

    `head` and `sale` are the shop's head and `posted` as JSON, which a posting has at hand: the
    two are most of the slip, and writing them twice shows in every sale.
    """
    slip = f'{{"header":{head},"sale":{sale},"anchor":"{anchor}","copy_no":{copy_no}}}'
    return NewJob(f"receipt:{posted.sale_id}:{copy_no}", SlipKind.RECEIPT, posted.number, slip)
