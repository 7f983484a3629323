"""The picture at the head of a slip: dots, known by their digest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

MAX_WIDE, MAX_HIGH = 320, 240
"""Dots: fits 58 mm paper (384 dots) and leaves the slip its words."""


@dataclass(frozen=True, slots=True)
class Logo:
    """`dots` are rows of whole bytes, a one is black, the leftmost dot the highest bit."""

    digest: str
    wide: int
    high: int
    dots: bytes

    @classmethod
    def of(cls, wide: int, high: int, dots: bytes) -> Logo:
        """A logo with its digest: equal pictures are one picture."""
        head = wide.to_bytes(4, "big") + high.to_bytes(4, "big")
        return cls(hashlib.sha256(head + dots).hexdigest(), wide, high, dots)
