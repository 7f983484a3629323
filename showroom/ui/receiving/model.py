"""What the receiving screen knows: the draft, what it is held against, the line being entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from showroom.domain.documents.agreed import due_price, open_prices, priced_apart, still_due
from showroom.domain.documents.draft import DocumentDraft, DraftHead, DraftLine, KeptLine
from showroom.domain.documents.inspection import ORDER_WAITS, Delivered, Finding, Level
from showroom.domain.documents.place import PlaceKind
from showroom.domain.documents.purchase import Apart, OrderLine, apart
from showroom.domain.documents.supplier import Contract, SupplierFacts
from showroom.domain.ids import DocumentId, LocationId, SkuId
from showroom.domain.quantity import SoldBy, sum_fen
from showroom.domain.stock import DocumentKind, Terms
from showroom.domain.tax import BASIS, percent
from showroom.services.stock.receiving import (
    Inspected,
    ReceivingChoices,
    StockPlace,
    usual_place,
)
from showroom.ui.look import formats
from showroom.ui.receiving.terms_text import NO_CONTRACT, NOT_IN_FORCE, contract_text

NOTHING_FOUND = Inspected((), {})


@dataclass(frozen=True, slots=True)
class Totals:
    """What the foot says: lines, pieces, grams, and of how many ordered products another quantity.

    `short` and `over` are None where nothing was ordered; `priced` are products at another price
    than was agreed.
    """

    lines: int
    pieces: int
    grams: int
    short: int | None = None
    over: int | None = None
    priced: int = 0


class ReceivingModel:
    """One delivery at a time. Answers of the books are put in; nothing here writes."""

    def __init__(self) -> None:
        self.choices = ReceivingChoices((), (), {}, "", ())
        self.goods: dict[SkuId, Delivered] = {}
        self.draft: DocumentDraft | None = None
        self.kind, self.head = DocumentKind.GOODS_RECEIPT, DraftHead()
        """As they are in hand; the books follow."""
        self.unkept: dict[str, DraftLine] = {}
        self.unkept_head = False
        """What the books do not have: it is seen on top of what they have."""
        self.supplier: SupplierFacts | None = None
        self.inspected = NOTHING_FOUND
        self.use_order(())
        self.key = ""
        self.entering: DraftLine | None = None
        """The line under `key` as it was typed last; the books follow it."""
        self.seen: DraftLine | None = None
        """That line as its editor saw it in the books, or put it there; None for a new one."""

    def forget(self) -> None:
        """The delivery was posted, put aside or thrown away."""
        self.draft, self.supplier, self.inspected = None, None, NOTHING_FOUND
        self.kind, self.head = DocumentKind.GOODS_RECEIPT, DraftHead()
        self.use_order(())
        self.choose("", None)

    def use_order(self, lines: Sequence[OrderLine]) -> None:
        """What was ordered and how much of it came; nothing without an order."""
        self._ordered = tuple(lines)
        self.agreed = open_prices(self._ordered)
        """What the order still lacks at each price, by product."""

    def use_draft(self, draft: DocumentDraft) -> None:
        """As the books have it now; a head that is on its way to them stays."""
        self.draft, self.kind = draft, draft.kind

    def choose(self, key: str, line: DraftLine | None) -> None:
        """Which line is being entered, and how it begins."""
        self.key, self.entering, self.seen = key, line, self.kept(key)

    @property
    def lines(self) -> tuple[KeptLine, ...]:
        """As they were entered, in the books or not kept yet."""
        kept = {k.key: k.line for k in self.draft.lines} if self.draft is not None else {}
        return tuple(KeptLine(key, line) for key, line in {**kept, **self.unkept}.items())

    @property
    def unsaved(self) -> int:
        """How much of it the books do not have."""
        return len(self.unkept) + self.unkept_head

    @property
    def line(self) -> DraftLine | None:
        """The line being entered."""
        return self.entering if self.key else None

    def kept(self, key: str) -> DraftLine | None:
        """A line as the books have it, or are to have it."""
        return next((line.line for line in self.lines if line.key == key), None)

    def place_name(self, place_id: LocationId) -> str:
        """A receiving place's name, "" for one that is none."""
        found = self.place(place_id)
        return found.name if found is not None else ""

    def place(self, place_id: LocationId) -> StockPlace | None:
        """A place that goods may be put into."""
        return next((p for p in self.choices.places if p.location_id == place_id), None)

    def where(self, line: DraftLine) -> str:
        """``冷库``: where a line's goods go, named or by what keeps them fresh."""
        if line.place_id:
            return self.place_name(line.place_id)
        goods = self.goods.get(line.sku_id)
        head = self.head.place_id if self.draft is not None else self.default_place
        storage = goods.storage if goods is not None else ""
        return self.place_name(usual_place(storage, head, self.choices.places))

    @property
    def default_place(self) -> LocationId:
        """The back room; else the first place there is."""
        places = self.choices.places
        room = next((p for p in places if p.kind is PlaceKind.WAREHOUSE), None)
        first = room or next(iter(places), None)
        return first.location_id if first is not None else LocationId(0)

    def awaited(self, sku_id: SkuId) -> KeptLine | None:
        """A line of the order that nothing has come for, or one that nobody went on with."""
        of_it = (k for k in self.lines if k.line.sku_id == sku_id)
        waits = (k for k in of_it if not k.line.quantity and not k.line.refused)
        return next((k for k in waits if k.line.expected or not k.line.is_described), None)

    @property
    def contracts(self) -> tuple[Contract, ...]:
        """Those of the supplier that this may be under."""
        supplier = self.supplier
        if supplier is None:
            return ()
        under = supplier.came_under if self.is_opening else supplier.terms_on
        return under(self.choices.today)

    @property
    def contract(self) -> Contract | None:
        """The one that this delivery is under, where that is decided."""
        named = [c for c in self.contracts if self.head.contract_id in (0, c.contract_id)]
        return named[0] if len(named) == 1 else None

    @property
    def terms_text(self) -> str:
        """On which terms the goods come in: the contract, or that none is chosen."""
        supplier, contract = self.supplier, self.contract
        if supplier is None:
            return ""
        if contract is not None:
            return f"合同 {contract_text(contract)}"
        if not supplier.contracts:
            return NO_CONTRACT
        return f"有 {len(self.contracts)} 份合同，还没有选" if self.contracts else NOT_IN_FORCE

    def pays(self, contract: Contract) -> str:
        """``卖了按结算价 ¥412.00``: what these goods cost under it, as far as it is known."""
        if contract.commission_bp:
            return f"卖了付售价的 {percent(BASIS - contract.commission_bp)}"
        priced = [(self.priced(k.line, k.key), self.goods.get(k.line.sku_id)) for k in self.lines]
        known = ((line, goods) for line, goods in priced if goods is not None and not line.gift)
        worth = sum_fen(
            (line.cost_or(goods.cost_price_fen), line.quantity, goods.sold_by)
            for line, goods in known
        )
        word = "收货按进价" if contract.terms is Terms.BUY_OUT else "卖了按结算价"
        return f"{word} {formats.money(worth)}" if worth else word

    @property
    def contract_terms(self) -> tuple[Terms, int] | None:
        """Terms and 扣点 of its contract."""
        found = self.contract
        return (found.terms, found.commission_bp) if found is not None else None

    def priced(self, line: DraftLine, key: str) -> DraftLine:
        """The line at the order's price where nobody said another and it is clear which."""
        prices = self.agreed.get(line.sku_id)
        if line.cost_fen is not None or not prices:
            return line
        beside = (k.line for k in self.lines if k.line.sku_id == line.sku_id and k.key != key)
        return replace(line, cost_fen=due_price(prices, beside))

    @property
    def price_gaps(self) -> dict[str, int]:
        """How far above what was agreed each line costs, by its key; in fen, below zero for less.

        What is paid by 扣点 has no price, and a gift none either.
        """
        if self.contract_terms is not None and self.contract_terms[1]:
            return {}
        priced = [(kept.key, self.priced(kept.line, kept.key)) for kept in self.lines]
        apart = priced_apart([line for _, line in priced], self.agreed)
        return {priced[at][0]: (priced[at][1].cost_fen or 0) - fen for at, fen in apart.items()}

    @property
    def is_inspected(self) -> bool:
        """What the books found is of the draft as it is in hand."""
        draft = self.draft
        return not self.unsaved and draft is not None and self.inspected.revision >= draft.revision

    def findings(self, key: str) -> tuple[Finding, ...]:
        """What speaks against a line."""
        return self.inspected.lines.get(key, ())

    def first_with(self, code: str) -> str:
        """The key of the first line that this is said of; empty where it is said of none."""
        found = self.inspected.lines.items()
        return next((key for key, of in found if any(f.code == code for f in of)), "")

    def is_refused(self, key: str) -> bool:
        """Nothing of the line may come in as it stands."""
        return worst(self.findings(key)) is Level.REFUSED

    @property
    def is_opening(self) -> bool:
        """What lies there already, and no delivery."""
        return self.kind is DocumentKind.OPENING

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """All that must be answered before posting, what a 店长 may say yes to included."""
        of_lines = (f for found in self.inspected.lines.values() for f in found)
        every = (*self.inspected.whole, *of_lines)
        return tuple(finding for finding in every if finding.level is not Level.TOLD)

    @property
    def waiting_order(self) -> DocumentId:
        """The order that these goods are on though nobody said so; 0 for none."""
        found = (f for f in self.inspected.whole if f.code == ORDER_WAITS)
        return next((DocumentId(int(str(f.params["order_id"]))) for f in found), DocumentId(0))

    @property
    def told_findings(self) -> tuple[Finding, ...]:
        """What is said and hinders nothing."""
        return tuple(f for f in self.inspected.whole if f.level is Level.TOLD)

    @property
    def totals(self) -> Totals:
        """Over all lines; pieces and grams apart."""
        pieces = grams = 0
        for kept in self.lines:
            line, goods = kept.line, self.goods.get(kept.line.sku_id)
            if goods is None or goods.sold_by is SoldBy.EACH:
                pieces += line.quantity
            else:
                grams += line.quantity
        if not self.head.order_id:
            return Totals(len(self.lines), pieces, grams)
        gaps = [told.gap for told in self.apart.values()]
        short, over = sum(gap < 0 for gap in gaps), sum(gap > 0 for gap in gaps)
        short += self._dropped
        gone = self.price_gaps
        dear = {kept.line.sku_id for kept in self.lines if kept.key in gone}
        return Totals(len(self.lines), pieces, grams, short, over, len(dear))

    @property
    def _dropped(self) -> int:
        """Of how many ordered products less came though no line says so: theirs was taken away."""
        lacks, said = dict[SkuId, int](), self.apart
        for wanted in self._ordered:
            lacks[wanted.sku_id] = lacks.get(wanted.sku_id, 0) + wanted.lacking
        told = {kept.line.sku_id for kept in self.lines if kept.key in said}
        for kept in self.lines:
            if kept.line.sku_id in lacks:
                lacks[kept.line.sku_id] -= kept.line.quantity
        return sum(lack > 0 for sku_id, lack in lacks.items() if sku_id not in told)

    @property
    def due(self) -> dict[str, int]:
        """What is still due of the order on each line, by its key."""
        return still_due(self.lines, self._ordered)

    @property
    def apart(self) -> dict[str, Apart]:
        """Where another quantity came than was ordered, by the key of the line that says so."""
        lines, due = self.lines, self.due
        found = apart([replace(kept.line, expected=due[kept.key]) for kept in lines])
        return {lines[at].key: told for at, told in found.items()}


def worst(findings: Sequence[Finding]) -> Level | None:
    """What a line's findings amount to; None for nothing."""
    order = (Level.REFUSED, Level.MISSING, Level.APPROVE, Level.TOLD)
    return next((level for level in order if any(f.level is level for f in findings)), None)
