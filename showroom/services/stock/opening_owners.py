"""Whose opening stock of a file is: 供应商 and 合同 by what they are called; none is guessed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from showroom.domain.documents.inspection import inspect_opening
from showroom.domain.documents.supplier import Contract, Supplied, SupplierFacts
from showroom.domain.errors import Refusal
from showroom.domain.ids import SupplierId
from showroom.domain.product import SkuContent
from showroom.domain.spelling import compared
from showroom.domain.stock import Terms

Warn = Callable[..., None]
"""Takes the row, the field, the code and its parameters."""


class Owners:
    """Who brought the lots of one file. What their papers lack is told once of each."""

    def __init__(self, suppliers: Sequence[SupplierFacts], today: str, warn: Warn) -> None:
        self._today, self._warn = today, warn
        self._known = {supplier.supplier_id: supplier for supplier in suppliers}
        self._named: dict[str, list[SupplierFacts]] = {}
        for supplier in suppliers:
            for name in dict.fromkeys((compared(supplier.code), compared(supplier.name))):
                self._named.setdefault(name, []).append(supplier)
        self._looked_at: set[SupplierId] = set()
        self._unused = self._unknown = 0

    def resolve(
        self,
        name: str,
        number: str,
        content: SkuContent,
        there: Collection[SupplierId] = (),
        said: Terms | None = None,
    ) -> Supplied | None:
        """Whose a lot is, by how its supplier and contract are called; None where none is said.

        The contract is the one that is named, of all that have begun; else the only one that is in
        force, or that was, on the terms that are `said` where there are several. Of suppliers whose
        lot is `there` it is not asked for: its terms are frozen. Refuses
        `opening_supplier_unknown`, `opening_supplier_several`, `opening_contract_alone`,
        `opening_contract_unknown`, `opening_contract_several`.
        """
        if not name:
            if number:
                raise Refusal("opening_contract_alone", field="supplier")
            return None
        supplier = self._found(name)
        known = not number and supplier.supplier_id in there
        contract = None if known else self._contract(supplier, number, said)
        owner = (supplier.supplier_id, supplier.name)
        if contract is None:
            return Supplied(*owner, 0, "", content.terms, 0)
        agreed = (contract.terms, contract.commission_bp)
        return Supplied(*owner, contract.contract_id, contract.contract_no, *agreed)

    def _found(self, text: str) -> SupplierFacts:
        found = self._named.get(compared(text), [])
        if not found:
            raise Refusal("opening_supplier_unknown", field="supplier", cell=text)
        if len(found) > 1:
            others = "、".join(f"{x.code} {x.name}" for x in found)
            told = {"cell": text, "others": others}
            raise Refusal("opening_supplier_several", field="supplier", **told)
        return found[0]

    def _contract(
        self, supplier: SupplierFacts, number: str, said: Terms | None
    ) -> Contract | None:
        named = {"supplier": supplier.name}
        if number:
            begun = supplier.terms_until(self._today)
            told = {**named, "cell": number}
            found = [c for c in begun if compared(c.contract_no) == compared(number)]
            if not found:
                raise Refusal("opening_contract_unknown", field="contract", **told)
        else:
            found = list(supplier.came_under(self._today))
            on_these = [contract for contract in found if contract.terms is said]
            found = on_these if len(found) > 1 and on_these else found
        if len(found) > 1:
            others = "、".join(c.contract_no for c in found)
            raise Refusal("opening_contract_several", field="contract", others=others, **named)
        return found[0] if found else None

    def name(self, supplier_id: SupplierId) -> str:
        """What a supplier of the books is called, "" for nobody."""
        known = self._known.get(supplier_id)
        return "" if known is None else known.name

    def arrive(self, row: int, owner: Supplied | None, content: SkuContent) -> None:
        """A lot comes in: what its supplier's papers lack, or that consigned goods have none."""
        if owner is None:
            self._unknown += content.terms is not Terms.BUY_OUT
        elif owner.supplier_id not in self._looked_at:
            self._looked_at.add(owner.supplier_id)
            for finding in inspect_opening(self._known[owner.supplier_id], self._today):
                self._warn(row, "supplier", finding.code, **finding.params)

    def leave(self, name: str, number: str) -> None:
        """A row that brings nothing in: who is said to have brought it is of no use."""
        self._unused += bool(name or number)

    def tell(self) -> None:
        """What is so of many rows, once."""
        told = (
            ("opening_supplier_unused", self._unused),
            ("opening_owners_unknown", self._unknown),
        )
        for code, count in told:
            if count:
                self._warn(0, "supplier", code, count=count)


def is_still(owner: Supplied, supplier: SupplierFacts | None, today: str) -> bool:
    """Whether what a check found of a lot's supplier and contract is so on that day."""
    if supplier is None or supplier.name != owner.supplier:
        return False
    if not owner.contract_id:
        return not supplier.came_under(today)
    agreed = (owner.contract_id, owner.terms, owner.commission_bp)
    begun = supplier.terms_until(today)
    return any((c.contract_id, c.terms, c.commission_bp) == agreed for c in begun)
