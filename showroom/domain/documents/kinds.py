"""The kinds of stock documents as data: letters of the number, and how their lines move goods."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from showroom.domain.permission import Permission
from showroom.domain.stock import DocumentKind, MoveReason

MAX_LINES = 500
"""Lines of one document; an event of the journal holds them all."""
NUMBER_DIGITS = 6
_PRINTED = re.compile(r"([A-Z]{2})-([0-9]{4})-([0-9]{6})")
_BEGUN = re.compile(r"([A-Z]{2})([0-9]{0,10})")


class Place(Enum):
    """Where one leg of a line's move touches: the line's own place, or goods under way (在途)."""

    OF_LINE = "of_line"
    TRANSIT = "transit"


@dataclass(frozen=True, slots=True)
class Leg:
    """One stock move of a line: its quantity times `sign` at `place`."""

    place: Place
    sign: int
    reason: MoveReason


@dataclass(frozen=True, slots=True)
class KindRow:
    """How a kind is numbered and what each of its lines does to the stock.

    A reversal is of the kind that it reverses, with negative quantities, so that the same legs
    take back what they did. `permission` is what whoever posts it must have.
    """

    letters: str
    legs: tuple[Leg, ...]
    permission: Permission = Permission.MOVE_STOCK
    entered: bool = True
    """Somebody enters it, as a draft; what is not is made by posting another one."""


def _one(sign: int, reason: MoveReason) -> tuple[Leg, ...]:
    return (Leg(Place.OF_LINE, sign, reason),)


KINDS: Mapping[DocumentKind, KindRow] = MappingProxyType(
    {
        DocumentKind.GOODS_RECEIPT: KindRow("SH", _one(1, MoveReason.RECEIPT), Permission.RECEIVE),
        DocumentKind.OPENING: KindRow("QC", _one(1, MoveReason.OPENING), Permission.RECEIVE),
        DocumentKind.SUPPLIER_RETURN: KindRow(
            "CT", _one(-1, MoveReason.SUPPLIER_RETURN), Permission.RECEIVE
        ),
        DocumentKind.TRANSFER: KindRow(
            "DB",
            (
                Leg(Place.OF_LINE, -1, MoveReason.TRANSFER_OUT),
                Leg(Place.TRANSIT, 1, MoveReason.TRANSFER_OUT),
            ),
        ),
        DocumentKind.TRANSFER_RECEIPT: KindRow(
            "DS",
            (
                Leg(Place.TRANSIT, -1, MoveReason.TRANSFER_IN),
                Leg(Place.OF_LINE, 1, MoveReason.TRANSFER_IN),
            ),
        ),
        DocumentKind.ISSUE: KindRow("LY", _one(-1, MoveReason.ISSUE)),
        DocumentKind.WRITE_OFF: KindRow("BS", _one(-1, MoveReason.WRITE_OFF)),
        DocumentKind.LOT_CORRECTION: KindRow(
            "PC", _one(1, MoveReason.LOT_CORRECTION), Permission.RECEIVE, entered=False
        ),
        DocumentKind.PURCHASE_ORDER: KindRow("CG", (), Permission.RECEIVE),
    }
)
"""Every kind of stock document. An order moves nothing. The lines of a lot correction (补批次) are
signed and sum to zero for each product: what was sold before its receipt was in the books is given
to its lot."""

_ASKED_BY = MappingProxyType({DocumentKind.ISSUE: "领用人", DocumentKind.WRITE_OFF: "报损人"})


_REFERENCE = MappingProxyType(
    {
        DocumentKind.GOODS_RECEIPT: "送货单号",
        DocumentKind.LOT_CORRECTION: "退货小票",
        DocumentKind.TRANSFER_RECEIPT: DocumentKind.TRANSFER.word,
        # Of what was lost on the way; nobody gives another write-off a number.
        DocumentKind.WRITE_OFF: DocumentKind.TRANSFER.word,
    }
)


def asked_by_word(kind: DocumentKind) -> str:
    """What whoever wanted a document is called, on screen and on paper."""
    return _ASKED_BY.get(kind, "提出人")


def reference_word(kind: DocumentKind) -> str:
    """What the number is called that a document refers to: mostly the other side's."""
    return _REFERENCE.get(kind, "对方单号")


REVERSAL = "冲红"
"""What a document is called, behind the word of its kind, that takes another one back."""


def printed_number(kind: DocumentKind, year: int, number: int) -> str:
    """``SH-2026-000012``."""
    return f"{KINDS[kind].letters}-{year:04d}-{number:0{NUMBER_DIGITS}d}"


def parse_number(text: str) -> tuple[DocumentKind, int, int] | None:
    """Kind, year and number of a printed number, None for other texts."""
    found = _PRINTED.fullmatch(text.strip().upper())
    if found is None:
        return None
    kind = _kind_of(found[1])
    return None if kind is None else (kind, int(found[2]), int(found[3]))


def number_begun(text: str) -> tuple[DocumentKind, str] | None:
    """Kind and figures of a number that somebody typed as far as it was enough.

    ``cg`` is all of a kind; ``cg2026`` begins one without its dashes, ``cg55`` names its last part.
    """
    found = _BEGUN.fullmatch(text.strip().upper().replace("-", ""))
    kind = None if found is None else _kind_of(found[1])
    return None if found is None or kind is None else (kind, found[2])


def is_numbered(number: str, text: str) -> bool:
    """Whether a printed number is what somebody typed, whole or as far as it was enough."""
    whole, begun = parse_number(number), number_begun(text)
    if whole is None or begun is None or begun[0] is not whole[0] or not begun[1]:
        return False
    _, year, serial = whole
    return f"{year}{serial:06d}".startswith(begun[1]) or int(begun[1]) == serial


def _kind_of(letters: str) -> DocumentKind | None:
    return next((kind for kind, row in KINDS.items() if row.letters == letters), None)
