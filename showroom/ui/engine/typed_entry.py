"""What was typed where goods are entered: a quantity before ``*``, a code, or a name."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.domain.errors import Refusal
from showroom.domain.quantity import GRAMS_PER_KG

TIMES = ("*", "×")


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed, taken apart: ``6*WS0001`` is ("6", "WS0001")."""

    quantity: str
    code: str


def read_entry(text: str) -> Entry:
    """Split a quantity before ``*`` from the code behind it."""
    for mark in TIMES:
        before, found, behind = text.partition(mark)
        if found and before.strip().replace(".", "", 1).isdigit():
            return Entry(before.strip(), behind.strip())
    return Entry("", text.strip())


def are_figures(text: str) -> bool:
    """True for a code, an amount or a receipt's number being typed, False for a name."""
    return text.replace(".", "", 1).replace("-", "", 1).isdigit()


def may_be_code(text: str) -> bool:
    """True for figures, and for the letters and figures of an item number, whole or not."""
    return text.isascii() and any(char.isdigit() for char in text)


def read_pieces(text: str) -> int:
    """Whole pieces. Refuses `quantity_unreadable`."""
    if not text.isascii() or not text.isdigit() or len(text) > 6:  # noqa: PLR2004 (far over any limit)
        raise Refusal("quantity_unreadable", text=text)
    return int(text)


def read_grams(text: str) -> int:
    """Grams of kilograms such as ``1.236``. Refuses `quantity_unreadable`."""
    whole, _, part = text.partition(".")
    digits = whole + part
    if not digits.isascii() or not digits.isdigit() or len(part) > 3 or len(whole) > 3:  # noqa: PLR2004 (99.999 kg)
        raise Refusal("quantity_unreadable", text=text)
    return int(whole or "0") * GRAMS_PER_KG + int(part.ljust(3, "0") or "0")
