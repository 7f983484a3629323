"""What a scan is in this catalogue: the products of its code, and those of its scale label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from showroom.domain.barcode import ProductCode, packed_code
from showroom.domain.catalogue import CatalogueIndex, PricedSku
from showroom.domain.errors import Refusal
from showroom.domain.quantity import SoldBy
from showroom.domain.scan import (
    DEFAULT_LABEL_RULES,
    LabelRule,
    ScaleLabel,
    Scan,
    classify,
    label_of,
    text_of,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """`found` have that very code; `weighed` are loose goods of which `label` is a pack.

    Both at once are two readings, and somebody is asked.
    """

    scan: Scan
    found: tuple[PricedSku, ...]
    label: ScaleLabel | None = None
    weighed: tuple[PricedSku, ...] = ()

    @property
    def text(self) -> str:
        """Barcode, scale key or typed text: what is looked up."""
        return text_of(self.scan)

    @property
    def products(self) -> tuple[PricedSku, ...]:
        """All it may be."""
        return self.found + self.weighed


def read_scan(
    code: str, index: CatalogueIndex, rules: Sequence[LabelRule] = DEFAULT_LABEL_RULES
) -> Reading:
    """Read a code against the products on sale.

    Refuses what `classify` refuses, and `scan_case_code`: a case is no piece of what is in it.
    """
    looked_up: dict[str, tuple[PricedSku, ...]] = {}

    def known(wanted: str) -> bool:
        looked_up[wanted] = index.find(wanted)
        return bool(looked_up[wanted])

    scan = classify(code, rules, known)
    if isinstance(scan, ScaleLabel):
        return Reading(scan, (), scan, _loose(index, scan))
    text = text_of(scan)
    found = looked_up[text] if text in looked_up else index.find(text)
    contained = isinstance(scan, ProductCode) and scan.contained
    packed = found if contained else index.find(packed_code(text)) if not found else ()
    if packed:
        raise Refusal("scan_case_code", name=packed[0].name)
    if isinstance(scan, ProductCode) and (scan.weight_g or scan.amount_fen):
        measured = ScaleLabel(text, scan.weight_g, scan.amount_fen)
        weighed = tuple(sku for sku in found if sku.sold_by is SoldBy.WEIGHT)
        return Reading(scan, tuple(s for s in found if s not in weighed), measured, weighed)
    label = label_of(text, rules) if found else None
    loose = _loose(index, label) if label else ()
    return Reading(scan, found, label, tuple(sku for sku in loose if sku not in found))


def _loose(index: CatalogueIndex, label: ScaleLabel) -> tuple[PricedSku, ...]:
    found = index.find(label.item_key)
    return tuple(sku for sku in found if sku.sold_by is SoldBy.WEIGHT)
