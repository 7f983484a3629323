"""期初 from a file: opening stock comes in by documents of its own kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from showroom.db.engine import Tx
from showroom.db.reads import places, sales
from showroom.db.stores import lots
from showroom.domain.approval import Act, Deed
from showroom.domain.documents.kinds import MAX_LINES
from showroom.domain.documents.new_lot import NewLot
from showroom.domain.documents.place import PlaceKind, must_wait
from showroom.domain.documents.posted import DocumentLine, StockDocument
from showroom.domain.documents.supplier import Supplied
from showroom.domain.ids import DocumentId, LocationId, LotId, SupplierId
from showroom.domain.product import SkuContent
from showroom.domain.quantity import amount_fen
from showroom.domain.stock import DocumentKind
from showroom.services.books.posting import Posting
from showroom.services.stock import document_posting as documents
from showroom.services.stock.correcting.debts import settle

T = TypeVar("T")
NOBODY = (SupplierId(0), "")


@dataclass(frozen=True, slots=True)
class OpeningGoods:
    """Stock of one lot that is there on the first day; pieces or grams.

    `supplied` is who brought it and on which terms, None where nobody said.
    """

    content: SkuContent
    lot: NewLot
    quantity: int
    supplied: Supplied | None = None

    @property
    def supplier(self) -> tuple[SupplierId, str]:
        """Whose document it is on, by number and name."""
        owner = self.supplied
        return (owner.supplier_id, owner.supplier) if owner is not None else NOBODY


def opening_deeds(tx: Tx, what: str, lines: int, told: str) -> list[Deed]:
    """What a 店长 must say yes to where somebody else brings in opening stock.

    `what` is the identity of exactly these lines, `told` what they are called. Nothing before the
    first sale: later it would be a way into the shop without inspection (食品安全法 53). Who may
    say yes is asked by nobody, and named.
    """
    if not lines or not sales.has_sold(tx):
        return []
    return [Deed(Act.OPENING, what, f"期初 {lines} 行（{told}）", 0, 0)]


def post_opening(
    posting: Posting,
    place_id: LocationId,
    goods: Sequence[OpeningGoods],
    reference: str,
    approved_by: str = "",
) -> tuple[StockDocument, ...]:
    """Bring opening stock to a place; every line is a lot of its own, every supplier has its own.

    `reference` is what the goods were read from, `approved_by` who said yes to them.
    Refuses `place_unknown`.
    """
    made: list[StockDocument] = []
    for part in papers(goods, lambda each: each.supplied):
        first = made[0].document_id if made else DocumentId(0)
        made.append(_post(posting, place_id, part, (reference, first, approved_by)))
    return tuple(made)


def opening_place(
    place_id: LocationId, expiry: str, today: str, known: Mapping[LocationId, places.StockPlace]
) -> LocationId:
    """Where opening stock goes: where it is said, or what is past its day to the point's 待检区."""
    place = known.get(place_id)
    if place is None or not must_wait(place.kind, expiry, today):
        return place_id
    here = (p for p in known.values() if p.active and p.point_id == place.point_id)
    waits = next((p for p in here if p.kind is PlaceKind.QUARANTINE), place)
    return waits.location_id


def papers(goods: Sequence[T], owner: Callable[[T], Supplied | None]) -> Iterator[Sequence[T]]:
    """What comes on one document: goods of one supplier, no more lines than it takes."""
    of_one: dict[int, list[T]] = {}
    for each in goods:
        supplied = owner(each)
        of_one.setdefault(0 if supplied is None else supplied.supplier_id, []).append(each)
    for same in of_one.values():
        for at in range(0, len(same), MAX_LINES):
            yield same[at : at + MAX_LINES]


def _post(
    posting: Posting,
    place_id: LocationId,
    goods: Sequence[OpeningGoods],
    told: tuple[str, DocumentId, str],
) -> StockDocument:
    """One document, of goods of one supplier."""
    (reference, first, approved_by), (supplier_id, supplier) = told, goods[0].supplier
    ids = lots.reserve_lots(posting.tx, len(goods))
    known, today = places.stock_places(posting.tx), posting.business_date
    lines = [
        _line(n, each, lot_id, known[opening_place(place_id, each.lot.expiry_date, today, known)])
        for n, (each, lot_id) in enumerate(zip(goods, ids, strict=True), 1)
    ]
    where = documents.lies_at(place_id, lines)
    begun = documents.begin(posting, DocumentKind.OPENING, where)
    document = replace(
        begun,
        lines=tuple(lines),
        supplier_id=supplier_id,
        supplier=supplier,
        reference=reference,
        follows=first,
        approved_by=approved_by,
    )
    arriving = [
        (lot_id, n, each.lot) for n, (each, lot_id) in enumerate(zip(goods, ids, strict=True), 1)
    ]
    posted = documents.post(posting, document, arriving)
    settle(posting, {each.lot.sku_id for each in goods}, posted.document_id)
    return posted


def _line(
    line_no: int, goods: OpeningGoods, lot_id: LotId, place: places.StockPlace
) -> DocumentLine:
    content, lot = goods.content, goods.lot
    return DocumentLine(
        line_no=line_no,
        sku_id=lot.sku_id,
        code=content.code,
        name=content.name,
        spec=content.spec,
        unit=content.unit,
        sold_by=content.sold_by,
        lot_id=lot_id,
        lot_no=lot.lot_no,
        production_date=lot.production_date,
        expiry_date=lot.expiry_date,
        place_id=place.location_id,
        place=place.full,
        quantity=goods.quantity,
        expected=0,
        cost_fen=lot.cost_fen,
        amount_fen=amount_fen(lot.cost_fen, goods.quantity, content.sold_by),
        terms=lot.terms,
        commission_bp=lot.commission_bp,
        producer_id=lot.producer_id,
    )
