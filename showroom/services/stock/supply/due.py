"""What is still open of the order that a delivery comes on, as its lines are held against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from showroom.db.engine import Tx
from showroom.db.reads import documents as document_reads
from showroom.db.reads import purchasing as purchase_reads
from showroom.domain.documents.agreed import due_price, open_prices, still_due
from showroom.domain.documents.draft import DocumentDraft, KeptLine
from showroom.domain.documents.inspection import Delivered, Finding, Level
from showroom.domain.documents.purchase import OVER_PERCENT, most_that_may_come
from showroom.domain.documents.supplier import SupplierFacts
from showroom.domain.ids import DocumentId, SkuId
from showroom.domain.quantity import counted_text
from showroom.domain.stock import DocumentKind, Terms


class Due:
    """A draft's order, read once; `document` is None where it came on none."""

    def __init__(self, tx: Tx, draft: DocumentDraft) -> None:
        self._lines = draft.lines
        order_id = DocumentId(draft.head.order_id)
        self._ordered = purchase_reads.order_lines(tx, order_id) if order_id else []
        self.document = document_reads.load(tx, order_id) if order_id else None
        self._closed_by = document_reads.number_of(tx, document_reads.reversal_of(tx, order_id))

    @property
    def is_order(self) -> bool:
        """What is named as the order is one, and no 冲红."""
        order = self.document
        kind = DocumentKind.PURCHASE_ORDER
        return order is not None and order.kind is kind and not order.is_reversal

    def of_supplier(self, supplier: SupplierFacts) -> Iterator[Finding]:
        """What was ordered of one is not delivered by another, nor what is ordered no more."""
        order = self.document
        if order is None:
            return
        if order.supplier_id != supplier.supplier_id:
            told = {"number": order.number, "supplier": order.supplier}
            yield Finding(Level.REFUSED, "receipt_other_supplier", told)
        if self._closed_by:
            yield Finding(Level.REFUSED, "order_closed", {"number": self._closed_by})

    @cached_property
    def terms(self) -> Mapping[SkuId, tuple[Terms, int]]:
        """Terms and 扣点 of what was ordered."""
        lines = self.document.lines if self.document is not None else ()
        return {line.sku_id: (line.terms, line.commission_bp) for line in lines}

    @cached_property
    def prices(self) -> Mapping[SkuId, dict[int, int]]:
        """What lacks at each agreed price, by product (`open_prices`)."""
        return open_prices(self._ordered)

    def expected(self, kept: KeptLine) -> KeptLine:
        """The line, expecting what is still due of its order, at the order's price.

        Most expect what they did, and somebody said at what price.
        """
        line, due, cost = kept.line, self._due[kept.key], self._agreed_cost(kept)
        same = line.expected == due and line.cost_fen == cost
        return kept if same else replace(kept, line=replace(line, expected=due, cost_fen=cost))

    def _agreed_cost(self, kept: KeptLine) -> int | None:
        """What was said of the cost, else what was agreed on where that is clear."""
        line = kept.line
        prices = self.prices.get(line.sku_id)
        if line.cost_fen is not None or not prices:
            return line.cost_fen
        return due_price(prices, (k.line for k in self._lines if k.line.sku_id == line.sku_id))

    @cached_property
    def _due(self) -> dict[str, int]:
        """What was still due of the order on each line, by its key; pieces or grams.

        A line that nothing came on says so only where nothing of its product came: else the line
        that did was for it as well, whatever was refused before.
        """
        due, here = still_due(self._lines, self._ordered), dict[SkuId, str]()
        for kept in self._lines:
            if not kept.line.is_absent:
                here.setdefault(kept.line.sku_id, kept.key)
        for kept in self._lines:
            if kept.line.is_absent and kept.line.sku_id in here:
                due[here[kept.line.sku_id]] += due[kept.key]
                due[kept.key] = 0
        return due

    def too_much(
        self, came: Sequence[KeptLine], goods: Mapping[SkuId, Delivered]
    ) -> dict[str, list[Finding]]:
        """More than was ordered may come within the tolerance; the last line of it is too much."""
        here: dict[SkuId, int] = {}
        last: dict[SkuId, str] = {}
        found: dict[str, list[Finding]] = {}
        for kept in came:
            here[kept.line.sku_id] = here.get(kept.line.sku_id, 0) + kept.line.quantity
            last[kept.line.sku_id] = kept.key
        ordered: dict[SkuId, tuple[int, int]] = {}
        for line in self._ordered:
            wanted, received = ordered.get(line.sku_id, (0, 0))
            ordered[line.sku_id] = wanted + line.ordered, received + line.received
        for sku_id, (wanted, received) in ordered.items():
            known = goods.get(sku_id)
            if known and here.get(sku_id, 0) > most_that_may_come(wanted, received):
                told = {"name": known.name, "percent": OVER_PERCENT}
                told["ordered"] = counted_text(max(0, wanted - received), known.sold_by, known.unit)
                found[last[sku_id]] = [Finding(Level.REFUSED, "receipt_over_order", told)]
        return found
