"""Writing suppliers and their papers."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import text

from showroom.db.engine import Tx
from showroom.db.tables.supplier import supplier, supplier_contract, supplier_licence
from showroom.domain.documents.supplier import Contract, Licence, SupplierContent
from showroom.domain.ids import SupplierId


def hold(tx: Tx) -> None:
    """Nobody else adds or changes a supplier until the commit; what is read next is the last word.

    A number that is drawn from what is there is nobody else's then. SQLite has one writer anyway.
    """
    if tx.dialect != "sqlite":
        tx.connection.execute(text("LOCK TABLE supplier IN SHARE ROW EXCLUSIVE MODE"))


def insert(tx: Tx, content: SupplierContent, spelling: str, at_us: int) -> SupplierId:
    """A new supplier that may deliver."""
    first = {"spelling": spelling, "active": 1, "revision": 1, "changed_at_us": at_us}
    made = supplier.insert().values(**asdict(content), **first).returning(supplier.c.supplier_id)
    return SupplierId(tx.connection.execute(made).scalar_one())


def change(
    tx: Tx, supplier_id: SupplierId, content: SupplierContent, spelling: str, at_us: int
) -> None:
    """Other content, under the next revision."""
    tx.connection.execute(
        supplier.update()
        .where(supplier.c.supplier_id == supplier_id)
        .values(
            **asdict(content),
            spelling=spelling,
            revision=supplier.c.revision + 1,
            changed_at_us=at_us,
        )
    )


def set_active(tx: Tx, supplier_id: SupplierId, at_us: int, *, active: bool) -> None:
    """It may deliver, or no longer."""
    tx.connection.execute(
        supplier.update()
        .where(supplier.c.supplier_id == supplier_id)
        .values(active=int(active), changed_at_us=at_us, revision=supplier.c.revision + 1)
    )


def insert_licence(tx: Tx, supplier_id: SupplierId, licence: Licence) -> int:
    """A licence; its identity."""
    made = supplier_licence.insert().values(
        supplier_id=supplier_id,
        kind=licence.kind.value,
        licence_no=licence.licence_no,
        valid_until=licence.valid_until,
        active=1,
    )
    numbered = made.returning(supplier_licence.c.licence_id)
    return int(tx.connection.execute(numbered).scalar_one())


def withdraw_licence(tx: Tx, licence_id: int) -> None:
    """It is none of the supplier's papers any more."""
    one = supplier_licence.c.licence_id == licence_id
    tx.connection.execute(supplier_licence.update().where(one).values(active=0))


def insert_contract(tx: Tx, supplier_id: SupplierId, contract: Contract) -> int:
    """A contract; its identity."""
    made = supplier_contract.insert().values(
        supplier_id=supplier_id,
        contract_no=contract.contract_no,
        terms=contract.terms.value,
        commission_bp=contract.commission_bp,
        payment_days=contract.payment_days,
        loss_borne_by=contract.loss_borne_by.value,
        promotion_borne_by=contract.promotion_borne_by.value,
        return_before_days=contract.return_before_days,
        valid_from=contract.valid_from,
        valid_to=contract.valid_to,
        active=1,
    )
    numbered = made.returning(supplier_contract.c.contract_id)
    return int(tx.connection.execute(numbered).scalar_one())


def end_contract(tx: Tx, contract_id: int, valid_to: str, *, active: bool) -> None:
    """It ends after that day; not `active`: it never began."""
    one = supplier_contract.c.contract_id == contract_id
    wanted = {"valid_to": valid_to, "active": int(active)}
    tx.connection.execute(supplier_contract.update().where(one).values(wanted))
