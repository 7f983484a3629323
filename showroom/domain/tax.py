"""VAT inside tag prices (增值税法 7: 价外税, retail prices are tag-inclusive)."""

from __future__ import annotations

from enum import StrEnum

from showroom.domain.money import divide_half_up

BASIS = 10_000


class TaxKind(StrEnum):
    """Exempt is not zero-rated and not outside the tax (docs/trade.md#tax-kinds)."""

    TAXED = "taxed"
    EXEMPT = "exempt"
    ZERO_RATED = "zero_rated"
    OUTSIDE = "outside"


def tax_included(net_fen: int, kind: TaxKind, rate_bp: int) -> int:
    """Fen of VAT contained in `net_fen`, rounded half up per line; 0 unless taxed."""
    if kind is not TaxKind.TAXED:
        return 0
    return divide_half_up(net_fen * rate_bp, BASIS + rate_bp)
