"""What a receipt must know before it may be posted: goods, the usual quantity, the supplier."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, case, func, select

from showroom.db.engine import Tx
from showroom.db.tables.catalogue import case_code, sku
from showroom.db.tables.document import stock_document_line
from showroom.db.tables.stock import lot
from showroom.db.tables.supplier import supplier, supplier_contract, supplier_licence
from showroom.domain.documents.inspection import Delivered
from showroom.domain.documents.supplier import Borne, Contract, Licence, LicenceKind, SupplierFacts
from showroom.domain.ids import ProducerId, SkuId, SupplierId
from showroom.domain.quantity import SoldBy
from showroom.domain.stock import Terms


def delivered(tx: Tx, sku_ids: Collection[SkuId]) -> dict[SkuId, Delivered]:
    """Facts of these products, with the most that ever came of each on one line."""
    wanted = sorted(set(sku_ids))
    rows = tx.connection.execute(
        select(
            *(sku.c.sku_id, sku.c.code, sku.c.name, sku.c.spec, sku.c.unit, sku.c.sold_by),
            *(sku.c.producer_id, sku.c.shelf_life_days, sku.c.storage, sku.c.terms),
            *(sku.c.cost_price_fen, sku.c.active),
        ).where(sku.c.sku_id.in_(wanted))
    )
    usual = _usual(tx, wanted)
    return {
        SkuId(r[0]): Delivered(
            SkuId(r[0]),
            *r[1:5],
            SoldBy(r[5]),
            ProducerId(r[6]),
            *r[7:9],
            Terms(r[9]),
            r[10],
            r[11] == 1,
            usual.get(SkuId(r[0]), 0),
        )
        for r in rows
    }


def _usual(tx: Tx, sku_ids: Collection[SkuId]) -> dict[SkuId, int]:
    line = stock_document_line.c
    rows = tx.connection.execute(
        select(lot.c.sku_id, func.max(line.quantity))
        .join_from(
            lot,
            stock_document_line,
            and_(line.document_id == lot.c.document_id, line.line_no == lot.c.line_no),
        )
        .where(lot.c.sku_id.in_(sku_ids))
        .group_by(lot.c.sku_id)
    )
    return {SkuId(sku_id): int(most) for sku_id, most in rows}


def supplier_facts(tx: Tx, supplier_id: SupplierId) -> SupplierFacts | None:
    """A supplier with the licences and contracts that are on record and not withdrawn."""
    s, licence, contract = supplier.c, supplier_licence.c, supplier_contract.c
    row = tx.connection.execute(
        select(s.supplier_id, s.code, s.name, s.address, s.contact, s.phone, s.active).where(
            s.supplier_id == supplier_id
        )
    ).first()
    if row is None:
        return None
    licences = tx.connection.execute(
        select(licence.licence_id, licence.kind, licence.licence_no, licence.valid_until)
        .where(licence.supplier_id == supplier_id, licence.active == 1)
        .order_by(licence.licence_id)
    )
    contracts = tx.connection.execute(
        select(
            *(contract.contract_id, contract.contract_no, contract.terms, contract.commission_bp),
            *(contract.payment_days, contract.loss_borne_by, contract.promotion_borne_by),
            *(contract.return_before_days, contract.valid_from, contract.valid_to),
        )
        .where(contract.supplier_id == supplier_id, contract.active == 1)
        .order_by(contract.contract_id)
    )
    return SupplierFacts(
        SupplierId(row[0]),
        *row[1:6],
        row[6] == 1,
        tuple(Licence(r[0], LicenceKind(r[1]), *r[2:]) for r in licences),
        tuple(
            Contract(
                *(r[0], r[1], Terms(r[2]), r[3], r[4]),
                *(Borne(r[5]), Borne(r[6]), r[7], r[8], r[9]),
            )
            for r in contracts
        ),
    )


def case_codes(tx: Tx) -> dict[str, tuple[SkuId, int]]:
    """Every carton code: its product, and the pieces in it."""
    rows = tx.connection.execute(select(case_code.c.code, case_code.c.sku_id, case_code.c.pieces))
    return {code: (SkuId(sku_id), pieces) for code, sku_id, pieces in rows}


@dataclass(frozen=True, slots=True)
class SupplierChoice:
    """A supplier to choose from; `valid_until` is when the first of its papers ends, "" for never.

    `papers` are how many there are.
    """

    supplier_id: SupplierId
    code: str
    name: str
    spelling: str
    valid_until: str
    papers: int


def supplier_choices(tx: Tx) -> list[SupplierChoice]:
    """Suppliers that deliver now, by name."""
    s, licence = supplier.c, supplier_licence.c
    dated = case((licence.valid_until != "", licence.valid_until))
    rows = tx.connection.execute(
        select(
            *(s.supplier_id, s.code, s.name, s.spelling),
            *(func.coalesce(func.min(dated), ""), func.count(licence.licence_id)),
        )
        .outerjoin_from(
            supplier,
            supplier_licence,
            and_(licence.supplier_id == s.supplier_id, licence.active == 1),
        )
        .where(s.active == 1)
        .group_by(s.supplier_id, s.code, s.name, s.spelling)
        .order_by(s.name)
    )
    return [SupplierChoice(SupplierId(r[0]), *r[1:]) for r in rows]
