"""价签: what must stand at the goods (明码标价规定: 品名、价格、计价单位, with 产地 and 等级)."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.domain.document import ShopHeader
from showroom.domain.errors import Refusal
from showroom.domain.quantity import SoldBy

MAX_COPIES, MAX_LABELS = 200, 500
SIZES = ("40x30", "60x40", "50x80")
"""Millimetres, wide by high."""


@dataclass(frozen=True, slots=True)
class PriceTag:
    """One tag. `was_fen` above the price is shown struck through; 0 for none."""

    name: str
    price_fen: int
    unit: str
    sold_by: SoldBy
    spec: str = ""
    county: str = ""
    producer: str = ""
    grade: str = ""
    barcode: str = ""
    code: str = ""
    was_fen: int = 0


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """Tags with their copies, on labels of one of SIZES."""

    header: ShopHeader
    size: str
    tags: tuple[tuple[PriceTag, int], ...]
    copy_no: int = 0


def check_sheet(sheet: LabelSheet) -> LabelSheet:
    """Refuses `label_size`, `label_copies`."""
    if sheet.size not in SIZES:
        raise Refusal("label_size")
    copies = [copies for _, copies in sheet.tags]
    if not copies or min(copies) < 1 or max(copies) > MAX_COPIES or sum(copies) > MAX_LABELS:
        raise Refusal("label_copies", limit=MAX_LABELS, each=MAX_COPIES)
    return sheet
