"""What a code means to whoever receives: goods, a carton of them, their lot and its last day."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.domain.barcode import ProductCode, packed_code
from showroom.domain.catalogue import CatalogueIndex, PricedSku
from showroom.domain.errors import Refusal
from showroom.domain.quantity import SoldBy
from showroom.domain.scan import classify, text_of
from showroom.services.stock.receiving import ReceivingChoices
from showroom.ui.engine.reading import read_scan


@dataclass(frozen=True, slots=True)
class Read:
    """Products that a code may be, with what it says of them.

    `quantity` is in pieces or grams, 0 for not said; `case` is a carton's code whose pieces nobody
    has told yet; `lot_no` and `expiry_date` are those of a GS1 code.
    """

    text: str
    products: tuple[PricedSku, ...]
    quantity: int = 0
    case: str = ""
    lot_no: str = ""
    expiry_date: str = ""


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
        found = tuple(sku for sku in index.skus if sku.sku_id == sku_id)
        return Read(text, found, pieces)
    try:
        reading = read_scan(code, index, rules)
    except Refusal as refusal:
        packed = index.find(packed_code(text)) or index.find(text)
        if refusal.code != "scan_case_code" or not packed:
            raise
        return Read(text, packed, case=text)
    quantity = 0
    if reading.label is not None and reading.weighed:
        quantity = reading.label.weight_g or 0
    lot_no = expiry = ""
    if isinstance(scan, ProductCode):
        lot_no, expiry = scan.lot_no or "", scan.expiry
    products = reading.weighed or reading.found
    if quantity and products and products[0].sold_by is not SoldBy.WEIGHT:
        quantity = 0
    return Read(text, products, quantity, lot_no=lot_no, expiry_date=expiry)
