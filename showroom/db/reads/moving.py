"""What a move of goods must know: what lies at a place, and what is under way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from showroom.db.engine import Tx
from showroom.db.reads.lot_goods import with_sources
from showroom.db.reads.standing import NO, taken_back
from showroom.db.tables.catalogue import sku
from showroom.db.tables.document import stock_document, stock_document_line
from showroom.db.tables.stock import level_held, level_left, lot, stock_level
from showroom.db.tables.supplier import supplier
from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.kinds import printed_number
from showroom.domain.documents.reasons import Difference
from showroom.domain.ids import DocumentId, LocationId, LotId, SkuId
from showroom.domain.stock import DocumentKind, LotName, Source, Terms


@dataclass(frozen=True, slots=True)
class LyingLot:
    """What a place holds of a lot, in pieces or grams; `supplier` empty where none is known."""

    lot_id: LotId
    lot_no: str
    production_date: str
    expiry_date: str
    terms: Terms
    cost_fen: int
    on_hand: int
    supplier: str
    source: Source = ()

    @property
    def named(self) -> LotName:
        """Number, terms, who brought it, and what else tells it from a twin."""
        return LotName(self.lot_no, self.terms, self.supplier, self.source)


@dataclass(frozen=True, slots=True)
class SentRow:
    """A transfer that stands and was not received."""

    document_id: DocumentId
    number: str
    place: str
    to_place_id: LocationId
    to_place: str
    person: str
    at_us: int
    business_date: str
    lines: int


def lying(tx: Tx, sku_id: SkuId, place_id: LocationId) -> list[LyingLot]:
    """What of a product lies at a place, expired lots too; none that is empty or oversold."""
    rows = tx.connection.execute(
        select(
            *(lot.c.lot_id, lot.c.lot_no, lot.c.production_date, lot.c.expiry_date),
            *(lot.c.terms, lot.c.cost_fen, stock_level.c.on_hand),
            func.coalesce(supplier.c.name, ""),
        )
        .join_from(stock_level, lot, lot.c.lot_id == stock_level.c.lot_id)
        .outerjoin(supplier, supplier.c.supplier_id == lot.c.supplier_id)
        .where(
            stock_level.c.location_id == place_id,
            stock_level.c.sku_id == sku_id,
            level_left,
        )
        .order_by(lot.c.lot_id)
    )
    found = [LyingLot(LotId(r[0]), *r[1:4], Terms(r[4]), *r[5:]) for r in rows]
    return with_sources(tx, found)


def lying_at(tx: Tx, place_id: LocationId, limit: int) -> tuple[list[DraftLine], int]:
    """All that lies at a place as lines of a draft, and how many there are in all.

    By item number and last day, no more than `limit` lines; none that is empty or oversold.
    """
    level = stock_level.c
    here = (level.location_id == place_id, level_left)
    count = select(func.count()).select_from(stock_level).where(*here)
    rows = tx.connection.execute(
        select(
            *(level.sku_id, level.on_hand, lot.c.lot_id, lot.c.lot_no),
            *(lot.c.production_date, lot.c.expiry_date),
        )
        .join_from(stock_level, lot, lot.c.lot_id == level.lot_id)
        .join(sku, sku.c.sku_id == level.sku_id)
        .where(*here)
        .order_by(sku.c.code, lot.c.expiry_date, lot.c.lot_id)
        .limit(limit)
    )
    lines = [
        DraftLine(
            SkuId(r[0]),
            r[1],
            lot_id=LotId(r[2]),
            lot_no=r[3],
            production_date=r[4],
            expiry_date=r[5],
            place_id=place_id,
        )
        for r in rows
    ]
    return lines, int(tx.connection.execute(count).scalar_one())


def in_bins(tx: Tx, place_ids: Collection[LocationId]) -> dict[LocationId, dict[LotId, int]]:
    """What each 散货箱 holds of its open lot, and below zero what it owes of lots before."""
    level = stock_level.c
    rows = tx.connection.execute(
        select(level.location_id, level.lot_id, level.on_hand)
        .where(level.location_id.in_(sorted(place_ids)), level_held)
        .order_by(level.location_id, level.lot_id)
    )
    found: dict[LocationId, dict[LotId, int]] = {place_id: {} for place_id in place_ids}
    for place_id, lot_id, on_hand in rows:
        found[LocationId(place_id)][LotId(lot_id)] = on_hand
    return found


def under_way(tx: Tx) -> list[SentRow]:
    """Transfers that were sent and neither received nor taken back, the oldest first."""
    d, other = stock_document.c, stock_document.alias("other")
    received = exists().where(
        other.c.follows == d.document_id,
        other.c.follows != NO,
        other.c.kind == DocumentKind.TRANSFER_RECEIPT.value,
        other.c.reverses == 0,
        ~taken_back(other.c.document_id),
    )
    rows = tx.connection.execute(
        select(
            *(d.document_id, d.kind, d.year, d.serial, d.place, d.to_place_id, d.to_place),
            *(d.person, d.at_us, d.business_date, d.line_count),
        )
        .where(
            d.kind == DocumentKind.TRANSFER.value,
            d.reverses == 0,
            ~taken_back(d.document_id),
            ~received,
        )
        .order_by(d.document_id)
    )
    return [
        SentRow(DocumentId(r[0]), printed_number(DocumentKind(r[1]), r[2], r[3]), *r[4:])
        for r in rows
    ]


def awaited(tx: Tx, place_id: LocationId) -> str:
    """The number of a transfer under way that comes to a place or from it, "" for none."""
    sent = under_way(tx)
    to_it = (row.number for row in sent if row.to_place_id == place_id)
    return next(to_it, "") or _first_with(tx, sent, stock_document_line.c.place_id == place_id)


def carrying(tx: Tx, lot_id: LotId) -> str:
    """The number of a transfer under way that carries goods of a lot, "" for none."""
    return _first_with(tx, under_way(tx), stock_document_line.c.lot_id == lot_id)


def _first_with(tx: Tx, sent: Sequence[SentRow], line: ColumnElement[bool]) -> str:
    """The number of the oldest of these that has such a line, "" for none."""
    numbers = {row.document_id: row.number for row in sent}
    x = stock_document_line.c
    having = select(x.document_id).where(x.document_id.in_(sorted(numbers)), line)
    found = tx.connection.execute(having.order_by(x.document_id).limit(1)).scalar()
    return numbers[DocumentId(found)] if found else ""


def arrived_short(tx: Tx, receipts: Collection[DocumentId]) -> set[DocumentId]:
    """Of these receipts of transfers those that brought less than was sent.

    What was lost on the way lacks for as long as its loss stands (途中找回).
    """
    loss, line = stock_document.alias("loss"), stock_document_line.c
    stands = exists().where(
        *(loss.c.follows == line.document_id, loss.c.follows != NO, loss.c.reverses == 0),
        loss.c.kind == DocumentKind.WRITE_OFF.value,
        ~taken_back(loss.c.document_id),
    )
    lost = and_(line.remark == Difference.LOST.word, stands)
    rows = tx.connection.execute(
        select(line.document_id)
        .where(
            line.document_id.in_(sorted(set(receipts))),
            or_(line.remark == Difference.NOT_SENT.word, lost),
        )
        .distinct()
    )
    return {DocumentId(found) for found in rows.scalars()}
