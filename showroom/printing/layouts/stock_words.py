"""What slip and sheet of a stock document say alike: its facts, its figures, who signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from showroom.domain.document import StockSlip
from showroom.domain.documents.kinds import asked_by_word, reference_word
from showroom.domain.documents.posted import DocumentLine, Stays, StockDocument, total_by_kind
from showroom.domain.documents.purchase import Apart, OfOrder
from showroom.domain.documents.supplier import terms_words
from showroom.domain.money import figure
from showroom.domain.quantity import SoldBy, counted_text, kilograms
from showroom.domain.sheet import Cell, Measure
from showroom.domain.stock import DocumentKind, Terms
from showroom.printing.layouts.words import local

REVERSAL = "冲 红"
SIGNED_BY: Mapping[DocumentKind, tuple[str, ...]] = MappingProxyType(
    {
        DocumentKind.GOODS_RECEIPT: ("送货人", "验收人", "店长"),
        DocumentKind.SUPPLIER_RETURN: ("发货人", "供应商", "店长"),
        DocumentKind.PURCHASE_ORDER: ("订货人", "供应商", "店长"),
        DocumentKind.TRANSFER: ("发货人", "收货人"),
        DocumentKind.TRANSFER_RECEIPT: ("发货人", "收货人"),
        DocumentKind.ISSUE: ("领用人", "批准人"),
        DocumentKind.WRITE_OFF: ("报损人", "批准人"),
    }
)
"""Who signs a kind; those that are not here are made in the shop alone."""
IN_THE_SHOP = ("经手人", "店长")
TAKEN_BACK = ("经手人", "审核")
"""Of a 冲红, whatever it takes back: nobody brings or fetches anything by it."""
_ORDERED: Mapping[DocumentKind, tuple[str, str]] = MappingProxyType(
    {
        DocumentKind.GOODS_RECEIPT: ("订", "收"),
        DocumentKind.TRANSFER_RECEIPT: ("发", "收"),
    }
)


def signers(document: StockDocument) -> tuple[str, ...]:
    """Who signs this document."""
    if document.is_reversal:
        return TAKEN_BACK
    return SIGNED_BY.get(document.kind, IN_THE_SHOP)


def facts(slip: StockSlip) -> Iterator[tuple[str, str]]:
    """What is true of the whole document, as (name, value); nothing that is not."""
    document = slip.document
    when = local(document.at_us, slip.header.utc_offset_min, seconds=False)
    told = (
        ("被冲红的单据", slip.reverses),
        (_taken_back(slip), slip.reversed_by),
        ("没有冲回", "、".join(_stays(x) for x in slip.stays)),
        ("过账时间", when),
        ("营业日", document.business_date),
        ("经手人", document.person),
        ("录入人", document.entered_by),
        ("授权人", document.approved_by),
        ("供应商", document.supplier),
        ("合同编号", slip.contract),
        *_reached(slip),
        ("要求到货", document.wanted_on),
        ("采购单", slip.tied.order),
        ("已收货", "、".join(slip.tied.deliveries)),
        (reference_word(document.kind), document.reference),
        *_places(slip),
        (asked_by_word(document.kind), document.asked_by),
        ("原因", document.why),
        ("备注", document.note),
    )
    return ((name, value) for name, value in told if value)


def _reached(slip: StockSlip) -> Iterator[tuple[str, str]]:
    """Where the supplier is found, and on an order where the goods are to be brought."""
    yield "供应商地址", slip.reached.address
    yield "联系人", slip.reached.contact
    yield "供应商电话", slip.reached.phone
    if slip.document.kind is DocumentKind.PURCHASE_ORDER:
        # Whom the supplier's invoice is made out to, as far as the shop has said it.
        yield "订货单位", " ".join(f"{slip.header.name} {slip.header.head}".split())
        yield "送货地址", slip.header.address
        yield "本店电话", slip.header.phone


def _taken_back(slip: StockSlip) -> str:
    """What its 冲红 did; what is closed of an order that had come in part is another matter."""
    ordered = slip.document.kind is DocumentKind.PURCHASE_ORDER
    return "已被部分冲红" if slip.stays and not ordered else "已被冲红"


def _stays(stays: Stays) -> str:
    return f"{stays.name} {counted_text(stays.quantity, stays.sold_by, stays.unit)}"


def _places(slip: StockSlip) -> tuple[tuple[str, str], ...]:
    document = slip.document
    if slip.sent_from and slip.sent_from != document.place:
        return ("调出库位", slip.sent_from), ("调入库位", document.place)
    if document.to_place and document.to_place_id != document.place_id:
        return ("调出库位", document.place), ("调入库位", document.to_place)
    return (("库位", document.place),)


def dates(line: DocumentLine) -> str:
    """``产 2026-06-01 到期 2027-05-31``, as far as they are known."""
    made = f"产 {line.production_date}" if line.production_date else ""
    until = f"到期 {line.expiry_date}" if line.expiry_date else ""
    return " ".join(part for part in (made, until) if part)


def number(document: StockDocument, line: DocumentLine) -> str:
    """Its number; none of what only says what did not come, which is not counted either."""
    return f"{line.line_no}" if document.counts(line) else ""


def quantity(document: StockDocument, line: DocumentLine) -> str:
    """``23 袋``, ``1.500 kg``; ``短 1 袋`` of what a transfer sent and did not bring."""
    word = "短 " * document.lacks(line)
    return word + counted_text(line.quantity, line.sold_by, line.unit)


def difference(line: DocumentLine, apart: Apart | None, kind: DocumentKind) -> tuple[str, ...]:
    """``订 24``, ``收 23``, ``短 1`` where something else came than was expected, else nothing."""
    if apart is None:
        return ()
    wanted, came = _ORDERED.get(kind, ("应", "实"))
    word = "多" if apart.gap > 0 else "短"
    parts = ((wanted, apart.expected), (came, apart.came), (word, abs(apart.gap)))
    return tuple(f"{name} {_counted(line, count)}" for name, count in parts)


def price_apart(line: DocumentLine, tied: OfOrder) -> tuple[str, ...]:
    """``订价 28.00``, ``高 0.50`` where goods came at another price than was ordered."""
    agreed = dict(tied.prices).get(line.line_no)
    if agreed is None:
        return ()
    word = "高" if line.cost_fen > agreed else "低"
    return f"订价 {figure(agreed)}", f"{word} {figure(abs(line.cost_fen - agreed))}"


def received(line: DocumentLine, tied: OfOrder) -> str:
    """``已收 12`` on the line of an order of which something has come."""
    came = dict(tied.came).get(line.line_no, 0)
    return f"已收 {_counted(line, came)}" if came else ""


def _counted(line: DocumentLine, count: int) -> str:
    """Without what the goods are counted in: that stands beside it."""
    return counted_text(count, line.sold_by, "")


def terms(line: DocumentLine) -> str:
    """``代销``, ``联营 扣点 12.5%``; of bought goods, which need no word, nothing."""
    return "" if line.terms is Terms.BUY_OUT else terms_words(line.terms, line.commission_bp)


def more(line: DocumentLine, place: str, barcode: str = "") -> Iterator[str]:
    """What else is to be said of a line: bar code, terms, its place among several, certificate."""
    code = f"条码 {barcode}" if barcode else ""
    place = f"库位 {place}" if place else ""
    paper = f"合格证明 {line.certificate}" if line.certificate else ""
    return (part for part in (code, terms(line), place, paper, line.said) if part)


def counts(document: StockDocument) -> Iterator[tuple[str, Cell]]:
    """How many lines, pieces and kilograms there are, as figures by their name.

    Of what a transfer brought; where some is missing, what was sent and what lacks beside it.
    """
    yield "行数", Cell(len(document.arrived), Measure.PIECES)
    yield from _counts(document.lines, document.arrived, ("件数", "重量"))
    if document.missing:
        yield from _counts(document.missing, document.came, ("发出件数", "发出重量"))
        yield from _counts(document.missing, document.missing, ("短少件数", "短少重量"))


def _counts(
    of: Iterable[DocumentLine], counted: Sequence[DocumentLine], names: tuple[str, str]
) -> Iterator[tuple[str, Cell]]:
    """Pieces and kilograms, each where there are goods of its kind."""
    kinds = {line.sold_by for line in of}
    pieces, grams = total_by_kind(counted)
    if SoldBy.EACH in kinds:
        yield names[0], Cell(pieces, Measure.PIECES)
    if SoldBy.WEIGHT in kinds:
        yield names[1], Cell(grams, Measure.GRAMS)


def totals(document: StockDocument) -> Iterator[tuple[str, str]]:
    """The same as paper says it."""
    for name, cell in counts(document):
        count = int(cell.value)
        yield name, f"{kilograms(count)} kg" if cell.measure is Measure.GRAMS else f"{count:,}"


def shows_money(document: StockDocument) -> bool:
    """Whether there is an amount to be shown, and who looks may see it."""
    return any(line.cost_fen or line.amount_fen for line in document.lines)
