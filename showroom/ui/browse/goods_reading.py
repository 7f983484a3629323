"""What a code of goods says: products, a carton of them, their lot and its last day."""

from __future__ import annotations

from dataclasses import dataclass, replace

from showroom.domain.barcode import ProductCode, packed_code
from showroom.domain.catalogue import CatalogueIndex, PricedSku
from showroom.domain.documents.kinds import parse_number
from showroom.domain.documents.place import place_code
from showroom.domain.errors import Refusal
from showroom.domain.quantity import SoldBy
from showroom.domain.scan import PlainText, classify, text_of
from showroom.services.stock.receiving import ReceivingChoices
from showroom.ui.engine.reading import read_scan
from showroom.ui.engine.typed_entry import read_grams, read_pieces

DATE_FIGURES = 8
"""As many as the shortest code of an article has."""


@dataclass(frozen=True, slots=True)
class Read:
    """Products that a code may be, with what it says of them.

    `quantity` is in pieces or grams, 0 for not said; `case` is a carton's code whose pieces nobody
    has told yet, `times` how many of such cartons; `lot_no` and `expiry_date` are those of a GS1
    code. `weighed` are loose goods of which the code is a pack: `quantity` is theirs alone.
    """

    text: str
    products: tuple[PricedSku, ...]
    quantity: int = 0
    case: str = ""
    lot_no: str = ""
    expiry_date: str = ""
    times: int = 1
    weighed: tuple[PricedSku, ...] = ()

    def as_one(self, sku: PricedSku) -> Read:
        """One of the products that it may be; a label weighs its loose goods alone."""
        of_label = self.weighed and sku not in self.weighed
        quantity = 0 if of_label else self.quantity
        weighed = () if of_label else self.weighed
        return replace(self, products=(sku,), quantity=quantity, weighed=weighed)


def read(
    code: str,
    index: CatalogueIndex,
    choices: ReceivingChoices,
) -> Read:
    """Read a code against the products of the shop and the cartons that are known.

    Refuses what `classify` refuses, a payment code among others.
    """
    cases, rules = choices.cases, choices.labels
    scan = classify(code, rules, lambda wanted: wanted in cases or index.knows(wanted))
    text = text_of(scan)
    if text in cases:
        sku_id, pieces = cases[text]
        sku = index.by_id.get(sku_id)
        return Read(text, () if sku is None else (sku,), pieces)
    try:
        reading = read_scan(code, index, rules)
    except Refusal as refusal:
        packed = index.find(packed_code(text)) or index.find(text)
        if refusal.code != "scan_case_code" or not packed:
            raise
        return Read(text, packed, case=text)
    lot_no = expiry = ""
    if isinstance(scan, ProductCode):
        lot_no, expiry = scan.lot_no or "", scan.expiry
    weighed = reading.weighed
    quantity = (reading.label.weight_g or 0) if reading.label is not None and weighed else 0
    return Read(text, reading.products, quantity, "", lot_no, expiry, weighed=weighed)


def multiplied(found: Read, typed: str) -> Read:
    """One product with a typed quantity before its code: pieces, cartons or kilograms.

    Refuses `quantity_unreadable` and, of a scale's label, `label_no_quantity`.
    """
    (sku,) = found.products
    if found.weighed:
        raise Refusal("label_no_quantity")
    by_weight = sku.sold_by is SoldBy.WEIGHT
    count = read_grams(typed) if by_weight else read_pieces(typed)
    if not count:
        raise Refusal("quantity_unreadable", text=typed)
    if found.case:
        return replace(found, times=count)
    return replace(found, quantity=count if by_weight else count * (found.quantity or 1))


def may_be_lot(code: str, choices: ReceivingChoices) -> bool:
    """Whether a scan may be a batch number as it is printed: no code of goods by its form.

    Eight figures are a date more often than a short article's code, and whatever fails a check
    digit is no article. A place's card, a document, a scale's label and a code to pay by are none.
    """
    if place_code(code) or parse_number(code) is not None:
        return False
    try:
        scan = classify(code, choices.labels)
    except Refusal as refusal:
        return refusal.code == "scan_check_digit"
    short = isinstance(scan, ProductCode) and scan.code == code and len(code) == DATE_FIGURES
    return short or isinstance(scan, PlainText)
