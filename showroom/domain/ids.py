"""Identities. A sale's id is its till and its gap-free number in one integer."""

from __future__ import annotations

import re
from typing import NewType

SkuId = NewType("SkuId", int)
LotId = NewType("LotId", int)
ZoneId = NewType("ZoneId", int)
CountyId = NewType("CountyId", int)
ProducerId = NewType("ProducerId", int)
CategoryId = NewType("CategoryId", int)
LocationId = NewType("LocationId", int)
PointId = NewType("PointId", int)
TillId = NewType("TillId", int)
PersonId = NewType("PersonId", int)
ShiftId = NewType("ShiftId", int)
SaleId = NewType("SaleId", int)
DocumentId = NewType("DocumentId", int)
SupplierId = NewType("SupplierId", int)
RequestId = NewType("RequestId", str)

SERIES = 1_000_000_000
MAX_TILLS = 99
_PRINTED = re.compile(r"[0-9]{2,3}-[0-9]{6,9}")


def sale_id(till_id: TillId, number: int) -> SaleId:
    """Identity of receipt `number` (1-based, gap-free) of a till."""
    return SaleId(till_id * SERIES + number)


def shift_id(till_id: TillId, number: int) -> ShiftId:
    """Identity of the till's shift `number` (1-based, gap-free; also its Z number)."""
    return ShiftId(till_id * SERIES + number)


def number_of(document_id: int) -> int:
    """The gap-free number inside a sale or shift id."""
    return document_id % SERIES


def receipt_number(sale: SaleId) -> str:
    """The number printed on paper: till and number, e.g. ``01-000041``."""
    return f"{sale // SERIES:02d}-{sale % SERIES:06d}"


def printed_number(code: str) -> str:
    """A receipt's number, typed or in its code ``01-000041/anchor/amount``; "" for other texts."""
    number = code.strip().partition("/")[0]
    return number if _PRINTED.fullmatch(number) else ""


def parse_receipt_number(text: str) -> SaleId | None:
    """The sale behind a printed number; None when the text is not one."""
    till, dash, number = text.strip().partition("-")
    if dash and till.isascii() and till.isdigit() and number.isascii() and number.isdigit():
        return sale_id(TillId(int(till)), int(number)) if len(number) <= 9 else None  # noqa: PLR2004 (digits of SERIES)
    return None
