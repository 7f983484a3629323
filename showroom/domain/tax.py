"""VAT inside tag prices (增值税法 7: 价外税, retail prices are tag-inclusive)."""

from __future__ import annotations

from showroom.domain.money import divide_half_up
from showroom.domain.worded import Worded

BASIS = 10_000


class TaxKind(Worded):
    """Exempt is not zero-rated and not outside the tax (docs/trade.md#tax-kinds)."""

    TAXED = "taxed", "应税"
    EXEMPT = "exempt", "免税"
    ZERO_RATED = "zero_rated", "零税率"
    OUTSIDE = "outside", "不征税"


def percent(basis_points: int) -> str:
    """``9%``, ``12.5%``: from hundredths of a per cent."""
    sign, size = ("-", -basis_points) if basis_points < 0 else ("", basis_points)
    tail = f".{size % 100:02d}".rstrip("0") if size % 100 else ""
    return f"{sign}{size // 100}{tail}%"


def tax_name(kind: str, rate_bp: int) -> str:
    """``应税 9%``, ``免税``: a rate is said of taxed goods alone."""
    known = TaxKind(kind)
    return f"{known.word} {percent(rate_bp)}" if known is TaxKind.TAXED else known.word


def tax_included(net_fen: int, kind: TaxKind, rate_bp: int) -> int:
    """Fen of VAT contained in `net_fen`, rounded half up per line; 0 unless taxed."""
    if kind is not TaxKind.TAXED:
        return 0
    return divide_half_up(net_fen * rate_bp, BASIS + rate_bp)
