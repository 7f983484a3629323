"""What a scan means where goods are looked up, not sold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.domain.scan import classify, text_of

if TYPE_CHECKING:
    from showroom.domain.catalogue import CatalogueIndex


def lookup_text(code: str, index: CatalogueIndex) -> str:
    """Barcode, scale key or typed text of a scan. Refuses what `classify` refuses."""
    return text_of(classify(code, known=index.knows))
