"""Suppliers with the licences and contracts that are on record and not withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, func, select, true

from showroom.db.engine import Tx
from showroom.db.prepared import Prepared, fixed
from showroom.db.rows import RowsOf
from showroom.db.tables.supplier import supplier, supplier_contract, supplier_licence
from showroom.domain.documents.supplier import (
    Contract,
    Licence,
    Supplier,
    SupplierChoice,
    SupplierContent,
    SupplierFacts,
    first_end,
)
from showroom.domain.ids import SupplierId


def _columns(table: Table, *names: str) -> Mapping[str, ColumnElement[Any]]:
    return {name: table.c[name] for name in names}


_content = RowsOf(
    SupplierContent,
    _columns(supplier, "name", "code", "credit_code", "address", "contact", "phone", "note"),
)
_licence = RowsOf(
    Licence, _columns(supplier_licence, "licence_id", "kind", "licence_no", "valid_until")
)
_contract = RowsOf(
    Contract,
    _columns(
        supplier_contract,
        *("contract_id", "contract_no", "terms", "commission_bp", "payment_days", "loss_borne_by"),
        *("promotion_borne_by", "return_before_days", "valid_from", "valid_to"),
    ),
)


def suppliers(tx: Tx) -> tuple[Supplier, ...]:
    """All of them: those that may deliver first, then by code."""
    return _suppliers(tx, ())


def find(tx: Tx, supplier_id: SupplierId, *, lock: bool = False) -> Supplier | None:
    """One of them, None for no such; locked until the commit."""
    found = _suppliers(tx, (supplier.c.supplier_id == supplier_id,), lock=lock)
    return found[0] if found else None


def _suppliers(
    tx: Tx, narrowed: Iterable[ColumnElement[bool]], *, lock: bool = False
) -> tuple[Supplier, ...]:
    s, narrowed = supplier.c, list(narrowed)
    asked = (
        select(*_content.columns, s.supplier_id, s.spelling, s.active, s.revision, s.changed_at_us)
        .where(*narrowed)
        .order_by(s.active.desc(), s.code)
    )
    rows = tx.connection.execute(asked.with_for_update() if lock else asked).all()
    only = [SupplierId(row.supplier_id) for row in rows] if narrowed else None
    licences = _papers(tx, supplier_licence, supplier_licence.c.licence_id, _licence, only)
    contracts = _papers(tx, supplier_contract, supplier_contract.c.contract_id, _contract, only)
    number = supplier_licence.c.licence_id
    withdrawn = _papers(tx, supplier_licence, number, _licence, only, active=False)
    return tuple(
        Supplier(
            SupplierId(row.supplier_id),
            _content.value(row),
            row.spelling,
            row.active == 1,
            row.revision,
            row.changed_at_us,
            tuple(licences.get(row.supplier_id, ())),
            tuple(contracts.get(row.supplier_id, ())),
            tuple(withdrawn.get(row.supplier_id, ())),
        )
        for row in rows
    )


def _papers(
    tx: Tx,
    table: Table,
    number: ColumnElement[int],
    read: RowsOf[Any],
    only: list[SupplierId] | None,
    *,
    active: bool = True,
) -> dict[int, list[Any]]:
    """Papers by supplier, as they were added: those that count, or those that do not any more."""
    counts = table.c.active == int(active)
    asked = select(*read.columns, table.c.supplier_id).where(counts).order_by(number)
    if only is not None:
        asked = asked.where(table.c.supplier_id.in_(only))
    found: dict[int, list[Any]] = {}
    for row in tx.connection.execute(asked):
        found.setdefault(row.supplier_id, []).append(read.value(row))
    return found


def _papers_of(table: Table, number: ColumnElement[int], read: RowsOf[Any]) -> Prepared:
    one = (table.c.supplier_id == bindparam("i")) & (table.c.active == fixed(1))
    return Prepared(select(*read.columns).where(one).order_by(number), ["i"])


_facts = RowsOf(
    SupplierFacts,
    _columns(supplier, "supplier_id", "code", "name", "address", "contact", "phone", "active"),
    filled=("licences", "contracts"),
)
_one = Prepared(select(*_facts.columns).where(supplier.c.supplier_id == bindparam("i")), ["i"])
_licences_of = _papers_of(supplier_licence, supplier_licence.c.licence_id, _licence)
_contracts_of = _papers_of(supplier_contract, supplier_contract.c.contract_id, _contract)


def supplier_facts(tx: Tx, supplier_id: SupplierId) -> SupplierFacts | None:
    """A supplier as a receipt must know it."""
    one = (supplier_id,)
    row = tx.one(_one, one)
    if row is None:
        return None
    licences = tuple(map(_licence.value, tx.rows(_licences_of, one)))
    return _facts.value(row, licences, tuple(map(_contract.value, tx.rows(_contracts_of, one))))


def every_facts(tx: Tx) -> tuple[SupplierFacts, ...]:
    """All suppliers as opening stock must know them."""
    return tuple(
        SupplierFacts(
            s.supplier_id,
            *(s.content.code, s.content.name, s.content.address),
            *(s.content.contact, s.content.phone),
            active=s.active,
            licences=s.licences,
            contracts=s.contracts,
        )
        for s in suppliers(tx)
    )


def licence_of(
    tx: Tx, licence_id: int, *, lock: bool = False, withdrawn: bool = False
) -> tuple[SupplierId, Licence] | None:
    """A licence and whose it is, locked until the commit; none that is withdrawn, unless asked."""
    one = supplier_licence.c.licence_id == licence_id
    counts = true() if withdrawn else supplier_licence.c.active == 1
    return _paper(tx, supplier_licence, one & counts, _licence, lock=lock)


def contract_of(
    tx: Tx, contract_id: int, *, lock: bool = False
) -> tuple[SupplierId, Contract] | None:
    """A contract that is not withdrawn, and whose it is; locked until the commit."""
    one = (supplier_contract.c.contract_id == contract_id) & (supplier_contract.c.active == 1)
    return _paper(tx, supplier_contract, one, _contract, lock=lock)


def _paper(
    tx: Tx, table: Table, one: ColumnElement[bool], read: RowsOf[Any], *, lock: bool
) -> tuple[SupplierId, Any] | None:
    asked = select(*read.columns, table.c.supplier_id).where(one)
    row = tx.connection.execute(asked.with_for_update() if lock else asked).first()
    return None if row is None else (SupplierId(row.supplier_id), read.value(row))


def named(tx: Tx, column: str, text: str) -> SupplierId | None:
    """Who has this code or name already, whatever its case."""
    found = supplier.c[column]
    row = tx.connection.execute(
        select(supplier.c.supplier_id).where(func.lower(found) == text.lower())
    ).first()
    return None if row is None else SupplierId(row[0])


def supplier_choices(tx: Tx) -> list[SupplierChoice]:
    """All suppliers by name; those that deliver no more are not `active`."""
    s = supplier.c
    asked = select(s.supplier_id, s.code, s.name, s.spelling, s.active).order_by(s.name)
    papers = _papers(tx, supplier_licence, supplier_licence.c.licence_id, _licence, None)
    return [
        SupplierChoice(SupplierId(r[0]), *r[1:4], first_end(held), len(held), r[4] == 1)
        for r in tx.connection.execute(asked)
        for held in (papers.get(r[0], []),)
    ]
