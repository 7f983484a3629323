"""A picture or a page as dots: what windows and printers draw without reading any file."""

from __future__ import annotations

from dataclasses import dataclass

COLOURS, WORD = 3, 4
"""Bytes of a dot, blue first; a row of a device-independent bitmap ends on a whole word."""
MAX_DOTS = 40_000_000
"""Of one: A4 at 600 dpi has 35 million, and a file may claim pages as large as a house."""
MAX_LONG = 16_000
"""Dots of the longer side: no window draws beyond 32 767."""


@dataclass(frozen=True, slots=True)
class Pixels:
    """Row under row from the top, three bytes a dot: blue, green, red."""

    width: int
    height: int
    rows: bytes

    @property
    def stride(self) -> int:
        """Bytes of a row with what fills its last word."""
        return stride_of(self.width)


def stride_of(width: int) -> int:
    """Bytes of a row of so many dots."""
    return -(-width * COLOURS // WORD) * WORD
