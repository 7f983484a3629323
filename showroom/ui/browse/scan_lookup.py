"""What a scan means where goods are looked up, not sold."""

from __future__ import annotations

from showroom.domain.scan import ProductCode, ScaleLabel, classify


def lookup_text(code: str) -> str:
    """Barcode, scale key or typed text of a scan. Refuses what `classify` refuses."""
    match classify(code):
        case ProductCode(code=text) | ScaleLabel(item_key=text):
            return text
        case other:
            return other.text
