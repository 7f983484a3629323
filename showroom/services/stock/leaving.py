"""The step that issues, write-offs and returns to suppliers share: a draft's lots go out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from showroom.db.engine import Tx
from showroom.db.reads import places as place_reads
from showroom.db.reads.lot_goods import LotGoods, lot_goods, sources_of
from showroom.db.stores import stock
from showroom.domain.approval import Deed
from showroom.domain.documents.draft import DocumentDraft, DraftLine
from showroom.domain.documents.kinds import MAX_LINES
from showroom.domain.documents.place import PlaceKind
from showroom.domain.documents.posted import DocumentLine
from showroom.domain.errors import Refusal
from showroom.domain.ids import LocationId, LotId, SupplierId
from showroom.domain.quantity import counted_text
from showroom.domain.stock import DocumentKind, LotName
from showroom.services.books.posting import Posting
from showroom.services.stock import document_posting as documents
from showroom.services.stock.document_posting import DocumentPosted

NOBODY = (SupplierId(0), "")
CONFLICTS = MappingProxyType({"ck_stock_level_on_hand": "leaving_gone_now"})
"""What a till sold between our reading and our writing."""


class Leaving:
    """A draft of goods that go out, with all that its lines are held against, read once.

    Refuses `document_kind` (the draft is another verb's), `document_empty`, `document_too_long`.
    """

    def __init__(self, tx: Tx, draft: DocumentDraft, kind: DocumentKind) -> None:
        if draft.kind is not kind:
            raise Refusal("document_kind", kind=draft.kind.word)
        if not draft.lines:
            raise Refusal("document_empty")
        if len(draft.lines) > MAX_LINES:
            raise Refusal("document_too_long", limit=MAX_LINES)
        self.draft = draft
        self.goods = lot_goods(tx, [kept.line.lot_id for kept in draft.lines])
        self.places = place_reads.stock_places(tx)

    def lines(self) -> Iterator[tuple[DocumentLine, LotGoods]]:
        """The lines as they are posted, each with its lot.

        Refuses `leaving_lot_missing`, `leaving_quantity`, `place_unknown`, `leaving_in_transit`.
        """
        for n, kept in enumerate(self.draft.lines, 1):
            line = kept.line
            lot = self.goods.get(line.lot_id)
            if lot is None or lot.sku_id != line.sku_id:
                raise Refusal("leaving_lot_missing", row=n)
            if line.quantity <= 0:
                raise Refusal("leaving_quantity", name=lot.name)
            yield self._line(n, line, lot), lot

    def _line(self, line_no: int, line: DraftLine, lot: LotGoods) -> DocumentLine:
        place = self.places.get(line.place_id or self.draft.head.place_id)
        if place is None:
            raise Refusal("place_unknown")
        if place.kind is PlaceKind.TRANSIT:
            raise Refusal("leaving_in_transit", name=lot.name)
        return documents.line_of_lot(lot, line_no, place, line.quantity, line.remark)


def take_out(
    posting: Posting,
    leaving: Leaving,
    lines: Sequence[DocumentLine],
    supplier: tuple[SupplierId, str] = NOBODY,
    asks: tuple[Sequence[Deed], Sequence[str]] = ((), ()),
) -> DocumentPosted:
    """Post the draft's document with these lines. Refuses `leaving_short`.

    `asks` are deeds that need a yes, and the approvals that were given.
    """
    draft = leaving.draft
    head, place_id = draft.head, documents.lies_at(draft.head.place_id, lines)
    document = replace(
        documents.out_of(posting, draft, documents.begin(posting, draft.kind, place_id)),
        lines=tuple(lines),
        supplier_id=supplier[0],
        supplier=supplier[1],
        reference=head.reference,
        reason=head.reason,
        asked_by=head.asked_by,
        note=head.note,
    )
    _check_there(posting.tx, lines)
    return DocumentPosted(documents.post(posting, documents.approved(posting, document, *asks)))


def _check_there(tx: Tx, lines: Sequence[DocumentLine]) -> None:
    """Lock what the lines take from: nothing goes that is not there, oversold goods neither."""
    levels = stock.lock_levels(tx, [line.lot_id for line in lines])
    left = {
        (level.lot_id, level.location_id): level.on_hand
        for of_lot in levels.values()
        for level in of_lot
    }
    for line in lines:
        key: tuple[LotId, LocationId] = (line.lot_id, line.place_id)
        here = left.get(key, 0)
        left[key] = here - line.quantity
        if left[key] < 0:
            raise Refusal("leaving_short", **_short(tx, line, here))


def _short(tx: Tx, line: DocumentLine, here: int) -> Mapping[str, object]:
    source = sources_of(tx, [line.lot_id]).get(line.lot_id, ())
    return {
        "name": line.name,
        "lot": LotName(line.lot_no, line.terms, source=source),
        "place": line.place,
        "on_hand": counted_text(max(here, 0), line.sold_by, line.unit),
        "wanted": counted_text(line.quantity, line.sold_by, line.unit),
    }


def has_expired(line: DocumentLine, today: str) -> bool:
    """Goods keep through their expiry day (食品安全法 34)."""
    return bool(line.expiry_date) and line.expiry_date < today
