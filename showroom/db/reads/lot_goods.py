"""Lots with their products and who brought them, and what tells one from its twins."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Protocol, TypeVar

from sqlalchemy import BindParameter, and_, func, select

from showroom.db.engine import Tx
from showroom.db.prepared import PreparedFor, fixed
from showroom.db.rows import RowsOf
from showroom.db.tables.catalogue import producer, sku
from showroom.db.tables.document import stock_document
from showroom.db.tables.stock import lot
from showroom.db.tables.supplier import supplier
from showroom.domain.business_day import business_date
from showroom.domain.documents.kinds import printed_number
from showroom.domain.documents.lot_names import Twin, sources_apart
from showroom.domain.ids import DocumentId, LotId, SkuId, SupplierId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import DocumentKind, LotName, Source, Terms


@dataclass(frozen=True, slots=True)
class LotGoods:
    """A lot with its product; prices fen per piece or kilogram.

    `supplier`, `address` and `phone` are of who delivered it, empty where nobody is known.
    """

    lot_id: LotId
    sku_id: SkuId
    code: str
    name: str
    spec: str
    unit: str
    sold_by: SoldBy
    lot_no: str
    production_date: str
    expiry_date: str
    terms: Terms
    cost_fen: int
    commission_bp: int
    certificate: str
    document_id: DocumentId
    line_no: int
    received_at_us: int
    list_price_fen: int
    tax_kind: str
    tax_rate_bp: int
    producer: str
    supplier_id: SupplierId
    supplier: str
    address: str
    phone: str
    source: Source = ()

    @property
    def named(self) -> LotName:
        """Number, terms, who brought it; what tells it from a twin where that was read."""
        return LotName(self.lot_no, self.terms, self.supplier, self.source)


_OF_LOT = (
    *("lot_id", "sku_id", "lot_no", "production_date", "expiry_date", "terms", "cost_fen"),
    *("commission_bp", "certificate", "supplier_id", "document_id", "line_no"),
    "received_at_us",
)
_OF_SKU = (
    *("code", "name", "spec", "unit", "sold_by", "list_price_fen", "tax_kind", "tax_rate_bp"),
)
_BROUGHT_BY = {"supplier": "name", "address": "address", "phone": "phone"}
_goods = RowsOf(
    LotGoods,
    {
        **{name: lot.c[name] for name in _OF_LOT},
        **{name: sku.c[name] for name in _OF_SKU},
        "producer": producer.c.name,
        **{told: func.coalesce(supplier.c[name], fixed("")) for told, name in _BROUGHT_BY.items()},
    },
)
_of_lots = PreparedFor(
    lambda ids: (
        select(*_goods.columns)
        .join_from(lot, sku, sku.c.sku_id == lot.c.sku_id)
        .join(producer, producer.c.producer_id == lot.c.producer_id)
        .outerjoin(supplier, supplier.c.supplier_id == lot.c.supplier_id)
        .where(lot.c.lot_id.in_(ids))
    )
)


def lot_goods(tx: Tx, lot_ids: Collection[LotId]) -> dict[LotId, LotGoods]:
    """These lots with their products; what is no lot is left out."""
    wanted = sorted(set(lot_ids))
    rows = tx.rows(*_of_lots.of(wanted)) if wanted else ()
    return {found.lot_id: found for found in map(_goods.value, rows)}


AT_ONCE = 512
"""Lots that one statement asks about."""


class OfLot(Protocol):
    """A frozen value that has the `source` of a lot."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def lot_id(self) -> LotId:
        """Whose it is."""
        ...

    @property
    def source(self) -> Source:
        """What tells it from a twin."""
        ...


T = TypeVar("T", bound=OfLot)
_wanted, _d = lot.alias("wanted"), stock_document.c


def _twins(ids: list[BindParameter[Any]]) -> Any:  # noqa: ANN401 (a SQL statement)
    """Every lot that has the product and the number of a wanted one."""
    asked = select(_wanted.c.sku_id, _wanted.c.lot_no).where(_wanted.c.lot_id.in_(ids)).distinct()
    named = asked.subquery()
    same = and_(lot.c.sku_id == named.c.sku_id, lot.c.lot_no == named.c.lot_no)
    return (
        select(
            *(lot.c.sku_id, lot.c.lot_no, lot.c.lot_id, func.coalesce(supplier.c.name, fixed(""))),
            *(lot.c.terms, lot.c.received_at_us, _d.kind, _d.year, _d.serial, lot.c.line_no),
        )
        .join_from(named, lot, same)
        .outerjoin(supplier, supplier.c.supplier_id == lot.c.supplier_id)
        .outerjoin(stock_document, _d.document_id == lot.c.document_id)
        .order_by(lot.c.lot_id)
    )


_twins_of = PreparedFor(_twins)


@dataclass(frozen=True, slots=True)
class Brought:
    """Who brought a lot, and the line of which document; empty where nobody knows."""

    supplier: str = ""
    number: str = ""
    line_no: int = 0


_brought_by = PreparedFor(
    lambda ids: (
        select(
            *(lot.c.lot_id, func.coalesce(supplier.c.name, fixed(""))),
            *(_d.kind, _d.year, _d.serial, lot.c.line_no),
        )
        .outerjoin(supplier, supplier.c.supplier_id == lot.c.supplier_id)
        .outerjoin(stock_document, _d.document_id == lot.c.document_id)
        .where(lot.c.lot_id.in_(ids))
    )
)


def brought_by(tx: Tx, lot_ids: Collection[LotId]) -> Mapping[LotId, Brought]:
    """By lot who brought it and on which line of which document."""
    wanted = sorted(set(lot_ids))
    found: dict[LotId, Brought] = {}
    for at in range(0, len(wanted), AT_ONCE):
        for row in tx.rows(*_brought_by.of(wanted[at : at + AT_ONCE])):
            lot_id, name, kind, year, serial, line_no = row
            number = "" if kind is None else printed_number(DocumentKind(kind), year, serial)
            found[LotId(lot_id)] = Brought(name, number, line_no if number else 0)
    return found


def sources_of(tx: Tx, lot_ids: Collection[LotId]) -> Mapping[LotId, Source]:
    """By lot what tells it from its twins, wherever these are; of one without nothing."""
    wanted = sorted({lot_id for lot_id in lot_ids if lot_id})
    groups: dict[tuple[int, str], dict[LotId, Twin]] = {}
    for at in range(0, len(wanted), AT_ONCE):
        for sku_id, lot_no, lot_id, *told in tx.rows(*_twins_of.of(wanted[at : at + AT_ONCE])):
            twins = groups.setdefault((sku_id, lot_no), {})
            twins[LotId(lot_id)] = _twin(LotId(lot_id), told)
    found: dict[LotId, Source] = {}
    for group in groups.values():
        if len(group) > 1:
            found.update(sources_apart(tuple(group.values())))
    return found


def _twin(lot_id: LotId, told: Sequence[Any]) -> Twin:
    name, terms, at_us, kind, year, serial, line_no = told
    number = "" if kind is None else printed_number(DocumentKind(kind), year, serial)
    return Twin(lot_id, name, Terms(terms), business_date(at_us), number, line_no)


def with_sources(tx: Tx, found: Sequence[T]) -> list[T]:
    """The same values, each with what tells its lot from its twins."""
    sources = sources_of(tx, [x.lot_id for x in found])
    told = (sources.get(x.lot_id, ()) for x in found)
    return [replace(x, source=s) if s else x for x, s in zip(found, told, strict=True)]
