"""A posted stock document: one shape for all kinds, frozen as it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from showroom.domain.documents.kinds import KINDS, REVERSAL, Place, printed_number
from showroom.domain.documents.place import PlaceKind
from showroom.domain.documents.purchase import Apart, apart, apart_each
from showroom.domain.documents.reasons import SUPPLIER_GIFT, Difference, reason_word
from showroom.domain.ids import DocumentId, LocationId, LotId, PersonId, SkuId, SupplierId, TillId
from showroom.domain.quantity import SoldBy, amount_fen, counted_text
from showroom.domain.stock import DocumentKind, DocumentRef, Move, Terms

NOWHERE = LocationId(0)
_LACKING = frozenset(why.word for why in Difference)

Worth = tuple[tuple[Terms, int], ...]
"""What goods come to in fen, by whose they are; terms without money are left out."""


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One lot on a document, with what was known of it then.

    `quantity` counts pieces or grams as the kind means them (received, sent, issued); below zero
    on a reversal, and on the giving line of a lot correction. A receipt also names what did not
    come in, ordered or brought and refused: 0 of no lot, with a remark. `expected` is what was
    ordered or sent, 0 where nothing was; `refused` what was brought and went back (拒收), never a
    part of `quantity`, with the reason as the remark; below zero on a reversal of a receipt that
    brought nothing. `cost_fen` is per piece or kilogram: what is
    paid for bought goods, the settlement price of consigned ones. `commission_bp` is 扣点 in
    hundredths of a percent; where there is one, `cost_fen` is 0: what is owed is a share of what
    the goods sell for (docs/trade.md#supply-terms), and no price is agreed. `amount_fen` is what
    the line comes to at cost, or 0 where nothing is owed for it.
    `list_price_fen` (per piece or kilogram, VAT in it), `tax_kind` and `tax_rate_bp` are those of
    the day for goods that are issued, 0 and empty on other kinds. `producer_id` is who made the
    goods of a lot that the line brings, 0 on a line that brings none.
    """

    line_no: int
    sku_id: SkuId
    code: str
    name: str
    spec: str
    unit: str
    sold_by: SoldBy
    lot_id: LotId
    lot_no: str
    production_date: str
    expiry_date: str
    place_id: LocationId
    place: str
    quantity: int
    expected: int
    cost_fen: int
    amount_fen: int
    terms: Terms
    commission_bp: int = 0
    certificate: str = ""
    remark: str = ""
    list_price_fen: int = 0
    tax_kind: str = ""
    tax_rate_bp: int = 0
    refused: int = 0
    producer_id: int = 0

    @property
    def said(self) -> str:
        """The remark as it is shown: ``途中短少``, ``拒收 15 袋：已到期``."""
        if not self.refused:
            return self.remark
        word = "拒收" if self.refused > 0 else "冲回拒收"
        many = f"{word} {counted_text(abs(self.refused), self.sold_by, self.unit)}"
        return f"{many}：{self.remark}" if self.remark else many

    @property
    def by_share(self) -> bool:
        """Settled by 扣点: it has no price of its own, which is not a price of 0."""
        return self.commission_bp != 0

    @property
    def is_gift(self) -> bool:
        """The supplier asks nothing for it (赠品)."""
        return not self.cost_fen and SUPPLIER_GIFT in self.remark

    @property
    def unpriced(self) -> bool:
        """No price of it can be another than was agreed."""
        return self.by_share or self.is_gift

    @property
    def worth_fen(self) -> int:
        """Its amount; of consigned goods what they come to at their price, owed or not."""
        if self.terms is Terms.BUY_OUT or self.amount_fen:
            return self.amount_fen
        return amount_fen(self.cost_fen, self.quantity, self.sold_by)

    def of(self, quantity: int, line_no: int) -> DocumentLine:
        """The same goods in another quantity, on a line of its own; its amount follows.

        Where nothing is owed for the line (consigned goods sent back) nothing is for a part of it.
        What was refused at the door is said where it was, and the reason with it.
        """
        amount = amount_fen(self.cost_fen, quantity, self.sold_by) if self.amount_fen else 0
        made = replace(self, quantity=quantity, line_no=line_no, amount_fen=amount)
        return replace(made, refused=0, remark="") if self.refused else made


@dataclass(frozen=True, slots=True)
class StockDocument:
    """A document as it was posted; what does not apply to its kind is 0 or empty.

    `place_id` is where most of it happens, `to_place_id` where a transfer goes. `reference` is the
    other side's number (送货单号), `reason` why: a value of the kind's reasons, or
    what somebody wrote (冲红的原因); `why` is its word. `asked_by` is who wanted it,
    `wanted_on` by which day an order is to be there (ISO text). `reverses`
    names the document that this one takes back, `follows` the transfer that this one receives or
    the document that brought it along. `draft_id` is the draft it was, `entered_by` who kept its
    lines where that was not `person` alone, `content_hash` what was asked for
    (`services.books.command`).
    """

    document_id: DocumentId
    kind: DocumentKind
    year: int
    serial: int
    till_id: TillId
    at_us: int
    business_date: str
    person_id: PersonId
    person: str
    place_id: LocationId
    place: str
    lines: tuple[DocumentLine, ...]
    to_place_id: LocationId = LocationId(0)
    to_place: str = ""
    supplier_id: SupplierId = SupplierId(0)
    supplier: str = ""
    order_id: int = 0
    reference: str = ""
    reason: str = ""
    asked_by: str = ""
    note: str = ""
    reverses: DocumentId = DocumentId(0)
    follows: DocumentId = DocumentId(0)
    approved_by: str = ""
    entered_by: str = ""
    draft_id: str = ""
    wanted_on: str = ""
    content_hash: str = ""

    @property
    def number(self) -> str:
        """``SH-2026-000012``, as it is printed and scanned."""
        return printed_number(self.kind, self.year, self.serial)

    @property
    def why(self) -> str:
        """The reason in words: those of its kind, or what somebody wrote."""
        return self.reason if self.is_reversal else reason_word(self.kind, self.reason)

    @property
    def amount_fen(self) -> int:
        """At cost, consigned goods at their settlement price; negative on a reversal."""
        return sum(line.amount_fen for line in self.lines)

    @property
    def sums(self) -> tuple[tuple[str, int], ...]:
        """What it comes to in fen, by whose goods they are: ``买断金额``, ``代销金额（按结算价）``.

        The shop's own goods and those of its suppliers are never added up: only the first are paid
        for by what came. A document without money has none.
        """
        return tuple((sum_word(terms), fen) for terms, fen in self.worth)

    @property
    def worth(self) -> Worth:
        """The same by terms."""
        priced = (line for line in self.lines if line.cost_fen or line.amount_fen)
        return worth_of((line.terms, line.worth_fen) for line in priced)

    def without_money(self) -> StockDocument:
        """What somebody sees of it who may not know costs: neither them nor the 扣点."""
        bare = (replace(x, cost_fen=0, amount_fen=0, commission_bp=0) for x in self.lines)
        return replace(self, lines=tuple(bare))

    @property
    def came(self) -> tuple[DocumentLine, ...]:
        """Its lines without those that only say what did not come in."""
        return tuple(line for line in self.lines if line.quantity)

    @property
    def arrived(self) -> tuple[DocumentLine, ...]:
        """The same without what a transfer's receipt only says is missing."""
        return tuple(line for line in self.came if not self.lacks(line))

    @property
    def missing(self) -> tuple[DocumentLine, ...]:
        """What was sent by a transfer and is not among what its receipt brought."""
        return tuple(line for line in self.came if self.lacks(line))

    def lacks(self, line: DocumentLine) -> bool:
        """The line of a transfer's receipt only says what is missing."""
        return self.kind is DocumentKind.TRANSFER_RECEIPT and line.remark in _LACKING

    def counts(self, line: DocumentLine) -> bool:
        """The line is of goods that came or went, and not of what did not."""
        return bool(line.quantity) and not self.lacks(line)

    @property
    def is_reversal(self) -> bool:
        """True for a 冲红."""
        return self.reverses != 0

    @property
    def title(self) -> str:
        """``收货单冲红 SH-2026-000012``: its name as a file and on the pages that follow."""
        return f"{self.kind.word}{REVERSAL * self.is_reversal} {self.number}"

    @property
    def way(self) -> str:
        """``仓库 → 卖场``; one place alone where goods came to or lay, as of an arrival."""
        return way_of(self.place, self.to_place)

    @property
    def apart(self) -> dict[int, Apart]:
        """Where something else came than was expected, by the number of the line that says so.

        An order is held against product by product, what was sent lot by lot.
        """
        ordered = self.kind is DocumentKind.GOODS_RECEIPT
        found = apart(self.lines) if ordered else apart_each(self.lines)
        return {self.lines[at].line_no: told for at, told in found.items()}

    @property
    def placed(self) -> dict[int, str]:
        """Where a line is to be looked for, by its number: of all lines where they lie apart.

        Empty where all of them are in the document's own place. What did not come lies nowhere.
        """
        if all(line.place_id == self.place_id for line in self.came):
            return {}
        return {line.line_no: line.place for line in self.came if line.place}

    @property
    def ref(self) -> DocumentRef:
        """What its moves are written by."""
        return DocumentRef(self.kind, self.document_id, self.at_us, self.business_date)


@dataclass(frozen=True, slots=True)
class Stays:
    """What a 冲红 did not take back of a product, of whatever lots, pieces or grams."""

    name: str
    sold_by: SoldBy
    unit: str
    quantity: int


def worth_of(priced: Iterable[tuple[Terms, int]]) -> Worth:
    """Amounts in fen added up, each with its own terms only."""
    found: dict[Terms, int] = {}
    for terms, fen in priced:
        found[terms] = found.get(terms, 0) + fen
    return tuple((terms, found[terms]) for terms in Terms if terms in found)


def sum_word(terms: Terms) -> str:
    """How a sum of goods on these terms is called, on screen and on paper."""
    return f"{terms.word}金额" + ("" if terms is Terms.BUY_OUT else "（按结算价）")


def stays_of(original: StockDocument, reversal: StockDocument) -> tuple[Stays, ...]:
    """What stays of a document that was taken back, in its order: sold, used or come already."""
    left: dict[tuple[int, int], Stays] = {}
    for line in (*original.lines, *reversal.lines):
        key = (line.sku_id, line.lot_id)
        before = left[key].quantity if key in left else 0
        left[key] = Stays(line.name, line.sold_by, line.unit, before + line.quantity)
    found: dict[int, Stays] = {}
    for (sku_id, _), stays in left.items():
        if stays.quantity > 0:  # a 补批次 says on its other line how much less is of no lot
            before = found[sku_id].quantity if sku_id in found else 0
            found[sku_id] = replace(stays, quantity=before + stays.quantity)
    return tuple(found.values())


WAY = " → "


def way_of(place: str, to_place: str) -> str:
    """From where to where, both as they are named on paper."""
    return f"{place}{WAY}{to_place}" if to_place and to_place != place else place


def way_near(ends: tuple[str, str], own: Sequence[str], others: Sequence[str]) -> tuple[str, str]:
    """Both ends of a way as they are told from each other in few characters.

    `own` are the names, of today and of then, of the service point where it is read: that one goes
    without saying. One of the `others` is said once where goods stay in it, and alone where they
    come to its 卖场 or leave that: of two 卖场 a narrow column showed nothing else.
    """
    here, there = (_less(end, own) for end in ends)
    same = next((x for x in others if all(e.startswith(f"{x} ") for e in (here, there))), "")
    if same:
        return here, there.removeprefix(f"{same} ")
    floors = {f"{name} {PlaceKind.SHOP_FLOOR.word}": name for name in others}
    return floors.get(here, here), floors.get(there, there)


def _less(end: str, names: Sequence[str]) -> str:
    found = (end.removeprefix(f"{name} ") for name in names if end.startswith(f"{name} "))
    return next(found, end)


def moves_of(document: StockDocument, transit: LocationId = NOWHERE) -> Iterator[Move]:
    """The stock moves that the lines of a document make; `transit` is where goods under way lie.

    A kind that moves through 在途 needs it: raises ValueError without. A line of such a kind that
    stays there (途中短少) moves nothing: the write-off that follows takes it.
    """
    through = any(leg.place is Place.TRANSIT for leg in KINDS[document.kind].legs)
    for leg in KINDS[document.kind].legs:
        if leg.place is Place.TRANSIT and not transit:
            msg = f"{document.kind} moves goods through transit"
            raise ValueError(msg)
        for line in document.came:
            if through and line.place_id == transit:
                continue
            place = transit if leg.place is Place.TRANSIT else line.place_id
            quantity = leg.sign * line.quantity
            yield Move(line.sku_id, line.lot_id, place, quantity, leg.reason, line.line_no)


def total_by_kind(lines: Sequence[DocumentLine]) -> tuple[int, int]:
    """(pieces, grams) of the lines."""
    pieces = sum(x.quantity for x in lines if x.sold_by is SoldBy.EACH)
    return pieces, sum(x.quantity for x in lines if x.sold_by is SoldBy.WEIGHT)
